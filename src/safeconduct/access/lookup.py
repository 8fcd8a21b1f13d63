"""Questions answered from clear columns: the directory of organisations, and whose key a thing is sealed to."""

from dataclasses import dataclass

from django.conf import settings

from safeconduct.access import pinned
from safeconduct.access.certificate import (
    EpochStatement,
    MemberStatement,
    Signature,
    certifies_epoch,
    certifies_member,
    certifies_registrar,
)
from safeconduct.access.models import Compartment, CompartmentEpoch, Member, MemberCertificate, Organisation, Post
from safeconduct.access.office import Office
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
    """Those that take requests and whose root key is pinned, by name."""
    rows = Organisation.objects.filter(takes_requests=True).order_by("name")
    return tuple(_office(row) for row in rows if _is_pinned(row))


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
    row = CompartmentEpoch.objects.filter(compartment=compartment, epoch=epoch).first()
    if owner is None or row is None:
        return None
    statement = EpochStatement(owner.organisation, compartment, owner.duty, epoch, bytes(row.public_seal))
    signature = Signature(row.certified_by, bytes(row.signature))
    is_certified = certifies_epoch(registrars(owner.organisation), statement, signature)
    return bytes(row.public_seal) if is_certified else None


def registrars(organisation: str) -> dict[str, MemberStatement]:
    """Those whom the organisation's root key certifies, by member; nobody while the root key is not pinned."""
    row = Organisation.objects.get(ref=organisation)
    if not _is_pinned(row):
        return {}
    root = bytes(row.root_sign)
    rows = MemberCertificate.objects.filter(organisation=organisation, role="registrar", signed_by="")
    statements = [(_statement(row), Signature("", bytes(row.signature))) for row in rows]
    return {one.member: one for one, signature in statements if certifies_registrar(root, one, signature)}


def certified_member(organisation: str, member: str) -> MemberStatement | None:
    """What the signers say of a member, registrars by the root and others by two registrars; None if nobody does."""
    known = registrars(organisation)
    if member in known:
        return known[member]
    rows = tuple(MemberCertificate.objects.filter(organisation=organisation, member=member).exclude(signed_by=""))
    if not rows:
        return None
    statement = _statement(rows[0])
    signatures = tuple(Signature(row.signed_by, bytes(row.signature)) for row in rows)
    return statement if certifies_member(known, statement, signatures) else None


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
    )


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
