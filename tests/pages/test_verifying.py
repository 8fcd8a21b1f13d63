"""The pages of verifying: sources, the preview of a question, results, the section of the case, reuse, the day's page."""

import re
from datetime import timedelta

import pytest

from safeconduct.cases.desk import casework
from safeconduct.cases.incident import incidents
from safeconduct.cases.source import sources
from safeconduct.cases.source_question import source_questions
from safeconduct.cases.verification import verifications
from tests.builders import a_telling
from tests.embedded import OTHER_OFFICE, PROTECTION
from tests.pages.page import sentences, text_of, typed_into
from tests.pages.test_incidents import add
from tests.pages.test_sharing import made

SOURCE = {"source-name": "The clinic", "source-basis": "referee", "source-heard_from": "first_hand"}
ALL_FACTS = ["person", "act", "date", "place", "perpetrator"]


def address(call, rest=""):
    return f"/desk/dossiers/{call.ref}/verification/{rest}"


def add_source(embedded, call, client, **typed):
    response = client.post(address(call, "sources/"), {**SOURCE, **{f"source-{k}": v for k, v in typed.items()}})
    return response, sources(embedded.case(call.ref).written)[-1:]


def add_result(call, client, source, target="", /, **typed):
    wanted = {
        "target": target,
        "source": source,
        "says": "confirms",
        "facts": ALL_FACTS if target else ["person"],
        "grade": "B",
        "information": "i2",
        "confidence": "high",
        "until": "2026-05-03",
        **typed,
    }
    return client.post(address(call, "results/"), {f"result-{name}": value for name, value in wanted.items()})


@pytest.fixture
def at_work(embedded):
    """A call with one incident and one source, in the officer's browser."""
    call, mara = embedded.call(telling=a_telling(name="Teresa (invented)")), embedded.staff(PROTECTION)
    add(embedded, call, mara, perpetrator="police")
    _, (source,) = add_source(embedded, call, mara)
    (incident,) = incidents(embedded.case(call.ref).written)
    return call, mara, source.ref, incident.ref


def test_whoever_can_be_asked_comes_before_asking(embedded):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    assert '<a class="main" href="#sources">Add a source</a>' in text_of(mara.get(address(call)))
    assert f'href="{address(call)}#sources"' in text_of(mara.get(address(call, "ask/")))
    add_source(embedded, call, mara)
    assert f'<a class="main" href="{address(call, "ask/")}">Ask a source</a>' in text_of(mara.get(address(call)))


def test_one_source_is_enough_to_act_and_two_are_needed_to_count(embedded, at_work):
    call, mara, source, incident = at_work
    case = f"/desk/dossiers/{call.ref}/"
    assert "Nobody but the person says so yet." in text_of(mara.get(case))
    assert add_result(call, mara, source, incident).status_code == 302
    page = text_of(mara.get(case))
    assert "Confirmed for acting" in page and "Referee, source B, information 2" in page and "Good until 3 May" in page
    assert "Not yet for counting" in page and "rests on one origin" in page
    _, (second,) = add_source(embedded, call, mara, name="The archive", basis="documents")
    add_result(call, mara, second.ref, incident)
    assert "Verified for counting" in text_of(mara.get(case))


def test_a_second_source_that_heard_it_from_the_first_adds_nothing(embedded, at_work):
    call, mara, source, incident = at_work
    add_result(call, mara, source, incident)
    _, (second,) = add_source(embedded, call, mara, name="The neighbour", heard_from=source)
    add_result(call, mara, second.ref, incident)
    assert "Not yet for counting" in text_of(mara.get(address(call)))


