"""A source's link: laid out by a member, opened and answered by whoever has it, taken away by use, withdrawal or time."""

from datetime import date, datetime

from django.db import transaction

from safeconduct.dossiers import lookup
from safeconduct.dossiers.desk import writing
from safeconduct.dossiers.entry import Author, NewEntry
from safeconduct.intake import models
from safeconduct.intake.link import gone_by, row_of
from safeconduct.intake.source_link import (
    LinkQuestion,
    identity_of,
    key_of,
    link_place,
    link_question_from,
)
from safeconduct.sealing.record import seal, unseal
from safeconduct.sealing.unopened import Unopened


def lay_out(token: str, question: LinkQuestion) -> None:
    """Call it in the transaction that writes into the file that there is a link."""
    keep(row_of(token), seal(key_of(token), question.as_bytes(), link_place(token)), question.until)


def keep(row: str, body: bytes, until: date) -> None:
    """Until the end of a day. Links of every kind lie in one table, so that no row tells what it is for."""
    models.SourceLink.objects.create(row=row, body=body, gone_by=gone_by(until))


def kept(row: str, *, at: datetime | None = None, hold: bool = False) -> bytes | None:
    """What is sealed in a row; with `at`, of one that is not gone by then. `hold`: nobody else uses it until the
    transaction ends."""
    rows = models.SourceLink.objects.filter(row=row)
    rows = rows.filter(gone_by__gt=at) if at else rows
    found = (rows.select_for_update() if hold else rows).first()
    return bytes(found.body) if found else None


def take_away(row: str) -> bool:
    """Whether it was there still."""
    return bool(models.SourceLink.objects.filter(row=row).delete()[0])


def open_link(token: str, *, at: datetime) -> LinkQuestion | None:
    """None for a wrong, used, withdrawn or expired link alike, and when the file is closed or hidden."""
    body = kept(row_of(token))
    if body is None:
        return None
    try:
        question = link_question_from(unseal(key_of(token), body, link_place(token)))
    except Unopened:
        return None
    is_over = at >= gone_by(question.until) or lookup.is_hidden(question.dossier) or lookup.is_closed(question.dossier)
    return None if is_over else question


@transaction.atomic
def answer_link(token: str, says: str, words: str, *, at: datetime) -> bool:
    """Seal the answer to the compartment that holds the file; whether it was taken. Afterwards the link opens nothing."""
    kept(row_of(token), hold=True)
    question = open_link(token, at=at)
    if question is None:
        return False
    take_away(row_of(token))
    said = {"link": question.link, "question": question.question, "says": says, "words": words}
    by = Author("source", ref=question.link, identity=identity_of(token))
    entry = NewEntry("sources", "source_answered", said)
    # The server cannot open the scope of the sources, so the answer gets a key of its own, sealed to the compartment.
    writing.append(question.dossier, [entry], {"source_answer_waits": True}, held=(), by=by, at=at)
    return True
