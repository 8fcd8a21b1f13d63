"""Divide regions between the organisations of a group: name a region, liaise there, ask for relief, take it over."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import journal
from safeconduct.coordination.desk.opening import OpenGroup, opened
from safeconduct.coordination.desk.telling_all import tell_all
from safeconduct.coordination.region import (
    Region,
    liaison_of,
    liaisons,
    refusal_to_asking_relief,
    refusal_to_dropping,
    refusal_to_ending_liaison,
    refusal_to_liaising,
    refusal_to_naming,
    refusal_to_taking,
    regions,
)
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import NotFound, insist


@transaction.atomic
def name_region(group: str, region: Region, keyring: Keyring, *, at: datetime) -> str:
    """One that has a reference is corrected. Its reference. Raises NotFound."""
    one = opened(group, keyring, at=at)
    known = regions(one.written)
    if region.ref and region.ref not in {each.ref for each in known}:
        raise NotFound
    named = replace(region, ref=region.ref or new_ref())
    insist(refusal_to_naming(named, known))
    tell_all(one, keyring, "region_named", named.as_data(), at=at)
    journal("RegionNamed", group, keyring, at=at)
    return named.ref


@transaction.atomic
def drop_region(group: str, region: str, why: str, keyring: Keyring, *, at: datetime) -> None:
    """The group no longer looks after it; what was written of it stays. Raises NotFound."""
    one = _with(group, region, keyring, at=at)
    insist(refusal_to_dropping(why))
    tell_all(one, keyring, "region_dropped", {"region": region, "why": why.strip()}, at=at)
    journal("RegionDropped", group, keyring, at=at)


@transaction.atomic
def liaise(
    group: str, region: str, themes: tuple[str, ...], languages: tuple[str, ...], keyring: Keyring, *, at: datetime
) -> None:
    """Our organisation liaises there: for these themes, or without any for all. Said again, it is changed."""
    one = _with(group, region, keyring, at=at)
    insist(refusal_to_liaising(languages))
    data = {"region": region, "themes": list(themes), "languages": list(languages)}
    tell_all(one, keyring, "liaison_said", data, at=at)
    journal("LiaisonSaid", group, keyring, at=at)


@transaction.atomic
def end_liaison(group: str, region: str, keyring: Keyring, *, at: datetime) -> None:
    one = _with(group, region, keyring, at=at)
    insist(refusal_to_ending_liaison(liaison_of(liaisons(one.written, one.group), region, keyring.organisation)))
    tell_all(one, keyring, "liaison_ended", {"region": region}, at=at)
    journal("LiaisonEnded", group, keyring, at=at)


@transaction.atomic
def ask_relief(group: str, region: str, why: str, keyring: Keyring, *, at: datetime) -> None:
    """Ask the others to take it. Until one does, it stays ours."""
    one = _with(group, region, keyring, at=at)
    own = liaison_of(liaisons(one.written, one.group), region, keyring.organisation)
    insist(refusal_to_asking_relief(own, why))
    tell_all(one, keyring, "relief_asked", {"region": region, "why": why.strip()}, at=at)
    journal("LiaisonReliefAsked", group, keyring, at=at)


@transaction.atomic
def take_liaison(
    group: str, region: str, giver: str, languages: tuple[str, ...], keyring: Keyring, *, at: datetime
) -> None:
    """From an organisation that asked for it, with the themes that it had."""
    one = _with(group, region, keyring, at=at)
    given = liaison_of(liaisons(one.written, one.group), region, giver)
    insist(refusal_to_taking(given, languages, own=keyring.organisation))
    tell_all(one, keyring, "liaison_taken", {"region": region, "from": giver, "languages": list(languages)}, at=at)
    journal("LiaisonTaken", group, keyring, at=at)


def _with(group: str, region: str, keyring: Keyring, *, at: datetime) -> OpenGroup:
    """The group, which knows this region. Raises NotFound."""
    one = opened(group, keyring, at=at)
    if region not in {each.ref for each in regions(one.written)}:
        raise NotFound
    return one
