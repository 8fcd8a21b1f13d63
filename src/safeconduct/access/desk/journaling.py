"""Write the journal of who opened what."""

from datetime import date

from django.db.models import QuerySet

from safeconduct.access import lookup
from safeconduct.access.desk.holding import hold_organisation
from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.journal import Line, hash_of, where
from safeconduct.access.models import (
    JournalLine,
)
from safeconduct.access.prepared import Prepared
from safeconduct.sealing.chain import START
from safeconduct.sealing.keys import wrap
from safeconduct.sealing.padding import pad


def journal(organisation: str, line: Line, *, on: date) -> None:
    """Write one line, in the transaction of what it tells. Raises Uncertified when there is no auditors' key."""
    auditors = lookup.recipient_for(organisation, "auditors")
    # Whoever holds parts of another organisation's recovery key writes into its journal too.
    with seeing_only(organisation):
        hold_organisation(organisation)
        _write(organisation, auditors.public_seal, line, on=on)


@Prepared
def _last_of(organisation: str) -> QuerySet[JournalLine]:
    return JournalLine.objects.filter(organisation=organisation).order_by("-seq")[:1]


def _write(organisation: str, auditors: bytes, line: Line, *, on: date) -> None:
    last = _last_of.first(organisation)
    seq, before = (last.seq + 1, bytes(last.hash)) if last else (1, START)
    day = on.isoformat()
    sealed = wrap(auditors, pad(line.as_bytes()), where(organisation, seq))
    JournalLine.objects.create(
        organisation=organisation,
        seq=seq,
        day=on,
        before=before,
        hash=hash_of(organisation, seq, day, before, sealed),
        sealed=sealed,
    )
