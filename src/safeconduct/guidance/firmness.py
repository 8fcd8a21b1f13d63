"""How firmly published texts say that missions do something: whose text, and whether it should or only may be done.

Only texts in force that bind their owner and were read count. A text says what is to be done, never that it will be."""

from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.guidance.commitment import Commitment
from safeconduct.guidance.instrument import Instrument, Version, standing
from safeconduct.guidance.office_record import OfficeRecord
from safeconduct.guidance.paragraph import Paragraph, Whereabouts
from safeconduct.guidance.register import Register

MISSIONS = frozenset({"embassy", "eu_delegation", "ms_embassy", "head_of_mission", "consulate"})
WAS_READ = frozenset({"read", "summary_read"})
COUNTRY_OF = {"UK": "GB"}
EU, EU_MEMBERS = "EU", "eu-members"


@dataclass(frozen=True)
class StandingCommitment:
    """A commitment with the text it stands in; `owner` is the code of a country, EU or OSCE."""

    owner: str
    commitment: Commitment
    instrument: Instrument
    version: Version

    @property
    def address(self) -> str:
        return self.version.addresses[0].address if self.version.addresses else ""


@dataclass(frozen=True)
class Firmness:
    """Owners whose texts say that missions should do it, and owners whose texts only allow it."""

    should: tuple[str, ...]
    may: tuple[str, ...]


def texts_on(paragraph: Paragraph, register: Register, whereabouts: Whereabouts) -> tuple[StandingCommitment, ...]:
    """The commitments about a paragraph, of those who can have a mission where somebody stays."""
    return tuple(
        one
        for one in standing_commitments(register)
        if is_about(one.commitment, paragraph) and _is_elsewhere(one.owner, register, whereabouts)
    )


def texts_that_bind(register: Register, record: OfficeRecord) -> tuple[StandingCommitment, ...]:
    """What counts of all that the texts of one office ask of it."""
    return tuple(
        one
        for one in standing_commitments(register)
        if one.instrument.owner in record.texts_of and set(one.commitment.bound) & set(record.bound_as)
    )


def standing_commitments(register: Register) -> tuple[StandingCommitment, ...]:
    """All that count, in the order of the register."""
    versions = {version.id: (one, version) for one in register.instruments for version in one.versions}
    return tuple(
        StandingCommitment(COUNTRY_OF.get(placed[0].owner, placed[0].owner), one, *placed)
        for one in register.commitments
        if (placed := versions.get(one.version)) and _counts(one, *placed)
    )


def firmness(texts: Iterable[StandingCommitment]) -> Firmness:
    """Of missions alone: what a text asks of others is left out."""
    strengths: dict[str, set[str]] = {}
    for text in texts:
        if MISSIONS & set(text.commitment.bound):
            strengths.setdefault(text.owner, set()).add(text.commitment.strength)
    should = {owner for owner, found in strengths.items() if found & {"must", "should"}}
    return Firmness(tuple(sorted(should)), tuple(sorted(set(strengths) - should)))


def is_about(commitment: Commitment, paragraph: Paragraph) -> bool:
    return commitment.id in paragraph.commitments or bool(set(commitment.actions) & set(paragraph.actions))


def _counts(commitment: Commitment, instrument: Instrument, version: Version) -> bool:
    return instrument.binds and not standing(version) and commitment.verification in WAS_READ


def _is_elsewhere(owner: str, register: Register, whereabouts: Whereabouts) -> bool:
    """A state has no mission in itself, and the EU has no delegation among its members."""
    members = register.areas[EU_MEMBERS].countries if EU_MEMBERS in register.areas else frozenset()
    return whereabouts.stay != owner and not (owner == EU and whereabouts.stay in members)
