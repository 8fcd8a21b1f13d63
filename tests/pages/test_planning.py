"""Planning and its record: what an actor can do, windows of attention, private or public, joint steps, objections."""

import re
from datetime import timedelta

import pytest
from django.conf import settings

from safeconduct.cases.benchmark import LIST
from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.decision import decisions
from safeconduct.cases.desk import acting, incidents
from safeconduct.cases.duty import PUBLICITY_CHOICES
from tests.embedded import COLLEAGUE, PROTECTION
from tests.pages.test_deciding import address, filled, text_of
from tests.protecting import an_accepted_case, put, with_a_step
from tests.rules.cases.protecting import ANSWERED
from tests.rules.cases.test_incident import an_incident

BENCHMARKS = {f"benchmark_{value}": answer for value, answer in ANSWERED.items()}


@pytest.fixture
def call(embedded):
    return an_accepted_case(embedded, "raise_private_unnamed", "publish_unnamed")


@pytest.fixture
def mara(embedded):
    return embedded.staff(PROTECTION)


def kinds_on(page):
    return set(re.findall(r'name="kind" value="([A-Z]+-\d+)"', page))


def public(embedded, **changes):
    """A plan with one public step, filled in as an officer would."""
    plain = {name.replace("DIP-01", "PUB-02"): value for name, value in filled(embedded).items()}
    step = {"level": "hq", "visibility": "public", "consent_0": "publish_unnamed"}
    plain |= {"kind": "PUB-02"} | {f"PUB-02-{name}": value for name, value in step.items()}
    return plain | {f"decision-{name}": value for name, value in BENCHMARKS.items()} | changes


def recorded(mara, embedded, call, sent):
    response = mara.post(address(call, "decide/"), sent)
    assert response.status_code == 302, text_of(response)
    return decisions(embedded.case(call.ref).written)[-1]


def test_a_case_of_detention_is_offered_the_whole_range(embedded, mara, call):
    held = an_incident(acts=("arbitrary_detention",))
    incidents.record_incident(call.ref, held, embedded.keyring(PROTECTION), at=embedded.now)
    page = text_of(mara.get(address(call, "decide/")))
    private, practical = {"DIP-01", "DIP-02"}, {"EMG-09", "EMG-10"}
    assert kinds_on(page) >= private | practical | {"PUB-01", "PRE-01", "PRE-04", "UN-02", "UN-05", "REG-01", "NGO-01"}


def test_the_ladder_shows_what_one_actor_can_do(mara, call):
    sent = {"go": "narrow", "actor": "consulate", "family": "presence"}
    page = text_of(mara.post(address(call, "decide/"), sent))
    assert kinds_on(page) == {"PRE-05", "PRE-06"}
    assert '<option value="consulate" selected>' in page
    assert len(kinds_on(text_of(mara.post(address(call, "decide/"), {"go": "narrow", "actor": "nobody"})))) > 80


def test_windows_of_attention_stand_beside_the_plan(embedded, mara, call):
    day = (embedded.now + timedelta(days=20)).date()
    row = f'[[window]]\ncountry = ""\nevent = "Summit"\nfirst = {day}\nlast = {day}\nsource = "A calendar"\n'
    assert "Windows of attention" not in text_of(mara.get(address(call, "decide/")))
    settings.SAFECONDUCT_ATTENTION.write_text(row)
    for page in (
        mara.get(address(call, "decide/")),
        mara.post(address(call, "decide/"), {"go": "plan", "kind": "DIP-01"}),
    ):
        assert "Windows of attention" in text_of(page) and "Summit, 24 March 2026" in text_of(page)


def test_a_plan_of_publicity_alone_is_warned_about_and_still_recorded(embedded, mara, call):
    warning = "Every step of this plan is public."
    assert warning in text_of(mara.post(address(call, "decide/"), {"go": "plan", "kind": ["PUB-02", "PUB-10"]}))
    assert warning not in text_of(mara.post(address(call, "decide/"), {"go": "plan", "kind": ["PUB-02", "DIP-01"]}))
    decision = recorded(mara, embedded, call, public(embedded))
    assert warning in text_of(mara.get(address(call, f"decisions/{decision.ref}/")))
    assert "add what protects besides attention" in text_of(mara.get(address(call, "")))


def test_private_or_public_is_answered_before_and_stands_in_the_record_with_its_author(embedded, mara, call):
    sent = public(embedded, **{"decision-benchmark_reprisals": ""})
    page = text_of(mara.post(address(call, "decide/"), sent))
    assert "“What protects against reprisals is in place” is not answered" in page and "They answered twice." in page
    assert decisions(embedded.case(call.ref).written) == ()
    decision = recorded(mara, embedded, call, public(embedded, **{"decision-benchmark_known_already": "unknown"}))
    page = text_of(mara.get(address(call, f"decisions/{decision.ref}/")))
    assert all(label in page for _value, label in choices_of(LIST))
    assert "<dt>The case is known in public already</dt><dd>Not known</dd>" in page
    assert "by Human rights officer" in page


