"""What an officer reads of one dossier, folded from its entries: identity stays closed until it is revealed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from safeconduct.cases.haven import next_answer
from safeconduct.cases.need import unmet_on_card
from safeconduct.cases.risk import newest_risk
from safeconduct.cases.sharing import Sharing
from safeconduct.cases.theme import themes
from safeconduct.dossiers.entry import EmptySlip, Entry
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.scope import MESSAGES
from safeconduct.dossiers.sealed_file import SealedFile, sealed_file_from
from safeconduct.dossiers.signing import Checked
from safeconduct.intake.consent import to_be_made
from safeconduct.vocabulary.place_name import country_code
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

    @property
    def answers(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if isinstance(entry, Entry) and entry.kind == "answer")


def casefile(dossier: OpenDossier, signatures: Checked) -> CaseFile:
    written = signatures.believed(dossier)
    arrived = _newest(written, "arrived")
    consents = [entry for entry in written if entry.kind == "consent"]
    return CaseFile(
        ref=dossier.ref,
        stage="case" if any(entry.kind == "accepted" for entry in written) else "received",
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
        has_identity=bool(_newest(written, IDENTITY).get("name")),
        has_code=any(entry.data["keys"] for entry in written if entry.kind in ("arrived", "code_given")),
        sharing=Sharing(arrived["about"], bool(arrived.get("relay")), _messages(written)),
        is_relay=bool(arrived.get("relay")),
        code_at_risk=any(entry.kind == "code_at_risk" for entry in written),
        unsigned=signatures.unsigned,
        broken_at=dossier.broken_at,
    )


def facts_from(written: tuple[Entry, ...]) -> dict[str, Any]:
    """The card's facts as the believed entries tell them: the same that notes have put on the card one by one."""
    told, arrived = _newest(written, "told"), _newest(written, "arrived")
    first = {kind: next((entry.at for entry in written if entry.kind == kind), None) for kind in ("arrived", "read")}
    answers = [entry for entry in written if entry.kind == "answer"]
    risk = newest_risk(written)
    news = [entry for entry in written if _is_news(entry, after=arrived["entries"])]
    return {
        "codename": told["codename"],
        "stage": "case" if any(entry.kind == "accepted" for entry in written) else "received",
        "received": _minute(first["arrived"]),
        "read_by": arrived["read_by"],
        "urgency": "now" if any(entry.data.get("urgent") for entry in written) else told["urgency"],
        "country": country_code(told["country"]),
        "needs": told["needs"],
        "source": told["source"],
        "language": told["language"],
        "about": arrived["about"],
        "files": any(entry.kind == "file" for entry in written),
        "read": _minute(first["read"]),
        "answered": _minute(answers[-1].at if answers else None),
        "waiting": bool(news) and (not answers or news[-1].seq > answers[-1].seq),
        "last_word": _minute(news[-1].at if news else None),
        "code_at_risk": any(entry.kind == "code_at_risk" for entry in written),
        "yes_waiting": bool(to_be_made(_messages(written))),
        "unmet": unmet_on_card(written),
        "themes": list(themes(written)),
        "haven_due": due.isoformat() if (due := next_answer(written)) else None,
        "risk": risk.band if risk else "",
        "risk_review": risk.review_on.isoformat() if risk else None,
        "consent_changed": sum(entry.kind in ("consent", "consent_withdrawn") for entry in written) > 1,
    }


def _is_news(entry: Entry, *, after: int) -> bool:
    """Whether the defender put it in, after the request itself, for somebody to act on."""
    quiet = ("code_given", "emptied", "wish_kept", "reading_ended", "erasure_asked")
    return entry.seq > after and entry.by.kind in ("defender", "code") and entry.kind not in quiet


def _minute(at: datetime | None) -> str | None:
    return at.isoformat(timespec="minutes") if at else None


def identity(dossier: OpenDossier, signatures: Checked) -> Mapping[str, Any]:
    return _newest(signatures.believed(dossier), IDENTITY)


def refusal_to_writing(case: CaseFile) -> Refusal | None:
    """Why nothing may be put into this dossier at all."""
    if case.broken_at is not None or 1 in case.unsigned:
        return Refusal("This file was changed outside the program. Write nothing into it, and tell an administrator.")
    return None


def refusal_to_answering(case: CaseFile, text: str) -> Refusal | None:
    if not text.strip():
        return Refusal("The answer is empty. Write a sentence, then send it.")
    if case.answers and case.answers[0].data["text"] == text:
        return Refusal("This answer was sent already. Write something new, or leave it as it is.")
    return None


def refusal_to_accepting(case: CaseFile) -> Refusal | None:
    if case.stage == "case":
        return Refusal("This is a case already. Write a note or an answer instead.")
    return None


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
        return Refusal("The defender has a code already. Ask them to use it; it cannot be shown again.")
    return None


def _messages(written: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(entry for entry in written if entry.scope == MESSAGES)


def _newest(written: tuple[Entry, ...], kind: str) -> Mapping[str, Any]:
    return next((entry.data for entry in reversed(written) if entry.kind == kind), {})


def _copy(entry: Entry) -> SealedFile:
    return sealed_file_from({name: value for name, value in entry.data.items() if name != "of"})


def _is_identity(entry: Entry | EmptySlip) -> bool:
    return isinstance(entry, Entry) and entry.scope == IDENTITY
