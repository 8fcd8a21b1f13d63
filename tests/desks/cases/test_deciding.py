"""Deciding, acting and telling: each verb is an entry and a line of the journal; a refusal is neither."""

from datetime import timedelta

import pytest

from safeconduct.cases.desk import acting, casework, deciding, telling
from safeconduct.cases.duty import TELL
from safeconduct.cases.feedback import effects, feedbacks
from safeconduct.dossiers.desk import reading
from safeconduct.guidance.register import action_kinds
from safeconduct.intake.desk import allowing, returning
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.builders import a_telling
from tests.embedded import COLLEAGUE, OTHER_COMPARTMENT, OTHER_OFFICE, PROTECTION
from tests.protecting import action_of, an_accepted_case, an_account, with_a_step
from tests.rules.cases.protecting import SPECIFIC, a_decision, a_step, an_effect

KIND = action_kinds()["DIP-01"]


def account(embedded, **changes):
    return an_account("DIP-01", **{"on": embedded.now.date(), **changes})


def newest(embedded, ref, name=PROTECTION):
    entry = reading.open_with_keyring(ref, embedded.keyring(name)).written()[-1]
    return entry.scope, entry.kind


def duties(embedded, ref):
    return {duty.ref: duty for duty in acting.duties_of(embedded.case(ref), at=embedded.now)}


def card_of(embedded, ref):
    held, _shared = casework.cards(embedded.keyring(PROTECTION), at=embedded.now)
    return next(card for card in held if card.dossier == ref)


@pytest.fixture
def planned(embedded):
    return with_a_step(embedded)


@pytest.fixture
def done(embedded, planned):
    call, step = planned
    acting.take(call.ref, step, account(embedded), embedded.keyring(PROTECTION), at=embedded.now)
    return planned


VERBS = {
    "decide": (
        lambda e, ref, step, k: deciding.decide(ref, a_decision(a_step(ref="6f" * 16)), k, at=e.now),
        "DecisionRecorded",
        ("decisions", "decided"),
    ),
    "declare an emergency": (
        lambda e, ref, step, k: deciding.declare_emergency(ref, "Men are at the door.", k, at=e.now),
        "EmergencyDeclared",
        ("decisions", "emergency_declared"),
    ),
    "take": (
        lambda e, ref, step, k: acting.take(ref, step, account(e), k, at=e.now),
        "StepTaken",
        ("decisions", "step_done"),
    ),
    "drop": (
        lambda e, ref, step, k: acting.drop(ref, step, "She asked us to wait.", k, at=e.now),
        "StepDropped",
        ("decisions", "step_dropped"),
    ),
    "open a duty": (
        lambda e, ref, step, k: acting.open_duty(ref, step, "Follow the appeal", None, "the appeal", k, at=e.now),
        "DutyOpened",
        ("decisions", "duty_opened"),
    ),
}
AFTERWARDS = {
    "end a duty": (
        lambda e, ref, step, k: acting.end_duty(ref, f"{step}:0:0", "Written down.", k, at=e.now),
        "DutyDone",
        ("decisions", "duty_done"),
    ),
    "waive a duty": (
        lambda e, ref, step, k: acting.waive_duty(ref, f"{step}:3:0", "Nothing was promised.", k, at=e.now),
        "DutyWaived",
        ("decisions", "duty_waived"),
    ),
    "pass a duty": (
        lambda e, ref, step, k: acting.pass_duty(ref, f"{step}:1:0", e.keyring(COLLEAGUE).post, k, at=e.now),
        "DutyPassed",
        ("decisions", "duty_passed"),
    ),
    "tell": (
        lambda e, ref, step, k: telling.tell(ref, (step,), "lowest", "page", "Done.", k, may_raise=False, at=e.now),
        "FeedbackGiven",
        ("messages", "feedback_given"),
    ),
    "tell in a call": (
        lambda e, ref, step, k: telling.tell(ref, (step,), "full", "call", "Done.", k, may_raise=False, at=e.now),
        "FeedbackGiven",
        ("coordination", "feedback_given"),
    ),
    "note an effect": (
        lambda e, ref, step, k: telling.note_effect(ref, step, an_effect(reaction="hardens"), k, at=e.now),
        "EffectNoted",
        ("decisions", "effect_noted"),
    ),
}


