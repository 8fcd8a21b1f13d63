"""From the ladder to a step that was taken, its duties and what the defender reads: each page as an officer uses it."""

import re
from datetime import timedelta

import pytest

from safeconduct.cases.action import actions
from safeconduct.cases.coded_fact import KIND as KIND_OF_VIOLATION
from safeconduct.cases.coded_fact import CodedFact
from safeconduct.cases.decision import decisions
from safeconduct.cases.desk import acting, casework, coding, deciding, triage
from safeconduct.cases.draft import drafts
from safeconduct.cases.eligibility import Assessment
from safeconduct.cases.feedback import effects, feedbacks
from safeconduct.guidance.register import action_kinds
from safeconduct.intake.desk import allowing, returning
from safeconduct.intake.desk.returning import Word
from tests.embedded import COLLEAGUE, OTHER_OFFICE, PROTECTION
from tests.pages.page import typed_into
from tests.protecting import action_of, an_accepted_case, typed, with_a_step

KIND = action_kinds()["DIP-01"]
WORDS = "None known; asked the relay."


def address(call, part):
    return f"/desk/dossiers/{call.ref}/{part}"


def text_of(response):
    return response.content.decode()


@pytest.fixture
def call(embedded):
    return an_accepted_case(embedded, "raise_private_unnamed", "publish_unnamed")


@pytest.fixture
def mara(embedded):
    return embedded.staff(PROTECTION)


def filled(embedded, **changes):
    """The plan page with one step, filled in as an officer would."""
    weighed = ("harm_if_act", "harm_if_not", "to_whom", "public_already", "mitigation", "leverage", "exposure")
    step = {
        "by_whom": "Head of Mission",
        "level": "local",
        "visibility": "private",
        "mode": "reactive",
        "recipient": "Ministry of Justice",
        "channel": "meeting",
        "aim": "The charge is dropped.",
        "consent_0": "raise_private_unnamed",
        **dict.fromkeys(weighed, WORDS),
    }
    decision = {
        "wish": "“Speak to them quietly.”",
        "benefit": "They answered twice.",
        "harm": "They asked who told us.",
    }
    review = (embedded.now.date() + timedelta(days=10)).isoformat()
    return {
        "go": "record",
        "kind": "DIP-01",
        **{f"DIP-01-{name}": value for name, value in step.items()},
        **{f"decision-{name}": value for name, value in decision.items()},
        "decision-conflict": "none",
        "decision-review_on": review,
        **changes,
    }


def test_the_ladder_shows_what_is_open_and_why_the_rest_is_not(mara, call):
    page = text_of(mara.get(address(call, "decide/")))
    assert 'value="DIP-01">' in page
    assert 'value="DIP-04" disabled aria-describedby="why-DIP-04"' in page
    assert "Nobody has asked about “Raise in private, with the name”." in page
    assert all(f'value="{kind}"' in page for kind in action_kinds() if kind != "PRO-08")


CLOSED = """[[closed]]
country = "{country}"
way = "{way}"
says = "The ministry receives no mission."
since = 2026-02-03
noted_by = "Head of Mission"
source = "Note verbale of 3 February"
"""


def test_what_is_closed_in_the_country_is_noted_with_its_source_and_a_way_round(embedded, mara, settings):
    call = an_accepted_case(embedded, "raise_private_unnamed", country="Velmora")
    text = "".join(CLOSED.format(country="Velmora", way=way) for way in ("local", "meeting"))
    settings.SAFECONDUCT_CLOSED_WAYS.write_text(text + CLOSED.format(country="Elsewhere", way="hq"))
    ladder = text_of(mara.get(address(call, "decide/")))
    assert "Since 3 February 2026. Noted by Head of Mission. Source: Note verbale of 3 February." in ladder
    assert "Open beside it: Headquarters; A multilateral body; By phone;" in ladder
    assert "Now only: headquarters." in ladder and 'value="DIP-01">' in ladder
    plan = text_of(mara.post(address(call, "decide/"), {"go": "plan", "kind": "DIP-01"}))
    assert "Here (closed in this country)" in plan and "In a meeting (closed in this country)" in plan
    assert "Here: The ministry receives no mission." in plan, "the hurdle stands in the form"
    assert plan.index('<option value="hq"') < plan.index('<option value="local"')


