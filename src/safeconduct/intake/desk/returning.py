"""Coming back with a code. A right and a wrong code do the same work, until a right own word opens something.

Nothing is written about a visit. What its holder writes goes to every office behind the code.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from safeconduct.dossiers import lookup
from safeconduct.dossiers.desk import ending, filing, reading, writing
from safeconduct.dossiers.entry import Author, Entry, NewEntry, foreseen
from safeconduct.dossiers.sealed_file import SealedFile
from safeconduct.intake import models
from safeconduct.intake.box import Box, BoxDossier, Holder, box_from, box_place
from safeconduct.intake.desk import asking, progressing
from safeconduct.intake.experience import Experience, experience_told, taking_back, told_experiences, told_fact
from safeconduct.intake.progress import Progress, progress_from, progress_place
from safeconduct.intake.risk_view import ANSWERS
from safeconduct.intake.support_wanted import telling_of
from safeconduct.intake.telling import OFFICES_AT_MOST
from safeconduct.intake.visit import Office, Seen, Visit
from safeconduct.sealing.code import Code
from safeconduct.sealing.keys import WRAP_OVERHEAD_BYTES, Identity
from safeconduct.sealing.padding import unpad
from safeconduct.sealing.record import new_ref
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import Refusal, insist

_SEALED_BYTES = WRAP_OVERHEAD_BYTES + 1024
_LINES_OF_PROGRESS = OFFICES_AT_MOST * reading.CODES_OF_A_DOSSIER


@dataclass(frozen=True)
class Word:
    """Something that the holder of a code writes: text, files, and whether it is urgent now."""

    text: str = ""
    files: tuple[SealedFile, ...] = ()
    urgent: bool = False


def look(visit: Visit) -> Seen:
    """What the code shows. Looks behind exactly three references, real or made up, so that no answer is quicker."""
    looked_behind = _looked_behind(visit)
    told = _progress(visit.alone(), tuple(one.dossier for one in looked_behind))
    offices = tuple(
        Office(
            one.dossier,
            told.get(one.dossier),
            reading.open_with_code(one.dossier, visit.own()),
            lookup.erase_after(one.dossier),
            one.compartment,
        )
        for one in looked_behind
    )
    return Seen(tuple(office for office in offices if office.progress or office.dossier))


def _look_and_hold(visit: Visit) -> Seen:
    """Look, after every other change by this code or of these dossiers is done; none begins until this one ends."""
    models.Box.objects.select_for_update().filter(locator=visit.code.locator()).first()
    for ref in sorted(one.dossier for one in _looked_behind(visit)):
        ending.hold_dossier(ref)
    return look(visit)


def _looked_behind(visit: Visit) -> tuple[BoxDossier, ...]:
    kept = _kept(visit)
    return (*kept, *(BoxDossier(new_ref(), "") for _ in range(OFFICES_AT_MOST - len(kept))))


def _kept(visit: Visit) -> tuple[BoxDossier, ...]:
    locator = visit.code.locator()
    row = models.Box.objects.filter(locator=locator).first()
    body = bytes(row.body) if row and not row.frozen else secrets.token_bytes(_SEALED_BYTES)
    try:
        return box_from(unpad(visit.alone().unwrap(body, box_place(locator)))).kept
    except Unopened:
        return Box().kept


def _progress(identity: Identity, refs: tuple[str, ...]) -> dict[str, Progress]:
    rows = [(row.dossier, bytes(row.body)) for row in models.Progress.objects.filter(dossier__in=refs)]
    rows += [("", secrets.token_bytes(_SEALED_BYTES)) for _ in range(_LINES_OF_PROGRESS - len(rows))]
    told = {}
    for ref, body in rows:
        try:
            told[ref] = progress_from(unpad(identity.unwrap(body, progress_place(ref))))
        except Unopened:
            continue
    return told


# Writing


@transaction.atomic
def write(visit: Visit, word: Word, *, once: str = "", at: datetime) -> bool:
    """A message, with files, to every office. With the own word it joins the messages; without, it only goes in.

    False when no office can read it any more: reading was ended, or everything is being erased. An empty box says
    True, as a right code does: the answer must not tell which codes are right. `once` is the token of the form: sent
    again, after a lost reply, it counts once.
    """
    if once and not asking.first_time(once, at=at):
        return True
    offices = _look_and_hold(visit).offices
    reading = [office for office in offices if _reads(office)]
    for position, office in enumerate(reading):
        scope = "messages" if office.dossier else "story"
        entries = (
            [NewEntry(scope, "word", {"text": word.text, "urgent": word.urgent})] if word.text or word.urgent else []
        )
        files = word.files if position == 0 else filing.copies_of(word.files)
        entries += [NewEntry("evidence_original", "file", file.as_data()) for file in files]
        more = {"urgency": "now"} if word.urgent else {}
        news = facts_of_word(at, replied=at.isoformat(timespec="minutes"), **more, **({"files": True} if files else {}))
        append(visit, office, entries, news, at=at)
        if entries and office.progress and office.progress.promise.waits:
            progressing.reply(office.ref, visit.alone(), at=at)
        for file in files:
            filing.attach_file(file.ref, office.ref)
    return bool(reading) or not offices


@transaction.atomic
def tell_risk(visit: Visit, view: Mapping[str, str], *, once: str = "", at: datetime) -> bool:
    """How dangerous it is, as the holder of the code sees it. Goes where a message goes, and answers as `write` does."""
    if once and not asking.first_time(once, at=at):
        return True
    offices = _look_and_hold(visit).offices
    reading = [office for office in offices if _reads(office)]
    told = {name: view.get(name, "") for name in ANSWERS}
    urgent = told["band"] == "immediate"
    for office in reading:
        entry = NewEntry("messages" if office.dossier else "story", "risk_view", {**told, "urgent": urgent})
        append(visit, office, [entry], facts_of_word(at, **({"urgency": "now"} if urgent else {})), at=at)
    return bool(reading) or not offices


@transaction.atomic
def tell_support(visit: Visit, stage: str, kinds: Iterable[str], words: str, *, once: str = "", at: datetime) -> bool:
    """Which support is wanted at a stage. Goes where a message goes, and answers as `write` does."""
    if once and not asking.first_time(once, at=at):
        return True
    offices = _look_and_hold(visit).offices
    reading = [office for office in offices if _reads(office)]
    for office in reading:
        scope = "messages" if office.dossier else "story"
        append(visit, office, telling_of(stage, kinds, words, scope=scope, ref=new_ref()), facts_of_word(at), at=at)
    return bool(reading) or not offices


@transaction.atomic
def tell_experience(visit: Visit, one: Experience, *, once: str = "", at: datetime) -> bool:
    """How it went with a mechanism of protection. Only with the own word: with the code alone nobody speaks for the defender."""
    if once and not asking.first_time(once, at=at):
        return True
    reading = [office for office in open_offices(visit) if _reads(office)]
    told = experience_told(replace(one, ref=new_ref()))
    for office in reading:
        append(visit, office, [told], facts_of_word(at, **_mechanisms_told(office, told, at=at)), at=at)
    return bool(reading)


@transaction.atomic
def take_back_experience(visit: Visit, ref: str, *, at: datetime) -> None:
    """What was told is counted nowhere from now on. Nobody needs to answer it."""
    for office in open_offices(visit):
        if _reads(office) and any(one.ref == ref for one in told_experiences(messages_of(office))):
            back = taking_back(ref)
            append(visit, office, [back], _mechanisms_told(office, back, at=at), at=at)


def _mechanisms_told(office: Office, new: NewEntry, *, at: datetime) -> dict[str, Any]:
    return told_fact((*messages_of(office), foreseen(new, seq=0, by=Author("defender"), at=at)))


@transaction.atomic
def freeze(visit: Visit, *, at: datetime) -> None:
    """Others may have the code: the box looks empty from now on, and every office is warned."""
    for office in _look_and_hold(visit).offices:
        append(visit, office, [NewEntry("contact", "code_at_risk", {})], facts_of_word(at, code_at_risk=True), at=at)
    models.Box.objects.filter(locator=visit.code.locator()).update(frozen=True)


@transaction.atomic
def say_effect(visit: Visit, feedback: str, scale: int, words: str, *, at: datetime) -> None:
    """How things are since the steps that an office told about; the newest word counts."""
    for office in open_offices(visit):
        told = next((one for one in messages_of(office) if one.data.get("ref") == feedback), None)
        if told and told.kind == "feedback_given":
            entries = [
                NewEntry(
                    "messages", "effect_seen", {"feedback": feedback, "step": step, "scale": scale, "words": words}
                )
                for step in told.data["steps"]
            ]
            append(visit, office, entries, facts_of_word(at), at=at)


# Wishes and what is in view


@transaction.atomic
def leave_wish(visit: Visit, what: str, wish: Mapping[str, Any], *, at: datetime) -> None:
    """`what` is "contact" (rhythm, channel, safe hours) or "advance" (what may be done when I cannot be asked)."""
    entries = [NewEntry("contact", f"{what}_wish", wish), NewEntry("messages", "wish_kept", {"what": what})]
    rhythm = {"rhythm": wish["rhythm"]} if what == "contact" else {}
    for office in open_offices(visit):
        append(visit, office, entries, facts_of_word(at, **rhythm), at=at)


@transaction.atomic
def empty_from_view(visit: Visit, *, at: datetime) -> None:
    for office in open_offices(visit):
        upto = max((entry.seq for entry in office.dossier.written()), default=0) if office.dossier else 0
        append(visit, office, [NewEntry("messages", "emptied", {"upto": upto})], {}, at=at)


@transaction.atomic
def change_code(visit: Visit, code: Code, own_word: str, *, at: datetime) -> None:
    """A new code for the same dossiers; the old one opens an empty box from now on. Only with the own word."""
    holder = Holder(code, own_word)
    offices = open_offices(visit)
    if not offices:
        insist(Refusal(_("This page is not open with your own word. Type all your words again, then make new ones.")))
    given = {**holder.arrival(), "replaces": visit.alone().public_seal.hex()}
    for office in offices:
        if office.dossier:
            writing.grant_messages_to_code(office.dossier, holder.own.public_seal)
            append(visit, office, [NewEntry("messages", "code_given", given)], {}, at=at)
            writing.end_grants_of_code(office.ref, visit.own())
            progressing.tell(office.ref, reopened(office.ref, holder.own))
    asking.open_box(holder, tuple(office.ref for office in offices))
    models.Box.objects.filter(locator=visit.code.locator()).delete()


def reopened(ref: str, identity: Identity) -> Iterable[Entry]:
    dossier = reading.open_with_code(ref, identity)
    return dossier.written() if dossier else ()


# What is written behind a code


def open_offices(visit: Visit) -> tuple[Office, ...]:
    return tuple(office for office in _look_and_hold(visit).offices if office.dossier)


def offices_to_end_shares_of(visit: Visit) -> tuple[Office, ...]:
    offices = open_offices(visit)
    # All lists at once: one after the other, two withdrawals could wait for each other.
    ending.hold_lists(office.ref for office in offices)
    return offices


def _reads(office: Office) -> bool:
    return office.erase_after is None and not lookup.has_ended(office.ref)


def append(visit: Visit, office: Office, entries: list[NewEntry], facts: Mapping[str, Any], *, at: datetime) -> None:
    if lookup.holder(office.ref)[1] != office.compartment:
        insist(Refusal(_("Something stored here was changed by others. Nothing was sent. Please use another way.")))
    held = office.dossier.scope_keys if office.dossier else ()
    identity = visit.own() if office.dossier else visit.alone()
    by = Author("defender" if office.dossier else "code", identity=identity)
    if entries and not lookup.has_ended(office.ref):
        writing.append(office.ref, entries, facts, held=held, by=by, at=at)


def facts_of_word(at: datetime, **more: Any) -> dict[str, Any]:
    return {"waiting": True, "last_word": at.isoformat(timespec="minutes"), **more}


def messages_of(office: Office) -> tuple[Entry, ...]:
    return office.dossier.written() if office.dossier else ()
