"""Whatever is pressed in whatever order: the app stands, and the log is what was shown."""

from random import Random

import pytest

from quizlab.domain.query import Query
from quizlab.scheduling import effective
from quizlab.tui.actions import STUDY, actions_of

KEYS = [
    key
    for action in actions_of(STUDY)
    for key in action.keys
    if action.name not in ("back", "edit", "leave_field")
]
MORE = ["down", "up", "pagedown", "tab", "shift+tab", "backspace", "a", "c", "1", "6", ".", "9"]
SIZES = [(80, 24), (40, 10), (120, 40), (60, 18)]


@pytest.mark.parametrize("seed", range(4))
def test_no_order_of_keys_breaks_a_session(study, filled, seed):
    dice = Random(seed)

    async def act(person):
        for step in range(50):
            key = dice.choice([*KEYS, *MORE, "enter", "enter", "enter"])
            person.send(key)
            if step % 20 == 19:
                await person.pilot.resize_terminal(*dice.choice(SIZES))
            await person.settle()
            if person.screen.registry_name != "study":
                await person.press("escape")
            assert person.app.is_running
            assert person.screen.registry_name == "study"
            asked = person.screen.study.asked
            assert (asked is None) == (person.phase in ("OVER", "TROUBLE"))
            if person.phase == "ANSWERED":
                assert person.screen.study.review is not None
        # All reviews of this home are of this session.
        assert person.screen.study.done == len(reviews_that_count(filled))

    study(None, act, query=Query())


def reviews_that_count(workspace):
    store = workspace.store
    return [
        event
        for card in store.all_cards()
        for event in effective(store.events_of(card.key))
        if event.kind == "review"
    ]
