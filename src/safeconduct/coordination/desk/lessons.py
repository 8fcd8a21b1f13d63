"""Put what a case taught before a group, say that one has it, and find what others learnt from like cases."""

from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import facts_from
from safeconduct.cases.desk import opening as casework
from safeconduct.cases.desk.naming import names_known_to
from safeconduct.cases.desk.opening import in_one_transaction, journal
from safeconduct.coordination.desk.opening import OpenGroup, all_opened, append, opened
from safeconduct.coordination.desk.putting_in import Addressed, noted, put_before, seal_for
from safeconduct.coordination.desk.telling_all import tell_under
from safeconduct.coordination.group import Group
from safeconduct.coordination.group_item import CARD
from safeconduct.coordination.lesson import (
    Lesson,
    LessonWords,
    lesson_facts,
    lessons,
    refusal_to_lesson,
    refusal_to_lesson_received,
)
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.scope import SHARE
from safeconduct.intake.consent import before_groups
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import insist, the_one


@transaction.atomic
def put_lesson(ref: str, to: Addressed, told: LessonWords, keyring: Keyring, *, at: datetime) -> None:
    """For those of the group whom the consents allow, as for a card. Raises Refused."""
    one, group = casework.opened(ref, keyring), opened(to.group, keyring, at=at)
    coded = facts_from(one.signatures.believed(one.dossier))
    facts = lesson_facts(coded["country"], one.case.written)
    refusal = refusal_to_lesson(
        told,
        facts,
        stage=coded["stage"],
        codename=coded["codename"],
        known=names_known_to(one),
    )
    insist(refusal)
    shown = put_before(one.case, group, to, CARD, is_in_already=_stands(group, told), at=at)
    key, item = seal_for(group, shown, at=at), new_ref()
    data = {"item": item, "marking": to.marking, **facts, **told.as_data()}
    append(group, keyring, NewEntry(SHARE, "lesson_put_in", data), key, at=at)
    casework.append(one, keyring, [noted(item, group, key.ref, CARD, shown, lesson=True)], at=at)
    journal("LessonPutIn", ref, keyring, at=at, note=to.group)


def _stands(group: OpenGroup, told: LessonWords) -> bool:
    """Sent twice, the same words stand once."""
    said = LessonWords(**told.as_data())
    return any(one.owner == group.own.organisation and one.words == said for one in lessons(group.written))


@transaction.atomic
def say_received(group: str, lesson: str, keyring: Keyring, *, at: datetime) -> None:
    """Whoever reads the lesson reads the receipt. Raises NotFound, Refused."""
    one = opened(group, keyring, at=at)
    known = the_one(lessons(one.written), lesson)
    insist(refusal_to_lesson_received(known, own=keyring.organisation))
    tell_under(one, keyring, "lesson_received", {"item": lesson}, known.scope_ref, at=at)
    journal("LessonReceived", group, keyring, at=at)


@in_one_transaction
def of_like_cases(ref: str, keyring: Keyring, *, at: datetime) -> tuple[tuple[Group, Lesson], ...]:
    """From the groups that the member opens, newest first, without those that this case itself gave. Each group of which
    something is shown has a line of its own in the journal."""
    one = casework.opened(ref, keyring)
    coded = facts_from(one.signatures.believed(one.dossier))
    facts = lesson_facts(coded["country"], one.case.written)
    given, found = {item.ref for item in before_groups(one.case.written)}, []
    for group in all_opened(keyring, at=at):
        like = [each for each in lessons(group.written) if each.is_like(facts["country"], facts["kinds"])]
        shown = [(group.group, each) for each in like if each.ref not in given]
        if shown:
            journal("GroupOpened", group.group.ref, keyring, at=at)
        found += shown
    return tuple(sorted(found, key=lambda pair: pair[1].at, reverse=True))
