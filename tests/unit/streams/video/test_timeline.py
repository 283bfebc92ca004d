from streams.video.timeline import MOST_DRIFT_S, WAIT_FOR_REPORTS_S, Placed, Timeline

BOTH = {"video": 90_000, "audio": 48_000}
BEGINS_AT_S = 10.0


def timeline(*kinds: str) -> Timeline[str]:
    return Timeline({kind: BOTH[kind] for kind in kinds}, BEGINS_AT_S)  # type: ignore[misc]


def seconds(placed: list[Placed[str]]) -> list[tuple[str, float]]:
    return [(each.item, round(each.at / BOTH[each.kind], 4)) for each in placed]


def test_one_kind_alone_waits_for_nothing() -> None:
    assert seconds(timeline("audio").place("audio", 777, 0.0, "a")) == [("a", 10.0)]


def test_what_was_said_to_be_at_one_moment_stands_at_one_place() -> None:
    both = timeline("video", "audio")
    assert both.place("video", 5_000_000, 0.0, "v0") == []
    assert both.place("audio", 31_000, 0.3, "late a") == []
    both.report("video", 1_000.0, 5_000_000)
    assert both.place("audio", 31_960, 0.32, "a") == []
    both.report("audio", 1_000.0, 31_000)
    placed = seconds(both.place("video", 5_003_000, 0.33, "v1"))
    assert placed == [("v0", 10.0), ("late a", 10.0), ("a", 10.02), ("v1", 10.0333)]


def test_sound_from_before_the_first_picture_is_left_out() -> None:
    both = timeline("video", "audio")
    both.report("video", 50.0, 0)
    both.report("audio", 50.0, 0)
    assert both.place("audio", 0, 0.0, "early") == []
    assert seconds(both.place("video", 9_000, 0.1, "v")) == [("v", 10.0)]
    assert seconds(both.place("audio", 4_800, 0.1, "a")) == [("a", 10.0)]


def test_who_tells_nothing_is_followed_by_when_it_arrives() -> None:
    both = timeline("video", "audio")
    both.place("video", 1_000, 0.0, "v0")
    both.place("audio", 5_000, 0.5, "a0")
    placed = both.place(
        "video", 1_000 + round(WAIT_FOR_REPORTS_S * 90_000), WAIT_FOR_REPORTS_S, "v1"
    )
    assert seconds(placed) == [("v0", 10.0), ("a0", 10.5), ("v1", 13.0)]


def test_a_kind_that_comes_later_finds_its_place() -> None:
    both = timeline("video", "audio")
    both.report("video", 100.0, 0)
    both.report("audio", 101.0, 0)
    both.place("video", 0, 0.0, "v0")
    assert seconds(both.place("audio", 48_000, 9.0, "a")) == [("a", 12.0)]


def test_clocks_that_go_apart_are_brought_together_again() -> None:
    both = timeline("video", "audio")
    both.report("video", 0.0, 0)
    both.report("audio", 0.0, 0)
    both.place("video", 0, 0.0, "v")
    drift = round(2 * MOST_DRIFT_S * 48_000)
    both.place("audio", 0, 0.0, "a")
    both.report("video", 600.0, 600 * 90_000)
    both.report("audio", 600.0, 600 * 48_000 + drift)
    assert seconds(both.place("audio", 600 * 48_000 + drift, 600.0, "a")) == [("a", 610.0)]


def test_a_step_of_the_senders_wall_clock_moves_nothing() -> None:
    both = timeline("video", "audio")
    both.report("video", 0.0, 0)
    both.report("audio", 0.0, 0)
    both.place("video", 0, 0.0, "v")
    both.place("audio", 0, 0.0, "a")
    both.report("video", 3_660.0, 60 * 90_000)
    assert seconds(both.place("audio", 59 * 48_000, 59.0, "between")) == [("between", 69.0)]
    both.report("audio", 3_660.0, 60 * 48_000)
    assert seconds(both.place("audio", 60 * 48_000, 60.0, "a")) == [("a", 70.0)]
