"""Triage on the desk: decided with an entry, the card and a line; told to the defender; kept from then on; many at once."""

from datetime import date, timedelta

import pytest

from safeconduct.cases.desk import casework, triage
from safeconduct.cases.desk.triage import Choice
from safeconduct.cases.eligibility import DEFENDER, PROTECTED, Assessment, eligibility, is_called_defender
from safeconduct.cases.request_card import clock, in_queue_order
from safeconduct.cases.triage import NewDecline, declines
from safeconduct.dossiers.desk import ending
from safeconduct.dossiers.models import Entry, Keeping
from safeconduct.intake import visit as seeing
from safeconduct.intake.desk import returning
from safeconduct.intake.desk.returning import Word
from safeconduct.jobs import sweeping
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.builders import a_telling
from tests.embedded import COLLEAGUE, OTHER_COMPARTMENT, OTHER_OFFICE, PROTECTION, rows_changed

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)
KINDLY = NewDecline("other_help", "We cannot help with this.", nobody_else=True)
LAWYER = a_telling(country="Kenya", needs=("lawyer",))
BODY = "omct-emergency"


def card_of(embedded, call, name=PROTECTION):
    held, _ = casework.cards(embedded.keyring(name), at=embedded.now)
    return next(card for card in held if card.dossier == call.ref)


def texts(embedded, call):
    (office,) = returning.look(call.visit()).offices
    return [message.text for message in seeing.messages(office.dossier)]


def progress_of(call, **visit):
    return returning.look(call.visit(**visit)).offices[0].progress


def decline(embedded, call, declining=KINDLY, name=PROTECTION, **more):
    triage.decline(call.ref, declining, embedded.keyring(name), at=embedded.now, **more)


def ask(embedded, call, text="Where is it?", **more):
    triage.ask_back(call.ref, text, embedded.keyring(PROTECTION), at=embedded.now, **more)


# Asking back


def test_the_clock_stands_while_we_wait_and_the_return_page_says_so(embedded):
    call = embedded.call()
    embedded.clock.pass_by(2 * HOUR)
    ask(embedded, call)
    assert texts(embedded, call) == ["Where is it?"]
    embedded.clock.pass_by(100 * HOUR)
    assert clock(card_of(embedded, call), at=embedded.now).state == "waits"
    for own_word in (None, ""):
        progress = progress_of(call, own_word=own_word)
        assert progress.promise.waits and not progress.is_late(at=embedded.now)


@pytest.mark.parametrize("own_word", [None, ""], ids=["with the own word", "with the code alone"])
def test_after_the_reply_it_runs_on_with_what_was_left_on_the_desk_and_on_the_return_page(embedded, own_word):
    call = embedded.call()
    embedded.clock.pass_by(2 * HOUR)
    ask(embedded, call)
    embedded.clock.pass_by(100 * HOUR)
    returning.write(call.visit(own_word=own_word), Word("In the north."), at=embedded.now)
    card = card_of(embedded, call)
    assert (clock(card, at=embedded.now).state, clock(card, at=embedded.now).left) == ("running", 22 * HOUR)
    assert card.is_undecided and card.owes_answer
    embedded.clock.pass_by(22 * HOUR + timedelta(minutes=1))
    assert clock(card, at=embedded.now).state == "late"
    assert progress_of(call, own_word=own_word).is_late(at=embedded.now)


def test_one_question_is_open_at_a_time(embedded):
    call = embedded.call()
    ask(embedded, call)
    with pytest.raises(Refused, match="open already"):
        ask(embedded, call, "And when?")


# NewDecline


def test_a_decline_is_told_in_words_with_somewhere_to_go_and_the_reason_stays_inside(embedded):
    call = embedded.call(telling=LAWYER)
    decline(embedded, call, NewDecline("other_help", "We cannot help with this.", (BODY,)))
    (text,) = texts(embedded, call)
    assert text.startswith("We cannot help with this.\n\nThese may help, independently of us:\n– OMCT")
    (office,) = returning.look(call.visit()).offices
    assert "other_help" not in str([entry.data for entry in office.dossier.written()])
    (one,) = declines(embedded.case(call.ref).written)
    assert (one.reason, one.elsewhere) == ("other_help", (BODY,))
    assert embedded.case(call.ref).stage == "declined" and card_of(embedded, call).is_declined


def test_an_address_that_nobody_confirmed_lately_is_not_sent_as_confirmed(embedded):
    call = embedded.call(telling=a_telling(language="fr", country="Kenya", needs=("lawyer",)))
    decline(embedded, call, NewDecline("other_help", "Nous ne pouvons pas.", (BODY,)))
    (text,) = texts(embedded, call)
    assert "nous n’avons pas d’adresse vérifiée" in text and "http" not in text


