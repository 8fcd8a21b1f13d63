"""What an officer reads of one dossier, folded from its entries: identity stays closed until it is revealed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from safeconduct.cases.acquaintance import acquaintance_fact
from safeconduct.cases.action import Action, actions, emergency, one_offs
from safeconduct.cases.attendance import attendance_facts
from safeconduct.cases.barrier import barrier_fact
from safeconduct.cases.case_clock import clock_facts
from safeconduct.cases.case_event import case_event_facts
from safeconduct.cases.country_note import country_note_facts
from safeconduct.cases.decision import decisions, unproved_hurdles
from safeconduct.cases.duty import duties, followed, open_duties
from safeconduct.cases.eligibility import is_called_defender
from safeconduct.cases.experience import noted_fact
from safeconduct.cases.feedback import effects, feedbacks, last_word_to_defender
from safeconduct.cases.handover import handover_facts
from safeconduct.cases.haven import next_answer
from safeconduct.cases.incident import incident_facts, perpetrator_groups
from safeconduct.cases.known_name import AT_COURT
from safeconduct.cases.like_case import decided_fact
from safeconduct.cases.need import unmet_on_card
from safeconduct.cases.published_statement import published_facts
from safeconduct.cases.raised import raised
from safeconduct.cases.relief import holding
from safeconduct.cases.risk import newest_risk
from safeconduct.cases.sharing import Sharing
from safeconduct.cases.source_link import ungraded_answers
from safeconduct.cases.tally import tally_fact
from safeconduct.cases.theme import person_traits, themes
from safeconduct.cases.triage import refusal_to_deciding, stage_of
from safeconduct.cases.verification import verification_facts
from safeconduct.dossiers.entry import EmptySlip, Entry
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.scope import MESSAGES
from safeconduct.dossiers.sealed_file import SealedFile, sealed_file_from
from safeconduct.dossiers.signing import Checked
from safeconduct.guidance.register import action_kinds
from safeconduct.intake.consent import acts_together, to_be_made
from safeconduct.intake.experience import TAKEN_BACK, told_fact
from safeconduct.intake.promise import ANSWERS, RESPONSES, promise_to_answer
from safeconduct.intake.telling import codes_in, country_of
from safeconduct.vocabulary.iso_day import iso_of
from safeconduct.vocabulary.refusal import Refusal

IDENTITY = "identity"


@dataclass(frozen=True)
class CaseFile:
    """`entries` are newest first, `written` are those that are signed by whom they name, oldest first; neither holds
    the identity."""

    ref: str
    stage: str
    story: Mapping[str, Any] = field(repr=False)
    contact: Mapping[str, Any] = field(repr=False)
    contact_wish: Mapping[str, Any] = field(repr=False)
    advance_wish: Mapping[str, Any] = field(repr=False)
    consents: tuple[str, ...]
    consent_at: datetime | None
    about: str
    read_by: datetime
    entries: tuple[Entry | EmptySlip, ...] = field(repr=False)
    written: tuple[Entry, ...] = field(repr=False)
    files: tuple[tuple[int, SealedFile], ...] = field(repr=False)
    working_copies: Mapping[int, SealedFile] = field(repr=False)
    has_identity: bool
    has_code: bool
    sharing: Sharing = field(repr=False)
    is_relay: bool
    code_at_risk: bool
    unsigned: frozenset[int]
    broken_at: int | None
    cut_short: int | None = None

    @property
    def was_changed(self) -> bool:
        """Whether its chain does not hold, or its end is gone: every entry must be looked at."""
        return self.broken_at is not None or self.cut_short is not None

    @property
    def answers(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if isinstance(entry, Entry) and entry.kind in ANSWERS)


def casefile(dossier: OpenDossier, signatures: Checked) -> CaseFile:
    written = signatures.believed(dossier)
    arrived = _newest(written, "arrived")
    consents = [entry for entry in written if entry.kind == "consent"]
    return CaseFile(
        ref=dossier.ref,
        stage=stage_of(written),
        story=_newest(written, "told"),
        contact=_newest(written, "contact"),
        contact_wish=_newest(written, "contact_wish"),
        advance_wish=_newest(written, "advance_wish"),
        consents=tuple(consents[-1].data["given"]) if consents else (),
        consent_at=consents[-1].at if consents else None,
        about=arrived["about"],
        read_by=datetime.fromisoformat(arrived["read_by"]),
        entries=tuple(reversed([entry for entry in dossier.entries if not _is_identity(entry)])),
        written=tuple(entry for entry in written if not _is_identity(entry)),
        files=tuple((entry.seq, sealed_file_from(entry.data)) for entry in written if entry.kind == "file"),
        working_copies={entry.data["of"]: _copy(entry) for entry in written if entry.kind == "working_copy"},
        has_identity=any(entry.data.get("name") for entry in written if _is_identity(entry)),
        has_code=any(entry.data["keys"] for entry in written if entry.kind in ("arrived", "code_given")),
        sharing=Sharing(arrived["about"], bool(arrived.get("relay")), _messages(written)),
        is_relay=bool(arrived.get("relay")),
        code_at_risk=any(entry.kind == "code_at_risk" for entry in written),
        unsigned=signatures.unsigned,
        broken_at=dossier.broken_at,
        cut_short=dossier.cut_short,
    )


def facts_from(written: tuple[Entry, ...]) -> dict[str, Any]:
    """The card's facts as the believed entries tell them: the same that notes have put on the card one by one."""
    told, arrived = _newest(written, "told"), _newest(written, "arrived")
    first = {kind: next((entry.at for entry in written if entry.kind == kind), None) for kind in ("arrived", "read")}
    risk = newest_risk(written)
    answers = [entry for entry in written if entry.kind in ANSWERS]
    responses = [entry for entry in written if entry.kind in RESPONSES]
    holds = holding(written)
    promise = promise_to_answer(written, read_by=datetime.fromisoformat(arrived["read_by"]))
    coded = _newest(written, "confirmed_facts").get("facts", ())
    news = [entry for entry in written if _is_news(entry, after=arrived["entries"])]
    return {
        "codename": told["codename"],
        "stage": stage_of(written),
        "received": _minute(first["arrived"]),
        "read_by": arrived["read_by"],
        "urgency": "now" if any(entry.data.get("urgent") for entry in written) else told["urgency"],
        "country": country_of(told["country"], coded),
        "told_kinds": codes_in(coded, "violation_types"),
        "told_groups": codes_in(coded, "defender_types"),
        "needs": told["needs"],
        "source": told["source"],
        **({"mark": told["mark"]} if told.get("mark") else {}),
        "language": told["language"],
        "about": arrived["about"],
        "files": any(entry.kind == "file" for entry in written),
        "read": _minute(first["read"]),
        "answered": _minute(answers[-1].at if answers else None),
        "answer_by": _minute(promise.by),
        "asked": _minute(promise.asked),
        "replied": _minute(promise.replied),
        "first_answered": _minute(promise.answered),
        "called_defender": is_called_defender(written),
        "holder": holds.post,
        "relief_asked": holds.asked is not None,
        "judged": sorted({entry.data["other"] for entry in written if entry.kind == "pair_judged"}),
        "waiting": bool(news) and (not responses or news[-1].seq > responses[-1].seq),
        "last_word": _minute(news[-1].at if news else None),
        "code_at_risk": any(entry.kind == "code_at_risk" for entry in written),
        "yes_waiting": bool(to_be_made(_messages(written))),
        "consent_changed": sum(entry.kind in ("consent", "consent_withdrawn") for entry in written) > 1
        or any(entry.kind == "answered" and entry.by.kind == "defender" for entry in written),
        "unmet": unmet_on_card(written),
        "themes": list(themes(written)),
        "person": list(person_traits(written)),
        **barrier_fact(written),
        **acquaintance_fact(written),
        **told_fact(_messages(written)),
        **noted_fact(written),
        "country_notes": country_note_facts(written),
        "haven_due": due.isoformat() if (due := next_answer(written)) else None,
        "risk": risk.band if risk else "",
        "risk_review": risk.review_on.isoformat() if risk else None,
        "acts_together": acts_together(_messages(written)),
        "incidents": incident_facts(written),
        "perpetrators": perpetrator_groups(written),
        "clocks": clock_facts(written),
        "source_answer_waits": bool(ungraded_answers(written)),
        "decided": decided_fact(written),
        **attendance_facts(written),
        **verification_facts(written),
        **published_facts(written),
        **_protection_facts(written),
    }


