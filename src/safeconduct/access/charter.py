"""The charter of an organisation: what somebody must have said before it can be founded, and why an answer is refused."""

import re
import zoneinfo
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time

from safeconduct.access.certificate import REGISTRARS_FOR_A_MEMBER
from safeconduct.access.founding import Person, Promise
from safeconduct.vocabulary.refusal import Refusal, Refused, insist
from safeconduct.vocabulary.sharing import KINDS

DUTIES = ("requests", "auditors", "other")
LONGEST_PROMISE = 24 * 14
_SHORT_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SIGN_IN_NAME = re.compile(r"[a-z][a-z0-9._-]{1,31}")
_HOURS = re.compile(r"([0-2]?\d:[0-5]\d)\s*[-–]\s*([0-2]?\d:[0-5]\d)")
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


@dataclass(frozen=True)
class Charter:
    """`compartments` maps names to duties; `kind` is mission, network or body."""

    slug: str
    name: str
    promise: Promise
    compartments: Mapping[str, str]
    people: tuple[Person, ...]
    kind: str = "network"


# Answers as they are typed. Each raises Refused.


def name_from(typed: str, *, taken: Collection[str] = ()) -> str:
    name = " ".join(typed.split())
    if not 2 <= len(name) <= 200:
        raise _no("The name needs 2 to 200 letters. Type it as defenders should read it.")
    if name in taken:
        raise _no(f"There is a {name} here already. Type another name.")
    return name


def short_name_from(typed: str, *, taken: Collection[str] = ()) -> str:
    if len(typed) > 50 or not _SHORT_NAME.fullmatch(typed):
        raise _no("The short name has small letters a to z, digits and hyphens, at most 50. Example: harbour-desk.")
    if typed in taken:
        raise _no(f"There is a {typed} here already. Type another short name.")
    return typed


def kind_from(typed: str) -> str:
    kind = typed.strip().casefold()
    if kind not in KINDS:
        raise _no("Type mission, network or body.")
    return kind


def short_name_for(name: str) -> str:
    """A proposal; it may be empty when the name has no Latin letters."""
    return "-".join(re.findall(r"[a-z0-9]+", name.casefold()))[:50].strip("-")


def hours_from(typed: str) -> int:
    if not typed.isdecimal() or not 1 <= int(typed) <= LONGEST_PROMISE:
        raise _no(f"Type a whole number of hours, 1 to {LONGEST_PROMISE}. Promise only what somebody will keep.")
    return int(typed)


def urgent_hours_from(typed: str, *, within: int) -> int | None:
    """None when nothing is promised for what is urgent."""
    if typed in ("", "none"):
        return None
    hours = hours_from(typed)
    if hours > within:
        raise _no(f"What is urgent cannot wait longer than the rest, {within} hours. Type fewer hours, or none.")
    return hours


def staffed_from(typed: str) -> tuple[time | None, time | None]:
    if typed in ("", "none"):
        return None, None
    match = _HOURS.fullmatch(typed)
    try:
        first, last = (time.fromisoformat(part.rjust(5, "0")) for part in match.groups()) if match else (None, None)
    except ValueError:
        first = last = None
    if first is None or last is None or first >= last:
        raise _no("Type the hours as 07:00-22:00, in the organisation's own time, or none.")
    return first, last


def time_zone_from(typed: str) -> str:
    if typed not in zoneinfo.available_timezones():
        raise _no("Type a time zone as Europe/Brussels or Africa/Nairobi, or UTC.")
    return typed


def compartments_from(typed: str) -> dict[str, str]:
    """Names and duties, as "Protection=requests, Auditors=auditors"."""
    compartments: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in typed.split(","))):
        name, _, duty = (piece.strip() for piece in part.partition("="))
        if not 2 <= len(name) <= 100 or duty not in DUTIES or name in compartments:
            raise _no("Type each compartment once as name=duty; a duty is requests, auditors or other.")
        compartments[name] = duty
    for duty in ("requests", "auditors"):
        if list(compartments.values()).count(duty) != 1:
            raise _no(
                f"Exactly one compartment needs the duty {duty}. Example: Protection=requests, Auditors=auditors."
            )
    return compartments