def test_a_decline_ends_the_clock_and_claims_no_reading(embedded):
    call = embedded.call()
    decline(embedded, call)
    assert set(progress_of(call).days) == {"arrived", "answered"}
    assert clock(card_of(embedded, call), at=embedded.now).state == "stopped"
    assert not progress_of(call).is_late(at=embedded.now + 1_000 * HOUR)


def test_a_decline_starts_the_keeping_and_a_reopening_ends_it(embedded):
    call = embedded.call()
    decline(embedded, call)
    assert {row.due_on for row in Keeping.objects.filter(dossier=call.ref)} == {date(2027, 3, 4), date(2028, 3, 4)}
    triage.reopen(call.ref, embedded.keyring(COLLEAGUE), at=embedded.now)
    assert not Keeping.objects.filter(dossier=call.ref).exists()
    assert embedded.case(call.ref).stage == "received" and card_of(embedded, call).is_undecided
    casework.accept(call.ref, embedded.keyring(PROTECTION), at=embedded.now)
    assert embedded.case(call.ref).stage == "case"
    assert sweeping.sweep(at=embedded.now + timedelta(days=900), clock_is_right=True).erased == 0


def test_what_was_declined_goes_when_its_time_is_over(embedded):
    call = embedded.call()
    decline(embedded, call)
    embedded.clock.pass_by(timedelta(days=900))
    sweeping.sweep(at=embedded.now, clock_is_right=True)
    with pytest.raises(NotFound):
        embedded.case(call.ref)


def test_unread_danger_is_not_declined_from_its_card(embedded):
    call = embedded.call(telling=a_telling(urgency="now"))
    with pytest.raises(Refused, match="Open it before"):
        decline(embedded, call)
    casework.open_case(call.ref, embedded.keyring(PROTECTION), at=embedded.now)
    decline(embedded, call)


def test_who_writes_after_a_decline_is_owed_an_answer_again(embedded):
    call = embedded.call()
    decline(embedded, call)
    embedded.clock.pass_by(HOUR)
    returning.write(call.visit(), Word("Please."), at=embedded.now)
    assert card_of(embedded, call).owes_answer


REFUSALS = {
    "a decline without words": lambda e, call: decline(e, call, NewDecline("other_help", " ", nobody_else=True)),
    "a decline with nowhere to go": lambda e, call: decline(e, call, NewDecline("other_help", "No.")),
    "a decline without a reason": lambda e, call: decline(e, call, NewDecline("", "No.", nobody_else=True)),
    "an empty question": lambda e, call: ask(e, call, " "),
    "a reopening of what is open": lambda e, call: triage.reopen(call.ref, e.keyring(PROTECTION), at=e.now),
    "by an older card": lambda e, call: decline(e, call, seen="received|||2026"),
    "a defender without acts": lambda e, call: triage.assess(
        call.ref, Assessment(DEFENDER, (), "referee"), e.keyring(PROTECTION), at=e.now
    ),
}


