"""The desk, page by page: sign in, read, answer, accept, note, file, name, code, write down."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from safeconduct.access.models import Session
from safeconduct.cases.desk import casework as cases
from safeconduct.dossiers.models import Dossier
from safeconduct.intake.desk import allowing
from safeconduct.web.staff import sign_in_gate
from safeconduct.web.staff.dossier_page import ENTRIES_SHOWN
from tests.builders import a_telling
from tests.embedded import COLLEAGUE, OTHER_OFFICE, PROTECTION
from tests.pages.page import heading, sentences, text_of, typed_into

SIGN_IN = "/desk/sign-in/"


def typed(embedded, **changed):
    given = {
        "name": PROTECTION,
        "passphrase": embedded.sign_in_of(PROTECTION).passphrase,
        "code": embedded.digits(PROTECTION),
    }
    return {**given, **changed}


def dossier(call, verb=""):
    return f"/desk/dossiers/{call.ref}/{verb}"


# Signing in


def test_signing_in_leads_to_today_with_one_strict_cookie(embedded):
    client = embedded.visitor()
    response = client.post(SIGN_IN, typed(embedded))
    assert (response.status_code, response.headers["Location"]) == (302, "/desk/")
    cookie = response.cookies["__Host-desk"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Strict", "/")
    assert not cookie["expires"] and not cookie["max-age"] and not cookie["domain"]
    assert heading(client.get("/desk/")) == "Wednesday 4 March"


WRONG = {
    "name": {"name": "nobody-here"},
    "passphrase": {"passphrase": "canary-passphrase"},
    "digits": {"code": "000000"},
    "nothing": {"name": "", "passphrase": "", "code": ""},
    "NUL": {"name": "ma\0ra", "passphrase": "a\0b", "code": "1\0"},
    "too long": {"name": "x" * 65, "passphrase": "x" * 501, "code": "1" * 21},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=list(WRONG))
def test_what_is_wrong_is_said_in_a_sentence_and_no_passphrase_comes_back(embedded, wrong):
    before = embedded.dump()
    response = embedded.visitor().post(SIGN_IN, typed(embedded, **wrong))
    assert response.status_code == 200 and sentences(response)
    assert "__Host-desk" not in response.cookies
    assert embedded.sign_in_of(PROTECTION).passphrase not in text_of(response)
    assert "canary-passphrase" not in text_of(response)
    assert embedded.dump() == before


def test_an_unknown_name_and_a_wrong_passphrase_get_the_same_page(embedded):
    pages = [
        re.sub(
            r'name="csrfmiddlewaretoken" value="\w+"|value="[\w-]+"|&quot;challenge&quot;: &quot;[\w-]{43}&quot;',
            "",
            text_of(embedded.visitor().post(SIGN_IN, data)),
        )
        for data in (
            typed(embedded, name="nobody-here"),
            typed(embedded, passphrase="wrong"),
            typed(embedded, code="1"),
        )
    ]
    assert pages[0] == pages[1] == pages[2]


def test_when_every_place_is_taken_it_says_so_without_work(embedded, monkeypatch):
    monkeypatch.setattr(sign_in_gate, "LONGEST_WAIT_SECONDS", 0.05)
    with sign_in_gate.place(embedded.folder, is_known=True), sign_in_gate.place(embedded.folder, is_known=False):
        response = embedded.visitor().post(SIGN_IN, typed(embedded))
    assert response.status_code == 503 and response.headers["Retry-After"]
    assert embedded.visitor().post(SIGN_IN, typed(embedded)).status_code == 302


def test_locking_ends_every_session_of_the_member_and_clears_the_browser(embedded):
    here, there, colleague = embedded.staff(PROTECTION), embedded.staff(PROTECTION), embedded.staff(COLLEAGUE)
    response = here.post("/desk/lock/")
    assert response.headers["Clear-Site-Data"] == '"cookies", "storage", "cache"'
    assert [client.get("/desk/").status_code for client in (here, there, colleague)] == [302, 302, 200]
    assert Session.objects.count() == 1


def test_fifteen_minutes_without_a_request_and_it_is_the_sign_in_page(embedded):
    client = embedded.staff(PROTECTION)
    embedded.clock.pass_by(timedelta(minutes=14))
    assert client.get("/desk/").status_code == 200
    embedded.clock.pass_by(timedelta(minutes=15))
    assert client.get("/desk/").headers["Location"] == SIGN_IN


def test_a_defender_s_cookie_opens_no_desk_and_a_member_s_no_box(embedded):
    call = embedded.call()
    client = embedded.visitor()
    client.cookies["__Host-desk"] = embedded.holder(call).cookies["__Host-page"].value
    assert client.get("/desk/").status_code == 302
    client.cookies["__Host-page"] = embedded.session(PROTECTION)
    assert heading(client.get("/en/back/")) == "Come back"


# The desk


def test_today_shows_danger_first_and_the_list_finds_by_coded_words(embedded):
    embedded.call(telling=a_telling(urgency="days", needs=("lawyer",)))
    embedded.call(telling=a_telling(urgency="now", needs=("visa",)))
    client = embedded.staff(PROTECTION)
    page = text_of(client.get("/desk/"))
    assert page.index("danger now") < page.index("danger within days")
    found = text_of(client.post("/desk/cases/", {"q": "visa"}))
    assert "danger now" in found and "danger within days" not in found


def test_what_is_looked_for_is_never_in_an_address(embedded):
    page = text_of(embedded.staff(PROTECTION).get("/desk/cases/"))
    assert 'method="post" role="search"' in page
    assert 'method="get"' not in page


FIND = {
    "a page beyond the last": ({"page": "999"}, 200),
    "a page that is no number": ({"page": "x", "q": "lawyer"}, 200),
    "a page of a thousand digits": ({"page": "9" * 1_000}, 200),
    "a page of five thousand digits": ({"page": "9" * 5_000}, 200),
    "a stage that is none": ({"stage": "elsewhere"}, 200),
    "words too long": ({"q": "x" * 201}, 200),
    "a NUL": ({"q": "a\0b"}, 200),
}


@pytest.mark.parametrize(("data", "status"), FIND.values(), ids=list(FIND))
def test_odd_searches_are_answered(embedded, data, status):
    embedded.call()
    assert embedded.staff(PROTECTION).post("/desk/cases/", data).status_code == status


def test_the_next_page_shows_the_rest(embedded, monkeypatch):
    from safeconduct.web.staff import finding

    monkeypatch.setattr(finding, "ROWS_ON_A_PAGE", 2)
    for _ in range(3):
        embedded.call()
    client = embedded.staff(PROTECTION)
    first, second = text_of(client.get("/desk/cases/")), text_of(client.post("/desk/cases/", {"page": "2"}))
    assert (first.count('class="codename"'), second.count('class="codename"')) == (2, 1)
    assert "The next 1" in first and "The next" not in second


# One dossier


def test_a_name_is_in_no_page_until_it_is_revealed(embedded):
    call = embedded.call(telling=a_telling(name="Teresa (invented)"))
    client = embedded.staff(PROTECTION)
    for address in ("/desk/", "/desk/cases/", dossier(call)):
        assert "Teresa" not in text_of(client.get(address))
    given = {"reveal-passphrase": embedded.sign_in_of(PROTECTION).passphrase, "reveal-reason": "reach"}
    assert "Teresa" in text_of(client.post(dossier(call, "identity/"), given))
    assert "Teresa" not in text_of(client.get(dossier(call)))
    assert "IdentityRevealed" in embedded.events()


REVEALED_WRONGLY = {
    "a wrong passphrase": ({"reveal-passphrase": "wrong", "reveal-reason": "reach"}, "did not match"),
    "no passphrase": ({"reveal-reason": "reach"}, "did not match"),
    "a reason that is none": ({"reveal-passphrase": "", "reveal-reason": "curious"}, "valid choice"),
    "a passphrase too long": ({"reveal-passphrase": "x" * 501, "reveal-reason": "reach"}, "at most 500"),
}


@pytest.mark.parametrize(("data", "said"), REVEALED_WRONGLY.values(), ids=list(REVEALED_WRONGLY))
def test_a_name_is_not_revealed_without_the_passphrase_and_a_reason(embedded, data, said):
    call = embedded.call(telling=a_telling(name="Teresa (invented)"))
    response = embedded.staff(PROTECTION).post(dossier(call, "identity/"), data)
    assert said in text_of(response)
    assert "Teresa" not in text_of(response)
    assert "IdentityRevealed" not in embedded.events()


def test_a_text_that_looks_like_markup_is_text(embedded):
    call = embedded.call(telling=a_telling(happened="<script>alert(1)</script>", work="<img src=x>", place='"><i>'))
    page = text_of(embedded.staff(PROTECTION).get(dossier(call)))
    assert "<script" not in page and "<img" not in page and '"><i>' not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


LONG = "x" * 50_001
REFUSED = {
    "an empty answer": ("answer/", {"answer-text": "  "}, "answer-text", "The answer is empty."),
    "an answer too long": ("answer/", {"answer-text": LONG}, "answer-text", "at most 50000"),
    "an answer with a NUL": ("answer/", {"answer-text": "canary a\0b"}, "answer-text", "Null characters"),
    "no answer": ("answer/", {}, "answer-text", "The answer is empty."),
    "an empty note": ("note/", {"note-text": ""}, "note-text", "The note is empty."),
    "a note too long": ("note/", {"note-text": LONG}, "note-text", "at most 50000"),
    "no file": ("files/", {}, "", "No file is chosen yet."),
    "a second code": ("code/", {"code-own_word": "canary"}, "", "has a code already"),
}


@pytest.mark.parametrize(("verb", "data", "field", "said"), REFUSED.values(), ids=list(REFUSED))
def test_a_refusal_is_a_sentence_and_what_was_typed_stays(embedded, verb, data, field, said):
    call = embedded.call()
    client = embedded.staff(PROTECTION)
    client.get(dossier(call))
    before = embedded.dump()
    response = client.post(dossier(call, verb), data)
    assert response.status_code == 200
    assert said in text_of(response)
    if field in data:
        assert typed_into(response, field).replace("\0", "").strip() == data[field].replace("\0", "").strip()
    changed = {table for table, rows in embedded.dump().items() if rows != before[table]}
    assert changed <= {"access_journalline"}  # the page was opened once more


def test_accepting_twice_is_refused_with_a_sentence(embedded):
    call = embedded.call()
    client = embedded.staff(PROTECTION)
    assert client.post(dossier(call, "accept/")).status_code == 302
    before = embedded.dump()
    response = client.post(dossier(call, "accept/"))
    assert response.status_code == 409 and "This is a case already." in text_of(response)
    assert embedded.dump() == before


def test_a_file_comes_back_whole_to_be_saved_and_is_never_shown(embedded):
    call = embedded.call()
    client, content = embedded.staff(PROTECTION), bytes(range(256)) * 700
    name = '../../"list of names".HTML'
    client.post(dossier(call, "files/"), {"files-files": SimpleUploadedFile(name, content, "text/html")})
    seq = embedded.case(call.ref).files[0][0]
    response = client.get(dossier(call, f"files/{seq}/"))
    assert b"".join(response.streaming_content) == content
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"] == f'attachment; filename="original-{seq}.html"'
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_code_is_shown_once_to_be_read_out_and_opens_the_box(embedded):
    call = embedded.call(telling=a_telling(about="someone"), own_word="")
    client = embedded.staff(PROTECTION)
    response = client.post(dossier(call, "code/"), {"code-own_word": "kingfisher"})
    words = " ".join(re.findall(r"<li><bdi>(.*?)</bdi>", text_of(response)))
    opened = embedded.visitor().post("/en/back/", {"words": f"{words} kingfisher"}, follow=True)
    assert heading(opened) == "Your messages"
    assert "The office has seen your words" in text_of(opened)
    assert words not in text_of(client.get(dossier(call)))


# Writing down


WRITTEN_DOWN = {"source": "phone", "about": "me", "language": "ru", "text": "She called.", "own_word": "lantern"}


def test_what_came_by_phone_is_written_down_and_its_code_is_shown_in_its_language(embedded):
    response = embedded.staff(PROTECTION).post("/desk/write-down/", WRITTEN_DOWN)
    assert heading(response) == "Read this out now"
    groups = re.findall(r"<li><bdi>(\d{3})</bdi>", text_of(response))
    assert len(groups) == 14
    assert "Harbour Desk" in text_of(
        embedded.visitor().post("/en/back/", {"words": f"{' '.join(groups)} lantern"}, follow=True)
    )
    assert embedded.case(Dossier.objects.get().ref).story["source"] == "phone"


WRONGLY_WRITTEN = {
    "no text": {"text": ""},
    "an empty text form": {"text": "1.1:\n1.2:\n"},
    "a source that is none": {"source": "dream", "text": "canary"},
    "a language that is none": {"language": "tlh", "text": "canary"},
    "a text too long": {"text": "canary " * 20_000},
    "a NUL": {"text": "canary\0"},
    "an own word too long": {"own_word": "x" * 101, "text": "canary"},
}


@pytest.mark.parametrize("wrong", WRONGLY_WRITTEN.values(), ids=list(WRONGLY_WRITTEN))
def test_what_cannot_be_written_down_is_said_and_the_text_stays(embedded, wrong):
    before = embedded.dump()
    response = embedded.staff(PROTECTION).post("/desk/write-down/", {**WRITTEN_DOWN, **wrong})
    assert (response.status_code, heading(response)) == (200, "Write down a request")
    assert sentences(response)
    kept = typed_into(response, "text").replace("\r", "").replace("\0", "").strip()
    assert kept == wrong.get("text", WRITTEN_DOWN["text"]).replace("\0", "").strip()
    after = embedded.dump()
    assert after.pop("access_session") and before.pop("access_session") == [] and after == before


def test_a_person_who_does_not_know_keeps_no_consents_even_if_the_paper_says_yes(embedded):
    filled = "1.1: They do not know that I write.\n6.1: A B\n"
    embedded.staff(PROTECTION).post(
        "/desk/write-down/", {**WRITTEN_DOWN, "about": "unaware", "text": filled, "own_word": ""}
    )
    assert embedded.case(Dossier.objects.get().ref).consents == ()


# Two desks


def test_the_other_office_s_pages_say_nothing_of_it(embedded):
    call = embedded.call()
    cases.accept(call.ref, embedded.keyring(PROTECTION), at=embedded.now)
    codename = cases.cards(embedded.keyring(PROTECTION), at=embedded.now)[0][0].codename
    client = embedded.staff(OTHER_OFFICE)
    for address in ("/desk/", "/desk/cases/", dossier(call)):
        page = text_of(client.get(address))
        assert codename not in page and call.ref not in page.replace(dossier(call), "")


def test_a_withdrawal_closes_the_page_in_the_next_request(embedded):
    call = embedded.call()
    client = embedded.staff(PROTECTION)
    assert client.get(dossier(call)).status_code == 200
    allowing.end_reading(call.visit(), call.ref, at=embedded.now)
    assert client.get(dossier(call)).status_code == 404
    assert client.post(dossier(call, "note/"), {"note-text": "Too late."}).status_code == 404
    assert call.ref not in text_of(client.get("/desk/"))


def test_a_long_case_shows_its_newest_entries_and_leads_to_all(embedded):
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    client, address = embedded.staff(PROTECTION), f"/desk/dossiers/{call.ref}/"
    assert f"{address}entries/" not in text_of(client.get(address))
    for number in range(ENTRIES_SHOWN):
        cases.note(call.ref, f"Note {number} of the file.", mara, at=embedded.now)
    page = text_of(client.get(address))
    assert page.count('<li class="by_') == ENTRIES_SHOWN and f"Note {ENTRIES_SHOWN - 1} of the file." in page
    whole = text_of(client.get(f"{address}entries/"))
    assert "What was told." not in page and "What was told." in whole and f"{address}entries/#entries" in page