@pytest.mark.parametrize(("verb", "event", "entry"), VERBS.values(), ids=list(VERBS))
def test_before_an_act_each_verb_is_an_entry_and_a_line(embedded, planned, verb, event, entry):
    says_what_it_did(embedded, planned, verb, event, entry)


@pytest.mark.parametrize(("verb", "event", "entry"), AFTERWARDS.values(), ids=list(AFTERWARDS))
def test_after_an_act_each_verb_is_an_entry_and_a_line(embedded, done, verb, event, entry):
    says_what_it_did(embedded, done, verb, event, entry)


def says_what_it_did(embedded, case, verb, event, entry):
    call, step = case
    mara = embedded.keyring(PROTECTION)
    verb(embedded, call.ref, step, mara)
    assert newest(embedded, call.ref) == entry
    line = embedded.journal()[-1]
    assert (line["event"], line["object"], line["member"]) == (event, call.ref, mara.member)


EVERY_VERB = {**VERBS, **AFTERWARDS}


@pytest.mark.parametrize("name", [OTHER_COMPARTMENT, OTHER_OFFICE])
@pytest.mark.parametrize("verb", [one[0] for one in EVERY_VERB.values()], ids=list(EVERY_VERB))
def test_whoever_does_not_hold_the_case_does_none_of_it(embedded, planned, verb, name):
    call, step = planned
    before = embedded.dump()
    with pytest.raises(NotFound):
        verb(embedded, call.ref, step, embedded.keyring(name))
    assert embedded.dump() == before


def test_nothing_is_decided_without_consent_and_nothing_is_written(embedded):
    call = an_accepted_case(embedded)
    before = embedded.dump()
    with pytest.raises(Refused, match="There is no consent"):
        deciding.decide(call.ref, a_decision(a_step()), embedded.keyring(PROTECTION), at=embedded.now)
    assert embedded.dump() == before


def test_nothing_is_decided_for_a_request(embedded):
    call = embedded.call(telling=a_telling(consents=("raise_private_unnamed",)))
    with pytest.raises(Refused, match="Accept it as a case first"):
        deciding.decide(call.ref, a_decision(a_step()), embedded.keyring(PROTECTION), at=embedded.now)


def test_without_a_risk_only_an_emergency_of_two_members_lets_something_be_decided(embedded):
    call = an_accepted_case(embedded, "raise_private_unnamed", has_risk=False)
    mara, tomas = embedded.keyring(PROTECTION), embedded.keyring(COLLEAGUE)

    def decide():
        deciding.decide(call.ref, a_decision(a_step(ref=new_ref())), mara, at=embedded.now)

    with pytest.raises(Refused, match="no current risk"):
        decide()
    deciding.declare_emergency(call.ref, "Men are at the door.", mara, at=embedded.now)
    with pytest.raises(Refused, match="no current risk"):
        decide()
    with pytest.raises(Refused, match="You declared it yourself"):
        deciding.confirm_emergency(call.ref, mara, at=embedded.now)
    assert card_of(embedded, call.ref).second_wanted
    deciding.confirm_emergency(call.ref, tomas, at=embedded.now)
    assert embedded.journal()[-1]["event"] == "EmergencyConfirmed"
    assert not card_of(embedded, call.ref).second_wanted
    decide()


def test_to_do_nothing_is_a_decision_with_its_own_duties(embedded):
    call = an_accepted_case(embedded)
    review = embedded.now.date() + timedelta(days=14)
    nothing = a_decision(ref="7a" * 16, considerations=(SPECIFIC,), review_on=review)
    deciding.decide(call.ref, nothing, embedded.keyring(PROTECTION), at=embedded.now)
    assert [duty.says for duty in duties(embedded, call.ref).values()] == ["Revisit", "Tell defender if safe"]


