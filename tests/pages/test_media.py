"""Media among the contacts of a group: who reads a desk that agreed to be passed on, and who one that did not."""

import pytest

from safeconduct.dossiers.models import Grant
from tests.coordinating import a_group
from tests.covering import written_in
from tests.embedded import OTHER_OFFICE, PROTECTION
from tests.pages.page import sentences, text_of, typed_into

pytestmark = pytest.mark.django_db(transaction=True)

DESK = {
    "outlet": "The Harbour Gazette",
    "kind": "newspaper",
    "desk": "night desk",
    "reach": "the switchboard, by night",
    "languages": "French, Kora",
    "free": "It printed the list of those who were bought.",
}


@pytest.fixture
def group(embedded):
    return a_group(embedded)


def address(group):
    return f"/desk/groups/{group}/media/"


def note(embedded, group, name=PROTECTION, **changes):
    fields = {f"note-{field}": value for field, value in {**DESK, **changes}.items()}
    return embedded.staff(name).post(address(group), {"go": "note", **fields})


def seen(embedded, group, name):
    return text_of(embedded.staff(name).get(address(group)))


def drop(embedded, group, name, why):
    contact = next(one.data["contact"] for one in written_in(embedded, group).written if one.kind == "media_noted")
    return embedded.staff(name).post(address(group), {"go": "drop", "contact": contact, f"drop-{contact}-why": why})


def test_a_desk_that_agreed_is_known_to_the_group(embedded, group):
    assert note(embedded, group, may_pass_on="on").status_code == 302
    page = seen(embedded, group, OTHER_OFFICE)
    assert (
        "The Harbour Gazette, night desk" in page and "The group may know" in page and "Noted by Harbour Desk." in page
    )
    assert "Take it out" not in page and "Take it out" in seen(embedded, group, PROTECTION)


def test_a_desk_that_was_not_asked_is_sealed_to_the_own_organisation(embedded, group):
    note(embedded, group)
    assert "Your office alone" in seen(embedded, group, PROTECTION)
    assert "Gazette" not in seen(embedded, group, OTHER_OFFICE)
    (entry,) = [one for one in written_in(embedded, group).written if one.kind == "media_noted"]
    readers = set(Grant.objects.filter(scope_ref=entry.scope_ref).values_list("compartment", flat=True))
    assert readers == {written_in(embedded, group).own.compartment}


def test_what_is_missing_is_said_and_what_was_typed_stays(embedded, group):
    response = note(embedded, group, desk="")
    assert "Write a desk or a function" in sentences(response)[0]
    assert typed_into(response, "note-reach") == DESK["reach"]
    assert "No desk is noted yet." in seen(embedded, group, PROTECTION)


def test_whose_row_it_is_takes_it_out_with_a_reason(embedded, group):
    note(embedded, group, may_pass_on="on")
    assert "It is not said why." in text_of(drop(embedded, group, PROTECTION, ""))
    assert "Only it takes the row out." in text_of(drop(embedded, group, OTHER_OFFICE, "We do not like it."))
    assert drop(embedded, group, PROTECTION, "It was bought in March.").status_code == 302
    assert "No desk is noted yet." in seen(embedded, group, OTHER_OFFICE)
    assert {"MediaNoted", "MediaDropped"} <= set(embedded.events())
