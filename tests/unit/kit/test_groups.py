"""What is delivered together, and that nothing about one subject changes its order."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from kit.events import Event
from kit.outbox import Message, in_groups


class Paid(Event, frozen=True, kw_only=True, tag="test.paid"):
    order_id: str

    @property
    def subjects(self) -> Sequence[str]:
        return (self.order_id,)


class Placed(Event, frozen=True, kw_only=True, tag="test.placed"):
    order_ids: list[str]

    @property
    def subjects(self) -> Sequence[str]:
        return self.order_ids


class Dropped(Event, frozen=True, kw_only=True, tag="test.dropped"):
    pass


IDS = st.sampled_from("abcd")
EVENTS = st.lists(
    st.one_of(
        st.builds(Paid, order_id=IDS),
        st.builds(Placed, order_ids=st.lists(IDS, max_size=3, unique=True)),
        st.builds(Dropped),
    ),
    max_size=25,
)


def groups_of(*events: Event) -> list[list[Event]]:
    messages = [Message(str(number), event) for number, event in enumerate(events)]
    return [[message.event for message in group] for group in in_groups(messages)]


def test_events_of_a_kind_are_delivered_together_though_others_stand_between() -> None:
    a, b, dropped = Paid(order_id="a"), Paid(order_id="b"), Dropped()
    assert groups_of(a, dropped, b, dropped) == [[a, b], [dropped], [dropped]]


def test_what_is_said_of_an_order_in_between_is_not_overtaken() -> None:
    a, b, placed = Paid(order_id="a"), Paid(order_id="b"), Placed(order_ids=["b"])
    assert groups_of(a, placed, b) == [[a], [placed], [b]]


@given(EVENTS)
def test_each_event_is_in_one_group_of_its_kind_and_subjects_keep_their_order(
    events: list[Event],
) -> None:
    messages = [Message(str(number), event) for number, event in enumerate(events)]
    groups = in_groups(messages)
    delivered = [message for group in groups for message in group]
    assert sorted(delivered, key=lambda one: int(one.id)) == messages
    for group in groups:
        assert len({type(message.event) for message in group}) == 1
        assert len(group) == 1 or all(message.event.subjects for message in group)
    for subject in "abcd":
        about = [int(one.id) for one in delivered if subject in one.event.subjects]
        assert about == sorted(about)