def test_elsewhere_nothing_is_closed(embedded, mara, settings):
    call = an_accepted_case(embedded, country="Velmora")
    settings.SAFECONDUCT_CLOSED_WAYS.write_text(CLOSED.format(country="Elsewhere", way="local"))
    assert "Closed in this country" not in text_of(mara.get(address(call, "decide/")))


def test_choosing_nothing_says_what_to_do(mara, call):
    assert "No step is chosen." in text_of(mara.post(address(call, "decide/"), {"go": "plan"}))


def test_a_plan_is_recorded_in_four_clicks(embedded, mara, call):
    plan = mara.post(address(call, "decide/"), {"go": "plan", "kind": ["DIP-01", "PUB-02"]})
    assert "Raise the case in a closed-door meeting" in text_of(plan) and "HQ spokesperson statement" in text_of(plan)
    response = mara.post(address(call, "decide/"), filled(embedded))
    assert response.status_code == 302
    (decision,) = decisions(embedded.case(call.ref).written)
    assert [step.recipient for step in decision.steps] == ["Ministry of Justice"]
    assert "Head of Mission" in text_of(mara.get(address(call, "")))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"decision-harm": ""}, "Facts are written on one side only."),
        ({"DIP-01-aim": ""}, "No aim is written."),
        ({"DIP-01-consent_0": "raise_private_named"}, "There is no consent to"),
        ({"decision-review_on": "31 February"}, "This is no day."),
        ({"DIP-01-on": "2020-01-01"}, "This day has passed."),
        ({"DIP-01-level": "moon"}, "Not recorded yet"),
        ({"decision-consideration_0": "relations", "decision-says_0": "They mind."}, "decide nothing alone"),
        ({"DIP-01-aim": "x" * 50_001}, "Not recorded yet"),
    ],
    ids=["one side", "no aim", "beyond consent", "no day", "a day in the past", "no such level", "vague", "too long"],
)
def test_what_is_open_is_said_and_what_was_typed_is_kept(embedded, mara, call, changes, says):
    response = mara.post(address(call, "decide/"), filled(embedded, **changes))
    assert response.status_code == 200
    assert says in text_of(response) and "They answered twice." in text_of(response)
    assert decisions(embedded.case(call.ref).written) == ()


def test_a_day_that_is_missing_is_said_together_with_what_else_is_open(embedded, mara, call):
    typed = filled(embedded, **{"decision-review_on": "", "decision-wish": ""})
    page = text_of(mara.post(address(call, "decide/"), typed))
    assert "There is no day yet." in page and "The person’s wish is not written." in page
    assert not decisions(embedded.case(call.ref).written)


def test_a_plan_offers_first_what_the_defender_allows(embedded, mara):
    for allowed in ("raise_private_unnamed", "raise_private_named"):
        page = text_of(
            mara.post(address(an_accepted_case(embedded, allowed), "decide/"), {"go": "plan", "kind": "DIP-01"})
        )
        offered = page.split('name="DIP-01-consent_0"')[1].split("</select>")[0]
        assert re.findall(r'value="(\w+)"', offered)[0] == allowed


def test_each_field_that_cannot_be_read_is_named_above_the_plan_with_a_way_to_it(embedded, mara, call):
    page = text_of(
        mara.post(address(call, "decide/"), filled(embedded, **{"DIP-01-level": "moon", "decision-review_on": ""}))
    )
    above, below = page.split('<form class="sheet"')
    assert 'href="#id_DIP-01-level"' in above and 'href="#id_decision-review_on"' in above
    assert 'id="id_DIP-01-level"' in below and 'id="id_decision-review_on"' in below
    assert "<details open" not in below


def test_to_do_nothing_asks_for_reasons(embedded, mara, call):
    page = text_of(mara.post(address(call, "decide/"), {"go": "nothing"}))
    assert "Decide to do nothing for now" in page
    sent = {name: value for name, value in filled(embedded).items() if not name.startswith(("kind", "DIP"))}
    assert "as specific as a step does" in text_of(mara.post(address(call, "decide/"), sent))
    considered = {"consideration_0": "staff", "says_0": "Two are away.", "risk_0": "A raid.", "source_0": "The relay."}
    sent |= {f"decision-{name}": value for name, value in considered.items()} | {"decision-considered_0": "A call."}
    assert mara.post(address(call, "decide/"), sent).status_code == 302
    assert "Nothing for now" in text_of(mara.get(address(call, "")))