@pytest.mark.parametrize("verb", REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_changes_nothing(embedded, verb):
    call = embedded.call()
    before = embedded.dump()
    with pytest.raises(Refused):
        verb(embedded, call)
    assert embedded.dump() == before


VERBS = {
    "ask": (ask, "QuestionAskedBack", [("messages", "asked_back")]),
    "decline": (decline, "RequestDeclined", [("messages", "declined"), ("decisions", "decline_reason")]),
    "assess": (
        lambda e, call: triage.assess(
            call.ref, Assessment(DEFENDER, ("observes",), "referee", "She says so."), e.keyring(PROTECTION), at=e.now
        ),
        "EligibilityAssessed",
        [("decisions", "eligibility"), ("sources", "eligibility_words")],
    ),
}


@pytest.mark.parametrize(("verb", "event", "kinds"), VERBS.values(), ids=VERBS)
def test_a_verb_is_its_entries_and_a_line(embedded, verb, event, kinds):
    call = embedded.call()
    before = embedded.case(call.ref).written
    verb(embedded, call)
    assert [(one.scope, one.kind) for one in embedded.case(call.ref).written[len(before) :]] == kinds
    assert event in embedded.events()


@pytest.mark.parametrize("name", [OTHER_COMPARTMENT, OTHER_OFFICE])
def test_nobody_else_decides(embedded, name):
    call = embedded.call()
    with pytest.raises(NotFound):
        decline(embedded, call, name=name)
    (outcome,) = triage.work_through([Choice(call.ref, "", "ask", "Where?")], embedded.keyring(name), at=embedded.now)
    assert "cannot be opened" in outcome.refused


# Eligibility


def test_what_the_person_does_is_kept_and_who_is_no_defender_is_on_the_card(embedded):
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    triage.assess(call.ref, Assessment(DEFENDER, ("observes",), "referee", "The judge."), mara, at=embedded.now)
    assert eligibility(embedded.case(call.ref).written).words == "The judge."
    assert card_of(embedded, call).called_defender
    triage.assess(call.ref, Assessment(PROTECTED, (), "own_knowledge"), mara, at=embedded.now)
    assert not is_called_defender(embedded.case(call.ref).written)
    assert not card_of(embedded, call).called_defender
    casework.accept(call.ref, mara, at=embedded.now)
    assert embedded.case(call.ref).stage == "case"


# Many at once


def choices_for(embedded, calls):
    """Accept, decline, ask back, in turn, each by its card as it is now."""
    cards = {card.dossier: card for card in casework.cards(embedded.keyring(PROTECTION), at=embedded.now)[0]}
    made = []
    for position, call in enumerate(calls):
        seen = cards[call.ref].mark
        made.append(
            (
                Choice(call.ref, seen, "accept", "We have taken this up."),
                Choice(call.ref, seen, "decline", declining=KINDLY),
                Choice(call.ref, seen, "ask", "Where is it?"),
            )[position % 3]
        )
    return made


def test_what_is_refused_holds_up_no_other_and_changes_nothing(embedded):
    calls = [embedded.call() for _ in range(5)]
    chosen = choices_for(embedded, calls)
    embedded.clock.pass_by(HOUR)
    # Meanwhile a colleague decides on the second, the defender writes in the third, the fourth is being erased.
    casework.accept(calls[1].ref, embedded.keyring(COLLEAGUE), at=embedded.now)
    returning.write(calls[2].visit(), Word("They came again."), at=embedded.now)
    ending.hide_and_erase_later(calls[3].ref, at=embedded.now)
    entries = {call.ref: Entry.objects.filter(dossier=call.ref).count() for call in calls}
    outcomes = triage.work_through(chosen, embedded.keyring(PROTECTION), at=embedded.now)
    assert [bool(one.refused) for one in outcomes] == [False, True, True, True, False]
    assert "Look at it again" in outcomes[1].refused and "Look at it again" in outcomes[2].refused
    changed = {ref for ref, before in entries.items() if Entry.objects.filter(dossier=ref).count() != before}
    assert changed == {calls[0].ref, calls[4].ref}


def test_an_accident_in_the_middle_of_a_row_leaves_that_row_as_it_was(embedded, monkeypatch):
    calls = [embedded.call() for _ in range(2)]
    chosen = choices_for(embedded, calls)
    before = embedded.dump()

    def broken(*_args, **_kwargs):
        raise OSError

    monkeypatch.setattr(triage, "journal", broken)
    with pytest.raises(OSError):
        triage.work_through(chosen, embedded.keyring(PROTECTION), at=embedded.now)
    assert rows_changed(before, embedded.dump()) == {}


@pytest.mark.slow
def test_two_hundred_requests_of_one_day_are_worked_through_without_losing_one(embedded):
    urgencies = ("now", "days", "no", "")
    calls = [embedded.call(telling=a_telling(urgency=urgencies[number % 4])) for number in range(200)]
    keyring = embedded.keyring(PROTECTION)
    decided = 0
    for _page in range(8):
        held, _ = casework.cards(keyring, at=embedded.now)
        queue = in_queue_order(card for card in held if card.is_undecided)
        assert len(queue) == 200 - decided
        refs = {call.ref: call for call in calls}
        page = [refs[card.dossier] for card in queue[:25]]
        embedded.clock.pass_by(timedelta(minutes=4))
        chosen = choices_for(embedded, page)
        # Danger now is declined only by whoever has opened it.
        for choice in chosen:
            if choice.do == "decline":
                casework.open_case(choice.ref, keyring, at=embedded.now)
        outcomes = triage.work_through(chosen, keyring, at=embedded.now)
        assert [one.refused for one in outcomes if one.refused] == []
        decided += len(outcomes)
    held, _ = casework.cards(keyring, at=embedded.now)
    assert len(held) == 200 and not [card for card in held if card.is_undecided]
    stages = [card.stage if not card.is_asked else "asked" for card in held]
    assert {stage: stages.count(stage) for stage in set(stages)} == {"case": 72, "declined": 64, "asked": 64}
    assert all(texts(embedded, call) for call in calls[::20])
