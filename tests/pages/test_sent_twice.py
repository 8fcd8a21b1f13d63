"""A form of the desk that comes twice counts once; the next form of the same page, and the same one anew, count too."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from safeconduct.cases.incident import incidents
from safeconduct.dossiers.models import Dossier, Entry
from tests.coordinating import a_group
from tests.embedded import PROTECTION
from tests.pages.page import sentences, typed_into

pytestmark = pytest.mark.django_db(transaction=True)

SHOWN = {"csrfmiddlewaretoken": "as the page was shown"}
ATTACK = {"acts": ["threat"], "first": "2026-03-01", "country": "Guatemala", "text": "Two men asked for her."}


@pytest.fixture
def case(embedded):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    return call, mara, f"/desk/dossiers/{call.ref}/"


def told(embedded, call):
    return [one.text for one in incidents(embedded.case(call.ref).written)]


def test_what_is_pressed_twice_is_there_once_and_is_said_to_be_there(embedded, case):
    """insist_on_first_time, by what _form_sent tells it."""
    call, mara, here = case
    assert mara.post(f"{here}incidents/add/", {**ATTACK, **SHOWN}).status_code == 302
    again = mara.post(f"{here}incidents/add/", {**ATTACK, **SHOWN})
    assert any("put in, once" in one for one in sentences(again))
    assert typed_into(again, "text") == ATTACK["text"]
    assert told(embedded, call) == [ATTACK["text"]]


@pytest.mark.parametrize(
    "anew", [{"csrfmiddlewaretoken": "shown anew"}, {"text": "Two others."}], ids=["page", "answers"]
)
def test_a_page_that_was_opened_anew_and_other_answers_count(embedded, case, anew):
    call, mara, here = case
    for typed in ({**ATTACK, **SHOWN}, {**ATTACK, **SHOWN, **anew}):
        assert mara.post(f"{here}incidents/add/", typed).status_code == 302
    assert len(told(embedded, call)) == 2


def test_what_was_refused_may_be_sent_again_as_it_is(embedded, case):
    """The page that says why it was refused opens the case for the first time and notes that, but not the form."""
    call, mara, here = case
    tomorrow = {**ATTACK, **SHOWN, "first": (embedded.now + timedelta(days=1)).date().isoformat()}
    assert any("has not come yet" in one for one in sentences(mara.post(f"{here}incidents/add/", tomorrow)))
    embedded.clock.pass_by(timedelta(days=1))
    assert embedded.staff(PROTECTION).post(f"{here}incidents/add/", tomorrow).status_code == 302
    assert told(embedded, call) == [ATTACK["text"]]


def test_other_files_in_the_same_form_count(embedded, case):
    call, mara, here = case
    for content, status in ((b"one", 302), (b"two", 302), (b"two", 200)):
        file = SimpleUploadedFile("photo.jpg", content)
        assert mara.post(f"{here}files/", {**SHOWN, "files-files": [file]}).status_code == status
    assert len(embedded.case(call.ref).files) == 2


def test_a_group_is_founded_once(embedded):
    mara = embedded.staff(PROTECTION)
    for _ in range(2):
        mara.post("/desk/groups/", {"name": "North", "grouping": "region", **SHOWN})
    assert Dossier.objects.filter(is_group=True).count() == 1


def test_what_is_written_to_a_group_stands_there_once(embedded):
    """insist_on_first_time, asked where a group is written to."""
    rhythm = {"go": "rhythm", "rhythm-pair": "diplomats_state", "rhythm-every": "31", **SHOWN}
    dialogues = f"/desk/groups/{a_group(embedded)}/dialogues/"
    before = Entry.objects.count()
    assert [embedded.staff(PROTECTION).post(dialogues, rhythm).status_code for _ in range(2)] == [302, 200]
    assert Entry.objects.count() == before + 1
