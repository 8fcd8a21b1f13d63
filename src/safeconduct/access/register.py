"""What an organisation's signers vouch for, of all that its rows claim: each signature is checked once, here.

Days count: a registrar's signature counts if they were one on the day from which it holds, an entry's if its author
was certified on the entry's day. So what was right once stays right after somebody has left.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.access.certificate import (
    AHEAD,
    AT_ONCE,
    Admission,
    CertificateEnd,
    EpochStatement,
    MemberStatement,
    Signature,
    certifies_epoch,
    certifies_member,
    certifies_registrar,
)
from safeconduct.sealing.keys import signed_by

REGISTRAR = "registrar"

Certificate = tuple[MemberStatement, Signature]
End = tuple[CertificateEnd, Signature]


@dataclass(frozen=True)
class Register:
    """`terms` are certified by the root, `members` by two registrars; both oldest first. `ends` are signed too."""

    terms: tuple[MemberStatement, ...]
    members: tuple[MemberStatement, ...]
    term_ends: tuple[CertificateEnd, ...]
    member_ends: tuple[CertificateEnd, ...]

    def registrars_on(self, day: str) -> dict[str, MemberStatement]:
        return {term.member: term for term in self.terms if _stands(term, self.term_ends, day)}

    def registrars(self) -> dict[str, MemberStatement]:
        """Those whom the root has not ended: what they vouched for still counts, also when their days are over."""
        return {term.member: term for term in self.terms if not _is_ended(term, self.term_ends)}

    def unended_registrars_on(self, day: str) -> dict[str, MemberStatement]:
        """Both: whoever was ended counts no more, not even on their last day."""
        standing = self.registrars()
        return {member: term for member, term in self.registrars_on(day).items() if member in standing}

    def on(self, member: str, day: str) -> MemberStatement | None:
        """What is certified of a member on a day: a registrar's term before anything else, then the newest. A term that
        the root has ended makes nobody a registrar, not even on its last day."""
        counting = [one for one in self._of(member) if self._counts(one, day)]
        terms = [one for one in counting if one in self.terms and not _is_ended(one, self.term_ends)]
        others = [one for one in counting if one not in self.terms]
        return next(reversed(terms or others), None)

    def newest(self, member: str) -> MemberStatement | None:
        """The same without asking for the day: these were the member's keys, whatever became of it."""
        statements = self._of(member)
        return statements[-1] if statements else None

    def signing_keys(self, member: str, day: str) -> tuple[bytes, ...]:
        """With which keys the member could sign on that day."""
        return tuple(dict.fromkeys(one.public_sign for one in self._of(member) if self._counts(one, day)))

    def has_left(self, member: str, day: str = "") -> bool:
        """Without a day (ISO): an end that was signed ahead does not count by itself."""
        statement = self.newest(member)
        return statement is not None and any(end.ends(statement) and end.has_come(day) for end in self.member_ends)

    def last_day(self, member: str) -> str:
        """The day (ISO) with which a member’s account ends, as it was signed ahead; "" when it was not."""
        statement = self.newest(member)
        ahead = (end for end in self.member_ends if end.role == AHEAD and statement and end.ends(statement))
        return next((end.last_day for end in ahead), "")

    def certifies_epoch(self, statement: EpochStatement, signature: Signature) -> bool:
        return certifies_epoch(self.registrars(), statement, signature)

    def admits(self, admission: Admission, signature: Signature) -> bool:
        registrar = self.registrars().get(signature.by)
        return registrar is not None and signed_by(registrar.public_sign, signature.signature, admission.text())

    def _of(self, member: str) -> tuple[MemberStatement, ...]:
        own = (one for one in (*self.members, *self.terms) if one.member == member)
        return tuple(sorted(own, key=lambda one: one.from_day))

    def _counts(self, statement: MemberStatement, day: str) -> bool:
        ends = (*self.member_ends, *self.term_ends) if statement in self.terms else self.member_ends
        return _stands(statement, ends, day)


def register(root_sign: bytes, certificates: Iterable[Certificate], ends: Iterable[End]) -> Register:
    """Reads only what is signed by whom it must be; everything else is as if it were not there."""
    certificates, ends = tuple(certificates), tuple(ends)
    terms = tuple(
        statement
        for statement, signature in certificates
        if not signature.by and certifies_registrar(root_sign, statement, signature)
    )
    by_root = tuple(
        end
        for end, signature in ends
        if not signature.by and end.role == REGISTRAR and signed_by(root_sign, signature.signature, end.text())
    )
    of_registrars = Register(terms, (), by_root, ())
    statements = dict.fromkeys(statement for statement, signature in certificates if signature.by)
    members = tuple(
        one
        for one in statements
        if certifies_member(
            of_registrars.registrars_on(one.from_day),
            one,
            tuple(signature for statement, signature in certificates if statement == one),
        )
    )
    by_registrars = tuple(end for end, signature in ends if _ends_member(of_registrars, end, signature))
    # A day that was signed ahead can be moved: the one signed last counts.
    moved = {end.member: end for end in by_registrars if end.role == AHEAD}
    standing = tuple(end for end in by_registrars if end.role == AT_ONCE or end == moved[end.member])
    return Register(terms, members, by_root, standing)


def _ends_member(of_registrars: Register, end: CertificateEnd, signature: Signature) -> bool:
    # What is signed ahead may outlast the days of who signed it; whoever ends that registrar vouches for it anew.
    standing = of_registrars.registrars() if end.role == AHEAD else of_registrars.registrars_on(end.last_day)
    registrar = standing.get(signature.by)
    is_of_member = end.role in (AT_ONCE, AHEAD)
    return is_of_member and registrar is not None and signed_by(registrar.public_sign, signature.signature, end.text())


def _is_ended(term: MemberStatement, ends: tuple[CertificateEnd, ...]) -> bool:
    return any(end.ends(term) for end in ends)


def _stands(statement: MemberStatement, ends: tuple[CertificateEnd, ...], day: str) -> bool:
    return statement.stands_on(day) and not any(end.ends(statement) and end.last_day < day for end in ends)
