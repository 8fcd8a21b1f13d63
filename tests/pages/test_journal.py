"""The auditors' pages: plain words, what is looked for, the next page, checkpoints, and nothing for anybody else."""

import re
from datetime import timedelta

import pytest

from safeconduct.access.models import JournalCheckpoint, JournalLine
from safeconduct.cases.desk import casework as cases
from safeconduct.vocabulary.reference import short_form
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff import journal as pages
from tests.builders import a_telling
from tests.embedded import ADMINISTRATOR, COLLEAGUE, OTHER_OFFICE, PROTECTION
from tests.pages.page import heading, sentences, text_of, typed_into

JOURNAL, CHECKPOINT, COMPARE = "/desk/journal/", "/desk/journal/checkpoint/", "/desk/journal/checkpoint/compare/"


def worked_on(embedded):
    call, mara = embedded.call(telling=a_telling(name="Teresa (invented)")), embedded.keyring(PROTECTION)
    cases.open_case(call.ref, mara, at=embedded.now)
    with pytest.raises(Refused):
        cases.reveal_identity(call.ref, "duplicate", mara, has_proved=False, at=embedded.now)
    cases.reveal_identity(call.ref, "reach", mara, has_proved=True, at=embedded.now)
    other = embedded.call()
    cases.open_case(other.ref, embedded.keyring(COLLEAGUE), at=embedded.now)
    cases.note(other.ref, "A secret note.", embedded.keyring(COLLEAGUE), at=embedded.now)
    return call, other


def rows(response):
    """Each line of the table as its cells, without labels and marks."""
    body = re.search(r"<tbody>(.*?)</tbody>", text_of(response), re.DOTALL)
    bare = re.sub(r'<small class="who">.*?</small>', "", body.group(1) if body else "")
    found = re.findall(r"<tr>(.*?)</tr>", bare, re.DOTALL)
    return [[re.sub(r"<[^>]*>", " ", cell).split() for cell in re.split(r"</t[hd]>", row)[:-1]] for row in found]


def plain(response):
    return [" ".join(" ".join(cell) for cell in row if cell) for row in rows(response)]


def test_an_auditor_is_led_to_the_journal_and_nothing_is_said_of_requests_that_they_cannot_read(embedded):
    page = text_of(embedded.staff("vera").get("/desk/"))
    assert "no compartment that gets requests" in page and f'href="{JOURNAL}">Journal</a></p>' in page
    assert "Every request has been answered." not in page
    assert "Every request has been answered." in text_of(embedded.staff(PROTECTION).get("/desk/"))


def test_the_journal_is_told_in_plain_words_newest_first(embedded):
    call, other = worked_on(embedded)
    page = embedded.staff("vera").get(JOURNAL)
    assert heading(page) == "Journal"
    assert "<p>7 lines, unbroken since 4 March 2026.</p>" in text_of(page)
    office = "Human rights officer"
    assert plain(page) == [
        "7 4 Mar 2026, 10:30 vera Auditor signed a checkpoint Line 6",
        "6 4 Mar 2026, 10:30 vera Auditor read this journal",
        f"5 4 Mar 2026, 10:30 tomas Duty officer put in a note {short_form(other.ref)}",
        f"4 4 Mar 2026, 10:30 tomas Duty officer opened the dossier {short_form(other.ref)}",
        f"3 4 Mar 2026, 10:30 mara {office} opened the name {short_form(call.ref)} To reach the person",
        f"2 4 Mar 2026, 10:30 mara {office} asked for the name with a wrong passphrase; it stayed closed "
        f"{short_form(call.ref)} To see whether it is somebody we know",
        f"1 4 Mar 2026, 10:30 mara {office} opened the dossier {short_form(call.ref)}",
    ]
    assert "Teresa" not in text_of(page) and "secret note" not in text_of(page)
    assert call.ref not in text_of(page)


def test_how_widely_each_member_opened_is_shown_by_day(embedded):
    worked_on(embedded)
    page = text_of(embedded.staff("vera").get(JOURNAL))
    assert "<b>mara</b> 2 openings in 1 dossier" in page
    assert "<b>tomas</b> 1 opening in 1 dossier" in page


