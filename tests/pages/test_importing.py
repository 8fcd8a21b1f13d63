"""Taking in a spreadsheet: read, mapped, looked at, taken in once, and never in plain on the disk."""

import csv
import re
import time
from html import unescape
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from safeconduct.cases.desk import casework as cases
from safeconduct.cases.desk import importing
from safeconduct.dossiers.models import Dossier
from safeconduct.web.staff import importing as pages
from tests.embedded import COLLEAGUE, OTHER_COMPARTMENT, PROTECTION
from tests.pages.page import heading, sentences, text_of, typed_into

ADDRESS = "/desk/cases/spreadsheet/"
SHEET = """Ref;Name;Country;What happened;Consent
7;Canary Teresa;Belarus;The police came to her school.;yes, publish everything
8;Canary Ali;Egypt;They took his telephone.;no
9;Canary Nobody;Egypt;;no
"""
CHOSEN = {"about": "unaware", "language": "en"}


def bring(client, content=SHEET, name="cases.csv"):
    raw = content.encode() if isinstance(content, str) else content
    return client.post(ADDRESS, {"go": "read", "files": SimpleUploadedFile(name, raw)})


def columns(page):
    found = re.findall(r'<select name="(column_\d+)".*?</select>', text_of(page), re.DOTALL)
    chosen = [
        re.search(rf'<select name="{one}".*?<option value="(\w*)" selected', text_of(page), re.DOTALL) for one in found
    ]
    return {one: match[1] if match else "" for one, match in zip(found, chosen, strict=True)}


def go_on(client, page, go, **changed):
    return client.post(ADDRESS, {"held": typed_into(page, "held"), **CHOSEN, **columns(page), **changed, "go": go})


def stories(embedded):
    return [embedded.case(ref, COLLEAGUE).story for ref in Dossier.objects.values_list("ref", flat=True)]


def test_columns_are_suggested_and_the_first_rows_shown_before_anything_is_taken_in(embedded):
    page = bring(embedded.staff(PROTECTION))
    assert heading(page) == "Which column is what"
    assert columns(page) == {
        "column_0": "reference",
        "column_1": "name",
        "column_2": "country",
        "column_3": "happened",
        "column_4": "",
    }
    assert "The police came to her school." in text_of(page) and "publish everything" not in text_of(page)
    assert "Row 4" in text_of(page) and "Take in 2 rows" in text_of(page)
    assert not Dossier.objects.exists()


def test_each_row_becomes_a_request_with_a_codename_and_without_consent(embedded):
    client = embedded.staff(PROTECTION)
    page = go_on(client, bring(client), "take")
    assert heading(page) == "2 requests are new"
    held, _ = cases.cards(embedded.keyring(COLLEAGUE), at=embedded.now)
    assert {card.country for card in held} == {"BY", "EG"} and len({card.codename for card in held}) == 2
    for card in held:
        case = embedded.case(card.dossier, COLLEAGUE)
        assert (case.consents, case.about, case.has_code, case.unsigned) == ((), "unaware", False, frozenset())
        assert case.has_identity and "Canary" not in repr(dict(case.story))
        assert "publish everything" not in repr([dict(entry.data) for entry in case.written])
        assert client.get(f"/desk/dossiers/{card.dossier}/").status_code == 200
    assert embedded.events().count("SheetTakenIn") == 1


def test_the_same_sheet_takes_nothing_in_twice_and_a_mended_row_enters(embedded):
    client = embedded.staff(PROTECTION)
    go_on(client, bring(client), "take")
    again = go_on(client, bring(client), "take")
    assert heading(again) == "0 requests are new" and "2 were taken in before" in text_of(again)
    mended = SHEET.replace("Egypt;;no", "Egypt;They hold her.;no")
    assert (
        heading(go_on(embedded.staff(COLLEAGUE), bring(embedded.staff(COLLEAGUE), mended), "take"))
        == "One request is new"
    )
    assert len(stories(embedded)) == 3


def test_what_the_officer_changes_counts(embedded):
    client = embedded.staff(PROTECTION)
    page = go_on(client, bring(client), "look", column_1="", column_4="need_words", about="someone")
    assert "publish everything" in text_of(page) and "Canary Teresa" not in text_of(page)
    go_on(client, page, "take", about="someone")
    held, _ = cases.cards(embedded.keyring(COLLEAGUE), at=embedded.now)
    assert {embedded.case(card.dossier, COLLEAGUE).has_identity for card in held} == {False}
    assert {card.about for card in held} == {"someone"}


def test_rejected_rows_can_be_saved_with_number_and_reason_and_nothing_of_their_content(embedded):
    client = embedded.staff(PROTECTION)
    page = go_on(client, bring(client), "rejects")
    assert page["Content-Disposition"] == 'attachment; filename="rejected-rows.csv"'
    assert [(row["row"], row["reason"][:29]) for row in csv.DictReader(StringIO(text_of(page)))] == [
        ("4", "It does not say what happened")
    ]
    assert "Canary" not in text_of(page)


