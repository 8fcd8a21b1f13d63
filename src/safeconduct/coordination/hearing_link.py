"""A link by which an organisation that does not sign in says once whether it sits in at a hearing.

It shows a day, a region, a language and what is needed: never the court, the city or the hour. The token in the link is a
key; the row holds only its hash, and what the link opens is sealed under it, as for a source.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from safeconduct.cases.known_name import KnownNames, refusal_to_naming
from safeconduct.coordination.group import Group
from safeconduct.coordination.group_item import Reader
from safeconduct.coordination.hearing import BACKUP, LEAD, Hearing
from safeconduct.coordination.sitting import Sitting
from safeconduct.dossiers.scope import SHARE, ScopeKey
from safeconduct.intake.consent import plain_name
from safeconduct.intake.link import refusal_to_last_day
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.place import place
from safeconduct.sealing.record import derived_key
from safeconduct.vocabulary.refusal import Refusal

LONGEST_REGION = 100
_KINDS = {
    "mission": ("a mission", "Share with a mission"),
    "network": ("a network or NGO", "Share with a protection organisation"),
    "body": ("an international body", "Refer to another organisation"),
}
"""What an organisation is, and the consent that it is shared under."""
HOWS = ("telephone", "mail", "meeting")


@dataclass(frozen=True)
class Basics:
    """All that an organisation outside the group is told: it names no place. `needs`: lead, backup or both."""

    day: date
    region: str
    language: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Outsider:
    """An organisation that does not belong to the group, as it is known by name. `kind`: mission, network or body."""

    office: str
    kind: str

    @property
    def ref(self) -> str:
        """What its answers stand under; the same for every way in which somebody may type the name."""
        return f"outside:{plain_name(self.office)}"


@dataclass(frozen=True)
class HearingLink:
    """What a link opens. `channel` is the key that the answer is written under, `hearing_scope` the one of the hearing,
    of which nothing opens here; `after` the change that the answer follows; `until` the last day, in universal time."""

    group: str
    hearing: str
    hearing_scope: str
    link: str
    after: str
    channel: ScopeKey = field(repr=False)
    basics: Basics
    asked_on: date
    until: date

    def as_bytes(self) -> bytes:
        basics, channel = self.basics, self.channel
        return json.dumps(
            {
                "v": 1,
                **{name: getattr(self, name) for name in ("group", "hearing", "hearing_scope", "link", "after")},
                "channel": [channel.ref, channel.key.hex()],
                "basics": {**vars(basics), "day": basics.day.isoformat()},
                "asked_on": self.asked_on.isoformat(),
                "until": self.until.isoformat(),
            },
            ensure_ascii=False,
        ).encode()


def hearing_link_from(body: bytes) -> HearingLink:
    held = json.loads(body)
    basics, (ref, key) = held["basics"], held["channel"]
    return HearingLink(
        **{name: held[name] for name in ("group", "hearing", "hearing_scope", "link", "after")},
        channel=ScopeKey(ref, SHARE, bytes.fromhex(key)),
        basics=Basics(date.fromisoformat(basics["day"]), basics["region"], basics["language"], tuple(basics["needs"])),
        asked_on=date.fromisoformat(held["asked_on"]),
        until=date.fromisoformat(held["until"]),
    )


def key_of(token: str) -> bytes:
    return derived_key(token.encode(), "hearing-link", "seal")


def identity_of(token: str) -> Identity:
    """What signs the answer: the group names its public key, so that only who has the link can answer."""
    return Identity(derived_key(token.encode(), "hearing-link", "sign"))


def hearing_link_place(row: str) -> bytes:
    return place("hearing-link", row)


def needs_of(hearing: Hearing) -> tuple[str, ...]:
    """Lead and backup, as far as nobody takes them yet."""
    return tuple(role for role in (LEAD, BACKUP) if not hearing.office_that(role))


def in_words(region: str, language: str) -> str:
    """All that somebody typed of what a link shows."""
    return f"{region.strip()}\n{language.strip()}"


# What may be done


def refusal_to_basics(region: str, language: str, sitting: Sitting, known: KnownNames) -> Refusal | None:
    """Why this may not go out: a court or a city can name a person."""
    if not region.strip():
        return Refusal("The region is missing. Write one that is wide enough to name nobody.")
    said = plain_name(f"{region} {language}")
    if any(name and plain_name(name) in said for name in (sitting.court, sitting.city)):
        return Refusal("The court or its city stands in what would go out. Write a wider region instead.")
    return refusal_to_naming(
        in_words(region, language), known, "A name of this file stands in what would go out. Write a region instead."
    )


def refusal_to_telling(
    hearing: Hearing, group: Group, outsider: Outsider, found: Collection[Reader], *, own: str, at: datetime
) -> Refusal | None:
    """Why this organisation may not be asked, nor its word written down. `found`: it alone, where the answers allow it."""
    if own != hearing.owner:
        return Refusal("Only the organisation whose case it is may ask others. Ask it to.")
    if not outsider.office.strip():
        return Refusal("It is not said which organisation. Write its name.")
    if any(plain_name(seat.office) == plain_name(outsider.office) for seat in group.seats):
        return Refusal("This organisation belongs to the group and answers there. Write the name of another one.")
    if hearing.sitting.local is None or not hearing.is_ahead(at):
        return Refusal("This hearing has no day ahead. Ask when there is a new one.")
    if not found:
        kind, sharing = _KINDS[outsider.kind]
        return Refusal(
            f"The person has not allowed {kind} to sit in, or has ruled this one out. Ask them about “Sit in at a hearing” and "
            f"“{sharing}”, or choose another kind if it is none."
        )
    return None


def refusal_to_link(hearing: Hearing, outsider: Outsider, until: date, *, on: date) -> Refusal | None:
    if any(one.waits and one.organisation == outsider.ref and on <= one.until for one in hearing.asked):
        return Refusal("A link of this organisation is out already. Withdraw it, then make another.")
    if not needs_of(hearing):
        return Refusal("Lead and backup are both taken. Nobody else needs to be asked.")
    if refusal := refusal_to_last_day(until, on=on):
        return refusal
    if hearing.sitting.day and until > hearing.sitting.day:
        return Refusal("The court has sat by then. Choose a last day before the hearing.")
    return None


def refusal_to_word(how: str, said_by: str, said_on: date | None, *, on: date) -> Refusal | None:
    """Of what somebody said by telephone, mail or face to face."""
    if not said_by.strip():
        return Refusal("It is not said who answered. Write the function, such as “political officer”.")
    if how not in HOWS:
        return Refusal("It is not said how the answer came. Choose it from the list.")
    if said_on is None:
        return Refusal("It is not said when the answer came. Write the day.")
    if said_on > on:
        return Refusal("That day is still to come. Write the day on which it was said.")
    return None