def test_nothing_is_judged_by_leaving_a_form_as_it_is(embedded, at_work):
    call, mara, source, incident = at_work
    untouched = dict.fromkeys(("says", "grade", "information", "confidence"), "")
    response = add_result(call, mara, source, incident, **untouched)
    assert text_of(response).count('<option value="" selected>Choose</option>') == 5
    assert "It is not said how sure you are. Choose it." in sentences(response)
    assert verifications(embedded.case(call.ref).written) == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"facts": []}, "Nothing is chosen yet. Tick what the source confirms or denies."),
        ({"until": ""}, "The last day is missing. Choose one."),
        ({"until": "soon"}, "This is not a day. Write it as 2027-01-31."),
        ({"until": "2020-01-01"}, "The last day is in the past. Choose until when this may be relied on."),
        ({"until": "2030-01-01"}, "That is more than a year. Choose an earlier day; it can be confirmed again."),
        (
            {"target": "", "facts": ["place"]},
            "Only who the person is can be said without an incident. Choose the incident, or untick the rest.",
        ),
        ({"source": "f" * 32}, None),
        ({"grade": "Z"}, None),
        ({"text": "x" * 50_001}, None),
    ],
    ids=[
        "no fact",
        "no day",
        "words",
        "past",
        "too long",
        "a place of nothing",
        "no such source",
        "no such grade",
        "long",
    ],
)
def test_a_result_that_cannot_be_is_said_and_kept_in_the_form(embedded, at_work, typed, said):
    call, mara, source, incident = at_work
    response = add_result(call, mara, source, **{"target": incident, "text": "From the door.", **typed})
    assert response.status_code == 200 and sentences(response)
    assert said is None or said in sentences(response)
    assert typed_into(response, "result-text") == typed.get("text", "From the door.")
    assert verifications(embedded.case(call.ref).written) == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": " "}, "The source has no name yet. Write one by which this office knows it."),
        (
            {"name": "the CLINIC"},
            "A source of this name is here already. Choose it below, or write how the two differ.",
        ),
        ({"name": "x" * 501}, None),
    ],
    ids=["no name", "there already", "long"],
)
def test_a_source_that_cannot_be_is_said_and_kept_in_the_form(embedded, at_work, typed, said):
    call, mara, *_ = at_work
    response, _ = add_source(embedded, call, mara, **{"text": "Ask at noon.", **typed})
    assert response.status_code == 200 and (said is None or said in sentences(response))
    assert typed_into(response, "source-text") == "Ask at noon."
    assert len(sources(embedded.case(call.ref).written)) == 1


def question(source, incident, **typed):
    return {"source": source, "target": incident, "parts": ["acts", "month", "region"], "by": "2026-03-09", **typed}


def ask(call, client, source, incident, **typed):
    told = {**question(source, incident), **typed}
    shown = typed_into(client.post(address(call, "ask/"), {**told, "go": "preview"}), "shown")
    assert client.post(address(call, "ask/"), {**told, "shown": shown, "go": "keep"}).status_code == 302


def test_a_source_hears_exactly_what_was_shown_and_no_more(embedded, at_work):
    call, mara, source, incident = at_work
    shown = mara.post(address(call, "ask/"), {**question(source, incident), "go": "preview"})
    told = "Threatened. March 2026. In the north of Guatemala. Is it so, as far as you know, and how do you know it?"
    assert typed_into(shown, "shown") == told and "They will hear this" in text_of(shown)
    assert source_questions(embedded.case(call.ref).written) == ()
    kept = mara.post(address(call, "ask/"), {**question(source, incident), "shown": told, "go": "keep"})
    assert kept.status_code == 302
    (asked,) = source_questions(embedded.case(call.ref).written)
    assert asked.text == told and "Teresa" not in told


def test_what_was_changed_after_the_preview_is_shown_anew_before_it_is_kept(embedded, at_work):
    call, mara, source, incident = at_work
    changed = question(source, incident, parts=["acts"], own="She leads the committee.")
    response = mara.post(address(call, "ask/"), {**changed, "shown": "Threatened. Is it so?", "go": "keep"})
    assert response.status_code == 200 and "She leads the committee." in typed_into(response, "shown")
    assert source_questions(embedded.case(call.ref).written) == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            {"own": "Do you know Teresa?"},
            "The text holds a name of this file. Take it out; the source must know the person without it.",
        ),
        ({"parts": []}, "Nothing is chosen yet. Tick what the source must hear to answer, and no more."),
        ({"by": ""}, "The day is missing. Choose by when the source is asked."),
    ],
    ids=["her name", "nothing", "no day"],
)
def test_a_question_that_may_not_be_asked_shows_no_preview_and_keeps_what_was_typed(embedded, at_work, typed, said):
    call, mara, source, incident = at_work
    wanted = question(
        source, incident, **{"own": "She leads the committee." if typed.get("parts") != [] else "", **typed}
    )
    response = mara.post(address(call, "ask/"), {**wanted, "go": "preview"})
    assert said in sentences(response) and "They will hear this" not in text_of(response)
    assert typed_into(response, "own") == wanted["own"]


