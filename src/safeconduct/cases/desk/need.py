"""Note what somebody needs, and whether it was met."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.cases.need import Need, needs, refusal_to_noting_need, refusal_to_settling
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import insist, the_one


@transaction.atomic
def note_need(ref: str, need: Need, keyring: Keyring, *, at: datetime) -> None:
    """`need` as it was typed; its reference comes from here."""
    one = opened(ref, keyring)
    insist(refusal_to_noting_need(need))
    append(one, keyring, [replace(need, ref=new_ref()).noted()], at=at)
    journal("NeedNoted", ref, keyring, at=at)


@transaction.atomic
def settle_need(ref: str, need: str, keyring: Keyring, *, state: str, provider: str, why: str, at: datetime) -> None:
    """Met, partly or not; a later answer replaces an earlier one. Raises NotFound for a need that is not there."""
    one = opened(ref, keyring)
    known = the_one(needs(one.case.written), need)
    insist(refusal_to_settling(state, provider=provider, why=why))
    append(one, keyring, [known.settled(state=state, provider=provider.strip(), why=why.strip())], at=at)
    journal("NeedSettled", ref, keyring, at=at)
