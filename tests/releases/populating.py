"""Puts everything that an instance can hold into an invented one, through the program's own desks."""

import json
from dataclasses import dataclass
from datetime import timedelta

from safeconduct.access.desk import (
    adopting,
    auditing,
    changing,
    equipping,
    noticing,
    rostering,
    surveying,
    training,
)
from safeconduct.access.passkey import Answer, Site, as_asked
from safeconduct.access.recovery import REHEARSAL
from safeconduct.cases.case_filter import CaseFilter
from safeconduct.cases.desk import casework as cases
from safeconduct.cases.desk import filtering, linking, relief, sharing, triage, verifying
from safeconduct.cases.eligibility import PROTECTED, Assessment
from safeconduct.cases.source_question import source_questions
from safeconduct.cases.triage import NewDecline
from safeconduct.dossiers.card import NOTES_BEFORE_FOLDING
from safeconduct.dossiers.desk import keeping, listing, reading, writing
from safeconduct.dossiers.keeping import content_until, identity_until
from safeconduct.intake.appeal import Appeal, read_line
from safeconduct.intake.consent import Terms
from safeconduct.intake.desk import allowing, asking, importing, returning
from safeconduct.intake.desk.returning import Word
from safeconduct.intake.draft import Draft
from safeconduct.intake.telling import Telling
from safeconduct.jobs import clock, sweeping
from safeconduct.sealing.code import new_code
from tests import organising, recovering
from tests.device import ORIGIN, SITE, Device
from tests.embedded import (
    ADMINISTRATOR,
    AUDITORS,
    COLLEAGUE,
    HARBOUR,
    LIGHTHOUSE,
    OTHER_OFFICE,
    PROTECTION,
    Call,
    Embedded,
)
from tests.rules.cases.test_verification import a_source

CANARY = "canary-of-karsa"
"""Stands in every text, so that a column that shows one in plain is found by it."""

TELLINGS = {
    "en": Telling(
        "en",
        happened=f"They came to the market in Karsa. {CANARY}",
        urgency="now",
        country="Velmora",
        place=f"Karsa {CANARY}",
        needs=("lawyer", "visit"),
        need_words=f"A lawyer by Monday. {CANARY}",
        name=f"Teresa (invented) {CANARY}",
        work=f"I speak for the river. {CANARY}",
        channel="phone",
        address=f"000 111 222 {CANARY}",
        unsafe=f"After dark. {CANARY}",
        consents=("raise_private_unnamed", "share_mission"),
    ),
    "fr": Telling("fr", happened=f"Notre groupe demande qui suit les procès. {CANARY}", urgency="no", needs=("visit",)),
    "es": Telling("es", happened=f"Dos hombres esperan frente a la casa. {CANARY}", urgency="days", needs=("lawyer",)),
    "ar": Telling("ar", happened=f"وصلتني رسائل تهديد منذ أسبوع. {CANARY}", needs=("digital", "safe_place")),
    "ru": Telling("ru", happened=f"Меня вызывают на допрос. {CANARY}", urgency="days", consents=("observe_trial",)),
}


@dataclass(frozen=True)
class Kept:
    """Whose code it is, by a label, and the code with its own word."""

    label: str
    call: Call


def populate(embedded: Embedded) -> tuple[Kept, ...]:
    """Requests, cases, words, files, consents, endings and rows of every table; the codes that open the boxes."""
    mara, amal = embedded.keyring(PROTECTION), embedded.keyring(OTHER_OFFICE)
    calls = {language: embedded.call(telling=telling) for language, telling in TELLINGS.items()}
    _work_on(embedded, calls["en"])
    both = embedded.call(HARBOUR, LIGHTHOUSE, telling=TELLINGS["es"], own_word="heron")
    cases.answer(both.refs[1], f"We have read it. {CANARY}", amal, at=embedded.now)
    allowing.end_reading(both.visit(), both.refs[0], at=embedded.now)
    relay = embedded.call(telling=Telling("en", about="someone", happened=f"She was taken. {CANARY}"), own_word="")
    given = cases.give_code(relay.ref, "otter", embedded.keyring(COLLEAGUE), at=embedded.now)
    cases.take_down(
        Telling("en", about="unaware", happened=f"A call at night. {CANARY}", source="phone"),
        embedded.office(),
        mara,
        own_word="",
        at=embedded.now,
    )
    importing.take_in(_appeal(), embedded.office(), at=embedded.now)
    frozen = embedded.call(telling=TELLINGS["ar"], own_word="crane")
    returning.freeze(frozen.visit(), at=embedded.now)
    _erase_one(embedded)
    hidden = embedded.call(telling=TELLINGS["ru"], own_word="stoat")
    allowing.ask_for_erasure(hidden.visit(), at=embedded.now)
    _fold_cards(embedded, calls["fr"].ref)
    _set_days_and_notices(embedded, calls["en"])
    _share_and_end(embedded, calls["en"])
    _triage(embedded)
    _ask_a_source(embedded, calls["en"])
    _use_the_guidance(embedded)
    filtering.save_filter(f"Mine {CANARY}", CaseFilter(words=CANARY), embedded.keyring(PROTECTION))
    _prepare_ways_back(embedded)
    _change_people(embedded)
    _sign_a_checkpoint(embedded)
    asking.begin_draft(Draft(embedded.now, {"happened": CANARY}))
    embedded.session(PROTECTION)
    embedded.holder(calls["en"])
    boxes = {**calls, "both": both, "relay": relay, "defender of the relay": Call(relay.refs, given, "otter")}
    return tuple(Kept(label, call) for label, call in {**boxes, "frozen": frozen, "hidden": hidden}.items())