def test_without_a_current_risk_the_plan_says_so_before_anybody_writes_it(embedded, mara):
    call, first = an_accepted_case(embedded, has_risk=False), "assess the risk first"
    page = address(call, "decide/")
    assert first in text_of(mara.get(page)) and first in text_of(mara.post(page, {"go": "nothing"}))
    with_risk = address(an_accepted_case(embedded), "decide/")
    assert first not in text_of(mara.get(with_risk)) and first not in text_of(mara.post(with_risk, {"go": "nothing"}))


def test_an_emergency_is_declared_by_one_and_confirmed_by_another(embedded, mara):
    call = an_accepted_case(embedded, has_risk=False)
    assert "No risk assessment" in text_of(mara.get(address(call, "decide/")))
    assert "There is no reason yet." in text_of(mara.post(address(call, "emergency/"), {"emergency-reason": ""}))
    mara.post(address(call, "emergency/"), {"emergency-reason": "Men are at the door."})
    assert "You declared it yourself." in text_of(mara.get(address(call, "decide/")))
    assert "You declared it yourself." in text_of(mara.post(address(call, "emergency/"), {"go": "confirm"}))
    embedded.staff(COLLEAGUE).post(address(call, "emergency/"), {"go": "confirm"})
    assert "The emergency stands in for it." in text_of(mara.get(address(call, "decide/")))
    assert deciding.standing(embedded.case(call.ref), at=embedded.now).declared.stands(embedded.now)


# A step


@pytest.fixture
def planned(embedded):
    return with_a_step(embedded)


def taken(embedded, **changes):
    day = embedded.now.date()
    return typed("DIP-01", on=day, **{"take-contributors": "Norlund\n\nEstermark", **changes})


def test_a_step_is_recorded_with_what_its_kind_needs(embedded, mara, planned):
    call, step = planned
    page = text_of(mara.get(address(call, f"steps/{step}/")))
    asked = [one.label for one in (*KIND.inputs, *KIND.evidence)] + [one.says for one in KIND.preconditions]
    assert all(label in page for label in asked)
    assert mara.post(address(call, f"steps/{step}/"), taken(embedded)).status_code == 302
    action = action_of(embedded, call.ref, step)
    assert (action.state, action.contributors) == ("done", ("Norlund", "Estermark"))
    page = text_of(mara.get(address(call, "")))
    assert "Yes, once. Last: Raise the case in a closed-door meeting" in page and "has not been told yet" in page


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"take-met": []}, "Not yet met: “The meeting is agreed”. Ask for the meeting first."),
        ({"take-input_official": ""}, "Not yet written: “Office that was spoken to”."),
        ({"take-shown_answer": ""}, "Nothing shows that it was done."),
        ({"take-shown_level": "emperor"}, "emperor"),
        ({"take-on": ""}, "There is no day yet."),
        ({"take-on": "2099-01-01"}, "The day lies ahead."),
        ({"take-result": "won"}, "won"),
    ],
    ids=["not met", "an input", "no evidence", "no such choice", "no day", "tomorrow", "no such result"],
)
def test_what_is_missing_of_a_step_is_said_and_what_was_typed_is_kept(embedded, mara, planned, changes, says):
    call, step = planned
    response = mara.post(address(call, f"steps/{step}/"), taken(embedded, **changes))
    assert response.status_code == 200 and says in text_of(response)
    assert "Estermark" in text_of(response)
    assert not action_of(embedded, call.ref, step).is_taken


def test_a_step_is_dropped_with_a_reason(embedded, mara, planned):
    call, step = planned
    sent = mara.post(address(call, f"steps/{step}/"), {"go": "drop", "drop-reason": ""})
    assert "There is no reason yet." in text_of(sent)
    mara.post(address(call, f"steps/{step}/"), {"go": "drop", "drop-reason": "She asked us to wait."})
    assert action_of(embedded, call.ref, step).state == "dropped"
    assert mara.get(address(call, f"steps/{'0' * 32}/")).status_code == 404


def test_a_day_moves_the_duties(embedded, mara):
    call, step = with_a_step(embedded, "share_network", kind="PRO-04", purpose="share_network")
    mara.post(address(call, f"steps/{step}/"), {"go": "date", "date-event": "the hearing", "date-on": "2026-05-20"})
    assert "By 13 May" in text_of(mara.get(address(call, "duties/")))


