"""Guidelines, action plans, declarations and yardsticks, each with its versions. At most one version is in force."""

from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.guidance.source import Address

STANDING = {
    "in_force": "",
    "superseded": "A later version has taken its place.",
    "archived": "It is kept as a record and is no longer applied.",
    "confidential": "It exists and is confidential: nothing of its content is kept here.",
    "uncertain": "Whether it is still in force is not certain.",
}


@dataclass(frozen=True)
class Version:
    """`dated` is the day of the text, `page_dated` of the page that carries it, `edited` of a later change to that
    page. Each is a year, a month or a day (2019, 2019-06, 2019-06-18) and "" where it is not known. `said_in` is the
    document that tells of the version where there is no address."""

    id: str
    name: str
    status: str
    dated: str
    page_dated: str
    edited: str
    supersedes: str
    verification: str
    note: str
    said_in: str
    addresses: tuple[Address, ...]


@dataclass(frozen=True)
class Instrument:
    """`nature` says what kind of text it is; a text that does not bind is a yardstick and says so.

    `themes`: a policy for some (women, LGBTI, Indigenous, land, environment, business) that joins the general texts."""

    id: str
    title: str
    owner: str
    nature: str
    binds: bool
    versions: tuple[Version, ...]
    themes: tuple[str, ...] = ()


def in_force(instrument: Instrument) -> Version | None:
    return next((version for version in instrument.versions if version.status == "in_force"), None)


def standing(version: Version) -> str:
    """What a reader must know about a version that is not simply in force; "" when it is."""
    return STANDING[version.status]


def version_of(instruments: Iterable[Instrument], version_id: str) -> tuple[Instrument, Version] | None:
    return next(
        ((one, version) for one in instruments for version in one.versions if version.id == version_id),
        None,
    )


def policies(instruments: Iterable[Instrument], themes: Iterable[str]) -> tuple[Instrument, ...]:
    """The policies that join the general texts on a case with these themes, by title."""
    wanted = set(themes)
    return tuple(sorted((one for one in instruments if wanted & set(one.themes)), key=lambda one: one.title.casefold()))