def test_an_objection_stands_in_the_record_with_the_answer_and_with_those_before(embedded, mara, call):
    said = {"decision-objected": "The trade desk: not before the summit."}
    assert "no answer stands beside it" in text_of(mara.post(address(call, "decide/"), filled(embedded, **said)))
    recorded(mara, embedded, call, filled(embedded, **said, **{"decision-answered": "The hearing is first."}))
    again = {"decision-objected": "Not now.", "decision-answered": "It was said before."}
    considered = {"decision-consideration_0": "staff", "decision-says_0": "Two are away."}
    hurdle = {"decision-hurdle_0": "No car"}
    decision = recorded(mara, embedded, call, filled(embedded, **again, **considered, **hurdle))
    page = text_of(mara.get(address(call, f"decisions/{decision.ref}/")))
    assert page.index("Not now.") < page.index("The trade desk: not before the summit.")
    assert "<dt>Answered</dt>" in page
    assert "The hearing is first." in page and "Two are away." in page and "No car" in page and "None yet" in page
    assert f"decisions/{decision.ref}/" in text_of(mara.get(address(call, "")))


def test_a_joint_step_names_its_owners_and_a_substitute_its_day(embedded, mara, call):
    sent = filled(embedded, **{"DIP-01-owners": "Norlund\n\nEstermark", "DIP-01-substitute": "on"})
    assert "acting together is tried again" in text_of(mara.post(address(call, "decide/"), sent))
    decision = recorded(mara, embedded, call, {**sent, "DIP-01-joint_again_on": "2026-04-01"})
    page = text_of(mara.get(address(call, f"steps/{decision.steps[0].ref}/")))
    assert "Norlund, Estermark" in page and "tried again on 1 April 2026" in page
    assert "See whether the joint step is possible now" in text_of(mara.get(address(call, "duties/")))


def test_a_decision_of_another_case_is_not_there(mara, call):
    assert mara.get(address(call, f"decisions/{'ab' * 16}/")).status_code == 404


# After a step in private


@pytest.fixture
def raised(embedded):
    call, step = with_a_step(embedded)
    account = acting.Account("done", embedded.now.date(), "Our note.", inputs={}, met=frozenset())
    put(
        embedded,
        call.ref,
        acting.NewEntry("decisions", "step_done", {"step": step, "kind": "DIP-01", **account.as_data()}),
    )
    return call, f"{step}:1:0"


CHOSEN = {"go": "choose", "choice": "private", "reason": "She asked for quiet.", **BENCHMARKS}


def test_after_raising_it_in_private_a_reasoned_choice_is_owed_within_days(embedded, mara, raised):
    call, duty = raised
    owed = {one.ref: one for one in acting.duties_of(embedded.case(call.ref), at=embedded.now)}[duty]
    assert owed.says in PUBLICITY_CHOICES and owed.due == embedded.now.date() + timedelta(days=5)
    page = text_of(mara.get(address(call, "duties/")))
    assert all(label in page for _value, label in choices_of(LIST))
    assert mara.post(address(call, "duties/"), {**CHOSEN, "duty": duty}).status_code == 302
    page = text_of(mara.get(address(call, "duties/")))
    assert "Keep it private. She asked for quiet." in page
    assert "PublicityChosen" in embedded.events()
    (entry,) = (one for one in embedded.case(call.ref).written if one.kind == "duty_done")
    assert entry.data["benchmarks"] == ANSWERED and entry.by.post_name == "Human rights officer"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"choice": ""}, "It is not chosen whether this is made public."),
        ({"reason": " "}, "There is no reason yet."),
        ({"benchmark_wish": ""}, "“The person wants it to be public” is not answered."),
        ({"go": "end", "words": "Done."}, "This one ends with a choice between private and public."),
    ],
    ids=["no choice", "no reason", "not answered", "merely done"],
)
def test_the_choice_is_not_kept_without_its_reasons(embedded, mara, raised, changes, says):
    call, duty = raised
    response = mara.post(address(call, "duties/"), {**CHOSEN, "duty": duty, **changes})
    assert response.status_code == 200 and says in text_of(response)
    if "reason" not in changes and "go" not in changes:
        assert "She asked for quiet." in text_of(response)
    assert not any(one.kind == "duty_done" for one in embedded.case(call.ref).written)


def test_another_duty_is_no_choice(mara, raised):
    call, duty = raised
    assert mara.post(address(call, "duties/"), {**CHOSEN, "duty": duty.replace(":1:", ":0:")}).status_code == 404


# Today


def test_a_case_in_which_nothing_was_done_for_ninety_days_is_listed(embedded, mara, call):
    assert "No act for 90 days" not in text_of(mara.get("/desk/"))
    embedded.clock.pass_by(timedelta(days=91))
    page = text_of(embedded.staff(COLLEAGUE).get("/desk/"))
    assert "No act for 90 days" in page and "91 days" in page and address(call, "decide/") in page