@pytest.fixture
def done(embedded, mara, planned):
    call, step = planned
    mara.post(address(call, f"steps/{step}/"), taken(embedded))
    return planned


def test_our_view_of_an_effect_stands_beside_the_defenders(embedded, mara, done):
    call, step = done
    said = {"go": "effect", "effect-scale": "-1", "effect-words": "They came back.", "effect-reaction": "hardens"}
    said |= {"effect-contribution": "cannot_tell", "effect-confidence": "low"}
    mara.post(address(call, f"steps/{step}/"), said)
    page = text_of(mara.get(address(call, f"steps/{step}/")))
    assert "They came back." in page and "becomes harder" in page
    wrong = mara.post(address(call, f"steps/{step}/"), {**said, "effect-words": "This led to his arrest."})
    assert "what nobody can know" in text_of(wrong)


def test_duties_are_done_waived_passed_on_and_opened(embedded, mara, done):
    call, step = done
    page = text_of(mara.get(address(call, "duties/")))
    assert "Check promise kept" in page and "5 duties are open." in page
    tomas = embedded.keyring(COLLEAGUE)
    for sent in (
        {"go": "end", "duty": f"{step}:0:0", "words": "Written down."},
        {"go": "waive", "duty": f"{step}:3:0", "words": "Nothing was promised."},
        {"go": "pass", "duty": f"{step}:1:0", "post": tomas.post},
        {"go": "open", "duty-says": "Call the lawyer", "duty-due": "2026-03-10", "duty-step": step},
    ):
        assert mara.post(address(call, "duties/"), sent).status_code == 302
    states = {duty.ref: (duty.state, duty.post) for duty in acting.duties_of(embedded.case(call.ref), at=embedded.now)}
    assert (states[f"{step}:0:0"][0], states[f"{step}:3:0"][0]) == ("done", "waived")
    assert states[f"{step}:1:0"][1] == tomas.post
    assert "Call the lawyer" in text_of(mara.get(address(call, "")))


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"go": "waive", "duty": "5e" * 16 + ":0:0"}, "There is no reason yet."),
        ({"go": "end", "duty": "nothing"}, "This duty has ended already."),
        ({"go": "open", "duty-says": ""}, "Nothing is written yet."),
        ({"go": "open", "duty-says": "Call"}, "neither a day nor an event"),
        ({"go": "open", "duty-says": "Call", "duty-due": "1 May"}, "This is no day."),
        ({"go": "pass", "duty": "5e" * 16 + ":1:0", "post": "x"}, "There is no such post."),
    ],
)
def test_what_cannot_be_done_with_a_duty_is_said(mara, done, sent, says):
    call, _step = done
    response = mara.post(address(call, "duties/"), sent)
    assert response.status_code == 200 and says in text_of(response)


# Telling


def test_the_defender_is_told_in_four_clicks_and_answers(embedded, mara, done):
    call, step = done
    page = mara.get(address(call, "tell/"))
    assert "Something was done for you." in text_of(page)
    sent = {"go": "tell", "tell-steps": step, "tell-level": "lowest", "tell-channel": "page", "tell-text": "Done."}
    assert mara.post(address(call, "tell/"), sent).status_code == 302
    (given,) = feedbacks(embedded.case(call.ref).written)
    holder = embedded.holder(call)
    assert "Done." in text_of(holder.get("/en/back/"))
    assert "Nothing is chosen yet." in text_of(
        holder.post("/en/back/", {"feedback": given.ref, f"{given.ref}-words": "W"})
    )
    holder.post("/en/back/", {"feedback": given.ref, f"{given.ref}-scale": "-1", f"{given.ref}-words": "They came."})
    assert "You said:" in text_of(holder.get("/en/back/"))
    assert [one.words for one in effects(embedded.case(call.ref).written)] == ["They came."]
    mara.post(address(call, "tell/"), {"go": "reached", "feedback": given.ref})
    assert "Reached" in text_of(mara.get(address(call, "tell/")))


OWED = "A word for you should have stood here by Monday 9 March and does not yet."


