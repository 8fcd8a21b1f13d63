"""Questions answered from clear columns: the directory of organisations, and whose key a thing is sealed to."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.conf import settings
from django.db.models import QuerySet, Subquery

from safeconduct.access import models, pinned
from safeconduct.access.certificate import (
    Admission,
    CertificateEnd,
    EpochStatement,
    MemberStatement,
    Signature,
)
from safeconduct.access.models import Compartment, CompartmentEpoch, Member, MemberCertificate, Organisation, Post
from safeconduct.access.office import Office
from safeconduct.access.prepared import Prepared
from safeconduct.access.register import Register
from safeconduct.access.register import register as read_register
from safeconduct.vocabulary.refusal import NotFound

Row = TypeVar("Row")


@dataclass(frozen=True)
class Recipient:
    """The certified public key of a compartment's newest epoch: what a scope's key may be sealed to."""

    compartment: str
    epoch: int
    public_seal: bytes


class Uncertified(Exception):
    """A public key in the database that no signer vouches for. Nothing is sealed to it."""

    def __init__(self) -> None:
        super().__init__(
            "A key of this office is not certified. Nothing was sent. The office must be told another way."
        )


# What every request asks


@Prepared
def _rows_by_ref(ref: str) -> QuerySet[Organisation]:
    return Organisation.objects.filter(ref=ref)


@Prepared
def _certificates_of(organisation: str) -> QuerySet[MemberCertificate]:
    return MemberCertificate.objects.filter(organisation=organisation).order_by("pk")


@Prepared
def _ends_of(organisation: str) -> QuerySet[models.CertificateEnd]:
    return models.CertificateEnd.objects.filter(organisation=organisation).order_by("pk")


@Prepared
def _compartments_in(organisation: str) -> QuerySet[Compartment]:
    return Compartment.objects.filter(organisation=organisation).order_by("ref")


@Prepared
def _epochs_in(organisation: str) -> QuerySet[CompartmentEpoch]:
    own = Compartment.objects.filter(organisation=organisation)
    return CompartmentEpoch.objects.filter(compartment__in=own.values("ref")).order_by("epoch")


@Prepared
def _name_of_post(ref: str) -> QuerySet[Post, tuple[str]]:
    return Post.objects.filter(ref=ref).values_list("name")


# Reading once


@dataclass(frozen=True)
class _Read:
    """What was read already: each kind of row by organisation, and what the signers vouch for by whom it was asked."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    certificates: dict[str, list[MemberCertificate]] = field(default_factory=dict)
    ends: dict[str, list[models.CertificateEnd]] = field(default_factory=dict)
    compartments: dict[str, dict[str, Compartment]] = field(default_factory=dict)
    epochs: dict[str, list[CompartmentEpoch]] = field(default_factory=dict)
    registers: dict[tuple[str, frozenset[str]], Register] = field(default_factory=dict)


