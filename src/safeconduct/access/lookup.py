"""Questions answered from clear columns: the directory of organisations, and whose key a thing is sealed to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from safeconduct.access import models
from safeconduct.access.certificate import Admission, CertificateEnd, EpochStatement, MemberStatement, Signature
from safeconduct.access.models import Compartment, CompartmentEpoch, MemberCertificate, Organisation, Post
from safeconduct.access.office import Office
from safeconduct.access.register import Register
from safeconduct.access.register import register as read_register
from safeconduct.vocabulary.refusal import NotFound


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


def offices() -> tuple[Office, ...]:
    """Those that take requests, by name."""
    return tuple(_office(row) for row in Organisation.objects.filter(takes_requests=True).order_by("name"))


def office(slug_or_name: str) -> Office | None:
    rows = Organisation.objects.all()
    row = rows.filter(slug=slug_or_name).first() or rows.filter(name=slug_or_name).first()
    return _office(row) if row else None


def office_by_ref(ref: str) -> Office:
    row = Organisation.objects.filter(ref=ref).first()
    if row is None:
        raise NotFound
    return _office(row)


def office_name(ref: str) -> str:
    return Organisation.objects.values_list("name", flat=True).get(ref=ref)


def post_name(ref: str) -> str:
    return Post.objects.values_list("name", flat=True).get(ref=ref)


def compartment_name(ref: str) -> str:
    return Compartment.objects.values_list("name", flat=True).get(ref=ref)


def recipient_for(organisation: str, duty: str) -> Recipient:
    """The compartment of an organisation that holds a duty ("requests", "auditors"). Raises Uncertified."""
    compartment = Compartment.objects.filter(organisation=organisation, duty=duty).first()
    if compartment is None:
        raise NotFound
    return recipient(compartment.ref)


def recipient(compartment: str) -> Recipient:
    """Raises Uncertified when the newest key of the compartment does not follow from the organisation's root."""
    epochs = CompartmentEpoch.objects.filter(compartment=compartment)
    newest = epochs.order_by("-epoch").values_list("epoch", flat=True).first()
    public_seal = certified_epoch(compartment, newest) if newest else None
    if newest is None or public_seal is None:
        raise Uncertified
    return Recipient(compartment, newest, public_seal)


def certified_epoch(compartment: str, epoch: int) -> bytes | None:
    """The public key of an epoch, if a registrar of the organisation certified it."""
    owner = Compartment.objects.filter(ref=compartment).first()
    if owner is None:
        return None
    return certified_epochs(owner.organisation, {compartment}).get((compartment, epoch))


def certified_epochs(organisation: str, compartments: Collection[str]) -> dict[tuple[str, int], bytes]:
    """The certified public keys of these compartments by compartment and epoch."""
    known = register(organisation, ())
    duties = dict(
        Compartment.objects.filter(organisation=organisation, ref__in=compartments).values_list("ref", "duty")
    )
    rows = CompartmentEpoch.objects.filter(compartment__in=duties)
    return {
        (row.compartment, row.epoch): bytes(row.public_seal)
        for row in rows
        if known.certifies_epoch(
            EpochStatement(organisation, row.compartment, duties[row.compartment], row.epoch, bytes(row.public_seal)),
            Signature(row.certified_by, bytes(row.signature)),
        )
    }


def began_on(compartment: str) -> date | None:
    """The day of the newest epoch, if an older one went before it: keys from before may be in other hands."""
    row = CompartmentEpoch.objects.filter(compartment=compartment, epoch__gt=1).order_by("-epoch").first()
    return row.made_on if row else None


def register(organisation: str, members: Collection[str] | None = None) -> Register:
    """What the signers vouch for: of the registrars always, and of these members (None: of everybody)."""
    root = bytes(Organisation.objects.get(ref=organisation).root_sign)
    certificates = MemberCertificate.objects.filter(organisation=organisation).order_by("pk")
    ends = models.CertificateEnd.objects.filter(organisation=organisation).order_by("pk")
    if members is not None:
        certificates = certificates.filter(Q(signed_by="") | Q(member__in=members))
        ends = ends.filter(Q(signed_by="") | Q(member__in=members))
    return read_register(
        root,
        [(_statement(row), Signature(row.signed_by, bytes(row.signature))) for row in certificates],
        [(_end(row), Signature(row.signed_by, bytes(row.signature))) for row in ends],
    )


def registrars(organisation: str, *, on: date) -> dict[str, MemberStatement]:
    """Those whom the organisation's root key certifies for this day, by member."""
    return register(organisation, ()).registrars_on(on.isoformat())


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
    )


def _end(row: models.CertificateEnd) -> CertificateEnd:
    return CertificateEnd(row.organisation, row.member, row.role, row.last_day.isoformat())


def _statement(row: MemberCertificate) -> MemberStatement:
    return MemberStatement(
        row.organisation,
        row.member,
        row.role,
        bytes(row.public_seal),
        bytes(row.public_sign),
        row.from_day.isoformat(),
        row.until_day.isoformat(),
    )
