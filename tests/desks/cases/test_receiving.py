"""For whom a letter of a share is: each of its conditions; and a file or a name that was not shared is not there."""

from types import SimpleNamespace

import pytest

from safeconduct.cases.desk import receiving
from safeconduct.vocabulary.refusal import NotFound
from tests.builders import MORNING, an_entry, an_open_dossier
from tests.desks.cases.test_sharing import shared
from tests.embedded import OTHER_OFFICE

pytestmark = pytest.mark.as_owner

READER = SimpleNamespace(organisation="0a" * 16, compartments=frozenset({"ca" * 16}))
FOR_THEM = {"from": "0f" * 16, "organisation": "0a" * 16, "compartment": "ca" * 16, "until": "2026-03-04"}
LETTERS = {
    "theirs, today": ({}, True),
    "from another than the holder": ({"from": "0e" * 16}, False),
    "from themselves": ({"from": "0a" * 16}, False),
    "for another organisation": ({"organisation": "0b" * 16}, False),
    "for another compartment": ({"compartment": "cb" * 16}, False),
    "until yesterday": ({"until": "2026-03-03"}, False),
}


@pytest.mark.parametrize(("changes", "is_for_them"), LETTERS.values(), ids=list(LETTERS))
def test_is_for_whom_a_letter_names_and_not_in_any_other_case(changes, is_for_them):
    """_is_for"""
    letter = an_entry("share_letter", scope="share", **{**FOR_THEM, **changes})
    assert receiving._is_for(letter, an_open_dossier(letter), READER, at=MORNING) is is_for_them


def test_open_file_and_reveal_name_of_what_was_not_shared_are_not_found(embedded):
    call, amal = shared(embedded), embedded.keyring(OTHER_OFFICE)
    with pytest.raises(NotFound):
        receiving.open_file(call.ref, 99, amal, at=embedded.now)
    with pytest.raises(NotFound):
        receiving.reveal_name(call.ref, "reach", amal, has_proved=True, at=embedded.now)
