"""The page for the capital in the browser: two presses from the case, kept, printed, answered by a link or by word."""

import re
from datetime import timedelta

import pytest

from safeconduct.cases.answering import Line
from safeconduct.cases.capital import HELD, PARTS, capital_links, capital_words
from safeconduct.cases.decision import decisions
from safeconduct.cases.desk import casework, consenting, deciding, holding_back
from safeconduct.dossiers.entry import NewEntry
from safeconduct.intake.desk import allowing
from safeconduct.intake.models import SourceLink
from safeconduct.web.defender.padding import PADDED_TO
from tests.builders import a_telling
from tests.desks.cases.test_consenting import heard
from tests.embedded import COLLEAGUE, OTHER_OFFICE, PROTECTION
from tests.pages.page import heading, sentences, text_of, typed_into
from tests.protecting import put
from tests.rules.cases.protecting import a_decision, a_risk, a_step

pytestmark = pytest.mark.django_db(transaction=True)

WRONG = f"/en/c/{'0' * 32}/"
WORDS = dict.fromkeys(PARTS, "A sentence of ours.")


@pytest.fixture
def decided(embedded):
    """The case, and the page for the capital of its decision."""
    call = embedded.call(telling=a_telling(name="Teresa (invented)", consents=("raise_private_unnamed",)))
    mara = embedded.keyring(PROTECTION)
    casework.accept(call.ref, mara, at=embedded.now)
    review = embedded.now.date() + timedelta(days=20)
    put(embedded, call.ref, NewEntry("decisions", "risk_assessed", a_risk(review_on=review).as_data()))
    deciding.decide(call.ref, a_decision(a_step("DIP-01", "raise_private_unnamed")), mara, at=embedded.now)
    (made,) = decisions(embedded.case(call.ref).written)
    return call, f"/desk/dossiers/{call.ref}/decisions/{made.ref}/capital/"


def keep(embedded, page, **typed):
    posted = {f"page-{name}": text for name, text in {**WORDS, **typed}.items()}
    return embedded.staff(PROTECTION).post(page, {"go": "keep", **posted})


def make(embedded, page, until="2026-03-09"):
    return embedded.staff(PROTECTION).post(page, {"go": "link", "link-until": until})


@pytest.fixture
def link(embedded, decided):
    keep(embedded, decided[1])
    return path_in(make(embedded, decided[1]))


def path_in(response):
    return re.search(r'<pre class="copied"[^>]*>http://localhost(/en/c/[0-9a-f]{32}/)</pre>', text_of(response))[1]


def words_of(embedded, call):
    return [(one.says, one.how) for one in capital_words(embedded.case(call.ref).written)]


def test_the_page_is_two_presses_from_the_case_and_begins_without_a_name(embedded, decided):
    call, page = decided
    mara = embedded.staff(PROTECTION)
    record = page.removesuffix("capital/")
    assert record in text_of(mara.get(f"/desk/dossiers/{call.ref}/")) and page in text_of(mara.get(record))
    shown = text_of(mara.get(page))
    for title in PARTS.values():
        assert f"<dt>{title}</dt>" in shown
    assert "for one human rights defender" in shown and "REQUEST FOR INSTRUCTIONS" in shown
    begun = shown.split('id="answers"')[0].split("<dl>")[1] + shown.split("REQUEST FOR")[1]
    codename = embedded.case(call.ref).story["codename"]
    assert not any(word in begun for word in ("Teresa", codename, "They leave her alone"))


def test_what_is_kept_is_what_is_printed_and_cabled(embedded, decided):
    _call, page = decided
    assert keep(embedded, page, line="We ask that the person be safe.").status_code == 302
    shown = text_of(embedded.staff(COLLEAGUE).get(page))
    assert shown.count("We ask that the person be safe.") == 3  # the sheet, the form, the cable
    assert "Make a link" in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"risk": ""}, "“Risk” is empty"),
        ({"line": "x" * 601}, "600"),
        ({"asked": "Help Teresa."}, "a name of this file"),
    ],
    ids=["empty", "long", "a name"],
)
def test_what_cannot_go_out_is_said_and_kept_in_the_form(embedded, decided, typed, said):
    _call, page = decided
    response = keep(embedded, page, **typed)
    assert any(said in one for one in sentences(response))
    assert typed_into(response, "page-others") == "A sentence of ours."
    assert "Make a link" not in text_of(response)