def test_an_act_opens_its_duties_and_its_card_says_what_is_due(embedded, done):
    call, step = done
    assert action_of(embedded, call.ref, step).reply == "They promised to look at it."
    says = [duty.says for duty in duties(embedded, call.ref).values()]
    assert says == [*(duty.says for duty in KIND.follow_up), TELL]
    card = card_of(embedded, call.ref)
    assert card.due == embedded.now.date() + timedelta(days=2)
    assert (card.last_act.kind, card.last_act.result) == ("DIP-01", "done")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"met": frozenset()}, "Not yet met"),
        ({"shown": {}}, "Nothing shows that it was done"),
        ({"result": "refused", "shown": {}}, "Nothing shows what happened"),
        ({"inputs": {}}, "Not yet written"),
        ({"on": "tomorrow"}, "The day lies ahead"),
    ],
    ids=["a precondition", "no evidence", "no word on a refusal", "no inputs", "tomorrow"],
)
def test_a_step_is_recorded_whole_or_not_at_all(embedded, planned, changes, says):
    call, step = planned
    if changes.get("on"):
        changes = {"on": embedded.now.date() + timedelta(days=1)}
    before = embedded.dump()
    with pytest.raises(Refused, match=says):
        acting.take(call.ref, step, account(embedded, **changes), embedded.keyring(PROTECTION), at=embedded.now)
    assert embedded.dump() == before


def test_a_consent_taken_back_stops_a_planned_step_at_once(embedded, planned):
    call, step = planned
    allowing.change_consents(call.visit(), (), language="en", at=embedded.now)
    with pytest.raises(Refused, match="said no"):
        acting.take(call.ref, step, account(embedded), embedded.keyring(PROTECTION), at=embedded.now)


@pytest.mark.parametrize(
    ("ref", "event"), [("5e" * 16, "the weather"), ("0" * 32, "the hearing")], ids=["no such event", "no such step"]
)
def test_only_events_that_duties_count_from_are_dated(embedded, planned, ref, event):
    call, _step = planned
    with pytest.raises(NotFound):
        acting.date_event(call.ref, ref, event, None, embedded.keyring(PROTECTION), at=embedded.now)


def test_a_hearing_that_moves_takes_its_duties_along(embedded):
    call, step = with_a_step(
        embedded, "observe_trial", "share_network", "publish_unnamed", kind="PRO-04", purpose="share_network"
    )
    mara, day = embedded.keyring(PROTECTION), embedded.now.date() + timedelta(days=30)
    for on in (day, day + timedelta(days=14)):
        acting.date_event(call.ref, step, "the hearing", on, mara, at=embedded.now)
        assert embedded.journal()[-1]["event"] == "EventDated"
        assert duties(embedded, call.ref)[f"{step}:1:0"].due == on - timedelta(days=7)
        assert card_of(embedded, call.ref).due == on - timedelta(days=7)


def test_a_duty_ends_once_and_always_has_a_post(embedded, done):
    call, step = done
    mara = embedded.keyring(PROTECTION)
    acting.end_duty(call.ref, f"{step}:0:0", "", mara, at=embedded.now)
    for verb in (acting.end_duty, acting.waive_duty):
        with pytest.raises(Refused, match="has ended already"):
            verb(call.ref, f"{step}:0:0", "Again.", mara, at=embedded.now)
    with pytest.raises(Refused, match="no such post"):
        acting.pass_duty(call.ref, f"{step}:1:0", "0" * 32, mara, at=embedded.now)
    with pytest.raises(Refused, match="no reason yet"):
        acting.waive_duty(call.ref, f"{step}:1:0", " ", mara, at=embedded.now)


# Telling


def tell(embedded, ref, *steps, level="lowest", channel="page", text="Something was done for you.", **more):
    mara, raised = embedded.keyring(PROTECTION), more.get("may_raise", False)
    telling.tell(ref, steps, level, channel, text, mara, may_raise=raised, at=embedded.now)


