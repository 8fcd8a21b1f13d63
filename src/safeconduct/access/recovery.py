"""The recovery key of an organisation and the ceremony that uses it: who must agree, how long others may object.

Its private half is split among holders when it is made and exists otherwise only inside a ceremony. Two registrars
vouch for the key, and two for each ceremony; the waiting time counts from the moment that the second one signed, and
nothing is handed in before it has passed. A member of each compartment lets it be wrapped.
"""

from collections.abc import Collection
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta

from safeconduct.access.certificate import MemberStatement, Signature
from safeconduct.access.register import Register
from safeconduct.sealing.keys import signed_by
from safeconduct.sealing.place import place
from safeconduct.sealing.splitting import LEAST_NEEDED, MOST_HOLDERS, MOST_NEEDED, Group, groups
from safeconduct.vocabulary.refusal import Refusal

REGISTRARS = 2
NOT_AGREED = "Two administrators have not agreed, or so long ago that this must be stopped and opened anew."
AGREED_FOR = timedelta(days=7)
"""After the waiting time. What was stopped and put back into the database dies with it."""
RECOVERY, REHEARSAL = "recovery", "rehearsal"


@dataclass(frozen=True)
class RecoveryStatement:
    """This key was split for these holders; `digests` is one hash over the digests of all parts, in their order.

    It is signed with the day: a signature counts if whoever signed was a registrar on it."""

    organisation: str
    key: str
    number: int
    needed: int
    public_seal: bytes
    rehearsal_seal: bytes
    holders: tuple[bytes, ...]
    digests: bytes

    def text(self, signed_on: date) -> bytes:
        return place(
            "recovery-key",
            self.organisation,
            self.key,
            self.number,
            self.needed,
            self.public_seal,
            self.rehearsal_seal,
            *self.holders,
            self.digests,
            signed_on.isoformat(),
        )


def trust_text(statement: RecoveryStatement, compartment: str, member: str, given_on: date) -> bytes:
    """What a member signs who lets a compartment be wrapped to a key that was split for these holders."""
    return place("recovery-trust", compartment, member, statement.text(given_on))


@dataclass(frozen=True)
class CeremonyStatement:
    """This member may join the parts that are sealed to this key, for one purpose and one compartment."""

    organisation: str
    key: str
    ceremony: str
    purpose: str
    compartment: str
    opener: str
    public_seal: bytes

    def opened_text(self) -> bytes:
        """What the opener signs: nobody seals a part to a key that the opener did not make for this."""
        return place("ceremony-opened", *astuple(self))

    def text(self, agreed_at: datetime) -> bytes:
        return place("recovery-ceremony", *astuple(self), agreed_at.isoformat())


@dataclass(frozen=True)
class Approval:
    by: str
    at: datetime
    signature: bytes


def vouched_for(register: Register, statement: RecoveryStatement, signed: Collection[tuple[Signature, date]]) -> bool:
    """Whether two different members signed it, each on a day on which they were a registrar. Those whom the root ended
    count no more: they could write any day."""
    right = {
        one.by
        for one, on in signed
        if _signed(register.unended_registrars_on(on.isoformat()), one.by, one.signature, statement.text(on))
    }
    return len(right) >= REGISTRARS


def agreed_since(
    registrars: dict[str, MemberStatement],
    statement: CeremonyStatement,
    approvals: Collection[Approval],
    *,
    waiting: timedelta,
    at: datetime,
) -> datetime | None:
    """When the second of two different registrars agreed; None before that. `registrars`: those of today, so that the yes
    of one who was ended meanwhile counts no more. A moment that nobody signed does not count, nor one that is to come
    or long past."""
    right = {
        one.by: one.at
        for one in approvals
        if timedelta() <= at - one.at <= waiting + AGREED_FOR
        and _signed(registrars, one.by, one.signature, statement.text(one.at))
    }
    return sorted(right.values())[REGISTRARS - 1] if len(right) >= REGISTRARS else None


def may_join_from(agreed: datetime, purpose: str, waiting: timedelta) -> datetime:
    """A rehearsal opens nothing and need not wait."""
    return agreed + waiting if purpose == RECOVERY else agreed


def complete_group(handed: Collection[int], holders: int, needed: int) -> Group | None:
    """The first group all of whose holders have handed in their parts."""
    return next((group for group in groups(holders, needed) if set(group) <= set(handed)), None)


def refusal_to_splitting(needed: int, holders: int) -> Refusal | None:
    if holders > MOST_HOLDERS:
        return Refusal(f"At most {MOST_HOLDERS} people may hold parts. Leave some out.")
    if not LEAST_NEEDED <= needed <= MOST_NEEDED:
        return Refusal(f"Between {LEAST_NEEDED} and {MOST_NEEDED} holders must be needed. Choose such a number.")
    if needed > holders:
        return Refusal("More holders would be needed than there are. Name more, or need fewer.")
    return None


def refusal_to_handing_in(
    agreed: datetime | None, purpose: str, *, has_handed: bool, waiting: timedelta, at: datetime
) -> Refusal | None:
    """Nothing is handed in before the waiting time has passed: what was stopped until then never had a part."""
    if has_handed:
        return Refusal("Your parts are in already. Nothing more is needed from you.")
    if agreed is None:
        return Refusal(f"{NOT_AGREED} Speak to them before you hand in anything.")
    if at < may_join_from(agreed, purpose, waiting):
        return Refusal("The waiting time has not passed. Until then any administrator may stop this; come back later.")
    return None


def refusal_to_joining(
    agreed: datetime | None, purpose: str, handed: int, needed: int, *, waiting: timedelta, at: datetime
) -> Refusal | None:
    if agreed is None:
        return Refusal(f"{NOT_AGREED} Ask them first.")
    if handed < needed:
        return Refusal(f"{handed} of {needed} holders have handed in their parts. Ask the others.")
    if at < may_join_from(agreed, purpose, waiting):
        return Refusal("The waiting time has not passed. Until then any administrator may stop this; come back later.")
    return None


def _signed(registrars: dict[str, MemberStatement], by: str, signature: bytes, text: bytes) -> bool:
    return by in registrars and signed_by(registrars[by].public_sign, signature, text)
