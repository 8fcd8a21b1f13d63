"""What each kind of source gives, and that what is bad becomes a reject with its reason while the rest goes on."""

import json
import tracemalloc

import pytest

from safeconduct.observatory.collecting import gathering, mail_message, mailbox_file, page, source_file
from safeconduct.observatory.collecting.archive import archived
from safeconduct.observatory.collecting.gathering import gather
from safeconduct.observatory.collecting.ledger import Ledger, rows
from safeconduct.observatory.collecting.sitemap import sitemap_items
from tests.rules.observatory.source_files import (
    AT,
    STATEMENT,
    TITLE,
    URL,
    feed,
    html,
    mail,
    mailbox,
    pdf,
    sitemap,
    warc,
    zipped,
)


@pytest.fixture
def found(tmp_path):
    """The rows of the ledger that a source of this name gives, without those of its beginning and end."""

    def look(name, octets):
        file = tmp_path / name
        file.write_bytes(octets)
        copy = archived(file, tmp_path / "archive", name=name, progress=lambda _: None)
        with Ledger(tmp_path / "ledger.jsonl") as ledger:
            gather(copy, ledger, at=AT, progress=lambda: None)
        read = [row for row in rows(tmp_path / "ledger.jsonl") if row["source"] == copy.hash]
        assert (read[0]["kind"], read[-1]["kind"]) == ("begin", "end")
        assert [row["item"] for row in read[1:-1]] == list(range(1, read[-1]["items"] + 1))
        return read[1:-1]

    return look


def only(rows_found):
    (row,) = rows_found
    return row


def reason(rows_found):
    row = only(rows_found)
    assert row["kind"] == "reject", row
    return row["reason"]


def test_a_page_gives_its_main_text_without_menus_and_its_day(found):
    row = only(found("statement.html", html()))
    assert "release him immediately" in row["text"]
    assert "cookies" not in row["text"] and "Imprint" not in row["text"]
    assert (row["title"], row["published"], row["language"], row["seen"]) == (TITLE, "2023-03-14", "en", AT)


def test_a_page_names_its_translations(found):
    head = '<link rel="alternate" hreflang="fr" href="https://www.example.org/tadjikistan_fr">'
    assert only(found("page.html", html(head=head)))["alternates"] == [["fr", "https://www.example.org/tadjikistan_fr"]]


def test_a_page_in_an_old_encoding_is_read_as_it_says(found):
    octets = html(STATEMENT.replace("Rustam", "Ренат")).decode().replace("charset='utf-8'", "charset=windows-1251")
    assert "Ренат" in only(found("page.html", octets.encode("cp1251")))["text"]


def test_a_pdf_gives_its_text(found):
    assert "human rights defender Rustam Halimzoda" in " ".join(only(found("a.pdf", pdf()))["text"].split())


def test_a_mail_gives_its_words_and_what_hangs_on_it(found):
    body, attached = found("a.eml", mail(attached=pdf()))
    assert (body["title"], body["published"]) == (TITLE, "2023-03-14")
    assert "release him" in body["text"]
    assert attached["kind"] == "text" and attached["title"] == "statement.pdf"


def test_a_mailbox_gives_what_each_of_its_mails_holds(found):
    """A line of a text that begins with “From” parts no mails, quoted or not, and stands as it was written."""
    plain = f"{STATEMENT}\n\nFrom today nobody is free to speak.\n"
    quoted = f"{STATEMENT}\n\nFrom Ana at 09:00: see you.\n"
    texts = (mail(plain), mail(attached=pdf()), b"Subject: nothing\n\n", mail(quoted))
    box = mailbox(*texts).replace(b"\n>From today", b"\nFrom today")
    rows_found = found("press.mbox", box)
    assert [row["kind"] for row in rows_found] == ["text", "text", "text", "reject", "text"]
    assert "\nFrom today nobody is free" in rows_found[0]["text"]
    assert "\nFrom Ana at 09:00: see you." in rows_found[4]["text"]
    assert {row["published"] for row in rows_found if row["kind"] == "text" and row["title"] == TITLE} == {"2023-03-14"}


def test_a_mail_of_a_mailbox_that_is_too_large_does_not_stop_the_others(found, monkeypatch):
    monkeypatch.setattr(mail_message, "LARGEST_MAIL", 10_000)
    monkeypatch.setattr(mailbox_file, "LARGEST_MAIL", 10_000)
    first, second = found("press.mbox", mailbox(mail("x" * 2_000_000), mail()))
    assert "larger than 10,000 octets" in first["reason"]
    assert second["kind"] == "text"