def test_the_place_is_there_for_auditors_only(embedded):
    assert JOURNAL in text_of(embedded.staff("vera").get("/desk/"))
    for name in (PROTECTION, ADMINISTRATOR, OTHER_OFFICE, "petra"):
        client = embedded.staff(name)
        assert JOURNAL not in text_of(client.get("/desk/"))
        there, nowhere = client.get(JOURNAL), client.get("/desk/nowhere/")
        assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
    assert JOURNAL in text_of(embedded.staff("nadia").get("/desk/"))


def looked_for(embedded, call, other):
    mara = embedded.keyring(PROTECTION).member
    return {
        "a member": ({"member": mara}, ["3", "2", "1"]),
        "an event": ({"event": "NoteAdded"}, ["5"]),
        "every opening": ({"event": "opening"}, ["4", "3", "2", "1"]),
        "every change": ({"event": "change"}, ["5"]),
        "a dossier": ({"reference": short_form(call.ref)}, ["3", "2", "1"]),
        "a dossier, as somebody says it": ({"reference": f" {short_form(other.ref).upper()} "}, ["5", "4"]),
        "this day": ({"from_day": "2026-03-04", "to_day": "2026-03-04", "event": "change"}, ["5"]),
        "a day before": ({"to_day": "2026-03-03"}, []),
        "a day after": ({"from_day": "2026-03-05"}, []),
        "two things at once": ({"member": mara, "reference": short_form(other.ref)}, []),
    }


def test_lines_are_found_by_member_event_reference_and_day(embedded):
    call, other = worked_on(embedded)
    client = embedded.staff("vera")
    client.get(JOURNAL)
    for what, (given, numbers) in looked_for(embedded, call, other).items():
        page = client.post(JOURNAL, given)
        assert [row[0] for row in rows(page)] == [[number] for number in numbers], what
        if not numbers:
            assert "No line fits all of this." in text_of(page), what


def test_a_defender_s_question_is_answered_from_all_lines_not_only_the_last_month_s(embedded):
    call, _ = worked_on(embedded)
    embedded.clock.pass_by(timedelta(days=400))
    client = embedded.staff("vera")
    assert [row[3] for row in rows(client.get(JOURNAL))] == [["signed", "a", "checkpoint"], ["read", "this", "journal"]]
    assert len(rows(client.post(JOURNAL, {"reference": short_form(call.ref)}))) == 3


def test_the_reference_stands_on_the_dossier_s_page(embedded):
    call = embedded.call()
    assert short_form(call.ref) in text_of(embedded.staff(PROTECTION).get(f"/desk/dossiers/{call.ref}/"))


WRONG = {
    "a reference that is none": ({"reference": "river heron"}, "reference", "This is not a reference."),
    "a part of a reference": ({"reference": "3f2a-91"}, "reference", "This is not a reference."),
    "a day that is none": ({"from_day": "2026-02-30"}, "from_day", "Enter a valid date."),
    "days the wrong way round": ({"from_day": "2026-03-05", "to_day": "2026-03-04"}, "to_day", "before the first"),
    "a member of nobody": ({"member": "f" * 32}, "", "Select a valid choice"),
    "an event that is none": ({"event": "Everything"}, "", "Select a valid choice"),
    "a NUL": ({"reference": "a\0b"}, "", "Null characters"),
    "a reference without end": ({"reference": "f" * 5000}, "reference", "at most 64"),
}


@pytest.mark.parametrize(("given", "field", "said"), WRONG.values(), ids=list(WRONG))
def test_what_cannot_be_looked_for_is_said_and_what_was_typed_stays(embedded, given, field, said):
    worked_on(embedded)
    page = embedded.staff("vera").post(JOURNAL, given)
    assert page.status_code == 200 and said in text_of(page)
    assert not rows(page) and "Nothing was looked for yet." in text_of(page)
    if field:
        assert typed_into(page, field) == given[field]


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 5000, "999"])
def test_an_odd_page_is_answered(embedded, page):
    worked_on(embedded)
    assert embedded.staff("vera").post(JOURNAL, {"page": page}).status_code == 200


def test_the_next_page_goes_on_with_what_was_looked_for(embedded, monkeypatch):
    monkeypatch.setattr(pages, "ROWS_ON_A_PAGE", 2)
    call, _ = worked_on(embedded)
    client = embedded.staff("vera")
    first = client.post(JOURNAL, {"reference": short_form(call.ref)})
    assert len(rows(first)) == 2 and "The next 1" in text_of(first)
    kept = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', text_of(first).split('class="more"')[1])
    )
    second = client.post(JOURNAL, {**kept, "page": "2"})
    assert [row[0] for row in rows(second)] == [["1"]] and "The next" not in text_of(second)


