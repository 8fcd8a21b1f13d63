"""A case whose end was cut off outside the program: its page says so with what to do, and nothing is written into it;
and the auditors' page names it, also where the case itself was made to say nothing."""

import html
import re
from datetime import timedelta

import pytest

from safeconduct.cases.desk import casework
from safeconduct.dossiers.models import Dossier, Entry, Grant
from safeconduct.intake.desk import allowing
from safeconduct.jobs import sweeping
from safeconduct.vocabulary.reference import short_form
from tests.embedded import COLLEAGUE, PROTECTION
from tests.pages.page import text_of, typed_into

pytestmark = pytest.mark.as_owner
SENTENCE = (
    "This file had 8 entries when it was last opened, and its end is gone: it was taken away outside the program, or a "
    "restored backup did not hold it. Do not rely on this file: a withdrawal or a promise may be among what is missing. "
    "Tell an administrator and an auditor; the defender may know what it was."
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


# The auditors' page

JOURNAL = "/desk/journal/"


def files_in(response):
    """What the section on files says, in one line."""
    section = re.search(r"<h2>Files</h2>(.*?)</section>", text_of(response), re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", section[1])).split()) if section else ""


def worked_on(embedded):
    """Two cases, each with eight entries of which the journal tells."""
    calls = embedded.call(), embedded.call()
    for call in calls:
        embedded.case(call.ref)
        casework.accept(call.ref, embedded.keyring(PROTECTION), at=embedded.now)
        casework.note(call.ref, "We promised the lawyer for Monday.", embedded.keyring(COLLEAGUE), at=embedded.now)
    return calls


def test_the_auditors_read_that_nothing_is_missing(embedded):
    _first, erased = worked_on(embedded)
    allowing.ask_for_erasure(erased.visit(), at=embedded.now)
    embedded.clock.pass_by(timedelta(hours=74))
    assert sweeping.sweep(at=embedded.now).erased == 1
    page = embedded.staff("vera").get(JOURNAL)
    assert "The lines of these days tell of 2 files, and none is shorter." in files_in(page)
    assert 'role="alert"' not in text_of(page)


def test_the_auditors_read_which_file_lacks_what_the_journal_tells_of(embedded):
    call, other = worked_on(embedded)
    before = list(Grant.objects.filter(dossier=call.ref))
    embedded.case(call.ref)
    Entry.objects.filter(dossier=call.ref, seq__gt=7).delete()
    for grant in before:  # an older copy of all that the case itself is told by
        Grant.objects.filter(pk=grant.pk).update(wrapped=grant.wrapped)
    assert embedded.case(call.ref).cut_short is None
    page = embedded.staff("vera").get(JOURNAL)
    line = f"{short_form(call.ref)} Line 7 of 4 March 2026 tells of 8 entries; 7 are there now."
    assert files_in(page).endswith(line) and short_form(other.ref) not in files_in(page)
    assert "One file lacks entries that this journal tells of: see “Files” below." in text_of(page)


def test_a_line_of_days_that_are_not_looked_at_is_not_compared(embedded):
    call, _other = worked_on(embedded)
    Dossier.objects.filter(ref=call.ref).delete()
    Entry.objects.filter(dossier=call.ref).delete()
    embedded.clock.pass_by(timedelta(days=40))
    auditor = embedded.staff("vera")
    assert not files_in(auditor.get(JOURNAL))
    assert files_in(auditor.post(JOURNAL, {})).endswith("tells of 8 entries; 0 are there now.")


def test_lines_that_say_nothing_of_it_compare_nothing(embedded):
    assert not files_in(embedded.staff("vera").get(JOURNAL))