@pytest.mark.parametrize("rhythm", ["", "never"], ids=["no wish", "write nothing, I will come"])
def test_a_neutral_note_waits_by_itself_where_a_word_is_overdue(embedded, mara, planned, rhythm):
    call, step = planned
    if rhythm:
        wish = {"rhythm": rhythm, "channel": "", "safe_hours": "Never before noon."}
        returning.leave_wish(call.visit(), "contact", wish, at=embedded.now)
    mara.post(address(call, f"steps/{step}/"), taken(embedded))
    embedded.clock.pass_by(timedelta(days=5))
    assert OWED not in text_of(embedded.holder(call).get("/en/back/"))
    before = embedded.case(call.ref).written
    embedded.clock.pass_by(timedelta(days=1))
    page = text_of(embedded.holder(call).get("/en/back/"))
    assert OWED in page and "closed-door" not in page and "Ministry" not in page
    assert embedded.case(call.ref).written == before, "nothing is written and nothing is sent"
    returning.empty_from_view(call.visit(), at=embedded.now)
    assert OWED not in text_of(embedded.holder(call).get("/en/back/"))


@pytest.mark.parametrize("channel", ["page", "relay", "call"])
def test_the_note_goes_when_the_person_was_told_whichever_way(embedded, done, channel):
    call, step = done
    embedded.clock.pass_by(timedelta(days=9))
    assert OWED in text_of(embedded.holder(call).get("/en/back/"))
    sent = {"go": "tell", "tell-steps": step, "tell-level": "lowest", "tell-channel": channel, "tell-text": "Done."}
    embedded.staff(PROTECTION).post(address(call, "tell/"), sent)
    assert OWED not in text_of(embedded.holder(call).get("/en/back/"))


def test_the_note_goes_when_nobody_has_to_be_told(embedded, done):
    call, step = done
    embedded.clock.pass_by(timedelta(days=9))
    assert OWED in text_of(embedded.holder(call).get("/en/back/"))
    waived = {"go": "waive", "duty": f"{step}:told", "words": "It would endanger her to hear of it."}
    embedded.staff(PROTECTION).post(address(call, "duties/"), waived)
    assert OWED not in text_of(embedded.holder(call).get("/en/back/"))


def test_the_lowest_wording_is_offered_in_the_language_of_the_request(embedded, mara):
    call, step = with_a_step(embedded, language="fr")
    mara.post(address(call, f"steps/{step}/"), taken(embedded))
    assert "Quelque chose a été fait pour vous." in text_of(mara.get(address(call, "tell/")))


def test_what_is_not_safe_to_tell_is_said_and_kept(mara, done):
    call, step = done
    sent = {
        "go": "tell",
        "tell-steps": step,
        "tell-level": "full",
        "tell-channel": "relay",
        "tell-text": "The minister.",
    }
    response = mara.post(address(call, "tell/"), sent)
    assert "Use the lowest wording" in text_of(response) and "The minister." in text_of(response)


def test_the_lowest_wording_is_not_recorded_as_more(embedded, mara, done):
    call, step = done
    lowest = typed_into(mara.get(address(call, "tell/")), "tell-text")
    sent = {"go": "tell", "tell-steps": step, "tell-level": "full", "tell-channel": "page", "tell-text": lowest}
    response = mara.post(address(call, "tell/"), sent)
    assert "This is the lowest wording." in text_of(response) and feedbacks(embedded.case(call.ref).written) == ()
    assert mara.post(address(call, "tell/"), sent | {"tell-level": "lowest"}).status_code == 302


def test_before_any_step_the_page_says_where_to_write(mara, call):
    assert "No step was taken yet." in text_of(mara.get(address(call, "tell/")))


def test_a_withdrawn_consent_stops_the_step_on_every_page(embedded, mara, planned):
    call, step = planned
    allowing.change_consents(call.visit(), (), language="en", at=embedded.now)
    assert "Stopped: no consent now" in text_of(mara.get(address(call, "")))
    response = mara.post(address(call, f"steps/{step}/"), taken(embedded))
    assert "The person said no" in text_of(response)
    assert not any(one.is_taken for one in actions(embedded.case(call.ref).written))


# The page of the case


def test_the_page_of_a_case_begins_with_whether_anyone_raised_it_and_offers_one_step(embedded, mara, done):
    call, _step = done
    casework.answer(call.ref, "It was said.", embedded.keyring(PROTECTION), at=embedded.now)
    page, step = text_of(mara.get(address(call, ""))), f'href="{address(call, "decide/")}"'
    assert page.index("Did anyone raise it?") < page.index("<h2>Facts</h2>") < page.index("<h2>Plan</h2>")
    assert page.count(step) == 1 and page.index(step) < page.index("Did anyone raise it?")


