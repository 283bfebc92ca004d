"""What becomes of a batch: in order of arrival, each against what was known and what was posted before it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from chat.crowd import Crowd
from chat.deciding import Draft, Known, KnownRoom, Post, decide
from chat.errors import Flooded, Muted, NoSuchRoom, Repeated, RoomBusy, RoomClosed, SlowMode
from chat.mutes import Mute
from chat.rules import CROWD_SIZE, FLOOD_SPEAKERS, Rules, Said, key_of
from kit.auth import Principal, Role
from kit.errors import Refusal

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)
LONG = "claim your gift on my profile"
SHOW, BRAND = "show", "brand"


def draft(who: str, text: str, show_id: str = SHOW, role: Role | None = None) -> Draft:
    author = Principal(who, who, roles={BRAND: role} if role else {})
    return Draft(f"{who}/{text}", show_id, author, text)


def known(rules: Rules | None = None, *, is_live: bool = True, **more: Any) -> Known:
    return Known({SHOW: KnownRoom(BRAND, is_live, rules or Rules())}, **more)


def outcomes(found: list[Post | Refusal]) -> list[str]:
    return [type(outcome).__name__ for outcome in found]


def test_what_is_fine_is_posted_with_the_authors_badge() -> None:
    people = known(tier_names={(SHOW, "gold"): "Gold"})
    drafts = [draft("gold", "hi"), draft("host", "welcome", role=Role.HOST), draft("mina", "hey")]
    posts = decide(drafts, people, Crowd(), NOW)
    assert [post.speaker.badge for post in posts if isinstance(post, Post)] == ["Gold", "Host", ""]


def test_a_room_must_exist_and_be_live() -> None:
    assert isinstance(decide([draft("a", "x", "other")], known(), Crowd(), NOW)[0], NoSuchRoom)
    assert isinstance(decide([draft("a", "x")], known(is_live=False), Crowd(), NOW)[0], RoomClosed)


def test_in_slow_mode_the_second_message_of_a_batch_waits_for_the_first() -> None:
    drafts = [draft("a", "one"), draft("b", "one too"), draft("a", "two")]
    found = decide(drafts, known(Rules(slow_mode_s=10)), Crowd(), NOW)
    assert outcomes(found) == ["Post", "Post", "SlowMode"]


def test_slow_mode_looks_at_what_was_said_before() -> None:
    before = {(SHOW, "a"): [Said("one", NOW - timedelta(seconds=4))]}
    found = decide([draft("a", "two")], known(Rules(slow_mode_s=10), said=before), Crowd(), NOW)
    assert isinstance(found[0], SlowMode)
    assert found[0].retry_after_s == 6


def test_a_refused_message_does_not_count_for_the_next() -> None:
    drafts = [draft("a", "see example.com"), draft("a", "never mind")]
    found = decide(drafts, known(Rules(slow_mode_s=10)), Crowd(), NOW)
    assert outcomes(found) == ["LinksNotAllowed", "Post"]


def test_a_repeat_is_found_in_the_batch_and_before_it() -> None:
    found = decide([draft("a", "Hello!"), draft("a", "hello")], known(), Crowd(), NOW)
    assert outcomes(found) == ["Post", "Repeated"]
    before = {(SHOW, "a"): [Said(key_of("hello"), NOW)]}
    assert isinstance(decide([draft("a", "hello")], known(said=before), Crowd(), NOW)[0], Repeated)


def test_a_flood_is_found_across_batches() -> None:
    crowd = Crowd()
    for number in range(FLOOD_SPEAKERS - 1):
        crowd.note(SHOW, f"bot{number}", key_of(LONG), NOW)
    found = decide([draft("b1", LONG), draft("b2", LONG), draft("b3", "hi")], known(), crowd, NOW)
    assert outcomes(found) == ["Post", "Flooded", "Post"]
    later = NOW + timedelta(seconds=20)
    assert not isinstance(decide([draft("b2", LONG)], known(), crowd, later)[0], Flooded)


def test_a_room_that_takes_no_more_says_so_and_still_takes_what_staff_say() -> None:
    crowd = Crowd()
    for number in range(CROWD_SIZE):
        crowd.note(SHOW, str(number), "x", NOW)
    drafts = [draft("a", "hello"), draft("host", "welcome", role=Role.HOST)]
    found = decide(drafts, known(), crowd, NOW)
    assert isinstance(found[0], RoomBusy)
    assert isinstance(found[1], Post)
    assert crowd.messages_in(SHOW, NOW + timedelta(seconds=11)) == 0


def test_staff_are_held_to_none_of_the_rules_but_a_mute() -> None:
    drafts = [draft("mo", "see example.com", role=Role.MODERATOR) for _ in range(2)]
    assert outcomes(decide(drafts, known(Rules(300)), Crowd(), NOW)) == ["Post", "Post"]
    muted = known(mutes={(SHOW, "mo"): Mute(NOW)})
    assert isinstance(decide(drafts[:1], muted, Crowd(), NOW)[0], Muted)


def test_who_is_muted_in_the_shadow_posts_and_is_held_to_the_rules_like_anyone() -> None:
    shadowed = known(mutes={(SHOW, "a"): Mute(NOW, is_shadow=True)})
    found = decide([draft("a", "hi"), draft("a", "hi"), draft("b", "hi")], shadowed, Crowd(), NOW)
    assert outcomes(found) == ["Post", "Repeated", "Post"]
    assert [post.is_shadowed for post in found if isinstance(post, Post)] == [True, False]


def test_a_mute_that_is_over_holds_no_more() -> None:
    over = known(mutes={(SHOW, "a"): Mute(NOW, NOW, is_shadow=True)})
    (post,) = decide([draft("a", "hi")], over, Crowd(), NOW)
    assert isinstance(post, Post)
    assert not post.is_shadowed
