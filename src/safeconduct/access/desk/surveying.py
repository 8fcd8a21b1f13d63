"""The survey of how well the guidelines are known: numbers are added up, and nobody's answer is kept as theirs."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from safeconduct.access.awareness import AwarenessCount, refusal_to_counting
from safeconduct.access.desk.holding import hold_people
from safeconduct.access.desk.journaling import journal
from safeconduct.access.journal import Line
from safeconduct.access.keyring import Keyring, refusal_to_signing
from safeconduct.access.models import AwarenessAnswer
from safeconduct.vocabulary.refusal import insist


def awareness_counts(organisation: str) -> tuple[AwarenessCount, ...]:
    rows = AwarenessAnswer.objects.filter(organisation=organisation)
    return tuple(AwarenessCount(row.question, row.quarter, row.answer, row.number) for row in rows)


@transaction.atomic
def count_answers(
    answers: Mapping[tuple[str, str], int],
    quarter: str,
    keyring: Keyring,
    *,
    known: Iterable[str],
    has_line: bool,
    at: datetime,
) -> None:
    """Adds how many gave each answer, by question and answer. One's own have no line in the journal (`has_line`): beside
    the numbers before and after, it would tell what one member answered."""
    insist(refusal_to_signing(keyring))
    insist(refusal_to_counting(answers, known=known))
    hold_people(keyring.organisation)
    for (question, answer), number in sorted(answers.items()):
        row, _is_new = AwarenessAnswer.objects.get_or_create(
            organisation=keyring.organisation, question=question, quarter=quarter, answer=answer
        )
        AwarenessAnswer.objects.filter(pk=row.pk).update(number=F("number") + number)
    if has_line:
        line = Line("AnswersCollected", keyring.post, keyring.member, keyring.post, at)
        journal(keyring.organisation, line, on=at.date())