def test_a_word_that_is_owed_goes_before_a_step(embedded, mara, planned):
    call, _step = planned
    returning.write(call.visit(), Word("Is there news?"), at=embedded.now)
    page, step = text_of(mara.get(address(call, ""))), f'href="{address(call, "decide/")}"'
    assert '<a class="main" href="#answer">Answer</a>' in page
    assert page.count(step) == 1 and page.index(step) > page.index("<h2>Plan</h2>")


def test_the_list_of_cases_says_what_was_done_last_in_each(embedded, mara, done):
    nothing_yet = an_accepted_case(embedded)
    page = text_of(mara.get("/desk/cases/"))
    assert "Last: Raise the case in a closed-door meeting, 4 March" in page
    codename = embedded.case(nothing_yet.ref).story["codename"]
    assert "No step was taken yet." in page.split(codename, 1)[1].split("</li>")[0]


# Today


def test_today_lists_what_a_case_needs_besides_an_answer(embedded, mara, done):
    call, _step = done
    today = text_of(mara.get("/desk/"))
    assert "<h2>Duties</h2>" in today and "In 2 days" in today and ": Record reply and any promise" in today
    embedded.clock.pass_by(timedelta(days=3))
    assert "Late 1 day" in text_of(embedded.staff(PROTECTION).get("/desk/"))
    embedded.clock.pass_by(timedelta(days=13))
    page = text_of(embedded.staff(PROTECTION).get("/desk/"))
    assert "Without a word from us" in page and "16 days silent" in page
    assert address(call, "tell/") in page and address(call, "duties/") in page


def test_today_says_that_an_emergency_waits_for_a_second_member(embedded, mara, call):
    mara.post(address(call, "emergency/"), {"emergency-reason": "Men are at the door."})
    page = text_of(embedded.staff(COLLEAGUE).get("/desk/"))
    assert "Emergencies" in page and "waits for a confirmation" in page


# The draft of a statement

WHOLE = (
    "The Delegation calls for the immediate release of the human rights defender [name]. The charges breach Article 19 of "
    "the Covenant. Civil society must be able to work. We will follow the appeal on 3 May."
)


@pytest.fixture
def named(embedded):
    return an_accepted_case(embedded, "publish_named")


def test_a_draft_is_read_line_by_line_and_kept_when_nothing_is_open(embedded, mara, named):
    sent = {"draft-language": "en", "draft-text": WHOLE}
    page = text_of(mara.post(address(named, "statement/"), {**sent, "go": "read"}))
    assert (
        "Nothing is open" in page and "will follow the appeal on 3 May" in page and "A promise becomes a duty" in page
    )
    assert mara.post(address(named, "statement/"), {**sent, "go": "keep"}).status_code == 302
    assert [one.text for one in drafts(embedded.case(named.ref).written)] == [WHOLE]
    weaker = {"draft-language": "en", "draft-text": "We are concerned about [name]."}
    page = text_of(mara.post(address(named, "statement/"), weaker))
    assert "The earlier text has it." in page and "Strongest earlier text" in page


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("We are concerned about [name].", "is open. Write it, or say why it is left out."),
        ("[her brother] was taken.", "is nobody of this case."),
        ("", "Nothing is written yet."),
    ],
    ids=["lines left open", "nobody of this case", "nothing"],
)
def test_a_draft_with_something_open_is_not_kept_and_stays_on_the_page(embedded, mara, named, text, says):
    response = mara.post(address(named, "statement/"), {"draft-language": "en", "draft-text": text, "go": "keep"})
    assert response.status_code == 200 and says in text_of(response) and text in text_of(response)
    assert drafts(embedded.case(named.ref).written) == ()


def test_a_line_is_closed_because_the_defender_asked_for_less(embedded, mara, named):
    closed = {f"draft-closed_{line}": "less" for line in ("term", "release", "case", "situation", "law")}
    sent = {"draft-language": "en", "draft-text": "We are concerned about [name].", **closed, "go": "keep"}
    assert mara.post(address(named, "statement/"), sent).status_code == 302
    assert drafts(embedded.case(named.ref).written)[0].closed["release"] == "less"