def test_a_feed_gives_whole_texts_and_the_addresses_of_teasers(found):
    whole, teaser = found(
        "feed.xml",
        feed(
            (URL, TITLE, "Tue, 14 Mar 2023 09:00:00 GMT", f"<p>{STATEMENT}</p>"),
            ("https://www.example.org/other", "Other", "", "Read more."),
        ),
    )
    assert (whole["kind"], whole["url"], whole["published"]) == ("text", URL, "2023-03-14")
    assert (teaser["kind"], teaser["url"]) == ("address", "https://www.example.org/other")


def test_a_sitemap_gives_addresses_and_asks_for_none(found):
    read = found("sitemap.xml", sitemap(URL, "https://www.example.org/b"))
    assert [(row["kind"], row["url"]) for row in read] == [("address", URL), ("address", "https://www.example.org/b")]


@pytest.mark.parametrize("tags", [b"<a/>" * 200_000, b"<a>" * 200_000], ids=["side by side", "inside each other"])
def test_of_a_sitemap_no_tags_are_held(tags):
    octets = sitemap(URL).replace(b"</urlset>", tags + b"</urlset>")
    tracemalloc.start()
    first, *_ = [waiting() for waiting in sitemap_items(octets, seen="")]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert first.url == URL
    assert most < 4_000_000


def test_an_archive_gives_each_answer_with_its_address_and_moment(found):
    page_row, pdf_row, missing, picture = found(
        "a.warc.gz",
        warc(
            (URL, "200 OK", "text/html; charset=utf-8", html()),
            ("https://www.example.org/a.pdf", "200 OK", "application/pdf", pdf()),
            ("https://www.example.org/gone", "404 Not Found", "text/html", html()),
            ("https://www.example.org/a.png", "200 OK", "image/png", b"\x89PNG"),
        ),
    )
    assert (page_row["url"], page_row["seen"]) == (URL, "2023-04-01T08:00:00Z")
    assert pdf_row["kind"] == "text"
    assert (missing["kind"], "404" in missing["reason"], missing["url"]) == (
        "reject",
        True,
        "https://www.example.org/gone",
    )
    assert "image/png" in picture["reason"]


def test_an_archive_that_is_cut_is_read_up_to_there(found):
    whole = warc((URL, "200 OK", "text/html", html()), (URL, "200 OK", "text/html", html("x" * 5000)))
    first, *rest = found("a.warc.gz", whole[: len(whole) - 60])
    assert first["kind"] == "text"
    assert [row["kind"] for row in rest][-1:] == ["reject"]


def test_lines_give_what_they_tell_and_a_bad_line_spoils_no_other(found):
    lines = [
        json.dumps(
            {
                "id": "s-1",
                "title": TITLE,
                "text": STATEMENT,
                "url": URL,
                "published": "2023-03-14",
                "seen": "2023-05-02",
            }
        ),
        "no json",
        json.dumps({"text": STATEMENT, "published": "31 February 2020"}),
        json.dumps({"title": "empty"}),
        json.dumps({"url": "https://www.example.org/later"}),
        json.dumps({"text": "\ud800" + STATEMENT}),
    ]
    rows_found = found("a.jsonl", "\n".join(lines).encode() + b"\n\xff\xfe\n")
    assert [row["kind"] for row in rows_found] == ["text", "reject", "text", "reject", "address", "reject", "reject"]
    assert (rows_found[0]["given"], rows_found[0]["seen"]) == ("s-1", "2023-05-02")
    assert rows_found[2]["published"] == "" and "31 February 2020" in rows_found[2]["doubts"][0]
    assert "UTF-8" in rows_found[6]["reason"]


def test_a_table_of_any_separator_gives_its_rows(found):
    octets = f'id;title;text;date\n1;{TITLE};"{STATEMENT}";2023-03-14\n2;b;\xff;\n3;c;"{STATEMENT}";2023-02-31\n'
    rows_found = found("a.csv", octets.encode("latin-1"))
    assert [row["kind"] for row in rows_found] == ["text", "reject", "text"]
    assert rows_found[0]["published"] == "2023-03-14"
    assert "2023-02-31" in rows_found[2]["doubts"][0]


def test_a_table_without_texts_says_so(found):
    assert "no column “text”" in reason(found("a.csv", b"id,title\n1,a\n"))


def test_a_zip_gives_its_files_and_never_unpacks_twice(found):
    rows_found = found("a.zip", zipped(a__html=html(), b__pdf=pdf(), c__zip=b"PK", d__exe=b"MZ"))
    assert [row["kind"] for row in rows_found] == ["text", "text", "reject", "reject"]
    assert "packed twice" in rows_found[2]["reason"]