def test_a_doubt_needs_a_word_and_shows_with_the_result(embedded, at_work):
    call, mara, source, incident = at_work
    add_result(call, mara, source, incident)
    (result,) = verifications(embedded.case(call.ref).written)
    refused = mara.post(address(call, f"{result.ref}/doubt/"), {"text": " ", "go": "doubt"})
    assert sentences(refused)[:1] == [
        "Nothing is written about the doubt. Say in a sentence what is in doubt, without names."
    ]
    assert mara.post(address(call, f"{result.ref}/doubt/"), {"text": "Was away.", "go": "retract"}).status_code == 302
    page = text_of(mara.get(address(call)))
    assert "Taken back" in page and "Was away." in page and "Not yet for acting" in page
    again = mara.post(address(call, f"{result.ref}/doubt/"), {"text": "Was away.", "go": "retract"})
    assert again.status_code == 409 and "taken back already" in text_of(again)


def test_a_partner_reads_the_grades_and_every_later_doubt_and_not_who_it_was(embedded):
    call = embedded.call()
    mara, _defender = made(embedded, call)
    add(embedded, call, mara)
    _, (source,) = add_source(embedded, call, mara)
    (incident,) = incidents(embedded.case(call.ref).written)
    add_result(call, mara, source.ref, incident.ref, text="From the door.")
    (result,) = verifications(embedded.case(call.ref).written)
    share = re.search(r'name="share"[^>]*>\s*<option value="(\w+)"', text_of(mara.get(address(call))))
    assert mara.post(address(call, f"{result.ref}/share/"), {"share": share[1]}).status_code == 302
    amal = embedded.staff(OTHER_OFFICE)
    page = text_of(amal.get(f"/desk/shared/{call.ref}/"))
    assert (
        "Verified by them" in page and "Referee; source B, information 2" in page and "Threatened, March 2026" in page
    )
    assert "The clinic" not in page and "From the door" not in page
    mara.post(address(call, f"{result.ref}/doubt/"), {"text": "Was away.", "go": "doubt"})
    page = text_of(amal.get(f"/desk/shared/{call.ref}/"))
    assert "In doubt" in page and "Was away." in page


def test_a_case_that_nobody_confirmed_is_listed_after_its_limit_with_its_next_step(embedded, at_work, settings):
    call, mara, source, incident = at_work
    casework.accept(call.ref, embedded.keyring(PROTECTION), at=embedded.now)
    assert "Not verified" not in text_of(mara.get("/desk/"))
    embedded.clock.pass_by(timedelta(days=8))
    mara = embedded.staff(PROTECTION)
    page = text_of(mara.get("/desk/"))
    assert "Not verified" in page and "8 days" in page and "No next step is written down." in page
    assert page.index("New requests") < page.index("Not verified"), "whom nobody has answered stands before it"
    ask(call, mara, source, incident, by="2026-03-16")
    asked = "A source was asked, until 16 March 2026."
    assert asked in text_of(mara.get("/desk/")) and asked in text_of(mara.get(address(call)))
    planned = {"check-step": "ask_referee", "check-by": "2026-03-20"}
    assert mara.post(address(call, "check/"), planned).status_code == 302
    assert "Next step by 20 March 2026." in text_of(mara.get("/desk/"))
    assert "Next: Ask a referee, by 20 March 2026." in text_of(mara.get(f"/desk/dossiers/{call.ref}/"))
    settings.SAFECONDUCT_UNVERIFIED_LIMIT = timedelta(days=30)
    assert "Not verified" not in text_of(mara.get("/desk/"))
    settings.SAFECONDUCT_UNVERIFIED_LIMIT = timedelta(days=7)
    add_result(call, mara, source, incident)
    assert "Not verified" not in text_of(mara.get("/desk/"))
    embedded.clock.pass_by(timedelta(days=60))
    assert "what confirmed it has run out" in text_of(embedded.staff(PROTECTION).get("/desk/"))


def test_a_next_step_in_the_past_is_refused(embedded, at_work):
    call, mara, *_ = at_work
    response = mara.post(address(call, "check/"), {"check-step": "wait", "check-by": "2020-01-01"})
    assert sentences(response)[:1] == ["That day is in the past. Choose by when somebody looks at it."]


def test_who_the_source_is_stands_on_the_page_of_verification_alone(embedded, at_work):
    call, mara, source, incident = at_work
    add_result(call, mara, source, incident)
    assert "The clinic" in text_of(mara.get(address(call)))
    for page in (f"/desk/dossiers/{call.ref}/", "/desk/", "/desk/cases/", f"/desk/dossiers/{call.ref}/share/"):
        assert "The clinic" not in text_of(mara.get(page))
