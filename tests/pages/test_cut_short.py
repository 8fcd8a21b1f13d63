"""A case whose end was cut off outside the program: its page says so with what to do, and nothing is written into it."""

import pytest

from safeconduct.cases.desk import casework
from safeconduct.dossiers.models import Entry
from tests.embedded import PROTECTION
from tests.pages.page import text_of, typed_into

pytestmark = pytest.mark.as_owner
SENTENCE = (
    "This file had 8 entries when it was last opened, and the last of them were taken away outside the program. Do not "
    "rely on it: a withdrawal or a promise may be missing. Tell an administrator and an auditor; the defender may know "
    "what is missing."
)


def test_the_page_says_it_and_keeps_what_is_typed_without_writing_it(embedded):
    call, mara, browser = embedded.call(), embedded.keyring(PROTECTION), embedded.staff(PROTECTION)
    page = f"/desk/dossiers/{call.ref}/"
    embedded.case(call.ref)
    casework.accept(call.ref, mara, at=embedded.now)
    casework.note(call.ref, "We promised the lawyer for Monday.", mara, at=embedded.now)
    assert "outside the program" not in text_of(browser.get(page))
    Entry.objects.filter(dossier=call.ref, seq=8).delete()
    assert SENTENCE in text_of(browser.get(page))
    rows = Entry.objects.count()
    refused = browser.post(f"{page}note/", {"note-text": "The lawyer came."})
    assert "Write nothing into it" in text_of(refused) and typed_into(refused, "note-text") == "The lawyer came."
    assert Entry.objects.count() == rows


def test_a_file_whose_first_reading_was_cut_off_can_still_be_opened(embedded):
    call, browser = embedded.call(), embedded.staff(PROTECTION)
    embedded.case(call.ref)
    Entry.objects.filter(dossier=call.ref, seq=6).delete()
    shown = browser.get(f"/desk/dossiers/{call.ref}/")
    assert shown.status_code == 200 and "This file had 6 entries" in text_of(shown)