BAD = {
    "a page of 50 MB": ("a.html", html() + b" " * 50_000_000, "larger than 10,000,000 octets"),
    "a page of tags alone": ("a.html", b"<div>" * 2_000_000, "more than 60,000 tags"),
    "a tag of attributes alone": ("a.html", html() + b"<p" + b" a" * 2_000_000 + b">", "more than 500 attributes"),
    "tags inside each other": ("a.html", b"<div>" * 50_000 + STATEMENT.encode(), ""),
    "a page that is not written as it says": ("a.html", html().replace(b"Rustam", b"R\xfcstam"), "Save it as UTF-8"),
    "an encoding that is none": ("a.html", html().replace(b"utf-8", b"klingon"), "no encoding klingon"),
    "a page without a text": ("a.html", b"<html><body><nav>Menu</nav></body></html>", ""),
    "no page at all": ("a.html", b"\x89PNG\r\n\x1a\n" + bytes(400), ""),
    "an empty page": ("a.html", b"", ""),
    "a PDF of pictures": ("a.pdf", pdf(""), "pictures of text"),
    "a PDF that is cut": ("a.pdf", pdf()[:200], "PDF"),
    "a page that is called a PDF": ("a.pdf", html(), "PDF"),
    "a mail that is none": ("a.eml", b"", "no mail"),
    "a mailbox that is none": ("a.mbox", mail(), "no mailbox"),
    "an empty mailbox": ("a.mbox", b"\n", "no mailbox"),
    "a feed that is none": ("a.rss", b"<html></html>", "No entry"),
    "a feed of tags alone": ("a.rss", b"<rss>" + b"<item>" * 500_000, "more than 400,000 tags"),
    "a sitemap with entities": (
        "a.xml",
        b'<!DOCTYPE x [<!ENTITY a "b">]><urlset><url><loc>&a;</loc></url></urlset>',
        "entities",
    ),
    "a sitemap that is cut": ("a.xml", sitemap(URL)[:-20], ""),
    "a ZIP that is cut": ("a.zip", zipped(a__html=html())[:-30], "damaged"),
    "an unknown kind": ("a.docx", b"PK", "no kind of file that can be read"),
}


@pytest.mark.parametrize(("name", "octets", "says"), BAD.values(), ids=list(BAD))
def test_what_is_bad_is_rejected_with_its_reason(found, name, octets, says):
    rows_found = [row for row in found(name, octets) if row["kind"] != "address"]
    for row in rows_found:
        assert row["kind"] == "reject", row
        assert says in row["reason"]
        assert row["reason"].endswith(".")
    assert rows_found


def test_a_zip_that_unpacks_to_far_more_is_not_unpacked_further(found, monkeypatch):
    monkeypatch.setattr(source_file, "LARGEST_FILE", 1_000_000)
    first, second = found("a.zip", zipped(a__html=b"<p>" * 1_000_000, b__html=html()))
    assert "unpacks to more than" in first["reason"]
    assert second["kind"] == "text"


def test_an_answer_that_unpacks_to_far_more_is_not_unpacked_further(found, monkeypatch):
    big = warc((URL, "200 OK", "text/html", b" " * (page.LARGEST_PAGE * 4)), (URL, "200 OK", "text/html", html()))
    first, second = found("a.warc.gz", big)
    assert "larger than" in first["reason"]
    assert second["kind"] == "text"


def test_a_text_that_takes_too_long_is_left_to_people(found, monkeypatch):
    def never(*_given, **_named):
        while True:
            pass

    monkeypatch.setattr(gathering, "LONGEST_READING", 0.2)
    monkeypatch.setattr(source_file, "page_text", never)
    assert "took longer than" in reason(found("a.html", html()))


def test_a_file_that_takes_too_long_is_left_to_people(found, monkeypatch):
    def never(*_given, **_named):
        while True:
            pass

    monkeypatch.setattr(gathering, "LONGEST_READING", 0.2)
    monkeypatch.setattr(source_file, "xml_items", never)
    assert "takes too long" in reason(found("a.rss", feed()))


def test_half_a_character_anywhere_stops_nothing(found):
    lines = [
        {"url": "https://a.example/\ud800"},
        {"text": STATEMENT, "language": "\ud800"},
        {"text": "", "title": "\ud800"},
    ]
    rows_found = found("a.jsonl", "\n".join(map(json.dumps, lines)).encode())
    assert [row["kind"] for row in rows_found] == ["address", "text", "reject"]


def test_what_breaks_a_library_is_one_reject(found, monkeypatch):
    def breaks(*_given, **_named):
        raise RecursionError

    monkeypatch.setattr(source_file, "page_text", breaks)
    assert "RecursionError" in reason(found("a.html", html()))


def test_the_copy_is_kept_under_its_hash_and_once(tmp_path):
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_bytes(html())
        archived(tmp_path / name, tmp_path / "archive", name=name, progress=lambda _: None)
    (kept,) = (tmp_path / "archive").iterdir()
    assert kept.read_bytes() == html()
