"""Dialogues about defenders, by pair and day, so that silence shows.

Those among defenders, and of defenders with their own state, are counted only by those who took part: such an entry
holds a pair and a day, and neither a form nor a region.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from safeconduct.cases.coded_list import coded_list, group_of
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

PAIRS = "dialogue_pairs"
OWN = "own"
WITH_DEFENDERS = "diplomats_defenders"
A_YEAR = timedelta(days=365)
LONGEST_AGO = timedelta(days=366)


@dataclass(frozen=True)
class Dialogue:
    """`form` and `region` are "" where they are not kept."""

    pair: str
    on: date
    form: str
    region: str
    organisation: str
    office: str

    def as_data(self) -> dict[str, str]:
        return {"pair": self.pair, "on": self.on.isoformat(), "form": self.form, "region": self.region}


@dataclass(frozen=True)
class Pair:
    """How a pair stands: `days` of the last year on which it spoke, `last` the newest of all. `every` is how many days may
    pass by the group's rhythm, 0 while none is set; `counts_from` is the last dialogue, or else the day of the rhythm."""

    value: str
    days: int
    last: date | None
    every: int
    counts_from: date | None

    @property
    def is_counted_only(self) -> bool:
        return is_counted_only(self.value)

    def silent_for(self, on: date) -> timedelta | None:
        """How long it has been silent, once that is longer than the rhythm; else None."""
        if not self.every or self.counts_from is None:
            return None
        passed = on - self.counts_from
        return passed if passed > timedelta(days=self.every) else None


def is_counted_only(pair: str) -> bool:
    return group_of(PAIRS, pair) == OWN


def dialogues(written: Iterable[Entry]) -> tuple[Dialogue, ...]:
    """Oldest first."""
    found = (_dialogue(entry) for entry in written if entry.kind == "dialogue_held")
    return tuple(sorted(found, key=lambda one: (one.on, one.pair, one.office)))


def _dialogue(entry: Entry) -> Dialogue:
    data = entry.data
    office = (data["organisation"], data["office"])
    return Dialogue(data["pair"], date.fromisoformat(data["on"]), data["form"], data["region"], *office)


def pairs(written: Iterable[Entry], *, on: date) -> tuple[Pair, ...]:
    """Every pair, in the order of the list. A day on which several wrote down a dialogue of a pair counts once."""
    written = tuple(written)
    spoken: dict[str, set[date]] = {}
    for one in dialogues(written):
        spoken.setdefault(one.pair, set()).add(one.on)
    rhythms = _rhythms(written)
    return tuple(_pair(row.value, spoken.get(row.value, set()), rhythms, on=on) for row in coded_list(PAIRS))


def _pair(value: str, spoken: set[date], rhythms: dict[str, tuple[int, date]], *, on: date) -> Pair:
    every, since = rhythms.get(value, (0, None))
    last = max(spoken, default=None)
    return Pair(value, sum(on - A_YEAR < day <= on for day in spoken), last, every, last or since)


def _rhythms(written: Iterable[Entry]) -> dict[str, tuple[int, date]]:
    """The newest of each pair: days, and since when."""
    set_ = (entry for entry in written if entry.kind == "rhythm_set")
    return {entry.data["pair"]: (int(entry.data["every"]), entry.at.date()) for entry in set_}


# What may be done


def refusal_to_logging(one: Dialogue, *, kind: str, took_part: bool, on: date) -> Refusal | None:
    """`kind` is what the organisation is: mission, network or body."""
    if one.pair not in {row.value for row in coded_list(PAIRS)}:
        return Refusal("It is not said who spoke with whom. Choose the pair from the list.")
    if one.on > on:
        return Refusal("That day is still to come. Write the dialogue down when it has taken place.")
    if one.on < on - LONGEST_AGO:
        return Refusal("That is more than a year ago. Look at the year again.")
    if not is_counted_only(one.pair):
        return None
    if kind == "mission":
        return Refusal("A mission takes no part in these dialogues. Those who did count them; ask nobody about them.")
    if not took_part:
        return Refusal("Only those who took part count such a dialogue. Tick that you did, or leave it to them.")
    if one.region or one.form:
        return Refusal("Of these dialogues only the day is kept. Take region and form away.")
    return None


def refusal_to_rhythm(pair: str, every: str) -> Refusal | None:
    if pair not in {row.value for row in coded_list(PAIRS)}:
        return Refusal("It is not said which pair. Choose it from the list.")
    if every not in {row.value for row in coded_list("dialogue_rhythms")}:
        return Refusal("It is not said how often. Choose it from the list.")
    return None