def test_a_name_that_came_later_keeps_the_page_inside(embedded, decided):
    call, page = decided
    keep(embedded, page, asked="Help Ruta Blau.")
    consenting.add_person(call.ref, "colleague", "nurse", "Ruta Blau", embedded.keyring(PROTECTION), at=embedded.now)
    assert "a name of this file" in " ".join(sentences(make(embedded, page)))
    assert not SourceLink.objects.exists()


def test_before_a_page_is_kept_there_is_no_link_and_no_word(embedded, decided):
    _call, page = decided
    assert make(embedded, page).status_code == 404
    word = {"word-says": "yes", "word-said_by": "consul", "word-how": "mail", "word-on": "2026-03-03"}
    assert embedded.staff(PROTECTION).post(page, {"go": "word", **word}).status_code == 404


def test_opening_the_address_asks_nothing_and_one_press_answers_once(
    embedded, decided, link, django_assert_num_queries
):
    call, page = decided
    visitor = embedded.visitor(enforce_csrf_checks=True)
    with django_assert_num_queries(0):
        first = visitor.get(link)
    assert "A sentence of ours" not in text_of(first)
    shown = text_of(visitor.post(link, {"step": "open"}))
    codename = embedded.case(call.ref).story["codename"]
    assert "A sentence of ours" in shown and "<script" not in shown
    assert not any(word in shown for word in ("Teresa", codename, "Harbour", "Safe Conduct", call.ref))
    sent = visitor.post(link, {"step": "answer", "says": "wait"})
    assert heading(sent) == "Your answer has arrived" and not visitor.cookies
    assert words_of(embedded, call) == [("wait", "link")]
    assert "By the link" in text_of(embedded.staff(PROTECTION).get(page))


def bytes_of(embedded, path, step):
    response = embedded.visitor().post(path, {"step": step, "says": "yes"})
    return response.status_code, response.content.replace(path.encode(), b""), dict(response.headers.items())


@pytest.mark.parametrize("step", ["open", "answer"])
def test_a_wrong_a_used_a_withdrawn_and_an_expired_link_get_the_same_bytes(embedded, decided, link, step):
    call, page = decided
    wrong = bytes_of(embedded, WRONG, step)
    assert b"This link opens nothing" in wrong[1]
    embedded.visitor().post(link, {"step": "answer", "says": "no"})
    assert bytes_of(embedded, link, step) == wrong
    withdrawn = path_in(make(embedded, page))
    mara = embedded.staff(PROTECTION)
    ref = re.search(r'name="link" value="([0-9a-f]+)"', text_of(mara.get(page)))[1]
    assert mara.post(page, {"go": "withdraw", "link": ref}).status_code == 302
    assert mara.post(page, {"go": "withdraw", "link": ref}).status_code == 404
    assert bytes_of(embedded, withdrawn, step) == wrong
    expired = path_in(make(embedded, page))
    embedded.clock.pass_by(timedelta(days=6))
    assert bytes_of(embedded, expired, step) == wrong
    assert words_of(embedded, call) == [("no", "link")]


def test_what_was_said_by_telephone_stands_with_who_and_when(embedded, decided):
    call, page = decided
    keep(embedded, page)
    word = {"word-says": "yes", "word-said_by": "head of department", "word-how": "telephone", "word-on": "2026-03-03"}
    mara = embedded.staff(PROTECTION)
    assert mara.post(page, {"go": "word", **word}).status_code == 302
    assert "By telephone, 3 March 2026, by head of department." in text_of(mara.get(page))
    refused = mara.post(page, {"go": "word", **word, "word-on": "2026-03-30"})
    assert any("still to come" in one for one in sentences(refused))
    assert words_of(embedded, call) == [("yes", "telephone")]


def test_what_the_person_does_not_allow_any_more_is_not_asked_for(embedded, decided):
    call, page = decided
    keep(embedded, page)
    embedded.holder(call).post("/en/back/who/", {"go": "consents"})
    for refused in (keep(embedded, page), make(embedded, page)):
        assert any("does not allow these steps any more" in one for one in sentences(refused))
    assert not SourceLink.objects.exists()


@pytest.mark.parametrize("until", ["", "2026-03-03", "2026-03-30"], ids=["none", "past", "long"])
def test_a_link_that_cannot_be_is_said(embedded, decided, until):
    _call, page = decided
    keep(embedded, page)
    assert sentences(make(embedded, page, until)) and not SourceLink.objects.exists()


def test_no_second_link_goes_out_while_one_is_good(embedded, decided, link):
    assert any("out already" in one for one in sentences(make(embedded, decided[1])))


