"""Locks that last until the transaction ends: whoever comes next waits. SQLite has one writer anyway.

Taken in one order everywhere, so that nobody waits in a circle (decision 0017): draft, session, box, dossiers,
compartments, invitation, ceremony, member, organisation.
"""

from collections.abc import Iterable

from django.db import connection

from safeconduct.access.desk.seeing import see_only
from safeconduct.access.models import Compartment, Member, Organisation
from safeconduct.vocabulary.refusal import NotFound


def hold_compartments(refs: Iterable[str]) -> None:
    """Their lists and keys do not change under whoever holds them."""
    list(Compartment.objects.select_for_update().filter(ref__in=sorted(refs)).order_by("ref"))


def hold_people(organisation: str) -> None:
    """Who belongs to the organisation, who vouches for whom and who holds what do not change under whoever holds them.

    All of its compartments stand for that. From now on nothing of any other organisation is seen.
    """
    see_only(organisation)
    hold_compartments(Compartment.objects.filter(organisation=organisation).values_list("ref", flat=True))


def member_here(ref: str) -> Member:
    """Raises NotFound for one who left."""
    member = Member.objects.filter(ref=ref, ended_on=None).first()
    if member is None:
        raise NotFound
    return member


def hold_member(ref: str) -> Member:
    """Two changes of what a member signs in with come one after the other. From now on nothing of any other
    organisation is seen. Raises NotFound for one who left."""
    see_only(member_here(ref).organisation)
    return Member.objects.select_for_update().get(ref=ref)


def hold_organisation(ref: str) -> None:
    """The end of its journal is this transaction's. Where there is one writer, it is anyway, and nothing is asked."""
    if connection.features.has_select_for_update:
        Organisation.objects.select_for_update().get(ref=ref)