def _work_on(embedded: Embedded, call: Call) -> None:
    """The story of one case, from the first reading to files, notes, wishes and a question back."""
    mara, at = embedded.keyring(PROTECTION), embedded.now
    cases.open_case(call.ref, mara, at=at)
    cases.accept(call.ref, mara, at=at)
    cases.add_files(call.ref, (embedded.file(CANARY.encode() * 40, f"{CANARY}.txt", "text/plain"),), mara, at=at)
    cases.note(call.ref, f"Ask the lawyer. {CANARY}", embedded.keyring(COLLEAGUE), at=at)
    cases.answer(call.ref, f"We call the lawyer today. {CANARY}", mara, at=embedded.clock.pass_by(timedelta(hours=1)))
    returning.write(call.visit(), Word(f"They were here again. {CANARY}", urgent=True), at=embedded.now)
    allowing.change_consents(call.visit(), ("observe_trial",), language="en", at=embedded.now)
    returning.leave_wish(call.visit(), "contact", {"rhythm": "week", "safe_hours": CANARY}, at=embedded.now)
    cases.reveal_identity(call.ref, "reach", mara, has_proved=True, at=embedded.clock.pass_by(timedelta(days=1)))
    cases.answer(call.ref, f"The observer will come. {CANARY}", mara, at=embedded.now)


def _triage(embedded: Embedded) -> None:
    """One request asked back, with a reply, and one declined; what is said of a person, a pair, a load and a roster."""
    mara, at, today = embedded.keyring(PROTECTION), embedded.now, embedded.now.date()
    asked, declined = (embedded.call(telling=TELLINGS["fr"]) for _ in range(2))
    triage.ask_back(asked.ref, f"Where is it? {CANARY}", mara, at=at)
    returning.write(asked.visit(), Word(f"In the north. {CANARY}"), at=at)
    triage.assess(asked.ref, Assessment(PROTECTED, (), "referee", f"The judge says so. {CANARY}"), mara, at=at)
    triage.judge_pair(asked.ref, declined.ref, mara, same=False, at=at)
    relief.warn_of_content(asked.ref, ("torture",), mara, at=at)
    relief.take(asked.ref, mara, at=at)
    relief.ask_relief(asked.ref, mara, at=at)
    triage.decline(declined.ref, NewDecline("other_help", f"We cannot. {CANARY}", nobody_else=True), mara, at=at)
    rostering.set_days(frozenset({today}), mara, today=today, at=at)
    rostering.set_limit(12, mara, at=at)


def _use_the_guidance(embedded: Embedded) -> None:
    """A practice that is planned and whose post is known, a training that was taken, and an answer to the survey."""
    mara, at, today = embedded.keyring(PROTECTION), embedded.now, embedded.now.date()
    adopting.take_point(mara, at=at)
    adopting.adopt("visa-guidance", "KE", today, mara, known=["visa-guidance"], today=today, at=at)
    training.take_training("guidelines", today, mara, known=["guidelines"], today=today, at=at)
    answers = {("diplomats-know-texts", "yes"): 1}
    surveying.count_answers(answers, "2026-1", mara, known=["diplomats-know-texts"], has_line=False, at=at)


