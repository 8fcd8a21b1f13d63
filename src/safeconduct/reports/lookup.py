"""What the directory says of one organisation, from clear columns: its posts, members, compartments and public keys."""

from typing import Any

from safeconduct.access.models import (
    Compartment,
    CompartmentEpoch,
    Member,
    MemberCertificate,
    Organisation,
    Post,
)


def organisation(ref: str) -> dict[str, Any]:
    row = Organisation.objects.get(ref=ref)
    return {
        "ref": row.ref,
        "short_name": row.slug,
        "name": row.name,
        "time_zone": row.time_zone,
        "takes_requests": row.takes_requests,
        "reads_within_hours": row.reads_within_hours,
        "urgent_within_hours": row.urgent_within_hours,
        "staffed_from": row.staffed_from.isoformat() if row.staffed_from else None,
        "staffed_until": row.staffed_until.isoformat() if row.staffed_until else None,
        "root_sign": bytes(row.root_sign).hex(),
        "posts": [{"ref": post.ref, "name": post.name} for post in _of(Post, ref).order_by("name")],
        "members": [_member(member) for member in _of(Member, ref).order_by("name")],
        "compartments": [_compartment(one) for one in _of(Compartment, ref).order_by("name")],
    }


def _of(model: Any, ref: str) -> Any:
    return model.objects.filter(organisation=ref)


def _member(row: Member) -> dict[str, Any]:
    certificates = MemberCertificate.objects.filter(member=row.ref).order_by("pk")
    return {
        "ref": row.ref,
        "name": row.name,
        "post": row.post,
        "ended_on": row.ended_on.isoformat() if row.ended_on else None,
        "certificates": [
            {
                "role": one.role,
                "public_sign": bytes(one.public_sign).hex(),
                "public_seal": bytes(one.public_seal).hex(),
                "from": one.from_day.isoformat(),
                "until": one.until_day.isoformat(),
                "signed_by": one.signed_by or "the root key",
                "signature": bytes(one.signature).hex(),
            }
            for one in certificates
        ],
    }


def _compartment(row: Compartment) -> dict[str, Any]:
    epochs = CompartmentEpoch.objects.filter(compartment=row.ref).order_by("epoch")
    return {
        "ref": row.ref,
        "name": row.name,
        "duty": row.duty,
        "epochs": [{"epoch": one.epoch, "public_seal": bytes(one.public_seal).hex()} for one in epochs],
    }
