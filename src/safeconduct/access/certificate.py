"""What an organisation's signers vouch for. A key without a certificate is nobody's key, whatever the database says.

The organisation's root key (kept off the server) certifies registrars; two registrars certify a member; one
certifies an epoch of a compartment, says who may be let into one, and ends what a member's keys may do.
No registrar holds a compartment key by that.
"""

from dataclasses import dataclass
from datetime import timedelta

from safeconduct.sealing.keys import signed_by
from safeconduct.sealing.place import place

REGISTRARS_FOR_A_MEMBER = 2
AT_ONCE, AHEAD = "", "ahead"
"""How a member’s end was signed: on its last day, which stops them there and then; or before it, and the day is theirs."""
CERTIFIED_FOR = timedelta(days=2 * 365)


@dataclass(frozen=True)
class MemberStatement:
    """These keys belong to this member in this role, from one day until another (ISO dates)."""

    organisation: str
    member: str
    role: str
    public_seal: bytes
    public_sign: bytes
    from_day: str
    until_day: str

    def text(self) -> bytes:
        return place(
            "member-certificate",
            self.organisation,
            self.member,
            self.role,
            self.public_seal,
            self.public_sign,
            self.from_day,
            self.until_day,
        )

    def stands_on(self, day: str) -> bool:
        return self.from_day <= day <= self.until_day


@dataclass(frozen=True)
class EpochStatement:
    """This public key belongs to this epoch of this compartment, which has this duty."""

    organisation: str
    compartment: str
    duty: str
    epoch: int
    public_seal: bytes

    def text(self) -> bytes:
        return place("epoch-certificate", self.organisation, self.compartment, self.duty, self.epoch, self.public_seal)


@dataclass(frozen=True)
class EpochProposal:
    """A holder made this key for the next epoch of a compartment; a registrar has yet to certify it."""

    organisation: str
    compartment: str
    epoch: int
    public_seal: bytes
    made_by: str

    def text(self) -> bytes:
        return place("epoch-proposal", self.organisation, self.compartment, self.epoch, self.public_seal, self.made_by)


@dataclass(frozen=True)
class Admission:
    """This member may be let into this compartment by those who hold it."""

    organisation: str
    compartment: str
    member: str

    def text(self) -> bytes:
        return place("admission", self.organisation, self.compartment, self.member)


@dataclass(frozen=True)
class CertificateEnd:
    """After this day (ISO) nothing counts that was certified until then: of the member, or of them as a registrar.

    `role` is registrar, AT_ONCE or AHEAD. What was signed up to that day stays valid; a certificate from a later day
    counts again.
    """

    organisation: str
    member: str
    role: str
    last_day: str

    def text(self) -> bytes:
        return place("end-of-certificate", self.organisation, self.member, self.role, self.last_day)

    def ends(self, statement: MemberStatement) -> bool:
        return statement.member == self.member and statement.from_day <= self.last_day

    def has_come(self, day: str) -> bool:
        return self.role != AHEAD or self.last_day < day


@dataclass(frozen=True)
class EmptyPostStatement:
    """On this day (ISO) nothing of a post hung in this compartment. Its holder says so, so that a registrar, who holds
    no key, can close the post."""

    organisation: str
    post: str
    compartment: str
    on: str

    def text(self) -> bytes:
        return place("post-holds-nothing", self.organisation, self.post, self.compartment, self.on)


@dataclass(frozen=True)
class Signature:
    """Who signed ("" for the organisation's root) and what they signed with."""

    by: str
    signature: bytes


def certifies_registrar(root_sign: bytes, statement: MemberStatement, signature: Signature) -> bool:
    return statement.role == "registrar" and signed_by(root_sign, signature.signature, statement.text())


def certifies_member(
    registrars: dict[str, MemberStatement], statement: MemberStatement, signatures: tuple[Signature, ...]
) -> bool:
    """Two different registrars signed it. `registrars` are those whom the root certifies."""
    signers = {
        one.by
        for one in signatures
        if one.by in registrars and signed_by(registrars[one.by].public_sign, one.signature, statement.text())
    }
    return len(signers) >= REGISTRARS_FOR_A_MEMBER


def certifies_epoch(registrars: dict[str, MemberStatement], statement: EpochStatement, signature: Signature) -> bool:
    registrar = registrars.get(signature.by)
    return registrar is not None and signed_by(registrar.public_sign, signature.signature, statement.text())
