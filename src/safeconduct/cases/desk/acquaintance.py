"""Note since when somebody was known when they first raised an alarm."""

from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.acquaintance import Acquaintance, acquaintance, first_alarm, refusal_to_noting_acquaintance
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.vocabulary.refusal import insist


@transaction.atomic
def note_acquaintance(ref: str, now: Acquaintance, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    written = one.case.written
    insist(refusal_to_noting_acquaintance(now, acquaintance(written), alarm=first_alarm(written)))
    append(one, keyring, [now.noted()], at=at)
    journal("AcquaintanceNoted", ref, keyring, at=at)