def test_the_defender_reads_it_and_says_how_it_is_since_then(embedded, done):
    call, step = done
    tell(embedded, call.ref, step)
    assert duties(embedded, call.ref)[f"{step}:told"].state == "done"
    (given,) = feedbacks(embedded.case(call.ref).written)
    returning.say_effect(call.visit(), given.ref, -1, "They asked my sister.", at=embedded.now)
    (effect,) = effects(embedded.case(call.ref).written)
    assert (effect.by, effect.step, effect.scale, effect.words) == ("defender", step, -1, "They asked my sister.")
    assert card_of(embedded, call.ref).waiting


def test_an_effect_is_said_only_of_what_this_defender_was_told(embedded, done):
    call, step = done
    tell(embedded, call.ref, step)
    (given,) = feedbacks(embedded.case(call.ref).written)
    other = embedded.call(telling=a_telling(happened="Another."), own_word="river")
    before = len(embedded.case(call.ref).written)
    returning.say_effect(other.visit(), given.ref, 2, "Fine.", at=embedded.now)
    returning.say_effect(call.visit(own_word=""), given.ref, 2, "Fine.", at=embedded.now)
    assert len(embedded.case(call.ref).written) == before


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"text": " "}, "Nothing is written yet"),
        ({"text": "Our statement led to the release."}, "what nobody can know"),
        ({"level": "full", "channel": "relay"}, "Use the lowest wording"),
    ],
    ids=["no words", "one caused the other", "too much through a relay"],
)
def test_what_is_not_safe_or_not_known_is_not_told(embedded, done, changes, says):
    call, step = done
    with pytest.raises(Refused, match=says):
        tell(embedded, call.ref, step, **changes)


def test_nothing_is_told_of_a_step_that_was_not_taken(embedded, planned):
    call, step = planned
    for steps in ((step,), ()):
        with pytest.raises(Refused, match="No step is chosen"):
            tell(embedded, call.ref, *steps)


@pytest.mark.parametrize("changes", [{"level": "all"}, {"channel": "radio"}])
def test_levels_and_ways_that_do_not_exist_are_not_there(embedded, done, changes):
    call, step = done
    with pytest.raises(NotFound):
        tell(embedded, call.ref, step, **changes)


@pytest.mark.parametrize("reached", [True, False])
def test_whether_it_reached_them_is_noted(embedded, done, reached):
    call, step = done
    tell(embedded, call.ref, step)
    (given,) = feedbacks(embedded.case(call.ref).written)
    mara = embedded.keyring(PROTECTION)
    telling.note_reached(call.ref, given.ref, reached, mara, at=embedded.now)
    assert embedded.journal()[-1]["event"] == "FeedbackReached"
    assert feedbacks(embedded.case(call.ref).written)[0].reached == ("yes" if reached else "no")
    with pytest.raises(NotFound):
        telling.note_reached(call.ref, "0" * 32, reached, mara, at=embedded.now)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"scale": 7}, Refused),
        ({"words": " "}, Refused),
        ({"contribution": ""}, Refused),
        ({"confidence": "certain"}, Refused),
        ({"reaction": "dances"}, NotFound),
    ],
    ids=["off the scale", "no words", "no part said", "no such confidence", "no such reaction"],
)
def test_our_view_of_an_effect_is_on_the_scale_with_words_and_says_how_sure_we_are(embedded, done, wrong, error):
    call, step = done
    with pytest.raises(error):
        telling.note_effect(call.ref, step, an_effect(**wrong), embedded.keyring(PROTECTION), at=embedded.now)


def test_a_case_without_a_word_for_longer_than_wanted_is_listed(embedded):
    call = an_accepted_case(embedded)
    assert not card_of(embedded, call.ref).is_silent(embedded.now + timedelta(days=14))
    assert card_of(embedded, call.ref).is_silent(embedded.now + timedelta(days=15))
