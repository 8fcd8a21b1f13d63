"""Links that rest on what the person allows, found by whoever reads the messages."""

import pytest

from safeconduct.intake.noted_link import CONSENT, holding_back, links_without_consent, noting
from tests.builders import an_entry

TICKED = an_entry("consent", seq=1, given=["raise_private_unnamed", "media"], language="en")
NOTED = an_entry("link_noted", seq=2, **noting("l1", "r1", ["raise_private_unnamed"]).data)


def answered(purpose, word="no", until="", seq=3, recipient=""):
    return an_entry("answered", seq=seq, purpose=purpose, word=word, until=until, recipient=recipient)


@pytest.mark.parametrize(
    ("later", "is_found"),
    [
        ((), False),
        ((an_entry("consent", seq=3, given=["media"], language="en"),), True),
        ((an_entry("consent", seq=3, given=["raise_private_unnamed"], language="en"),), False),
        ((answered("raise_private_unnamed"),), True),
        ((answered("raise_private_unnamed", recipient="Ministry of Velmora"),), True),
        ((answered("raise_private_unnamed", "ask_first"),), True),
        ((answered("raise_private_unnamed", "yes", until="2026-04-01"),), True),
        ((answered("raise_private_unnamed", "yes"),), False),
        ((answered("media"),), False),
        ((answered("raise_private_unnamed", seq=1),), False),
        (
            (answered("raise_private_unnamed"), an_entry("link_held_back", seq=4, **holding_back("l1", CONSENT).data)),
            False,
        ),
    ],
    ids=[
        "nothing",
        "a tick taken away",
        "another tick taken away",
        "no",
        "no for one",
        "ask first",
        "until a day",
        "yes again",
        "no to something else",
        "a no from before",
        "held back already",
    ],
)
def test_a_link_goes_when_something_that_it_rests_on_became_less(later, is_found):
    found = links_without_consent([TICKED, NOTED, *later])
    assert [(one.ref, one.row) for one in found] == ([("l1", "r1")] if is_found else [])