def _protection_facts(written: tuple[Entry, ...]) -> dict[str, Any]:
    """What is owed and what was done, coded: the next day that something is due, the last act, the last word to the
    defender and how often they want one, and an emergency that waits for a second member; then whether anyone raised
    it, the acts that nothing follows, and how many hurdles stand without proof or way round."""
    known, owed, made = actions(written), duties(written, action_kinds()), decisions(written)
    nearest = next((duty for duty in open_duties(owed) if duty.due), None)
    acts = [action for action in known if action.is_taken and action.on]
    last = acts[-1] if acts else None
    declared = emergency(written)
    return {
        "due": iso_of(nearest.due) if nearest else "",
        "duty": nearest.code if nearest else "",
        "last_act": _act(last) if last else [],
        "accepted": _minute(next((entry.at for entry in written if entry.kind == "accepted"), None)),
        "told": _minute(last_word_to_defender(written)),
        "rhythm": _newest(written, "contact_wish").get("rhythm", ""),
        "tally": tally_fact(known, made, effects(written)),
        "events": case_event_facts(written, known, made),
        "second_wanted": declared is not None and declared.confirmed_at is None,
        "raised": raised(known, feedbacks(written)).as_fact(),
        "one_offs": [_act(one) for one in one_offs(known, followed(owed))],
        "unproved": len(unproved_hurdles(made)),
        **handover_facts(written, owed),
    }


