"""The matrix of consents at work: ask, write an answer down, confirm it, add a person, follow a withdrawal up."""

from datetime import datetime
from typing import Any

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.answering import (
    Line,
    NewAnswer,
    questions,
    refusal_to_asking,
    refusal_to_confirming_answer,
    refusal_to_line,
    refusal_to_recording,
)
from safeconduct.cases.concerned_person import concerned_persons, refusal_to_adding
from safeconduct.cases.consent_matrix import YES, matrix, waiting
from safeconduct.cases.desk.holding_back import look_at_links
from safeconduct.cases.desk.opening import Opened, append, journal, opened
from safeconduct.cases.withdrawal import deletions, refusal_to_checking, refusal_to_settling, stopped
from safeconduct.dossiers.desk import ending, sharing
from safeconduct.dossiers.entry import NewEntry
from safeconduct.intake.consent import before_groups_without_consent, ending_before_group, ending_of, following
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import NotFound, insist


@transaction.atomic
def ask_answer(ref: str, line: Line, text: str, keyring: Keyring, *, at: datetime) -> None:
    """The question stands on the defender's page until it is answered there."""
    one = opened(ref, keyring)
    _insist_on_line(one, line, is_yes=True, at=at)
    stands = matrix(one.case.written, on=at.date())
    standing = stands.answer(line.purpose, recipient=line.recipient, channel=line.channel, person=line.person)
    has_page = one.case.has_code and not one.case.is_relay
    insist(refusal_to_asking(line, waiting=questions(one.case.written), standing=standing, has_page=has_page))
    asked = {"ref": new_ref(), **line.as_data(), "text": text.strip()}
    append(one, keyring, [NewEntry("messages", "answer_asked", asked)], at=at)
    journal("AnswerAsked", ref, keyring, at=at)


@transaction.atomic
def record_answer(ref: str, line: Line, told: NewAnswer, keyring: Keyring, *, at: datetime) -> None:
    """An answer that a member heard. What allows no more than stood counts at once, and closes what it closes."""
    one = opened(ref, keyring)
    ending.hold_lists([ref])
    _insist_on_line(one, line, is_yes=told.word == YES, at=at)
    insist(refusal_to_recording(line, told, matrix(one.case.written, on=at.date()), at=at))
    answered = _answered(line, told)
    changed = following([answered], one.case.written) if told.word != YES else ()
    words = {"ref": answered["ref"], "text": told.words, "heard": told.heard}
    entries = [NewEntry("messages", "answered", answered), NewEntry("sources", "answer_words", words)]
    append(one, keyring, [*changed, *entries], at=at)
    _end_what_lost_its_consent(ref, keyring, at=at)
    journal("AnswerRecorded", ref, keyring, at=at)


def _answered(line: Line, told: NewAnswer) -> dict[str, Any]:
    given = {"word": told.word, "given_by": told.given_by, "ground": told.ground, "informed": told.informed()}
    return {"ref": new_ref(), **line.as_data(), **given}


def _insist_on_line(one: Opened, line: Line, *, is_yes: bool, at: datetime) -> None:
    persons = concerned_persons(one.case.written)
    insist(refusal_to_line(line, about=one.case.about, persons=persons, is_yes=is_yes, on=at.date()))


def _end_what_lost_its_consent(ref: str, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    for share in stopped(one.case.written):
        append(one, keyring, list(ending_of(share)), at=at)
        sharing.end_share(ref, share.compartment, share.scope_refs, at=at)
        one = opened(ref, keyring)
    for item in before_groups_without_consent(one.case.written):
        append(one, keyring, list(ending_before_group(item)), at=at)
        sharing.end_scopes(item.group, [item.scope_ref], at=at)
        one = opened(ref, keyring)
    look_at_links(ref, keyring, at=at)


@transaction.atomic
def confirm_answer(ref: str, answer: str, keyring: Keyring, *, at: datetime) -> None:
    """By the second member: from now on the answer counts where nothing newer was said."""
    one = opened(ref, keyring)
    recorded = next((one for one in waiting(one.case.written) if one.answer.ref == answer), None)
    insist(refusal_to_confirming_answer(recorded, member=keyring.member))
    append(one, keyring, [NewEntry("messages", "answer_confirmed", {"ref": answer})], at=at)
    journal("AnswerConfirmed", ref, keyring, at=at)


@transaction.atomic
def add_person(ref: str, role: str, label: str, name: str, keyring: Keyring, *, at: datetime) -> None:
    """Somebody beside the defender, with lines of their own. The name is sealed with the names, under a key of its own:
    who shares the defender's name shares nobody else's."""
    one = opened(ref, keyring)
    insist(refusal_to_adding(label, concerned_persons(one.case.written)))
    person = {"ref": new_ref(), "role": role, "label": label.strip()}
    entries = [
        NewEntry("messages", "person_added", person),
        # Also without a name: the number of entries must not tell.
        NewEntry("identity", "person_name", {"ref": person["ref"], "label": person["label"], "name": name.strip()}),
    ]
    append(one, keyring, entries, apart="identity", at=at)
    look_at_links(ref, keyring, at=at)
    journal("PersonAdded", ref, keyring, at=at)


# After a withdrawal


@transaction.atomic
def settle_deletion(ref: str, deletion: str, said: str, words: str, keyring: Keyring, *, at: datetime) -> None:
    """What a holder answered who was asked to delete copies. `said`: deleted, kept or silent."""
    one = opened(ref, keyring)
    if not any(asked.ref == deletion for asked in deletions(one.case.written)):
        raise NotFound
    insist(refusal_to_settling(words))
    entries = [
        NewEntry("messages", "deletion_confirmed", {"ref": deletion, "said": said}),
        NewEntry("sources", "deletion_words", {"ref": deletion, "text": words}),
    ]
    append(one, keyring, entries, at=at)
    journal("DeletionSettled", ref, keyring, at=at)


@transaction.atomic
def note_check(ref: str, found: str, words: str, keyring: Keyring, *, at: datetime) -> None:
    """Whether a withdrawal was free, asked the agreed safe way, after it took effect. `found`: free, pressed, unknown."""
    one = opened(ref, keyring)
    insist(refusal_to_checking(words))
    append(one, keyring, [NewEntry("decisions", "withdrawal_checked", {"found": found, "text": words})], at=at)
    journal("WithdrawalChecked", ref, keyring, at=at)
