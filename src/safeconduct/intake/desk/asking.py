"""Asking for help: keep a draft, and send it once, however often Send is pressed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from safeconduct.access import lookup as access
from safeconduct.access.office import Office
from safeconduct.dossiers import lookup as dossier_rows
from safeconduct.dossiers.codename import new_codename
from safeconduct.dossiers.desk import filing, writing
from safeconduct.dossiers.entry import Author
from safeconduct.intake import models
from safeconduct.intake.box import Box, BoxDossier, Holder, box_place
from safeconduct.intake.desk import progressing
from safeconduct.intake.draft import Draft, draft_from, draft_place, key_of, new_token, row_of
from safeconduct.intake.promise import read_by
from safeconduct.intake.telling import Telling, entries_of, facts_of, refusal_to_sending
from safeconduct.sealing.keys import wrap
from safeconduct.sealing.padding import pad
from safeconduct.sealing.record import seal, unseal
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import insist


@dataclass(frozen=True)
class Receipt:
    """What the sender is told: by when each office reads it. Names of offices, moments in their own time."""

    promises: tuple[tuple[str, datetime], ...]
    refs: tuple[str, ...] = field(default=(), repr=False)

    def as_data(self) -> dict[str, Any]:
        return {"promises": [[office, moment.isoformat()] for office, moment in self.promises]}


# Drafts


def begin_draft(draft: Draft, token: str = "") -> str:
    """A new draft; its token, which is nowhere but in the page."""
    token = token or new_token()
    keep_draft(token, draft)
    return token


@transaction.atomic
def keep_draft(token: str, draft: Draft) -> Draft:
    """The draft that holds from now on. One that was sent or left stays as it is: a step that ran beside Send
    must not bring the text back."""
    row = models.Draft.objects.select_for_update().filter(row=row_of(token)).first()
    stored = _opened(token, row) if row else None
    if stored and stored.is_over:
        return stored
    models.Draft.objects.update_or_create(
        row=row_of(token),
        defaults={
            "body": seal(key_of(token), draft.as_bytes(), draft_place(token)),
            "gone_by": draft.gone_by,
        },
    )
    return draft


def open_draft(token: str, *, at: datetime) -> Draft | None:
    """What was written under this token; None when it never was, or is older than two hours."""
    row = models.Draft.objects.filter(row=row_of(token)).first()
    draft = _opened(token, row) if row else None
    return draft if draft and draft.lives_at(at) else None


@transaction.atomic
def leave_draft(token: str, *, at: datetime) -> None:
    """Nothing stays of what was written under this token, except that it was left."""
    row = models.Draft.objects.select_for_update().filter(row=row_of(token)).first()
    draft = _opened(token, row) if row else None
    if row is None or draft is None or draft.left:
        return
    for file in draft.files:
        filing.drop_file(file["ref"])
    left = draft.after_leaving(at)
    row.body, row.gone_by = seal(key_of(token), left.as_bytes(), draft_place(token)), left.gone_by
    row.save()


def _opened(token: str, row: models.Draft) -> Draft | None:
    try:
        return draft_from(unseal(key_of(token), bytes(row.body), draft_place(token)))
    except Unopened:
        return None


@transaction.atomic
def first_time(token: str, *, at: datetime) -> bool:
    """Whether this form is sent for the first time. Its token is remembered for as long as a draft is."""
    row, used = row_of(token), Draft(at)
    body = seal(key_of(token), used.as_bytes(), draft_place(token))
    return models.Draft.objects.get_or_create(row=row, defaults={"body": body, "gone_by": used.gone_by})[1]


# Sending


@transaction.atomic
def send_draft(
    token: str,
    draft: Draft,
    telling: Telling,
    offices: tuple[Office, ...],
    holder: Holder,
    slip: Mapping[str, Any],
    *,
    at: datetime,
) -> Draft:
    """Send what a draft holds, once: a draft that was sent before is only given back.

    `slip` is what the receipt shows besides the promises.
    """
    # Also a draft that was swept away meanwhile is sent once: the row that both would write is made first.
    row, body = row_of(token), seal(key_of(token), draft.as_bytes(), draft_place(token))
    models.Draft.objects.select_for_update().get_or_create(row=row, defaults={"body": body, "gone_by": draft.gone_by})
    current = open_draft(token, at=at)
    if current is not None and current.is_over:
        return current
    receipt = send(telling, offices, holder, at=at)
    sent = draft.after_sending({**receipt.as_data(), **slip})
    keep_draft(token, sent)
    return sent


@transaction.atomic
def send(
    telling: Telling, offices: tuple[Office, ...], holder: Holder | None, *, by: Author | None = None, at: datetime
) -> Receipt:
    """One dossier for each office, and one box that leads to all of them. Raises Refused, Uncertified.

    `by` is the member who wrote it down; without one it is signed with the holder's code.
    """
    insist(refusal_to_sending(telling, tuple(office.slug for office in offices)))
    author = by or author_of(telling, holder)
    # Each office gets its own copy of the files, sealed anew, so that erasing one dossier leaves the other whole.
    tellings = [telling, *(replace(telling, files=filing.copies_of(telling.files)) for _ in offices[1:])]
    sent = [
        (office, *_send_to(office, own, holder, author, at=at)) for office, own in zip(offices, tellings, strict=True)
    ]
    if holder:
        open_box(holder, (ref for _, ref, _ in sent))
    return Receipt(tuple((office.name, moment) for office, _, moment in sent), tuple(ref for _, ref, _ in sent))


def _send_to(
    office: Office, telling: Telling, holder: Holder | None, by: Author, *, at: datetime
) -> tuple[str, datetime]:
    promised = read_by(office, telling.urgency, at=at)
    recipient = access.recipient_for(office.ref, "requests")
    home = {"organisation": office.ref, "compartment": recipient.compartment}
    arrival = {"read_by": promised.isoformat(), **home, **(holder.arrival() if holder else {"keys": {}})}
    own = [bytes.fromhex(arrival["keys"]["own"]["seal"])] if "own" in arrival["keys"] else []
    codename = new_codename()
    ref = writing.receive(
        recipient,
        office.ref,
        entries_of(telling, office, arrival, codename=codename),
        facts_of(telling, codename=codename, read_by=promised, at=at),
        by=by,
        codes=own,
        at=at,
    )
    for file in telling.files:
        filing.attach_file(file.ref, ref)
    progressing.begin(ref, arrival, at=at)
    return ref, promised


def author_of(telling: Telling, holder: Holder | None) -> Author:
    """Who signs the first entries: the defender with code and word, a relay with its code, or nobody."""
    if holder is None:
        return Author("import")
    if holder.own_word:
        return Author("defender", identity=holder.own)
    return Author("relay", identity=holder.code.identity())


def open_box(holder: Holder, refs: Iterable[str]) -> None:
    locator = holder.code.locator()
    kept = tuple(BoxDossier(ref, dossier_rows.holder(ref)[1]) for ref in refs)
    body = wrap(holder.code.identity().public_seal, pad(Box(kept).as_bytes()), box_place(locator))
    models.Box.objects.create(locator=locator, body=body)
