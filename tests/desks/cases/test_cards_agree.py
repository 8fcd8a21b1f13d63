"""A card is built up note by note; the dossier's entries must tell the same facts, or a list would deceive."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from safeconduct.cases.acquaintance import Acquaintance
from safeconduct.cases.barrier import Barriers
from safeconduct.cases.coded_fact import CodedFact
from safeconduct.cases.country_note import CountryNote
from safeconduct.cases.desk import (
    acquaintance,
    acting,
    barrier,
    coding,
    conversing,
    country_note,
    deciding,
    experience,
    incidents,
    linking,
    need,
    relief,
    relocation,
    risk,
    theme,
    triage,
    verifying,
)
from safeconduct.cases.desk import casework as desk
from safeconduct.cases.eligibility import PROTECTED, Assessment
from safeconduct.cases.haven import Haven
from safeconduct.cases.need import Need
from safeconduct.cases.request_card import RequestCard
from safeconduct.cases.source_question import source_questions
from safeconduct.cases.story_part import StoryPart
from safeconduct.cases.triage import NewDecline
from safeconduct.dossiers.entry import NewEntry
from safeconduct.intake.desk import allowing, returning
from safeconduct.intake.desk import linking as links
from safeconduct.intake.desk.returning import Word
from safeconduct.intake.experience import Experience, told_experiences
from tests.builders import a_risk, a_telling
from tests.embedded import COLLEAGUE, PROTECTION, Call, Embedded
from tests.protecting import put
from tests.rules.cases.protecting import a_decision, a_step, taken
from tests.rules.cases.test_incident import an_incident
from tests.rules.cases.test_verification import a_source

pytestmark = pytest.mark.django_db(transaction=True)

Step = Callable[[Embedded, Call], None]


def officer_opens(embedded: Embedded, call: Call) -> None:
    desk.open_case(call.ref, embedded.keyring(PROTECTION), at=embedded.now)


def officer_answers(embedded: Embedded, call: Call) -> None:
    text = f"We have read it at {embedded.now}."
    desk.answer(call.ref, text, embedded.keyring(PROTECTION), at=embedded.now)


def officer_accepts(embedded: Embedded, call: Call) -> None:
    desk.accept(call.ref, embedded.keyring(PROTECTION), at=embedded.now)


def officer_asks_back(embedded: Embedded, call: Call) -> None:
    triage.ask_back(call.ref, "Where is it?", embedded.keyring(PROTECTION), at=embedded.now)


def officer_declines(embedded: Embedded, call: Call) -> None:
    declining = NewDecline("other_help", "We cannot help with this.", nobody_else=True)
    triage.decline(call.ref, declining, embedded.keyring(PROTECTION), at=embedded.now)


def officer_reopens(embedded: Embedded, call: Call) -> None:
    triage.reopen(call.ref, embedded.keyring(PROTECTION), at=embedded.now)


def officer_says_no_defender(embedded: Embedded, call: Call) -> None:
    said = Assessment(PROTECTED, (), "referee")
    triage.assess(call.ref, said, embedded.keyring(PROTECTION), at=embedded.now)


def officer_judges_a_pair(embedded: Embedded, call: Call) -> None:
    other = embedded.call()
    triage.judge_pair(other.ref, call.ref, embedded.keyring(PROTECTION), same=True, at=embedded.now)


def officer_hands_off(embedded: Embedded, call: Call) -> None:
    relief.ask_relief(call.ref, embedded.keyring(PROTECTION), at=embedded.now)


def colleague_takes(embedded: Embedded, call: Call) -> None:
    relief.take(call.ref, embedded.keyring(COLLEAGUE), at=embedded.now)


def officer_adds_a_file(embedded: Embedded, call: Call) -> None:
    desk.add_files(call.ref, (embedded.file(),), embedded.keyring(PROTECTION), at=embedded.now)


def defender_writes(embedded: Embedded, call: Call) -> None:
    returning.write(call.visit(), Word("They came again."), at=embedded.now)


def defender_sends_a_file(embedded: Embedded, call: Call) -> None:
    returning.write(call.visit(), Word(files=(embedded.file(),)), at=embedded.now)


def defender_says_urgent_with_the_code_alone(embedded: Embedded, call: Call) -> None:
    returning.write(call.visit(own_word=""), Word(urgent=True), at=embedded.now)


def defender_changes_consents(embedded: Embedded, call: Call) -> None:
    allowing.change_consents(call.visit(), ["publish_unnamed"], language="en", at=embedded.now)


def defender_leaves_a_wish(embedded: Embedded, call: Call) -> None:
    returning.leave_wish(call.visit(), "contact", {"rhythm": "week"}, at=embedded.now)


def defender_empties_the_view(embedded: Embedded, call: Call) -> None:
    returning.empty_from_view(call.visit(), at=embedded.now)


def defender_tells_the_danger(embedded: Embedded, call: Call) -> None:
    returning.tell_risk(call.visit(), {"band": "immediate"}, at=embedded.now)


def defender_wants_support(embedded: Embedded, call: Call) -> None:
    returning.tell_support(call.visit(), "recovery", ["housing", "medical"], "A bed.", at=embedded.now)


def defender_tells_how_it_went(embedded: Embedded, call: Call) -> None:
    one = Experience("front-line-grants", "", "2025", "yes", "little", "They asked for papers.")
    assert returning.tell_experience(call.visit(), one, at=embedded.now)


def defender_takes_it_back(embedded: Embedded, call: Call) -> None:
    (told,) = told_experiences(embedded.case(call.ref).written)
    returning.take_back_experience(call.visit(), told.ref, at=embedded.now)


def officer_notes_how_it_went(embedded: Embedded, call: Call) -> None:
    now = Experience("omct-emergency", "", "", "yes", "helped", f"They called at {embedded.now}.")
    experience.note_experience(call.ref, now, embedded.keyring(PROTECTION), at=embedded.now)


def officer_assesses(embedded: Embedded, call: Call) -> None:
    risk.assess(call.ref, a_risk(), embedded.keyring(PROTECTION), at=embedded.now)


def officer_notes_a_need(embedded: Embedded, call: Call) -> None:
    asked = Need("", "rehabilitation", "strong", "recovery", "defender", "")
    need.note_need(call.ref, asked, embedded.keyring(PROTECTION), at=embedded.now)


def officer_asks_for_a_visa(embedded: Embedded, call: Call) -> None:
    visa = Haven("", "visa", "Consulate of Norlund", "", embedded.now.date())
    relocation.ask_haven(call.ref, visa, embedded.keyring(PROTECTION), at=embedded.now)


def officer_chooses_themes(embedded: Embedded, call: Call) -> None:
    theme.choose_themes(call.ref, ["women", "land"], embedded.keyring(PROTECTION), at=embedded.now)


def officer_notes_what_keeps_them_from_help(embedded: Embedded, call: Call) -> None:
    now = Barriers({"care": "handled", "way": "there"}, f"Her aunt comes at {embedded.now}.")
    barrier.note_barriers(call.ref, now, embedded.keyring(PROTECTION), at=embedded.now)


def officer_notes_since_when_they_were_known(embedded: Embedded, call: Call) -> None:
    since = embedded.now.date() - timedelta(days=200)
    acquaintance.note_acquaintance(
        call.ref, Acquaintance("yes", since, is_planned=True), embedded.keyring(PROTECTION), at=embedded.now
    )


def officer_notes_what_changed_in_the_country(embedded: Embedded, call: Call) -> None:
    note = CountryNote("c0" * 16, "KE", "law", embedded.now.date(), "A bill was tabled.", "The gazette")
    country_note.note_country(call.ref, note, embedded.keyring(PROTECTION), at=embedded.now)


def officer_takes_the_note_back(embedded: Embedded, call: Call) -> None:
    mara = embedded.keyring(PROTECTION)
    country_note.take_back_country_note(call.ref, "c0" * 16, "It was another.", mara, at=embedded.now)


def others_may_have_the_code(embedded: Embedded, call: Call) -> None:
    returning.freeze(call.visit(), at=embedded.now)


def officer_records_a_reprisal(embedded: Embedded, call: Call) -> None:
    incident = an_incident(reprisal_for="un", follow_up_on="2026-03-20")
    incidents.record_incident(call.ref, incident, embedded.keyring(PROTECTION), at=embedded.now)


def officer_sets_a_mark(embedded: Embedded, call: Call) -> None:
    incidents.set_mark(call.ref, "refoulement", "He says so.", None, embedded.keyring(PROTECTION), at=embedded.now)


def defender_agrees_to_act_together(embedded: Embedded, call: Call) -> None:
    allowing.change_consents(call.visit(), ["collective"], language="en", at=embedded.now)


def officer_confirms_facts(embedded: Embedded, call: Call) -> None:
    facts = (CodedFact("country", "BY"), CodedFact("violation_types", "threat"), CodedFact("defender_types", "lawyer"))
    coding.confirm_facts(call.ref, facts, embedded.keyring(PROTECTION), at=embedded.now)


def officer_takes_facts_back(embedded: Embedded, call: Call) -> None:
    coding.confirm_facts(call.ref, (), embedded.keyring(PROTECTION), at=embedded.now)


def officer_puts_a_line_in(embedded: Embedded, call: Call) -> None:
    parts = (StoryPart(None, "", "relay", "They came again."),)
    conversing.put_in(call.ref, parts, embedded.keyring(PROTECTION), at=embedded.now)


def officer_makes_a_link_and_a_source_answers(embedded: Embedded, call: Call) -> None:
    mara, on = embedded.keyring(PROTECTION), embedded.now.date()
    verifying.add_source(call.ref, a_source(), mara, at=embedded.now)
    verifying.ask_source(call.ref, a_source().ref, "", "Is it so?", on, mara, at=embedded.now)
    (question,) = source_questions(embedded.case(call.ref).written)
    token = linking.make_link(call.ref, question.ref, on, mara, at=embedded.now)
    assert links.answer_link(token, "yes", "I saw it.", at=embedded.now)


def officer_acts(embedded: Embedded, call: Call) -> None:
    plan = a_decision(a_step(ref="5e" * 16, on=embedded.now.date()), a_step(ref="5f" * 16)).as_data()
    put(embedded, call.ref, NewEntry("decisions", "decided", plan))
    put(embedded, call.ref, NewEntry("decisions", "step_done", dict(taken("5e" * 16).data)))


def officer_decides(embedded: Embedded, call: Call) -> None:
    decision = a_decision(a_step("DIP-01", "raise_private_unnamed", ref="5e" * 16))
    deciding.decide(call.ref, decision, embedded.keyring(PROTECTION), at=embedded.now)


def officer_drops_the_step(embedded: Embedded, call: Call) -> None:
    acting.drop(call.ref, "5e" * 16, "She asked us to wait.", embedded.keyring(PROTECTION), at=embedded.now)


def defender_allows_it(embedded: Embedded, call: Call) -> None:
    allowing.change_consents(call.visit(), ["raise_private_unnamed"], language="en", at=embedded.now)


TO_A_DECISION = (officer_accepts, defender_allows_it, officer_assesses, officer_decides)


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param((), id="just arrived"),
        pytest.param((officer_opens,), id="read"),
        pytest.param((officer_opens, officer_answers), id="answered"),
        pytest.param((officer_answers, defender_writes), id="the defender wrote again"),
        pytest.param((officer_answers, defender_sends_a_file, officer_answers), id="a file, answered again"),
        pytest.param((officer_opens, officer_accepts, officer_adds_a_file), id="a case with a file"),
        pytest.param((defender_says_urgent_with_the_code_alone,), id="urgent now"),
        pytest.param((officer_answers, defender_changes_consents), id="consents changed"),
        pytest.param((officer_records_a_reprisal, officer_sets_a_mark), id="an incident and a mark"),
        pytest.param((officer_notes_what_keeps_them_from_help,), id="what keeps them from help"),
        pytest.param((officer_notes_since_when_they_were_known,), id="known before"),
        pytest.param((officer_notes_what_changed_in_the_country,), id="a change in the country"),
        pytest.param(
            (officer_notes_what_changed_in_the_country, officer_takes_the_note_back), id="a change that was taken back"
        ),
        pytest.param((defender_agrees_to_act_together,), id="agrees to act together"),
        pytest.param((officer_answers, defender_leaves_a_wish), id="a wish"),
        pytest.param((officer_answers, defender_empties_the_view), id="emptied from view"),
        pytest.param((officer_opens, defender_tells_the_danger), id="danger at any moment"),
        pytest.param((officer_opens, defender_wants_support), id="support wanted"),
        pytest.param((defender_tells_how_it_went, officer_notes_how_it_went), id="how it went, told and noted"),
        pytest.param((officer_answers, defender_tells_how_it_went, defender_takes_it_back), id="told and taken back"),
        pytest.param((officer_assesses,), id="assessed"),
        pytest.param((officer_confirms_facts,), id="facts confirmed"),
        pytest.param((officer_confirms_facts, officer_takes_facts_back), id="facts taken back"),
        pytest.param((officer_puts_a_line_in,), id="a line of a conversation"),
        pytest.param((officer_notes_a_need,), id="a need"),
        pytest.param((officer_asks_for_a_visa, officer_chooses_themes), id="a visa asked for, themes chosen"),
        pytest.param((officer_opens, others_may_have_the_code), id="code at risk"),
        pytest.param((*TO_A_DECISION, officer_confirms_facts), id="decided, then coded"),
        pytest.param((*TO_A_DECISION, defender_changes_consents), id="decided, then consents changed"),
        pytest.param((*TO_A_DECISION, officer_drops_the_step), id="decided, then dropped"),
        pytest.param((officer_asks_back,), id="asked back"),
        pytest.param((defender_writes, officer_asks_back), id="wrote, then asked back"),
        pytest.param((officer_asks_back, defender_writes, defender_writes), id="asked back, two replies"),
        pytest.param((officer_asks_back, defender_writes, officer_asks_back), id="asked back twice"),
        pytest.param((officer_asks_back, defender_writes, officer_answers, defender_writes), id="asked, then answered"),
        pytest.param(
            (officer_asks_back, defender_says_urgent_with_the_code_alone, officer_answers), id="replied with the code"
        ),
        pytest.param((officer_opens, officer_declines), id="declined"),
        pytest.param((officer_declines, defender_writes), id="declined, and wrote again"),
        pytest.param((officer_declines, officer_reopens, officer_accepts), id="declined, reopened, accepted"),
        pytest.param((officer_says_no_defender,), id="not called a defender"),
        pytest.param((officer_judges_a_pair,), id="the same as another"),
        pytest.param((officer_makes_a_link_and_a_source_answers,), id="a source answered by its link"),
        pytest.param((officer_accepts, officer_acts), id="a step was taken and another is planned"),
        pytest.param((officer_accepts, officer_hands_off), id="asks to be relieved"),
        pytest.param((officer_accepts, officer_hands_off, colleague_takes), id="taken over"),
    ],
)
def test_the_card_and_the_entries_tell_the_same(embedded: Embedded, steps: tuple[Step, ...]) -> None:
    call = embedded.call()
    for step in steps:
        embedded.clock.pass_by(timedelta(minutes=7))
        step(embedded, call)
    embedded.clock.pass_by(timedelta(minutes=7))
    _, from_entries = desk.open_case(call.ref, embedded.keyring(PROTECTION), at=embedded.now)
    assert _on_the_list(embedded, call) == from_entries


def test_what_was_written_down_with_its_facts_tells_the_same(embedded: Embedded) -> None:
    mara, facts = embedded.keyring(PROTECTION), (CodedFact("country", "BY"), CodedFact("violation_types", "threat"))
    ref, _ = desk.take_down(a_telling(mark="5c"), embedded.office(), mara, own_word="", facts=facts, at=embedded.now)
    on_the_list = _card(embedded, ref)
    assert (on_the_list.country, on_the_list.told_kinds, on_the_list.row_mark) == ("BY", ("threat",), "5c")
    embedded.clock.pass_by(timedelta(minutes=7))
    _, from_entries = desk.open_case(ref, mara, at=embedded.now)
    assert _card(embedded, ref) == from_entries


def _on_the_list(embedded: Embedded, call: Call) -> RequestCard:
    return _card(embedded, call.ref)


def _card(embedded: Embedded, ref: str) -> RequestCard:
    return next(card for card in desk.cards(embedded.keyring(PROTECTION), at=embedded.now)[0] if card.dossier == ref)
