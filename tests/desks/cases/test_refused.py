"""What the smaller desks of a case refuse: each verb says why, and neither an entry nor a line of the journal is left."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from safeconduct.cases.acquaintance import Acquaintance
from safeconduct.cases.barrier import Barriers
from safeconduct.cases.coded_fact import CodedFact
from safeconduct.cases.country_note import CountryNote
from safeconduct.cases.desk import (
    acquaintance,
    acting,
    barrier,
    casework,
    coding,
    consenting,
    conversing,
    country_note,
    deciding,
    drafting,
    experience,
    importing,
    need,
    relief,
    relocation,
    risk,
    telling,
    theme,
    triage,
    verifying,
)
from safeconduct.cases.draft import Draft
from safeconduct.cases.file_origin import FileOrigin
from safeconduct.cases.promised import Promised, PromisedDuty
from safeconduct.cases.relocation import Relocation
from safeconduct.intake.experience import Experience
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.builders import a_telling
from tests.desks.cases.test_triage import KINDLY
from tests.desks.cases.test_verifying import shared_and_given
from tests.embedded import PROTECTION
from tests.protecting import an_accepted_case, with_a_step
from tests.rules.cases.protecting import ANSWERED, a_risk, an_effect
from tests.rules.cases.test_haven import VISA
from tests.rules.cases.test_need import LAWYER
from tests.rules.cases.test_verification import a_result

pytestmark = pytest.mark.as_owner

NOWHERE = "9f" * 16
PROMISED = [PromisedDuty(Promised("will follow the appeal"), "Go to the appeal", waits_for="the appeal")]
IN_KENYA = CountryNote(NOWHERE, "KE", "law", date(2026, 1, 5), "A bill was tabled.", "The gazette")


def asked_haven(e, ref, k):
    """The reference of a request for a visa that waits for an answer."""
    visa = replace(VISA, answer_by=e.now.date() + timedelta(days=2))
    relocation.ask_haven(ref, visa, k, at=e.now)
    return next(entry.data["ref"] for entry in e.case(ref).written if entry.kind == "haven_asked")


def read_haven(e, ref, k):
    known = asked_haven(e, ref, k)
    relocation.note_reading(ref, known, k, at=e.now)
    return known


def noted_need(e, ref, k):
    need.note_need(ref, LAWYER, k, at=e.now)
    return next(entry.data["ref"] for entry in e.case(ref).written if entry.kind == "need_noted")


def nothing(e, ref, k):
    return ""


REFUSED = {
    "note_need without a level": (
        nothing,
        lambda e, ref, k, _: need.note_need(ref, replace(LAWYER, level=""), k, at=e.now),
        Refused,
    ),
    "settle_need of a need that is not there": (
        nothing,
        lambda e, ref, k, _: need.settle_need(ref, NOWHERE, k, state="met", provider="Quay", why="", at=e.now),
        NotFound,
    ),
    "settle_need as met by nobody": (
        noted_need,
        lambda e, ref, k, known: need.settle_need(ref, known, k, state="met", provider="", why="", at=e.now),
        Refused,
    ),
    "ask_haven of nobody": (
        nothing,
        lambda e, ref, k, _: relocation.ask_haven(ref, replace(VISA, of_whom=" "), k, at=e.now),
        Refused,
    ),
    "note_reading by whom was not asked": (
        nothing,
        lambda e, ref, k, _: relocation.note_reading(ref, NOWHERE, k, at=e.now),
        NotFound,
    ),
    "note_reading twice": (
        read_haven,
        lambda e, ref, k, known: relocation.note_reading(ref, known, k, at=e.now),
        Refused,
    ),
    "write_answer to what was not asked": (
        nothing,
        lambda e, ref, k, _: relocation.write_answer(ref, NOWHERE, "yes", "", k, at=e.now),
        NotFound,
    ),
    "write_answer no without a reason": (
        asked_haven,
        lambda e, ref, k, known: relocation.write_answer(ref, known, "no", " ", k, at=e.now),
        Refused,
    ),
    "keep_plan with nothing planned": (
        nothing,
        lambda e, ref, k, _: relocation.keep_plan(ref, Relocation(), k, at=e.now),
        Refused,
    ),
    "choose_themes that are not on the list": (
        nothing,
        lambda e, ref, k, _: theme.choose_themes(ref, ["her name"], k, at=e.now),
        Refused,
    ),
    "add_files that were published by nobody": (
        nothing,
        lambda e, ref, k, _: casework.add_files(ref, (), k, origin=FileOrigin("https://example.org/post"), at=e.now),
        Refused,
    ),
    "choose_publicity of a duty that is not open": (
        nothing,
        lambda e, ref, k, _: acting.choose_publicity(
            ref, NOWHERE, "private", "She asked for quiet.", ANSWERED, k, at=e.now
        ),
        Refused,
    ),
    "note_barriers that are not on the list": (
        nothing,
        lambda e, ref, k, _: barrier.note_barriers(ref, Barriers({"moon": "there"}), k, at=e.now),
        Refused,
    ),
    "note_acquaintance without a day": (
        nothing,
        lambda e, ref, k, _: acquaintance.note_acquaintance(ref, Acquaintance("yes"), k, at=e.now),
        Refused,
    ),
    "note_experience with what nobody knows": (
        nothing,
        lambda e, ref, k, _: experience.note_experience(ref, Experience("moon", "", "", "yes", "helped"), k, at=e.now),
        Refused,
    ),
    "note_country without a source": (
        nothing,
        lambda e, ref, k, _: country_note.note_country(ref, replace(IN_KENYA, source=" "), k, at=e.now),
        Refused,
    ),
    "take_back_country_note that is not there": (
        nothing,
        lambda e, ref, k, _: country_note.take_back_country_note(ref, NOWHERE, "It was wrong.", k, at=e.now),
        Refused,
    ),
    "put_in nothing": (nothing, lambda e, ref, k, _: conversing.put_in(ref, (), k, at=e.now), Refused),
    "keep_draft with an open line": (
        nothing,
        lambda e, ref, k, _: drafting.keep_draft(ref, Draft(NOWHERE, "Teresa was taken.", "en"), k, at=e.now),
        Refused,
    ),
    "publish what was not kept as checked": (
        nothing,
        lambda e, ref, k, _: drafting.publish(ref, NOWHERE, e.now.date(), "https://example.org/text", k, at=e.now),
        Refused,
    ),
    "open_promised what somebody answered": (
        lambda e, ref, k: acting.open_promised(ref, PROMISED, k, at=e.now),
        lambda e, ref, k, _: acting.open_promised(ref, PROMISED, k, at=e.now),
        Refused,
    ),
    "open_promised without a day or an event": (
        nothing,
        lambda e, ref, k, _: acting.open_promised(ref, [replace(PROMISED[0], waits_for="")], k, at=e.now),
        Refused,
    ),
    "confirm_facts that are no facts": (
        nothing,
        lambda e, ref, k, _: coding.confirm_facts(ref, (CodedFact("country", "nowhere"),), k, at=e.now),
        Refused,
    ),
    "ask_relief of what the post does not hold": (
        lambda e, ref, k: relief.take(ref, e.keyring("tomas"), at=e.now),
        lambda e, ref, k, _: relief.ask_relief(ref, k, at=e.now),
        Refused,
    ),
    "take what the post holds": (nothing, lambda e, ref, k, _: relief.take(ref, k, at=e.now), Refused),
    "warn_of_content in words of one's own": (
        nothing,
        lambda e, ref, k, _: relief.warn_of_content(ref, ("her name",), k, at=e.now),
        Refused,
    ),
    "assess without a reason": (
        nothing,
        lambda e, ref, k, _: risk.assess(ref, a_risk(because=" "), k, at=e.now),
        Refused,
    ),
    "take_down_view of nothing": (
        nothing,
        lambda e, ref, k, _: risk.take_down_view(ref, {"afraid_of": " "}, "call", k, at=e.now),
        Refused,
    ),
    "declare_emergency without a reason": (
        nothing,
        lambda e, ref, k, _: deciding.declare_emergency(ref, " ", k, at=e.now),
        Refused,
    ),
    "confirm_emergency that nobody declared": (
        nothing,
        lambda e, ref, k, _: deciding.confirm_emergency(ref, k, at=e.now),
        Refused,
    ),
    "add_person without a label": (
        nothing,
        lambda e, ref, k, _: consenting.add_person(ref, "sibling", " ", "", k, at=e.now),
        Refused,
    ),
    "confirm_answer that does not wait": (
        nothing,
        lambda e, ref, k, _: consenting.confirm_answer(ref, NOWHERE, k, at=e.now),
        Refused,
    ),
    "settle_deletion that nobody asked for": (
        nothing,
        lambda e, ref, k, _: consenting.settle_deletion(ref, NOWHERE, "deleted", "They rang.", k, at=e.now),
        NotFound,
    ),
    "open_duty without words": (
        nothing,
        lambda e, ref, k, _: acting.open_duty(ref, "", " ", e.now.date(), "", k, at=e.now),
        Refused,
    ),
    "pass_duty that is not open": (
        nothing,
        lambda e, ref, k, _: acting.pass_duty(ref, NOWHERE, k.post, k, at=e.now),
        Refused,
    ),
    "take_down with facts that are none": (
        nothing,
        lambda e, ref, k, _: casework.take_down(
            a_telling(), e.office(), k, own_word="thistle", facts=(CodedFact("country", "nowhere"),), at=e.now
        ),
        Refused,
    ),
    "open_working_copy of what is no file": (
        nothing,
        lambda e, ref, k, _: casework.open_working_copy(ref, 1, k, at=e.now),
        NotFound,
    ),
    "note_check without words": (
        nothing,
        lambda e, ref, k, _: consenting.note_check(ref, "fine", " ", k, at=e.now),
        Refused,
    ),
}


@pytest.mark.parametrize(("before", "verb", "error"), REFUSED.values(), ids=list(REFUSED))
def test_refused_is_refused_whole(embedded, before, verb, error):
    call, mara = an_accepted_case(embedded), embedded.keyring(PROTECTION)
    known = before(embedded, call.ref, mara)
    stands = embedded.dump()
    with pytest.raises(error):
        verb(embedded, call.ref, mara, known)
    assert embedded.dump() == stands


def test_a_step_is_dropped_once_and_for_a_reason(embedded):
    (call, step), mara = with_a_step(embedded), embedded.keyring(PROTECTION)

    def drop(reason):
        acting.drop(call.ref, step, reason, mara, at=embedded.now)

    with pytest.raises(Refused, match="There is no reason yet"):
        drop(" ")
    drop("She asked us to wait.")
    stands = embedded.dump()
    with pytest.raises(Refused, match="taken or dropped already"):
        drop("She asked us to wait.")
    assert embedded.dump() == stands


def test_make_working_copy_of_what_cannot_be_cleaned_is_refused(embedded):
    """_make_working_copy leaves nothing behind."""
    call = embedded.call(
        telling=a_telling(files=(embedded.file(b"some bytes", "notes.bin", "application/octet-stream"),))
    )
    (seq, _file), *_ = embedded.case(call.ref).files
    stands = embedded.dump()
    with pytest.raises(Refused, match="No cleaned copy can be made"):
        casework.open_working_copy(call.ref, seq, embedded.keyring(PROTECTION), at=embedded.now)
    assert embedded.dump() == stands


def test_take_in_rows_takes_in_some_and_not_too_many_and_from_a_post_that_reads_requests(embedded):
    office, stands, a_row = embedded.office(), embedded.dump(), None
    for rows, name, why in (
        ((), PROTECTION, "No row can be taken in"),
        ((a_row,), "petra", "Your post does not read requests"),
        ((a_row,) * (importing.MOST_AT_ONCE + 1), PROTECTION, "rows at once"),
    ):
        with pytest.raises(Refused, match=why):
            importing.take_in_rows(rows, office, embedded.keyring(name), at=embedded.now)
    assert embedded.dump() == stands


def test_triage_accept_is_of_the_card_that_was_seen_and_of_a_request(embedded):
    """What was chosen by a card that is not the newest is not done; nor is what was accepted accepted again."""
    call, mara = embedded.call(), embedded.keyring(PROTECTION)

    def accept(seen):
        triage.accept(triage.Choice(call.ref, seen, "accept"), mara, at=embedded.now)

    def mark():
        held, _ = casework.cards(mara, at=embedded.now)
        return next(card.mark for card in held if card.dossier == call.ref)

    with pytest.raises(Refused):
        accept("another card")
    accept(mark())
    stands = embedded.dump()
    with pytest.raises(Refused):
        accept(mark())
    assert embedded.dump() == stands


def test_note_effect_is_of_a_step_that_was_taken(embedded):
    (call, step), mara = with_a_step(embedded), embedded.keyring(PROTECTION)
    for one in (step, NOWHERE):
        with pytest.raises(NotFound):
            telling.note_effect(call.ref, one, an_effect(), mara, at=embedded.now)


def test_ask_back_decline_and_reopen_are_of_what_waits_and_was_seen(embedded):
    """None is done by an older card, without words, or when it was decided on; nothing is not written by it."""
    request, case, mara = embedded.call(), an_accepted_case(embedded), embedded.keyring(PROTECTION)

    def ask_back(ref=request.ref, text="Where is it?", seen=None):
        triage.ask_back(ref, text, mara, seen=seen, at=embedded.now)

    def decline(ref=request.ref, declining=KINDLY, seen=None):
        triage.decline(ref, declining, mara, seen=seen, at=embedded.now)

    stands = embedded.dump()
    for attempt in (
        lambda: ask_back(seen="another card"),
        lambda: ask_back(text=" "),
        lambda: ask_back(case.ref),
        lambda: decline(seen="another card"),
        lambda: decline(declining=replace(KINDLY, words=" ")),
        lambda: decline(case.ref),
        lambda: triage.reopen(request.ref, mara, at=embedded.now),
        lambda: triage.judge_pair(request.ref, request.ref, mara, same=True, at=embedded.now),
    ):
        with pytest.raises(Refused):
            attempt()
    assert embedded.dump() == stands
    triage.judge_pair(request.ref, case.ref, mara, same=True, at=embedded.now)
    with pytest.raises(Refused):
        triage.judge_pair(request.ref, case.ref, mara, same=True, at=embedded.now)


def test_let_reuse_is_of_a_result_and_a_share_that_are_there_and_read(embedded):
    call, mara = shared_and_given(embedded), embedded.keyring(PROTECTION)
    made = embedded.case(call.ref).sharing.shares[-1].ref
    stands = embedded.dump()
    for result, share, at in (
        (NOWHERE, made, embedded.now),
        (a_result().ref, NOWHERE, embedded.now),
        (a_result().ref, made, embedded.now + timedelta(days=400)),
    ):
        with pytest.raises(NotFound):
            verifying.let_reuse(call.ref, result, share, mara, at=at)
    assert embedded.dump() == stands