def test_five_hundred_rows_are_taken_in(embedded):
    client = embedded.staff(PROTECTION)
    many = "What happened,Where\n" + "".join(f"They came for number {number}.,Karsa\n" for number in range(500))
    page = bring(client, many)
    began = time.process_time()
    assert heading(go_on(client, page, "take")) == "500 requests are new"
    assert time.process_time() - began < 60
    assert embedded.events().count("SheetTakenIn") == 10  # batch by batch: others write in between
    assert heading(go_on(client, bring(client, many), "take")) == "0 requests are new"
    held, _ = cases.cards(embedded.keyring(COLLEAGUE), at=embedded.now)
    assert len(held) == 500


def test_what_was_cut_short_goes_on_where_it_stopped(embedded, monkeypatch):
    client = embedded.staff(PROTECTION)
    many = "What happened,Where\n" + "".join(f"They came for number {number}.,Karsa\n" for number in range(60))
    with monkeypatch.context() as cut:
        cut.setattr(importing, "take_in_rows", until_the_last_batch(importing.take_in_rows))
        with pytest.raises(KeyboardInterrupt):
            go_on(client, bring(client, many), "take")
    assert Dossier.objects.count() == 50
    assert heading(go_on(client, bring(client, many), "take")) == "10 requests are new"


def until_the_last_batch(take_in_rows):
    def taken(rows, *rest, **more):
        if len(rows) < importing.MOST_AT_ONCE:
            raise KeyboardInterrupt
        return take_in_rows(rows, *rest, **more)

    return taken


def test_nothing_of_the_sheet_lies_in_plain_on_the_disk(embedded):
    client = embedded.staff(PROTECTION)
    page = bring(client)
    assert not [path for path in embedded.files.rglob("*") if path.is_file() and b"Canary" in path.read_bytes()]
    whole = SHEET.rsplit("\n", 2)[0]
    go_on(client, page, "take")
    go_on(client, bring(client, whole), "take")
    assert b"Canary" not in repr(embedded.dump()).encode()


def test_a_post_that_reads_no_requests_takes_nothing_in(embedded):
    client = embedded.staff(OTHER_COMPARTMENT)
    page = go_on(client, bring(client), "take")
    assert "does not read requests" in sentences(page)[0]
    assert not Dossier.objects.exists()


WRONG = {
    "nothing says what happened": ({"column_3": ""}, "No column says what happened"),
    "two countries": ({"column_1": "country"}, "Two columns"),
    "a field that is none": ({"column_1": "password"}, "Select a valid choice"),
}


@pytest.mark.parametrize(("changed", "said"), WRONG.values(), ids=list(WRONG))
def test_a_mapping_that_cannot_be_is_said_and_the_choices_stay(embedded, changed, said):
    client = embedded.staff(PROTECTION)
    page = go_on(client, bring(client), "take", **changed, about="me")
    assert heading(page) == "Which column is what" and said in sentences(page)[0]
    assert re.search(r'value="me" selected', text_of(page)) and not Dossier.objects.exists()


def test_what_is_no_spreadsheet_is_said_and_nothing_of_it_stays(embedded):
    before = set(embedded.files.rglob("*"))
    page = bring(embedded.staff(PROTECTION), b"\x89PNG\r\n\x1a\n\0\0", name="x.csv")
    assert heading(page) == "Take in a spreadsheet" and "not text" in sentences(page)[0]
    assert {path for path in set(embedded.files.rglob("*")) - before if path.is_file()} == set()
    assert "Choose one file" in sentences(embedded.staff(PROTECTION).post(ADDRESS, {"go": "read"}))[0]
    gone = embedded.staff(PROTECTION).post(ADDRESS, {"go": "take", "held": "00"})
    assert "Choose the file again" in sentences(gone)[0]


def test_cells_that_look_like_markup_are_shown_as_text(embedded):
    page = bring(embedded.staff(PROTECTION), "What happened,<b>x</b>\n<script>y</script>,z\n")
    assert "<script>" not in text_of(page) and "<b>x</b>" not in text_of(page)
    assert "<script>y</script>" in unescape(text_of(page))


def test_a_sheet_that_is_too_large_is_not_even_opened(embedded, monkeypatch):
    monkeypatch.setattr(pages, "LARGEST_BYTES", 20)
    page = bring(embedded.staff(PROTECTION))
    assert [sentence for sentence in sentences(page) if "larger than 5 MB" in sentence]


def test_read_opens_nothing_that_is_larger_than_a_sheet_may_be(embedded, monkeypatch):
    """_read looks at the size before the bytes are opened in memory."""
    monkeypatch.setattr(pages, "LARGEST_BYTES", len(SHEET) - 1)
    monkeypatch.setattr(pages, "sheet", lambda content: pytest.fail("It was opened."))
    page = bring(embedded.staff(PROTECTION))
    assert heading(page) != "Which column is what" and pages.TOO_LARGE.sentence in sentences(page)