_read: ContextVar[_Read | None] = ContextVar("_read", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Until this ends, the directory is read once. For one transaction that does not change the directory, or for
    one question: what is sealed to a key must have been read in the transaction that seals."""
    kept = _read.set(_Read())
    try:
        yield
    finally:
        _read.reset(kept)


def _once(kept: dict[str, Row], key: str, ask: Callable[[], Row]) -> Row:
    if key not in kept:
        kept[key] = ask()
    return kept[key]


def _row_of(ref: str) -> Organisation:
    read = _read.get() or _Read()
    return _once(read.organisations, ref, lambda: _rows_by_ref(ref)[0])


def _compartments_of(organisation: str) -> dict[str, Compartment]:
    read = _read.get() or _Read()
    return _once(read.compartments, organisation, lambda: {row.ref: row for row in _compartments_in(organisation)})


def _owner_of(compartment: str) -> str:
    """The organisation; empty when there is no such compartment."""
    read = _read.get() or _Read()
    for organisation, rows in read.compartments.items():
        if compartment in rows:
            return organisation
    owner = Compartment.objects.filter(ref=compartment).values("organisation")[:1]
    rows = {row.ref: row for row in Compartment.objects.filter(organisation=Subquery(owner)).order_by("ref")}
    for row in rows.values():
        read.compartments[row.organisation] = rows
    return rows[compartment].organisation if compartment in rows else ""


def _epochs_of(organisation: str) -> list[CompartmentEpoch]:
    """Of all its compartments, oldest first."""
    read = _read.get() or _Read()
    return _once(read.epochs, organisation, lambda: _epochs_in(organisation))


# Offices


def offices() -> tuple[Office, ...]:
    """Those that take requests and whose root key is pinned, by name."""
    rows = Organisation.objects.filter(takes_requests=True).order_by("name")
    return tuple(_office(row) for row in rows if _is_pinned(row))


def all_offices() -> tuple[Office, ...]:
    """Also those that take no requests, by name."""
    return tuple(_office(row) for row in Organisation.objects.order_by("name"))


def office(slug_or_name: str) -> Office | None:
    rows = Organisation.objects.all()
    row = rows.filter(slug=slug_or_name).first() or rows.filter(name=slug_or_name).first()
    return _office(row) if row and _is_pinned(row) else None


def has_organisations() -> bool:
    return Organisation.objects.exists()


@dataclass(frozen=True)
class Taken:
    """Names that an organisation to be cannot have: short names, names, sign-in names."""

    slugs: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


def taken() -> Taken:
    return Taken(
        tuple(Organisation.objects.order_by("slug").values_list("slug", flat=True)),
        tuple(Organisation.objects.order_by("slug").values_list("name", flat=True)),
        tuple(Member.objects.order_by("name").values_list("name", flat=True)),
    )


def unpinned() -> tuple[tuple[str, str, bytes], ...]:
    """Short name, name and public root key of each organisation that nobody vouched for beside the database."""
    rows = Organisation.objects.order_by("slug")
    return tuple((row.slug, row.name, bytes(row.root_sign)) for row in rows if not _is_pinned(row))


def office_by_ref(ref: str) -> Office:
    row = Organisation.objects.filter(ref=ref).first()
    if row is None:
        raise NotFound
    return _office(row)


def office_and_root(ref: str) -> tuple[Office, bytes]:
    """An office with the public root key that its row names."""
    row = _row_of(ref)
    return _office(row), bytes(row.root_sign)


def office_name(ref: str) -> str:
    return Organisation.objects.values_list("name", flat=True).get(ref=ref)


def kind_of(ref: str) -> str:
    """mission, network or body."""
    return Organisation.objects.values_list("kind", flat=True).get(ref=ref)


def post_name(ref: str) -> str:
    ((name,),) = _name_of_post(ref)
    return name


def post_names(organisation: str) -> dict[str, str]:
    return dict(Post.objects.filter(organisation=organisation).values_list("ref", "name"))


def posts_with_members(organisation: str) -> frozenset[str]:
    """References of the posts in which somebody is today."""
    rows = Member.objects.filter(organisation=organisation, ended_on=None)
    return frozenset(rows.values_list("post", flat=True))


def member_names(organisation: str) -> dict[str, str]:
    """By reference, also of those who have left."""
    return dict(Member.objects.filter(organisation=organisation).values_list("ref", "name"))


def compartment_name(ref: str) -> str:
    return Compartment.objects.values_list("name", flat=True).get(ref=ref)


def recipient_for(organisation: str, duty: str) -> Recipient:
    """The compartment of an organisation that holds a duty ("requests", "auditors"). Raises Uncertified."""
    compartment = next((row for row in _compartments_of(organisation).values() if row.duty == duty), None)
    if compartment is None:
        raise NotFound
    return recipient(compartment.ref)


def recipient(compartment: str) -> Recipient:
    """Raises Uncertified when the newest key of the compartment does not follow from the organisation's root."""
    organisation = _owner_of(compartment)
    newest = next((row for row in reversed(_epochs_of(organisation)) if row.compartment == compartment), None)
    if newest is None:
        raise Uncertified
    public_seal = _certified(organisation, [newest]).get((compartment, newest.epoch))
    if public_seal is None:
        raise Uncertified
    return Recipient(compartment, newest.epoch, public_seal)


def certified_epoch(compartment: str, epoch: int) -> bytes | None:
    """The public key of an epoch, if a registrar of the organisation certified it."""
    organisation = _owner_of(compartment)
    if not organisation:
        return None
    return certified_epochs(organisation, {compartment}).get((compartment, epoch))


def certified_epochs(organisation: str, compartments: Collection[str]) -> dict[tuple[str, int], bytes]:
    """The certified public keys of these compartments by compartment and epoch."""
    return _certified(organisation, [row for row in _epochs_of(organisation) if row.compartment in compartments])


def _certified(organisation: str, epochs: Collection[CompartmentEpoch]) -> dict[tuple[str, int], bytes]:
    known, compartments = _with_registrars(organisation), _compartments_of(organisation)
    return {
        (row.compartment, row.epoch): bytes(row.public_seal)
        for row in epochs
        if known.certifies_epoch(
            EpochStatement(
                organisation, row.compartment, compartments[row.compartment].duty, row.epoch, bytes(row.public_seal)
            ),
            Signature(row.certified_by, bytes(row.signature)),
        )
    }


def began_on(compartment: str) -> date | None:
    """The day of the newest epoch, if an older one went before it: keys from before may be in other hands."""
    epochs = [row for row in _epochs_of(_owner_of(compartment)) if row.compartment == compartment and row.epoch > 1]
    return epochs[-1].made_on if epochs else None


def register(organisation: str, members: Collection[str] | None = None) -> Register:
    """What the signers vouch for: of the registrars always, and of these members (None: of everybody). Nobody vouches
    for anything while the root key is not pinned."""
    read = _read.get()
    if read is None or members is None:
        return _register(organisation, members)
    # Rows are read for everybody then, and only the signatures on these members' are checked.
    asked = (organisation, frozenset(members))
    if asked not in read.registers:
        read.registers[asked] = _register(organisation, members)
    return read.registers[asked]


def _with_registrars(organisation: str) -> Register:
    """Whichever was read: what registrars may vouch for is the same in each."""
    read = _read.get()
    kept = (one for (of, _members), one in read.registers.items() if of == organisation) if read else iter(())
    return next(kept, None) or register(organisation, ())


def _register(organisation: str, members: Collection[str] | None) -> Register:
    row = _row_of(organisation)
    if not _is_pinned(row):
        return read_register(b"", [], [])
    certificates, ends = _signed_rows(organisation, members)
    return read_register(
        bytes(row.root_sign),
        [(statement_of(row), Signature(row.signed_by, bytes(row.signature))) for row in certificates],
        [(_end(row), Signature(row.signed_by, bytes(row.signature))) for row in ends],
    )


def _signed_rows(
    organisation: str, members: Collection[str] | None
) -> tuple[list[MemberCertificate], list[models.CertificateEnd]]:
    read = _read.get() or _Read()
    all_certificates = _once(read.certificates, organisation, lambda: _certificates_of(organisation))
    all_ends = _once(read.ends, organisation, lambda: _ends_of(organisation))
    return (
        [row for row in all_certificates if members is None or not row.signed_by or row.member in members],
        [row for row in all_ends if members is None or not row.signed_by or row.member in members],
    )


def registrars(organisation: str, *, on: date) -> dict[str, MemberStatement]:
    """Those whom the organisation's root key certifies for this day and has not ended, by member."""
    return register(organisation, ()).unended_registrars_on(on.isoformat())


def certified_member(organisation: str, member: str) -> MemberStatement | None:
    """What the signers said last of a member, registrars by the root and others by two registrars; None if nobody did.

    It does not ask for the day: `register(...).on(member, day)` does."""
    return register(organisation, (member,)).newest(member)


def admitted(organisation: str, compartment: str) -> frozenset[str]:
    """The members who may be let into a compartment, as a registrar signed it."""
    known = register(organisation, ())
    return frozenset(
        row.member
        for row in models.Admission.objects.filter(organisation=organisation, compartment=compartment)
        if known.admits(
            Admission(organisation, compartment, row.member), Signature(row.signed_by, bytes(row.signature))
        )
    )


def compartments_in(organisation: str, refs: Collection[str]) -> tuple[Compartment, ...]:
    rows = (row for ref, row in _compartments_of(organisation).items() if ref in refs)
    return tuple(sorted(rows, key=lambda row: row.name))


def member_name(ref: str) -> str:
    return models.Member.objects.filter(ref=ref).values_list("name", flat=True).first() or ""


def certified_statements(organisation: str) -> tuple[MemberStatement, ...]:
    """Everything that the signers ever said of members, also of keys that were replaced and members who have left."""
    known = register(organisation)
    return (*known.terms, *known.members)


def _is_pinned(row: Organisation) -> bool:
    return pinned.is_pinned(settings.VAR, row.slug, bytes(row.root_sign))


def _office(row: Organisation) -> Office:
    return Office(
        row.ref,
        row.slug,
        row.name,
        row.reads_within_hours,
        row.urgent_within_hours,
        row.staffed_from,
        row.staffed_until,
        row.time_zone,
        row.kind,
    )


def _end(row: models.CertificateEnd) -> CertificateEnd:
    return CertificateEnd(row.organisation, row.member, row.role, row.last_day.isoformat())


def statement_of(row: MemberCertificate | models.Appointment) -> MemberStatement:
    return MemberStatement(
        row.organisation,
        row.member,
        row.role,
        bytes(row.public_seal),
        bytes(row.public_sign),
        row.from_day.isoformat(),
        row.until_day.isoformat(),
    )
