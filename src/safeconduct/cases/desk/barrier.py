"""Note what keeps a person from help, and what was done about it."""

from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.barrier import Barriers, barriers, refusal_to_noting_barriers
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.vocabulary.refusal import insist


@transaction.atomic
def note_barriers(ref: str, now: Barriers, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    insist(refusal_to_noting_barriers(now, barriers(one.case.written)))
    append(one, keyring, [now.noted()], at=at)
    journal("BarriersNoted", ref, keyring, at=at)