def members_from(typed: str, *, post: str, taken: Collection[str] = ()) -> dict[str, str]:
    """Sign-in names and posts, as "amal: Protection officer, mara". Without a post it is the one given."""
    members: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in typed.split(","))):
        name, _, own_post = (piece.strip() for piece in part.partition(":"))
        name = name.casefold()
        if not _SIGN_IN_NAME.fullmatch(name) or len(own_post) > 100:
            raise _no(
                "A sign-in name has 2 to 32 letters a to z or digits and begins with a letter. Example: amal: Officer."
            )
        if name in members:
            raise _no(f"{name} is named twice. Name each person once.")
        if name in taken:
            raise _no(f"Somebody here is called {name} already. Choose another sign-in name.")
        members[name] = own_post or post
    return members


def registrars_from(typed: str, *, post: str, taken: Collection[str] = ()) -> dict[str, str]:
    members = members_from(typed, post=post, taken=taken)
    if len(members) < REGISTRARS_FOR_A_MEMBER:
        raise _no("Name two registrars at least: only two together can certify a member. Example: ines, jonas.")
    return members


def holders_from(typed: str, *, post: str, duty: str, taken: Collection[str] = ()) -> dict[str, str]:
    members = members_from(typed, post=post, taken=taken)
    if not members and duty != "other":
        raise _no("Name one person at least: a compartment whose key nobody holds reads nothing. Two are better.")
    return members


def hosts_from(typed: str) -> tuple[str, ...]:
    names = tuple(filter(None, (name.strip().casefold() for name in typed.split(","))))
    if not names or any(not _HOST.fullmatch(name) for name in names):
        raise _no("Type the names without https:// and without *, with commas. Example: help.example, abc.onion.")
    return names


def front_from(typed: str, *, hosts: Collection[str]) -> bool:
    """Whether a proxy speaks TLS in front."""
    if typed not in ("tls", "onion"):
        raise _no("Type tls or onion. Without one of them nobody outside this machine can sign in.")
    bare = [name for name in hosts if not name.endswith(".onion") and name != "localhost"]
    if typed == "onion" and bare:
        raise _no(f"{', '.join(bare)} is no onion address and needs TLS. Type tls, or name onion addresses only.")
    return typed == "tls"


# The whole


def people_from(
    registrars: Mapping[str, str], holders: Mapping[str, Mapping[str, str]], duties: Mapping[str, str]
) -> tuple[Person, ...]:
    """One person for each name, in all their compartments. `holders` maps compartments to names and posts."""
    posts: dict[str, str] = {}
    for members in (registrars, *holders.values()):
        posts |= {name: post for name, post in members.items() if name not in posts}
    return tuple(
        Person(
            name, post, _role(name, registrars, holders, duties), tuple(one for one in holders if name in holders[one])
        )
        for name, post in posts.items()
    )


def _role(
    name: str, registrars: Mapping[str, str], holders: Mapping[str, Mapping[str, str]], duties: Mapping[str, str]
) -> str:
    if name in registrars:
        return "registrar"
    return "auditor" if {duties[one] for one in holders if name in holders[one]} == {"auditors"} else "officer"


def refusal_to_founding(charter: Charter) -> Refusal | None:
    if sum(person.role == "registrar" for person in charter.people) < REGISTRARS_FOR_A_MEMBER:
        return Refusal("Two registrars are needed from the start.")
    for compartment, duty in charter.compartments.items():
        held = any(compartment in person.compartments for person in charter.people)
        if duty != "other" and not held:
            return Refusal(f"Nobody would hold the key of {compartment}. Name one person at least.")
    return None


def insist_on_whole(charter: Charter) -> Charter:
    insist(refusal_to_founding(charter))
    return charter


def _no(sentence: str) -> Refused:
    return Refused(Refusal(sentence))