def test_the_page_is_there_for_the_holders_alone(embedded, decided):
    _call, page = decided
    assert embedded.staff(COLLEAGUE).get(page).status_code == 200
    assert embedded.staff(OTHER_OFFICE).get(page).status_code == 404
    of_none = page.replace("/decisions/", "/decisions/0")
    assert embedded.staff(PROTECTION).get(of_none).status_code == 404
    assert keep(embedded, of_none).status_code == 404


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru"])
def test_the_link_speaks_each_language_and_its_size_tells_nothing(embedded, link, language):
    path = f"/{language}{link[3:]}"
    for response in (embedded.visitor().get(path), embedded.visitor().post(path, {"step": "open"})):
        assert f'<html lang="{language}"' in text_of(response) and len(response.content) % PADDED_TO == 0
        assert response.headers["Referrer-Policy"] == "no-referrer"


def state_of(embedded, decided):
    page = text_of(embedded.staff(PROTECTION).get(decided[1]))
    (newest,) = capital_links(embedded.case(decided[0].ref).written)
    return newest.state, newest.why, page


def opens(embedded, link):
    return "A sentence of ours" in text_of(embedded.visitor().post(link, {"step": "open"}))


def test_a_link_is_held_back_when_a_name_that_stands_in_it_comes_and_the_page_is_not_shown_to_print(embedded, decided):
    keep(embedded, decided[1], risk="Ruta fears it.")
    link = path_in(make(embedded, decided[1]))
    assert opens(embedded, link)
    mara = embedded.keyring(PROTECTION)
    consenting.add_person(decided[0].ref, "relative", "sister", "Ruta Blau", mara, at=embedded.now)
    assert not opens(embedded, link) and not SourceLink.objects.exists()
    state, why, page = state_of(embedded, decided)
    assert (state, why) == (HELD, "name") and page.count("Write it without the name") == 1
    assert "A name that came to this file later stands in the text" in page and "REQUEST FOR" not in page
    keep(embedded, decided[1], risk="She fears it.")
    assert "REQUEST FOR" in text_of(embedded.staff(PROTECTION).get(decided[1]))
    assert opens(embedded, path_in(make(embedded, decided[1])))


def test_a_link_is_held_back_in_the_request_in_which_the_person_allows_less(embedded, decided, link):
    assert opens(embedded, link)
    allowing.change_consents(decided[0].visit(), [], language="en", at=embedded.now)
    assert not SourceLink.objects.exists() and not opens(embedded, link)
    state, why, page = state_of(embedded, decided)
    assert (state, why) == (HELD, "consent") and "The link opens nothing any more: the person allows less" in page


def test_a_link_is_held_back_when_a_member_hears_that_the_person_allows_less(embedded, decided, link):
    call, mara = decided[0], embedded.keyring(PROTECTION)
    elsewhere = Line("media")
    consenting.record_answer(call.ref, elsewhere, heard("no"), mara, at=embedded.now)
    assert opens(embedded, link)
    consenting.record_answer(call.ref, Line("raise_private_unnamed"), heard("no"), mara, at=embedded.now)
    assert not opens(embedded, link) and state_of(embedded, decided)[:2] == (HELD, "consent")


def test_a_link_of_which_nothing_is_noted_is_held_back_when_the_file_is_opened(embedded, decided, link, monkeypatch):
    monkeypatch.setattr(allowing, "links_without_consent", lambda _entries: ())
    monkeypatch.setattr(holding_back, "links_without_consent", lambda _entries: ())
    allowing.change_consents(decided[0].visit(), [], language="en", at=embedded.now)
    assert opens(embedded, link)
    assert state_of(embedded, decided)[:2] == (HELD, "consent") and not opens(embedded, link)


def test_a_link_does_not_outlast_what_the_person_allows(embedded, decided):
    until = embedded.now.date() + timedelta(days=2)
    line = Line("raise_private_unnamed", until=until.isoformat())
    yes = {"ref": "a9" * 16, **line.as_data(), "word": "yes", "given_by": "self", "ground": "", "informed": {}}
    allowing.answer_purposes(decided[0].visit(), [yes], at=embedded.now)
    keep(embedded, decided[1])
    refused = make(embedded, decided[1], (until + timedelta(days=1)).isoformat())
    assert "What the person allows ends before that day." in " ".join(sentences(refused))
    assert path_in(make(embedded, decided[1], until.isoformat()))
