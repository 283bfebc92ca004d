import time

from kit.ids import ALPHABET, ID_LENGTH, IdSource, is_id, made_at_ms, new_code, new_id


def test_ids_are_unique_and_sort_in_the_order_in_which_they_were_made() -> None:
    ids = [new_id() for _ in range(20_000)]
    assert ids == sorted(set(ids))
    assert all(is_id(made) for made in ids)


def test_ids_of_different_sources_differ() -> None:
    assert IdSource()() != IdSource()()


def test_an_id_is_twenty_characters_that_nobody_misreads() -> None:
    assert len(new_id()) == ID_LENGTH
    assert not set("ilou") & set(ALPHABET)
    assert not is_id("x" * 19)
    assert not is_id("L" * 20)


def test_codes_have_the_wanted_length() -> None:
    assert [len(new_code(length)) for length in (4, 8, 12)] == [4, 8, 12]


def test_an_id_tells_when_it_was_made() -> None:
    before = time.time_ns() // 1_000_000
    assert before <= made_at_ms(new_id()) <= time.time_ns() // 1_000_000