def test_a_name_that_stands_in_a_draft_is_shown(mara, named):
    sent = {"draft-language": "en", "draft-text": "They took Amina Karsa.", "go": "read"}
    assert "<bdi>Amina Karsa</bdi>" in text_of(mara.post(address(named, "statement/"), sent))


def test_without_a_yes_to_being_named_no_draft_names(embedded, mara):
    call = an_accepted_case(embedded, "publish_unnamed")
    sent = {"draft-language": "en", "draft-text": WHOLE, "go": "keep"}
    assert "[name] has not agreed to be named in public." in text_of(mara.post(address(call, "statement/"), sent))


def test_whoever_is_protected_without_the_label_is_not_called_by_it(embedded, mara, named):
    assessment = Assessment("protected", (), "themselves", "A witness.")
    triage.assess(named.ref, assessment, embedded.keyring(PROTECTION), at=embedded.now)
    sent = {"draft-language": "en", "draft-text": WHOLE, "go": "keep"}
    assert "This person is protected without the label." in text_of(mara.post(address(named, "statement/"), sent))


# What was published of other cases


def with_violations(embedded, call, *kinds, name=PROTECTION):
    facts = tuple(CodedFact(KIND_OF_VIOLATION, kind, ("they took her",)) for kind in kinds)
    coding.confirm_facts(call.ref, facts, embedded.keyring(name), at=embedded.now)


def published(embedded, *kinds):
    """Another case of the same post, whose strong text is public."""
    other = an_accepted_case(embedded, "publish_named")
    with_violations(embedded, other, *kinds)
    mara = embedded.staff(PROTECTION)
    mara.post(address(other, "statement/"), {"draft-language": "en", "draft-text": WHOLE, "go": "keep"})
    sent = {"go": "publish", "published-on": embedded.now.date().isoformat(), "published-address": PLACE}
    assert mara.post(address(other, "statement/"), sent).status_code == 302
    return other


PLACE = "https://mission.example/appeal"
WEAK = {"draft-language": "en", "draft-text": "We are concerned about [name].", "go": "read"}


def test_a_draft_stands_beside_the_strongest_text_that_was_published_on_like_violations(embedded, mara, named):
    other = published(embedded, "arbitrary_detention", "threat")
    with_violations(embedded, named, "arbitrary_detention")
    page = text_of(mara.post(address(named, "statement/"), WEAK))
    assert "Public since 4 March 2026, on like violations; it is no target" in page
    assert "We will follow the appeal on 3 May." in page and PLACE in page and "The earlier text has it." in page
    assert embedded.case(other.ref).story["codename"] not in page
    compared = [line for line in embedded.journal() if line["event"] == "StatementCompared"]
    assert len(compared) == 1 and other.ref in compared[0].values()


@pytest.mark.parametrize("kinds", [(), ("torture_ill_treatment",)], ids=["not coded", "other violations"])
def test_a_text_on_other_violations_is_not_opened(embedded, mara, named, kinds):
    published(embedded, "arbitrary_detention")
    if kinds:
        with_violations(embedded, named, *kinds)
    assert "Strongest earlier text" not in text_of(mara.post(address(named, "statement/"), WEAK))
    assert all(line["event"] != "StatementCompared" for line in embedded.journal())


def test_a_text_that_was_kept_and_not_published_stays_in_its_case(embedded, mara, named):
    other = an_accepted_case(embedded, "publish_named")
    for call in (other, named):
        with_violations(embedded, call, "arbitrary_detention")
    mara.post(address(other, "statement/"), {"draft-language": "en", "draft-text": WHOLE, "go": "keep"})
    assert "Strongest earlier text" not in text_of(mara.post(address(named, "statement/"), WEAK))


def test_another_organisation_reads_nothing_of_it(embedded, named):
    published(embedded, "arbitrary_detention")
    lines = len(embedded.journal())
    held, _shared = casework.cards(embedded.keyring(OTHER_OFFICE), at=embedded.now)
    assert not any(card.published for card in held) and len(embedded.journal()) == lines


def test_what_cannot_be_recorded_as_published_is_said_and_kept(embedded, mara, named):
    mara.post(address(named, "statement/"), {"draft-language": "en", "draft-text": WHOLE, "go": "keep"})
    sent = {"go": "publish", "published-on": "2099-01-01", "published-address": PLACE}
    response = mara.post(address(named, "statement/"), sent)
    assert "The day lies ahead." in text_of(response) and PLACE in text_of(response)
