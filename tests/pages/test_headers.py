"""Every kind of page, right or wrong, has headers that score 150 or more, is kept nowhere and fetches from nobody."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from safeconduct.sealing.code import written
from safeconduct.web.defender import pages as defender
from safeconduct.web.defender import returning
from safeconduct.web.staff import sign_in_gate
from tests.builders import a_telling
from tests.embedded import ADMINISTRATOR, COLLEAGUE, PROTECTION
from tests.house.test_who_may import ADDRESSES, ask, asked_for, visitor
from tests.organising import compartment_ref, invite, member_ref
from tests.pages.page import NAMES, Form, text_of
from tests.pages.scoring import penalties, score

GOOD_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=63072000; preload",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("left_out", "points"), [(None, 155), ("Strict-Transport-Security", 80), ("Content-Security-Policy", 55)]
)
def test_the_scorer_takes_off_what_is_missing(left_out, points):
    assert score({name: value for name, value in GOOD_HEADERS.items() if name != left_out}, {}) == points


def fails(*_given, **_named):
    raise RuntimeError("a fault that nobody thought of")


def wrong_pages(embedded, monkeypatch):
    visitor, call = embedded.visitor(), embedded.call()
    yield "400 host", visitor.get("/en/", headers={"host": "elsewhere.example"})
    yield "400 fields", visitor.post("/en/", {f"field{n}": "x" for n in range(201)})
    yield "400 size", visitor.post("/en/", {"happened": "x" * 1024 * 1025})
    yield "400 multipart", visitor.post("/en/", b"--x\r\n", content_type="multipart/form-data; boundary=")
    yield "403 form", embedded.staff(PROTECTION, enforce_csrf_checks=True).post("/desk/cases/")
    yield "403 form, defender", embedded.holder(call, enforce_csrf_checks=True).post("/en/back/", {"go": "freeze"})
    for address in ("/nowhere/", "/en/nowhere/", "/desk/nowhere/", "/static/nowhere.css", "/xx/", "/en"):
        yield f"404 {address}", visitor.get(address)
    yield "404 not yours", embedded.staff("petra").get(f"/desk/dossiers/{call.ref}/")
    yield "405", visitor.put("/en/")
    yield "405 desk", visitor.get("/desk/lock/")
    yield "409 desk", [embedded.staff(PROTECTION).post(f"/desk/dossiers/{call.ref}/accept/") for _ in range(2)][1]
    with monkeypatch.context() as patched:
        for pages in (defender, returning):
            patched.setattr(pages, "language_links", fails)
        yield "500", embedded.visitor(raise_request_exception=False).get("/en/")
        yield "500 back", embedded.visitor(raise_request_exception=False).get("/en/back/")
    with monkeypatch.context() as patched, sign_in_gate.place(embedded.folder, is_known=False):
        patched.setattr(sign_in_gate, "LONGEST_WAIT_SECONDS", 0.05)
        yield "503", visitor.post("/desk/sign-in/", {"name": "x", "passphrase": "x", "code": "1"})


def right_pages(embedded):
    visitor, call = embedded.visitor(), embedded.call(telling=a_telling(files=(embedded.file(),), name="N. (invented)"))
    for address in ("/", "/en/", "/fr/", "/es/", "/ar/", "/ru/", "/en/now/", "/en/form.html", "/en/form.txt"):
        yield address, visitor.get(address)
    for page in ("", *(f"{number}/" for number in range(1, 6))):
        yield f"/ar/read/{page}", visitor.get(f"/ar/read/{page}")
        if page:
            yield f"sent {page}", visitor.post(f"/ru/read/{page}", {"stay": "Mexico", "words": "visa"})
    yield "saved", visitor.post("/en/read/1/", {"stay": "Mexico", "go": "save"})
    for address in ("/en/paste/", "/en/back/", "/en/leave/", "/robots.txt", "/gallery/defender/", "/gallery/staff/"):
        yield address, visitor.get(address)
    form = Form(visitor).start()
    for step in NAMES:
        yield step, form.response
        form.answer(step)
    yield "code", form.response
    form.send()
    yield "sent", form.response
    for what, typed in (("progress", call.words), ("box", f"{call.words} lantern")):
        yield what, embedded.visitor().post("/en/back/", {"words": typed}, follow=True)
    registrar = embedded.staff(ADMINISTRATOR)
    for address in ("", "invite/", f"{member_ref(COLLEAGUE)}/", f"{member_ref(COLLEAGUE)}/leave/"):
        yield f"people {address}", registrar.get(f"/desk/people/{address}")
    yield "join", visitor.get("/desk/join/")
    yield (
        "join, keep",
        visitor.post("/desk/join/", {"step": "words", "words": " ".join(written(invite(embedded), "en"))}),
    )
    holder, member = embedded.holder(call), embedded.staff(PROTECTION)
    yield "compartment", member.get(f"/desk/compartments/{compartment_ref(embedded)}/")
    for address in ("/en/back/", "/en/back/who/", "/en/back/end/"):
        yield address, holder.get(address)
    yield "new code", holder.post("/en/back/", {"go": "new_code"})
    yield "close", holder.post("/en/back/", {"go": "close"})
    yield "sign in", visitor.get("/desk/sign-in/")
    yield "to sign in", visitor.get("/desk/")
    dossier = f"/desk/dossiers/{call.ref}/"
    seq = embedded.case(call.ref).files[0][0]
    for address in (
        "/desk/",
        "/desk/cases/",
        "/desk/write-down/",
        "/desk/cases/spreadsheet/",
        "/desk/export/",
        "/desk/notices/",
        dossier,
        f"{dossier}facts/",
        f"{dossier}conversation/",
        f"{dossier}files/{seq}/",
    ):
        yield address.replace(call.ref, "REF"), member.get(address)
    auditor, journal = embedded.staff("vera"), "/desk/journal/"
    for address in (journal, f"{journal}checkpoint/"):
        yield address, auditor.get(address)
    yield "compare", auditor.post(f"{journal}checkpoint/compare/", {"kept": "legal winner thank"})
    given = {"reveal-passphrase": embedded.sign_in_of(PROTECTION).passphrase, "reveal-reason": "reach"}
    yield "identity", member.post(f"{dossier}identity/", given)
    given = {"passphrase": embedded.sign_in_of(PROTECTION).passphrase, "reason": "copy"}
    yield "export", member.post("/desk/export/", given)
    yield "no file", member.post(f"{dossier}files/", {"files-files": SimpleUploadedFile("a", b"")})
    for address in ("", "passphrase/", "authenticator/", "paper/", "passkeys/"):
        yield f"account {address}", member.get(f"/desk/account/{address}")
    yield "account no passkey", member.post("/desk/account/passkeys/", {"name": "phone"})
    yield "recovery", member.get("/desk/recovery/")
    yield "sessions", member.post("/desk/account/sessions/")
    for address in ("", "passphrase/", "authenticator/"):
        yield f"lost {address}", visitor.get(f"/desk/lost/{address}")
    yield "lock", member.post("/desk/lock/")


def served(embedded):
    """Every address that the program serves, as each kind of visitor gets and posts to it."""
    for name in ADDRESSES:
        call, parts = asked_for(embedded, name, "member")
        for kind in ("anonymous", "word", "member"):
            for method in ("GET", "POST"):
                yield f"{method} {name} as {kind}", ask(visitor(embedded, kind, call), method, name, parts)


@pytest.mark.slow
def test_every_address_that_is_served_scores_150_or_more_for_every_visitor(embedded):
    answers = dict(served(embedded))
    assert {f"GET {name} as anonymous" for name in ADDRESSES} <= set(answers) and len(ADDRESSES) >= 25
    scores = {what: score(answer.headers, answer.cookies) for what, answer in answers.items() if not left(answer)}
    assert {what: points for what, points in scores.items() if points < 150} == {}
    assert [what for what, answer in answers.items() if left(answer) and penalties(answer.headers, {})] == []
    assert {what for what, answer in answers.items() if answer.headers["Cache-Control"] != "no-store"} == set()


@pytest.fixture
def every_page(embedded, monkeypatch):
    return [*right_pages(embedded), *wrong_pages(embedded, monkeypatch)]


def test_the_wrong_pages_have_the_status_that_they_are_named_for(embedded, monkeypatch):
    for what, response in wrong_pages(embedded, monkeypatch):
        assert str(response.status_code) == what.split()[0], what


def test_every_page_scores_150_or_more(every_page):
    assert len(every_page) >= 50
    scores = {what: score(response.headers, response.cookies) for what, response in every_page if not left(response)}
    assert {what: points for what, points in scores.items() if points < 150} == {}


def left(response):
    # Cookies that are being deleted have no attributes to speak of.
    return "Clear-Site-Data" in response.headers


def test_a_page_that_sends_away_loses_nothing_but_the_cookies_it_deletes(every_page):
    for what, response in every_page:
        if left(response):
            assert penalties(response.headers, {}) == {}, what


def test_nothing_is_kept_by_the_browser_or_on_the_way(every_page):
    for what, response in every_page:
        if "/static/" not in what:
            assert response.headers["Cache-Control"] == "no-store", what
        assert "Content-Encoding" not in response.headers, what
        assert not {"Server", "X-Powered-By", "Via", "ETag", "Last-Modified"} & set(response.headers), what
        assert "Accept-Language" not in response.headers.get("Vary", "") or response.status_code, what


# Guidance leads people to what was read: plain links to hosts of the reviewed list, with nothing told to them.
LISTED = (Path(__file__).parents[1] / "house" / "outside_hosts.txt").read_text(encoding="utf-8").split()
SOURCE = re.compile(r'<a href="https?://([^/"]+)[^"]*" rel="noreferrer">')


def leads_people(what):
    return what.startswith(("/ar/read/", "sent ", "saved"))


def test_guidance_links_only_to_hosts_of_the_reviewed_list(every_page):
    named = {host for what, response in every_page if leads_people(what) for host in SOURCE.findall(text_of(response))}
    assert len(named) > 20 and named <= set(LISTED)


def test_no_page_fetches_from_or_links_to_another_host(every_page):
    leave = urlsplit(settings.SAFECONDUCT_LEAVE_TO)
    for what, response in every_page:
        if getattr(response, "streaming", False):
            continue
        shown = SOURCE.sub("", text_of(response)) if leads_people(what) else text_of(response)
        for address in re.findall(r'(?:href|src|action|formaction|srcset|poster|data)="([^"]*)"', shown):
            to = urlsplit(address)
            assert not to.netloc or to.netloc in ("localhost", "testserver"), (what, address)
            assert to.scheme in ("", "http"), (what, address)
        if response.status_code == 302:
            to = urlsplit(response.headers["Location"])
            assert to.netloc in ("", leave.netloc if what == "/en/leave/" else ""), what


WITH_SCRIPT = {"sign in", "account passkeys/", "account no passkey"}


def test_no_page_has_a_script_or_a_handler_but_two_that_ask_for_passkeys(every_page):
    found = set()
    for what, response in every_page:
        if not getattr(response, "streaming", False):
            page, of_ours = re.subn(r'<script src="/static/passkey[^"]*\.js" defer></script>', "", text_of(response))
            found |= {what} if of_ours else set()
            assert not re.search(r"<script|<iframe|<object|<embed|\son[a-z]+=", page), what
    assert found == WITH_SCRIPT


def test_without_its_script_the_page_to_sign_in_shows_nothing_of_passkeys(embedded):
    page = text_of(embedded.visitor().get("/desk/sign-in/"))
    assert '<div class="asks" hidden>' in page
    assert "passkey" not in re.sub(
        r'<div class="asks" hidden>.*?</div>|<script.*?</script>|<[^>]+>', "", page, flags=re.DOTALL
    )


def test_the_title_of_a_defender_s_page_never_changes(embedded, every_page):
    neutral = {"/": "Contact form", "/en/": "Contact form"}
    titles = {
        what: re.search(r"<title>(.*?)</title>", text_of(response))[1]
        for what, response in every_page
        if not getattr(response, "streaming", False)
        and "<title>" in text_of(response)
        and is_defender_s(what, response)
    }
    assert len(titles) > 25
    assert {what: title for what, title in titles.items() if title != neutral["/"] and not in_other_words(what)} == {}


def is_defender_s(what, response):
    return "defender.css" in text_of(response) or what == "/en/form.html" or "/static/defender" in text_of(response)


def in_other_words(what):
    return what in ("/fr/", "/es/", "/ar/", "/ru/") or what.startswith(("/gallery/", "/ar/read/", "sent "))


def test_no_title_carries_a_codename(embedded):
    embedded.call()
    client = embedded.staff(PROTECTION)
    address = re.search(r"/desk/dossiers/\w+/", text_of(client.get("/desk/")))[0]
    assert re.search(r"<title>(.*?)</title>", text_of(client.get(address)))[1] == "Dossier · Safe Conduct"


def test_there_is_no_cookie_before_a_code_is_entered(embedded):
    client = embedded.visitor()
    form = Form(client).start().up_to("code")
    form.send()
    reading = [f"/en/read/{page}" for page in ("", "1/", "2/", "3/", "4/", "5/")]
    for address in ("/en/now/", "/en/form.html", "/en/form.txt", "/en/paste/", "/en/back/", "/nowhere/", *reading):
        client.get(address)
    client.post("/en/paste/", {"text": "1.1: x"})
    client.post("/en/back/", {"words": "abandon"})
    assert not client.cookies
    call = embedded.call()
    client.post("/en/back/", {"words": call.words})
    assert "__Host-page" in client.cookies


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru"])
def test_pages_are_light_on_the_line(embedded, language):
    """12 KB a page, 30 KB the first with its style, 100 KB the whole way; counted without any compression."""
    styles = 0
    visitor = embedded.visitor()
    form = Form(visitor, f"/{language}/")
    for sheet in re.findall(r'href="(/static/[^"]+\.css)"', text_of(form.response)):
        styles += len(b"".join(visitor.get(sheet).streaming_content))
    first = len(form.response.content)
    assert first + styles <= 30 * 1024
    form.start()
    sizes = {"start": first}
    for step in NAMES:
        sizes[step] = len(form.response.content)
        form.answer(step)
    sizes["code"] = len(form.response.content)
    form.send()
    sizes["sent"] = len(form.response.content)
    sizes["reach"] = len(visitor.get(f"/{language}/now/").content)
    assert {what: size for what, size in sizes.items() if size > 12 * 1024} == {}
    assert sum(sizes.values()) + styles <= 100 * 1024
