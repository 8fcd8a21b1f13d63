"""What each state's text says about visas for defenders, as a list to go through: by owner, text and version."""

from dataclasses import dataclass

from safeconduct.guidance.commitment import Commitment
from safeconduct.guidance.firmness import COUNTRY_OF
from safeconduct.guidance.instrument import Instrument, Version, version_of
from safeconduct.guidance.register import Register
from safeconduct.vocabulary.place_name import country_name

TOPIC = "emergency_visa"


@dataclass(frozen=True)
class Checklist:
    """All that one version of one text says; `points` in the order of the register."""

    instrument: Instrument
    version: Version
    points: tuple[Commitment, ...]

    @property
    def title(self) -> str:
        """Whose text it is stands once, also where the text itself begins with it."""
        owner = country_name(COUNTRY_OF.get(self.instrument.owner, self.instrument.owner))
        told = self.instrument.title
        return f"{told if told.startswith(owner) else f'{owner}: {told}'} · {self.version.name}"


def visa_checklists(register: Register) -> tuple[Checklist, ...]:
    """One for each version of a text that speaks of visas, by title."""
    found: dict[str, tuple[Instrument, Version, list[Commitment]]] = {}
    for one in register.commitments:
        placed = version_of(register.instruments, one.version) if TOPIC in one.topics else None
        if placed:
            found.setdefault(one.version, (*placed, []))[2].append(one)
    lists = (Checklist(instrument, version, tuple(points)) for instrument, version, points in found.values())
    return tuple(sorted(lists, key=lambda one: one.title))
