"""A region that a group cares for, and who liaises with the defenders there.

Folded from believed entries of a group. Any organisation of it corrects a region; of a liaison only the one whose it is
speaks, and whoever takes it over.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from safeconduct.coordination.group import Group
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

MOST_REGIONS = 60


@dataclass(frozen=True)
class Region:
    """`part` says where in the country, coarsely (lists/region_parts.toml). `themes` matter there, `languages` are those of
    defenders there, `barriers` keep them and us apart. `office` wrote it last."""

    ref: str
    country: str
    part: str
    name: str
    themes: tuple[str, ...]
    languages: tuple[str, ...]
    barriers: tuple[str, ...]
    office: str

    def as_data(self) -> dict[str, object]:
        lists = {name: list(getattr(self, name)) for name in ("themes", "languages", "barriers")}
        return {"region": self.ref, "country": self.country, "part": self.part, "name": self.name, **lists}


@dataclass(frozen=True)
class Liaison:
    """An organisation that keeps contact with the defenders of a region: for these themes, or without any for all of them.
    `relief` is why it asks that somebody else takes it, "" where it does not ask."""

    region: str
    organisation: str
    office: str
    themes: tuple[str, ...]
    languages: tuple[str, ...]
    relief: str = field(default="", repr=False)

    def is_for(self, theme: str) -> bool:
        return not self.themes or theme in self.themes


def languages_in(text: str) -> tuple[str, ...]:
    """As they are typed, between commas; each once."""
    typed = (" ".join(part.split()) for part in text.split(","))
    return tuple({part.casefold(): part for part in typed if part}.values())


def regions(written: Iterable[Entry]) -> tuple[Region, ...]:
    """Those that the group cares for today, by country, part and name."""
    known: dict[str, Region] = {}
    for entry in written:
        if entry.kind == "region_named":
            known[entry.data["region"]] = _region(entry)
        elif entry.kind == "region_dropped":
            known.pop(entry.data["region"], None)
    return tuple(sorted(known.values(), key=lambda one: (one.country, one.part, one.name.casefold(), one.ref)))


def _region(entry: Entry) -> Region:
    data = entry.data
    themes, languages, barriers = (tuple(data[name]) for name in ("themes", "languages", "barriers"))
    place = (data["region"], data["country"], data["part"], data["name"])
    return Region(*place, themes, languages, barriers, data["office"])


def liaisons(written: Iterable[Entry], group: Group) -> tuple[Liaison, ...]:
    """Of the organisations that belong to the group today, by office."""
    known: dict[tuple[str, str], Liaison] = {}
    for entry in written:
        if entry.kind in _STEPS:
            _step(known, entry)
    here = {seat.organisation for seat in group.seats}
    standing = (one for one in known.values() if one.organisation in here)
    return tuple(sorted(standing, key=lambda one: (one.office.casefold(), one.region)))


_STEPS = ("liaison_said", "liaison_ended", "relief_asked", "liaison_taken")


def _step(known: dict[tuple[str, str], Liaison], entry: Entry) -> None:
    data = entry.data
    own = (data["region"], data["organisation"])
    if entry.kind == "liaison_said":
        known[own] = Liaison(*own, data["office"], tuple(data["themes"]), tuple(data["languages"]))
    elif entry.kind == "liaison_ended":
        known.pop(own, None)
    elif entry.kind == "relief_asked" and own in known:
        known[own] = replace(known[own], relief=data["why"])
    elif entry.kind == "liaison_taken":
        given = known.pop((data["region"], data["from"]), None)
        if given:
            known[own] = _taken(given, known.get(own), own[1], data["office"], tuple(data["languages"]))


def _taken(given: Liaison, had: Liaison | None, organisation: str, office: str, languages: tuple[str, ...]) -> Liaison:
    """With what the taker had there itself; who had all themes keeps all."""
    themes = given.themes
    if had:
        themes = tuple(sorted({*given.themes, *had.themes})) if given.themes and had.themes else ()
        languages = languages_in(",".join((*had.languages, *languages)))
    return Liaison(given.region, organisation, office, themes, languages)


def liaison_of(known: Iterable[Liaison], region: str, organisation: str) -> Liaison | None:
    return next((one for one in known if (one.region, one.organisation) == (region, organisation)), None)


# What may be done


def refusal_to_naming(region: Region, known: Iterable[Region]) -> Refusal | None:
    known = tuple(known)
    if not region.country:
        return Refusal("The country is missing, or it is none that we know. Write its name in full.")
    if not region.part:
        return Refusal("It is not said where in the country. Choose the part, as coarsely as it may be said.")
    same = (one for one in known if one.ref != region.ref)
    if any(_place(one) == _place(region) for one in same):
        return Refusal("This region stands in the table already. Correct it there, or give this one a name of its own.")
    if len(known) >= MOST_REGIONS and region.ref not in {one.ref for one in known}:
        return Refusal(f"There are {MOST_REGIONS} regions already. Put some of them together first.")
    return None


def _place(region: Region) -> tuple[str, str, str]:
    return region.country, region.part, region.name.casefold()


def refusal_to_dropping(why: str) -> Refusal | None:
    if not why.strip():
        return Refusal("It is not said why the region is no longer looked after. Write a sentence for the others.")
    return None


def refusal_to_liaising(languages: tuple[str, ...]) -> Refusal | None:
    if not languages:
        return Refusal("The languages are missing. Write in which ones defenders there can speak with you.")
    return None


def refusal_to_ending_liaison(own: Liaison | None) -> Refusal | None:
    if own is None:
        return Refusal("Your office does not liaise in this region. Nothing was changed.")
    return None


def refusal_to_asking_relief(own: Liaison | None, why: str) -> Refusal | None:
    if own is None:
        return Refusal("Your office does not liaise in this region. There is nothing to hand on.")
    if not why.strip():
        return Refusal("It is not said what you lack. Write it in a few words, so that others know what they take.")
    return None


def refusal_to_taking(given: Liaison | None, languages: tuple[str, ...], *, own: str) -> Refusal | None:
    if given is None or not given.relief:
        return Refusal("Nobody asks to hand this on any more. Look at the table again.")
    if given.organisation == own:
        return Refusal("This is your own. Another organisation must take it, or say anew that you keep it.")
    return refusal_to_liaising(languages)
