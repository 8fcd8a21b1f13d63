"""What a member keeps for nobody but themselves, sealed under their own secret: the filters of their lists."""

from django.db.models import QuerySet

from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.keyring import Keyring
from safeconduct.access.models import MemberFilters
from safeconduct.access.prepared import Prepared
from safeconduct.sealing.place import place
from safeconduct.sealing.record import derived_key, seal, unseal
from safeconduct.sealing.unopened import Unopened


@Prepared
def _filters_of(member: str) -> QuerySet[MemberFilters]:
    return MemberFilters.objects.filter(member=member)


def filters_of(keyring: Keyring) -> bytes | None:
    """None where there are none; also where what is stored does not open: a list can be made again."""
    with seeing_only(keyring.organisation):
        row = _filters_of.first(keyring.member)
    try:
        return unseal(_key(keyring), bytes(row.body), _place(keyring)) if row else None
    except Unopened:
        return None


def hold_filters(keyring: Keyring) -> None:
    """Until the transaction ends, so that two windows of a member do not undo each other."""
    with seeing_only(keyring.organisation):
        MemberFilters.objects.select_for_update().filter(member=keyring.member).first()


def keep_filters(body: bytes, keyring: Keyring) -> None:
    sealed = seal(_key(keyring), body, _place(keyring))
    with seeing_only(keyring.organisation):
        MemberFilters.objects.update_or_create(member=keyring.member, defaults={"body": sealed})


def _key(keyring: Keyring) -> bytes:
    return derived_key(keyring.identity.secret, "saved-filters")


def _place(keyring: Keyring) -> bytes:
    return place("saved-filters", keyring.member)