def _ask_a_source(embedded: Embedded, call: Call) -> None:
    """A source, a question to it, and the link by which it may answer."""
    mara, at, today = embedded.keyring(PROTECTION), embedded.now, embedded.now.date()
    source = a_source(words=f"Her lawyer. {CANARY}")
    verifying.add_source(call.ref, source, mara, at=at)
    verifying.ask_source(call.ref, source.ref, "", "Is it so?", today + timedelta(days=5), mara, at=at)
    (question,) = source_questions(cases.open_case(call.ref, mara, at=at)[0].written)
    linking.make_link(call.ref, question.ref, today + timedelta(days=3), mara, at=at)


def _set_days_and_notices(embedded: Embedded, call: Call) -> None:
    """What a job without keys goes by: due days, an address for notices, the clocks of its last run."""
    today, ines = embedded.now.date(), embedded.keyring(ADMINISTRATOR)
    dossier = reading.open_with_keyring(call.ref, embedded.keyring(PROTECTION))
    keeping.keep_until(dossier, content=content_until(today), identity=identity_until(today), today=today)
    noticing.set_notice_address("desk@harbour.example", ines, at=embedded.now)
    clock.trust(clock.reading())


def _share_and_end(embedded: Embedded, call: Call) -> None:
    """One share that stands and one that the defender took back."""
    office, mara = embedded.office(LIGHTHOUSE), embedded.keyring(PROTECTION)
    for purpose in ("advice", "support"):
        terms = Terms(office.ref, office.name, ("story",), purpose, "TLP:AMBER+STRICT", "2026-06-01")
        sharing.ask_consent(call.ref, terms, mara, at=embedded.now)
        consent = cases.open_case(call.ref, mara, at=embedded.now)[0].sharing.consents[-1].ref
        allowing.answer_consent(call.visit(), consent, yes=True, at=embedded.now)
        sharing.share_as_agreed(call.ref, consent, mara, has_proved=True, at=embedded.now)
        if purpose == "advice":
            allowing.withdraw_consent(call.visit(), consent, at=embedded.now)


def _prepare_ways_back(embedded: Embedded) -> None:
    """A passkey; a paper code; a recovery key to which compartments are wrapped; a recovery and a rehearsal, handed in by some."""
    digits = embedded.digits(COLLEAGUE)
    changing.make_paper_code(embedded.presence(COLLEAGUE), new_code(), digits, has_proved=True, at=embedded.now)
    answer = Answer(Site(SITE, frozenset({ORIGIN})), bytes(32), Device().make(as_asked(bytes(32))))
    embedded.clock.pass_by(timedelta(seconds=30))
    digits = embedded.digits(COLLEAGUE)
    equipping.add_passkey(embedded.presence(COLLEAGUE), CANARY, answer, digits, has_proved=True, at=embedded.now)
    recovering.a_key(embedded)
    recovering.hand_in(embedded, recovering.opened(embedded), "vera", "amal", waiting=timedelta())
    recovering.hand_in(embedded, recovering.opened(embedded, REHEARSAL, by=COLLEAGUE), "vera")


def _change_people(embedded: Embedded) -> None:
    """Somebody is invited, somebody waits for the registrars, somebody has left, and the new key waits. Their post is said to be
    empty where Mara can read."""
    organising.invite(embedded, "noor")
    organising.join(embedded, organising.invite(embedded, "yara", into=()))
    organising.leave(embedded, "petra", confirmed=True)
    organising.said_empty(embedded, organising.post_ref(embedded, "Visa officer"), by=("mara",))


def _sign_a_checkpoint(embedded: Embedded) -> None:
    vera = embedded.keyring(AUDITORS[HARBOUR])
    auditing.sign_checkpoint(vera, *auditing.state_of(vera.organisation), at=embedded.now)


def _erase_one(embedded: Embedded) -> None:
    erased = embedded.call(telling=TELLINGS["fr"], own_word="wren")
    allowing.ask_for_erasure(erased.visit(), at=embedded.now)
    sweeping.sweep(at=embedded.clock.pass_by(timedelta(hours=74)))


def _fold_cards(embedded: Embedded, ref: str) -> None:
    """So many notes that a member's list folds them into a segment, and one more that waits."""
    for _ in range(NOTES_BEFORE_FOLDING):
        writing.append(ref, (), {"stage": "received"}, held=(), by=None, at=embedded.now)
    listing.cards(embedded.keyring(PROTECTION), on=embedded.now.date())
    writing.append(ref, (), {"stage": "received"}, held=(), by=None, at=embedded.now)


def _appeal() -> Appeal:
    line = {"id": "1", "text": f"A lawyer was arrested in Port Ilen. {CANARY}", "language": "en", "title": CANARY}
    appeal = read_line(json.dumps(line).encode(), line=1, reader=HARBOUR)
    assert isinstance(appeal, Appeal)
    return appeal
