"""What is known while invented cases are played: the keys of members, and what has become of each case so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from safeconduct.access.keyring import Keyring
from safeconduct.access.office import Office
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk.opening import opened
from safeconduct.intake.visit import Visit
from safeconduct.program.invented.country import InventedCase, Move
from safeconduct.sealing.record import new_ref


@dataclass
class Begun:
    """A case that is here: its dossiers by organisation, first the one that was asked first; the visit that its code
    opens; and references by the names that the file gives them."""

    case: InventedCase
    refs: Mapping[str, str]
    visit: Visit | None
    named: dict[str, str] = field(default_factory=dict)

    @property
    def first_ref(self) -> str:
        return next(iter(self.refs.values()))


@dataclass(frozen=True)
class Walk:
    """`offices` by short name, `keyrings` by sign-in name: each is opened once for all the cases.
    `groups`: references of coordination groups by the names that the files give them."""

    offices: Mapping[str, Office]
    keyrings: Mapping[str, Keyring] = field(repr=False)
    begun: dict[str, Begun] = field(default_factory=dict, repr=False)
    groups: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Moment:
    """One move as it is made."""

    walk: Walk
    one: Begun
    move: Move
    at: datetime

    @property
    def keyring(self) -> Keyring:
        return self.walk.keyrings[self.move.by]

    @property
    def ref(self) -> str:
        """The dossier that the member's own organisation holds."""
        return self.one.refs[self.keyring.organisation]

    @property
    def visit(self) -> Visit:
        if self.one.visit is None:
            raise LookupError("nobody holds a code of this case")
        return self.one.visit

    @property
    def case(self) -> CaseFile:
        """As the member reads it now."""
        return opened(self.ref, self.keyring).case

    @property
    def group(self) -> str:
        return self.walk.groups[self.text("group")]

    def text(self, name: str, default: str = "") -> str:
        return str(self.move.says.get(name, default))

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(self.move.says.get(name, ()))

    def rows(self, name: str) -> tuple[Mapping[str, Any], ...]:
        return tuple(self.move.says.get(name, ()))

    def day(self, days: float) -> date:
        return (self.at + timedelta(days=days)).date()

    def day_of(self, name: str, default: float) -> date:
        return self.day(self.move.says.get(name, default))

    def iso_of(self, name: str) -> str:
        """A day as entries hold it, "" where the file gives none."""
        return self.day(self.move.says[name]).isoformat() if name in self.move.says else ""

    def new(self, name: str) -> str:
        """A reference that later moves find by this name."""
        self.one.named[name] = new_ref()
        return self.one.named[name]

    def known(self, name: str) -> str:
        return self.one.named[name]

    def keep(self, ref: str) -> None:
        """A reference that the program drew, by the name that the file gives it."""
        self.one.named[self.text("name")] = ref
