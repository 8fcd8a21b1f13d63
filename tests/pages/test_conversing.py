"""A chat or mail thread on a case: split, ticked line by line, put in under labels, and forgotten."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from safeconduct.cases.story_part import story_parts
from safeconduct.dossiers.models import StoredFile
from safeconduct.web.staff.case import conversing
from safeconduct.web.upload import UNSENT_LASTS
from tests.embedded import OTHER_OFFICE, PROTECTION
from tests.pages.page import heading, sentences, text_of, typed_into

CHAT = """12/03/2026, 14:04 - Messages and calls are end-to-end encrypted.
12/03/2026, 14:05 - Auntie Canary: They came again.
They took his telephone.
12/03/2026, 14:07 - +000 111 222: Where is he now?
13/03/2026, 09:00 - Auntie Canary: At the station in Karsa.
"""


@pytest.fixture
def call(embedded):
    return embedded.call()


def bring(client, call, content=None, *, text="", name="chat.txt"):
    data = {"go": "read", "text": text}
    if content is not None:
        data["files"] = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return client.post(address(call), data)


def go_on(client, call, page, go, **data):
    carried = {name: typed_into(page, name) for name in ("held", "page")}
    return client.post(address(call), {**carried, **data, "go": go})


def address(call):
    return f"/desk/dossiers/{call.ref}/conversation/"


def people(page):
    found = re.findall(r'<label for="id_(who_\d+)">(.*?)</label>', text_of(page))
    return {unescape(name): field for field, name in found}


def parts(embedded, call):
    return [(str(part.on), part.speaker, part.text) for part in story_parts(embedded.case(call.ref).written)]


@pytest.mark.parametrize("way", ["pasted", "dropped"])
def test_a_chat_is_split_and_only_ticked_lines_enter_under_labels(embedded, call, way):
    client = embedded.staff(PROTECTION)
    page = bring(client, call, CHAT) if way == "dropped" else bring(client, call, text=CHAT)
    assert heading(page) == "What enters the story"
    assert "They came again.\nThey took his telephone." in text_of(page) and " checked" not in text_of(page)
    assert list(people(page)) == ["Auntie Canary", "+000 111 222"]
    page = go_on(client, call, page, "put", turn=["2", "0"], who_0="relay")
    assert "2 lines are in the story now." in text_of(page)
    assert parts(embedded, call) == [
        ("2026-03-12", "relay", "They came again.\nThey took his telephone."),
        ("2026-03-13", "relay", "At the station in Karsa."),
    ]
    written = repr([dict(entry.data) for entry in embedded.case(call.ref).written])
    assert "Canary" not in written and "+000 111 222" not in written
    case_page = text_of(client.get(f"/desk/dossiers/{call.ref}/"))
    assert "Somebody for the defender" in case_page and "Where is he now?" not in case_page
    assert "StoryPartsPutIn" in embedded.events()


def test_a_line_of_somebody_without_a_label_does_not_enter_and_the_ticks_stay(embedded, call):
    client = embedded.staff(PROTECTION)
    page = go_on(client, call, bring(client, call, CHAT), "put", turn=["0", "1"], who_0="relay")
    assert "has no label yet" in sentences(page)[0]
    assert len(re.findall(r'name="turn" value="[01]" checked', text_of(page))) == 2
    assert parts(embedded, call) == []


@pytest.mark.parametrize("go", ["done", "later", "earlier", "month_first"])
def test_lines_that_are_ticked_and_not_put_in_are_not_lost(embedded, call, go):
    client = embedded.staff(PROTECTION)
    page = go_on(client, call, bring(client, call, CHAT), go, turn=["0"], who_0="relay")
    assert "ticked and not put in" in sentences(page)[0]
    assert 'name="turn" value="0" checked' in text_of(page)


def test_nothing_ticked_is_said(embedded, call):
    client = embedded.staff(PROTECTION)
    page = go_on(client, call, bring(client, call, CHAT), "put", who_0="relay")
    assert "Nothing is ticked yet" in sentences(page)[0]


def test_what_is_in_already_is_marked_and_never_enters_twice(embedded, call):
    client = embedded.staff(PROTECTION)
    first = bring(client, call, CHAT)
    page = go_on(client, call, first, "put", turn=["0"], who_0="relay")
    assert "In the story" in text_of(page) and 'value="0"' not in text_of(page)
    go_on(client, call, first, "put", turn=["0"], who_0="defender")
    assert len(parts(embedded, call)) == 1


def test_what_was_brought_lies_sealed_and_is_gone_when_it_is_done(embedded, call):
    client = embedded.staff(PROTECTION)
    before = stored(embedded)
    page = bring(client, call, CHAT)
    new = stored(embedded) - before
    assert len(new) == 1
    assert b"Auntie" not in next(iter(new)).read_bytes()
    assert StoredFile.objects.filter(dossier="").exists()
    done = go_on(client, call, page, "done")
    assert heading(done) == "Now delete the original" and "empty the bin" in text_of(done)
    assert stored(embedded) == before
    assert "Choose the file again" in sentences(go_on(client, call, page, "put", turn=["0"], who_0="us"))[0]


def test_what_nobody_finished_is_asked_for_again_after_three_hours(embedded, call):
    page = bring(embedded.staff(PROTECTION), call, CHAT)
    embedded.clock.pass_by(UNSENT_LASTS)
    page = go_on(embedded.staff(PROTECTION), call, page, "put", turn=["0"], who_0="us")
    assert "Choose the file again" in sentences(page)[0]


def test_what_one_member_brought_opens_for_no_other(embedded, call):
    page = bring(embedded.staff(PROTECTION), call, CHAT)
    assert sentences(go_on(embedded.staff("tomas"), call, page, "later"))
    assert go_on(embedded.staff(OTHER_OFFICE), call, page, "later").status_code == 404


def test_the_order_of_day_and_month_can_be_put_right(embedded, call):
    client = embedded.staff(PROTECTION)
    page = bring(client, call, text="3/4/2026, 14:05 - A: One.\n")
    assert "3 Apr 2026" in text_of(page)
    page = go_on(client, call, page, "month_first")
    assert "4 Mar 2026" in text_of(page)
    go_on(client, call, page, "put", turn=["0"], who_0="us")
    assert parts(embedded, call) == [("2026-03-04", "us", "One.")]


def test_a_long_chat_is_shown_in_pages_and_a_label_holds_on_all(embedded, call):
    client = embedded.staff(PROTECTION)
    page = bring(client, call, "".join(f"12/03/2026, 14:05 - A: Line {number}.\n" for number in range(130)))
    assert "Line 59." in text_of(page) and "Line 60." not in text_of(page)
    page = go_on(client, call, go_on(client, call, page, "later", who_0="defender"), "later")
    assert "Line 129." in text_of(page)
    go_on(client, call, page, "put", turn=["129"], who_0="defender")
    assert parts(embedded, call) == [("2026-03-12", "defender", "Line 129.")]


MAIL = b"From: Auntie <auntie@example.org>\r\nTo: us@example.org\r\nDate: Thu, 12 Mar 2026 14:05:33 +0000\r\n"
BRUSQUE = MAIL + b"Subject: x\r\nContent-Type: text/html\r\n\r\n<p>They came.</p>"
REFUSED = {
    "nothing": ("", "Nothing is here yet"),
    "no messages": ("Just a text without any day.", "No messages with a day and a name"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1", "not text that can be read"),
    "more than 5 MB": (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    "a mail of HTML alone": (BRUSQUE, "has plain text"),
}


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_split_is_said_and_nothing_of_it_stays(embedded, call, content, said):
    before = stored(embedded)
    page = bring(embedded.staff(PROTECTION), call, content or None)
    assert heading(page) == "A chat or mail thread" and said in sentences(page)[0]
    assert stored(embedded) == before and parts(embedded, call) == []


def test_mail_is_read_with_its_day_and_without_its_attachments(embedded, call):
    client = embedded.staff(PROTECTION)
    page = bring(client, call, MAIL + b"Subject: x\r\n\r\nThey came again.\r\n", name="x.eml")
    assert list(people(page)) == ["Auntie"]
    go_on(client, call, page, "put", turn=["0"], who_0="relay")
    assert parts(embedded, call) == [("2026-03-12", "relay", "They came again.")]


def test_mails_without_plain_text_are_counted_not_lost_silently(embedded, call):
    several = b"".join(b"From x\r\n" + mail + b"\r\n" for mail in (MAIL + b"\r\nThey came.\r\n", BRUSQUE))
    assert "One mail has no plain text" in text_of(bring(embedded.staff(PROTECTION), call, several, name="x.mbox"))


def stored(embedded):
    return {path for path in embedded.files.rglob("*") if path.is_file()}


def test_a_file_that_is_too_large_is_not_even_opened(embedded, call, monkeypatch):
    monkeypatch.setattr(conversing, "LARGEST_BYTES", 20)
    page = bring(embedded.staff(PROTECTION), call, CHAT)
    assert [sentence for sentence in sentences(page) if "larger than 5 MB" in sentence]