def test_what_is_looked_for_is_never_in_an_address(embedded):
    page = text_of(embedded.staff("vera").get(JOURNAL))
    assert 'method="post" role="search"' in page and 'method="get"' not in page


def test_opening_the_page_twice_is_one_line_and_another_session_is_another(embedded):
    client = embedded.staff("vera")
    for _ in range(3):
        client.get(JOURNAL)
        client.post(JOURNAL, {})
    assert embedded.events().count("JournalRead") == 1
    embedded.staff("vera").get(JOURNAL)
    assert embedded.events().count("JournalRead") == 2


def test_a_journal_that_was_touched_says_so_first_and_signs_nothing(embedded):
    worked_on(embedded)
    JournalLine.objects.filter(seq=2).update(day="2026-03-05")
    page = embedded.staff("vera").get(JOURNAL)
    assert "Line 2 was changed, moved or left out." in text_of(page)
    assert 'role="alert"' in text_of(page) and "unbroken" not in text_of(page)
    assert not JournalCheckpoint.objects.exists()


# Checkpoints


def kept_from(response):
    words = re.findall(r"<li>(\w+)</li>", text_of(response))
    note = re.search(r"<pre[^>]*>(.*?)</pre>", text_of(response), re.DOTALL)
    return " ".join(words), note.group(1)


def test_a_checkpoint_is_shown_as_words_and_as_a_note_and_either_is_compared(embedded):
    worked_on(embedded)
    client = embedded.staff("vera")
    client.get(JOURNAL)
    words, note = kept_from(client.get(CHECKPOINT))
    assert len(words.split()) == 12 and note.startswith("safeconduct/journal/")
    for typed in (words, note):
        page = client.post(COMPARE, {"kept": typed})
        assert "Still there" in text_of(page)
        assert "The journal still contains this state, at line 6; 1 line came after it." in text_of(page)


def test_a_cut_journal_does_not_fit_what_was_kept(embedded):
    worked_on(embedded)
    client = embedded.staff("vera")
    client.get(JOURNAL)
    words, note = kept_from(client.get(CHECKPOINT))
    JournalLine.objects.filter(seq__gt=4).delete()
    for typed in (words, note):
        assert "Does not fit" in text_of(client.post(COMPARE, {"kept": typed}))


def test_a_checkpoint_is_signed_by_a_button(embedded):
    worked_on(embedded)
    client = embedded.staff("vera")
    client.get(JOURNAL)
    assert client.post(CHECKPOINT).status_code == 302
    assert sorted(JournalCheckpoint.objects.values_list("size", flat=True)) == [6, 7]
    assert "line 7, signed on 4 March 2026 by vera" in text_of(client.get(CHECKPOINT))


KEPT_WRONGLY = {
    "nothing": ("", "Nothing is here yet."),
    "too few": ("legal winner thank", "fewer than 12 words"),
    "a slip": ("legal winner thank yeer", "“yeer” is not a word of the list."),
    "markup": ("<script>alert(1)</script>", "is not a word of the list."),
    "too much": ("x" * 20_001, "at most 20000"),
    "a NUL": ("a\0b", "Null characters"),
}


@pytest.mark.parametrize(("typed", "said"), KEPT_WRONGLY.values(), ids=list(KEPT_WRONGLY))
def test_what_cannot_be_compared_is_said_and_stays(embedded, typed, said):
    worked_on(embedded)
    page = embedded.staff("vera").post(COMPARE, {"kept": typed})
    assert page.status_code == 200 and sentences(page) and said in text_of(page)
    assert "<script" not in text_of(page)
    assert typed_into(page, "kept").replace("\0", "").strip() == typed.replace("\0", "").strip()


def test_the_checkpoint_page_of_another_office_shows_nothing_of_ours(embedded):
    worked_on(embedded)
    embedded.staff("vera").get(JOURNAL)
    page = text_of(embedded.staff("nadia").get(CHECKPOINT))
    assert "No checkpoint is kept here." in page and "harbour" not in page.lower()
