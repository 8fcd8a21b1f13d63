"""Plays invented cases through the program's own verbs, all of them in the order of time. No row is written round them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from safeconduct.cases.desk import casework, importing
from safeconduct.cases.sheet.mapping import SheetRow
from safeconduct.intake.box import Holder
from safeconduct.intake.desk import asking
from safeconduct.intake.visit import Visit
from safeconduct.program.invented.country import InventedCase, Move
from safeconduct.program.invented.moment import Begun, Moment, Walk
from safeconduct.program.invented.moves import (
    coordinating,
    court,
    covering,
    deciding,
    defender,
    evidence,
    meeting,
    office,
    sharing,
    strategy,
)
from safeconduct.sealing.code import new_code
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound, Refused

MOVES: Mapping[str, Callable[[Moment], None]] = {
    # the defender
    "write": defender.writes,
    "tell risk": defender.tells_risk,
    "want support": defender.wants_support,
    "tell experience": defender.tells_experience,
    "answer purposes": defender.answers_purposes,
    "agree to share": defender.agrees_to_share,
    "refuse to share": defender.refuses_to_share,
    "withdraw": defender.withdraws,
    "see effect": defender.sees_effect,
    "leave wish": defender.leaves_wish,
    "end reading": defender.ends_reading,
    "ask erasure": defender.asks_erasure,
    "freeze code": defender.freezes_code,
    # the request and the case
    "read": office.reads,
    "accept": office.accepts,
    "answer": office.answers,
    "note": office.notes,
    "ask back": office.asks_back,
    "decline": office.declines,
    "reopen": office.reopens,
    "judge pair": office.judges_pair,
    "eligibility": office.assesses_eligibility,
    "facts": office.confirms_facts,
    "take": office.takes,
    "ask relief": office.asks_relief,
    "warn": office.warns_of_content,
    "themes": office.chooses_themes,
    "known before": office.notes_acquaintance,
    "how it went": office.notes_experience,
    "need": office.notes_need,
    "settle need": office.settles_need,
    "person": office.adds_person,
    # what happened, and who says so
    "incident": evidence.records_incident,
    "correct incident": evidence.corrects_incident,
    "reprisal step": evidence.takes_reprisal_step,
    "mark": evidence.sets_mark,
    "handle mark": evidence.handles_mark,
    "source": evidence.adds_source,
    "ask source": evidence.asks_source,
    "make link": evidence.makes_link,
    "answer link": evidence.answers_link,
    "verify": evidence.records_verification,
    "doubt": evidence.doubts_verification,
    "plan check": evidence.plans_check,
    # consent, risk, decision, step, word back
    "ask answer": deciding.asks_answer,
    "record answer": deciding.records_answer,
    "confirm answer": deciding.confirms_answer,
    "take view down": deciding.takes_view_down,
    "risk": deciding.assesses_risk,
    "emergency": deciding.declares_emergency,
    "confirm emergency": deciding.confirms_emergency,
    "decide": deciding.decides,
    "act": deciding.takes_step,
    "drop": deciding.drops_step,
    "date event": deciding.dates_event,
    "open duty": deciding.opens_duty,
    "end duty": deciding.ends_duty,
    "end duties": deciding.ends_duties,
    "waive duty": deciding.waives_duty,
    "pass duty": deciding.passes_duty,
    "draft": deciding.keeps_draft,
    "publish": deciding.publishes,
    "press note": deciding.keeps_press_note,
    "tell": deciding.tells,
    "reached": deciding.notes_reached,
    "effect": deciding.notes_effect,
    # other offices, other places
    "ask share": sharing.asks_share,
    "witness share": sharing.witnesses_share,
    "confirm share": sharing.confirms_share,
    "share": sharing.shares,
    "end share": sharing.ends_share,
    "write to partner": sharing.writes_to_partner,
    "let reuse": sharing.lets_reuse,
    "open received": sharing.opens_received,
    "write back": sharing.writes_back,
    "haven": sharing.asks_haven,
    "haven answer": sharing.writes_haven_answer,
    "relocation": sharing.keeps_relocation,
    # together, and within one office when somebody leaves
    "found group": coordinating.founds_group,
    "join group": coordinating.joins_group,
    "let into group": coordinating.lets_into_group,
    "put card": coordinating.puts_card,
    "put lesson": coordinating.puts_lesson,
    "receive lessons": coordinating.receives_lessons,
    "set hearing": coordinating.sets_hearing,
    "change hearing": coordinating.changes_hearing,
    "answer hearing": coordinating.answers_hearing,
    "hearing result": coordinating.records_result,
    "report result": coordinating.reports_result,
    "rota wish": court.tells_rota_wish,
    "rota ways": court.tells_ways,
    "publish rota": court.publishes_rota,
    "outside word": court.records_word,
    "hearing link": court.makes_hearing_link,
    "court note": court.writes_court_note,
    "name region": covering.names_region,
    "liaise": covering.liaises,
    "plan trip": covering.plans_trip,
    "answer trip": covering.answers_trip,
    "report trip": covering.reports_trip,
    "log dialogue": covering.logs_dialogue,
    "set rhythm": covering.sets_rhythm,
    "note media": covering.notes_media,
    "begin strategy": strategy.begins_strategy,
    "write item": strategy.writes_item,
    "finish item": strategy.finishes_item,
    "leave out item": strategy.leaves_out_item,
    "receive strategy": strategy.receives_strategy,
    "agree meetings": meeting.agrees_meetings,
    "set meeting": meeting.sets_meeting,
    "add point": meeting.adds_point,
    "decide in meeting": meeting.decides_in_meeting,
    "close meeting": meeting.closes_meeting,
    "take up": meeting.takes_up,
    "seek position": meeting.seeks_position,
    "contribute": meeting.contributes,
    "block position": meeting.blocks_position,
    "plan act": meeting.plans_act,
    "start handover": coordinating.starts_handover,
    "accept handover": coordinating.accepts_handover,
    "decline handover": coordinating.declines_handover,
    "tell contact": coordinating.tells_contact,
}


class Stumbled(Exception):
    """A move of an invented case was refused: the file, or a rule, has changed."""


def play(cases: Iterable[InventedCase], walk: Walk, *, at: datetime) -> Iterator[int]:
    """Every case as it went until `at`; yields how many are told to the end. Raises Stumbled."""
    wanted = tuple(cases)
    left = {case.name: len(case.moves) for case in wanted}
    yield sum(not moves for moves in left.values())
    for moment, case, move in _in_order_of_time(wanted, at=at):
        _make(walk, case, move, at=moment)
        if move is not None:
            left[case.name] -= 1
            if not left[case.name]:
                yield sum(not moves for moves in left.values())


def _in_order_of_time(
    cases: Iterable[InventedCase], *, at: datetime
) -> Iterator[tuple[datetime, InventedCase, Move | None]]:
    """As the journals of the offices would have it. Without a move: the request comes."""
    begins = [(at - case.ago, case, None) for case in cases]
    moves = [(at - case.ago + move.after, case, move) for case in cases for move in case.moves]
    yield from sorted((*begins, *moves), key=lambda one: one[0])


def _make(walk: Walk, case: InventedCase, move: Move | None, *, at: datetime) -> None:
    try:
        if move is None:
            walk.begun[case.name] = _begun(walk, case, at=at)
        else:
            MOVES[move.do](Moment(walk, walk.begun[case.name], move, at))
    except (Refused, NotFound, Unopened, LookupError, StopIteration, TypeError) as problem:
        raise Stumbled(f"{case.name}, “{move.do if move else 'ask'}”: {problem!r}") from problem


def _begun(walk: Walk, case: InventedCase, *, at: datetime) -> Begun:
    """The request, as it came: by the form, by a member's hand, in a spreadsheet, or as a public appeal."""
    offices = tuple(walk.offices[slug] for slug in case.offices)
    if case.telling.source == "public":
        return Begun(case, {offices[0].ref: asking.send(case.telling, offices, None, at=at).refs[0]}, None)
    if case.telling.source == "sheet":
        return _begun_in_a_sheet(walk, case, at=at)
    if case.by:
        keyring = walk.keyrings[case.by]
        ref, code = casework.take_down(case.telling, offices[0], keyring, own_word=case.own_word, at=at)
        return Begun(case, {keyring.organisation: ref}, Visit(code, "en", case.own_word))
    holder = Holder(new_code(), own_word=case.own_word)
    receipt = asking.send(case.telling, offices, holder, at=at)
    refs = {one.ref: ref for one, ref in zip(offices, receipt.refs, strict=True)}
    return Begun(case, refs, Visit(holder.code, "en", case.own_word))


def _begun_in_a_sheet(walk: Walk, case: InventedCase, *, at: datetime) -> Begun:
    keyring, office_asked = walk.keyrings[case.by], walk.offices[case.offices[0]]
    importing.take_in_rows((SheetRow(1, case.telling, case.telling.mark),), office_asked, keyring, at=at)
    held, _ = casework.cards(keyring, at=at)
    ref = next(card.dossier for card in held if card.row_mark == case.telling.mark)
    return Begun(case, {keyring.organisation: ref}, None)