def _act(action: Action) -> list[str]:
    return [action.step.kind, action.state, action.on.isoformat() if action.on else ""]


def _is_news(entry: Entry, *, after: int) -> bool:
    """Whether the defender put it in, after the request itself, for somebody to act on."""
    quiet = ("code_given", "emptied", "wish_kept", "reading_ended", "erasure_asked", TAKEN_BACK)
    return entry.seq > after and entry.by.kind in ("defender", "code") and entry.kind not in quiet


def _minute(at: datetime | None) -> str | None:
    return at.isoformat(timespec="minutes") if at else None


def identity(dossier: OpenDossier, signatures: Checked) -> Mapping[str, Any]:
    return _newest(signatures.believed(dossier), IDENTITY)


def names(dossier: OpenDossier, signatures: Checked) -> dict[str, str]:
    """The names that were given: the defender's under "", of the others by their labels, and what a note from court sealed
    with them, by its label."""
    at_court = [entry.data for entry in signatures.believed(dossier, AT_COURT) if entry.scope == IDENTITY]
    return names_of_persons(dossier, signatures) | {one["label"]: one["text"] for one in at_court}


def names_of_persons(dossier: OpenDossier, signatures: Checked) -> dict[str, str]:
    """The defender's under "", of the others by their labels; as far as the reader holds the identity."""
    beside = [entry.data for entry in signatures.believed(dossier, "person_name") if entry.scope == IDENTITY]
    own = str(identity(dossier, signatures).get("name", ""))
    return {"": own, **{one["label"]: one["name"] for one in beside}}


def refusal_to_writing(case: CaseFile) -> Refusal | None:
    """Why nothing may be put into this dossier at all."""
    if case.was_changed or 1 in case.unsigned:
        return Refusal("This file was changed outside the program. Write nothing into it, and tell an administrator.")
    return None


def refusal_to_answering(case: CaseFile, text: str) -> Refusal | None:
    if not text.strip():
        return Refusal("The answer is empty. Write a sentence, then send it.")
    if case.answers and case.answers[0].data["text"] == text:
        return Refusal("This answer was sent already. Write something new, or leave it as it is.")
    return None


def refusal_to_accepting(case: CaseFile) -> Refusal | None:
    return refusal_to_deciding(case.stage)


def refusal_to_noting(case: CaseFile, text: str) -> Refusal | None:
    if not text.strip():
        return Refusal("The note is empty. Write a sentence, then keep it.")
    newest = next((entry for entry in case.entries if isinstance(entry, Entry) and entry.kind == "note"), None)
    if newest and newest.data["text"] == text:
        return Refusal("This note was kept already. Write something new, or leave it as it is.")
    return None


def refusal_to_revealing_for(reason: str) -> Refusal | None:
    if not reason:
        return Refusal("There is no reason yet. Choose why you need the name now.")
    return None


def refusal_to_giving_code(case: CaseFile) -> Refusal | None:
    if case.has_code and not case.is_relay:
        return Refusal("The person has a code already. Ask them to use it; it cannot be shown again.")
    return None


def _messages(written: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(entry for entry in written if entry.scope == MESSAGES)


def _newest(written: tuple[Entry, ...], kind: str) -> Mapping[str, Any]:
    return next((entry.data for entry in reversed(written) if entry.kind == kind), {})


def _copy(entry: Entry) -> SealedFile:
    return sealed_file_from({name: value for name, value in entry.data.items() if name != "of"})


def _is_identity(entry: Entry | EmptySlip) -> bool:
    return isinstance(entry, Entry) and entry.scope == IDENTITY
