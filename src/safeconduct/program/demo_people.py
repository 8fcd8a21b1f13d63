"""Invented organisations, people and requests for the demo. Countries, places and persons do not exist."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from safeconduct.access import lookup
from safeconduct.access.desk import founding, rostering, signing_in
from safeconduct.access.founding import Person, Promise, SignIn
from safeconduct.access.keyring import Keyring
from safeconduct.access.models import Member
from safeconduct.access.presence import Presence
from safeconduct.access.roster import days_from
from safeconduct.intake.box import Holder
from safeconduct.intake.desk import asking
from safeconduct.intake.telling import Telling
from safeconduct.sealing.code import new_code
from safeconduct.sealing.passphrase import open_slots

COMPARTMENTS = {"Protection": "requests", "Auditors": "auditors"}

LINES = """# Lines that the page "Who can be reached now" shows. Each needs all of these; one without source and day is left out.
[[line]]
name = "Night Desk Network (invented)"
what = "Listens, finds a lawyer, calls people near you."
number = "+999 55 014 820"
hours = "Day and night"
languages = "English, French, Spanish, Arabic, Russian"
source = "the demo's own invention"
checked_on = 2026-11-22
"""


CLOSED_WAYS = """# Levels and channels that are closed in a country. Each needs all of these; one without a fact is left out.
[[closed]]
country = "Velmora"
way = "call"
says = "The ministry takes no calls from missions."
since = 2026-10-02
noted_by = "Human rights officer, Delegation to Velmora (invented)"
source = "the demo's own invention"
"""

DELEGATION, NETWORK, MISSION = "delegation-velmora", "night-desk-network", "three-rivers-mission"
BOUND = f"""# What binds each office, and what it did that belongs to no case. Each row needs all of these.
[[office]]
office = "{DELEGATION}"
bound_as = ["eu_delegation", "head_of_mission"]
texts_of = ["EU"]

[[located]]
office = "{DELEGATION}"
country = "Velmora"

[[located]]
office = "{NETWORK}"
country = "Kelmaria"

[[located]]
office = "{MISSION}"
country = "Orsanne"

[[promise]]
office = "{DELEGATION}"
steps = ["mission-meet", "mission-trial", "mission-prison", "mission-quiet", "mission-public", "mission-tell"]
languages = ["en", "fr"]
address = "https://delegation.example.org/defenders"
on = 2026-09-01

[[profile]]
office = "{DELEGATION}"
post = "Human rights officer"
commitments = ["EU-03", "EU-09a", "EU-09b"]

[[event]]
office = "{DELEGATION}"
kind = "coordination_meeting"
on = 2026-09-15
says = "Heads of mission met; the situation of defenders was on the agenda (invented)"
noted_by = "Human rights officer, Delegation to Velmora (invented)"

[[event]]
office = "{DELEGATION}"
kind = "bill_tabled"
on = 2026-10-20
about = "registration bill"
says = "A bill on the registration of associations came before parliament (invented)"
noted_by = "Human rights officer, Delegation to Velmora (invented)"
"""

COUNTRIES = """# What is so in a country. Each row needs all of these; one without a fact is left out.
[[fact]]
country = "Velmora"
kind = "court_access"
says = "Observers write to the registry two working days before a hearing."
source = "the demo's own invention"
on = 2026-10-02
noted_by = "Human rights officer, Delegation to Velmora (invented)"

[[fact]]
country = "Velmora"
kind = "dialogue"
says = "The yearly human rights dialogue has not met since 2024."
source = "the demo's own invention"
on = 2026-10-02
noted_by = "Human rights officer, Delegation to Velmora (invented)"

[[fact]]
country = "Velmora"
kind = "good_practice"
says = "Two missions sat in each hearing of the dockers' lawyers by turns."
source = "the demo's own invention"
on = 2026-10-20
noted_by = "Human rights officer, Delegation to Velmora (invented)"

[[fact]]
country = "Velmora"
kind = "shortcoming"
says = "Nobody has travelled to the northern districts for two years."
source = "the demo's own invention"
on = 2026-10-20
noted_by = "Human rights officer, Delegation to Velmora (invented)"
"""


@dataclass(frozen=True)
class InventedOffice:
    """`people` are always there, `more` only where there are cases enough for them."""

    slug: str
    name: str
    kind: str
    promise: Promise
    people: tuple[Person, ...]
    more: tuple[Person, ...] = ()


def found(*, few: bool, at: datetime) -> tuple[SignIn, ...]:
    """The people of every organisation, with what they need to sign in. `few`: two organisations without `more`."""
    sign_ins: list[SignIn] = []
    for office in OFFICES[:2] if few else OFFICES:
        founded = founding.found_organisation(
            slug=office.slug,
            name=office.name,
            kind=office.kind,
            promise=office.promise,
            compartments=COMPARTMENTS,
            people=office.people if few else (*office.people, *office.more),
            at=at,
        )
        sign_ins += founded.sign_ins
    return tuple(sign_ins)


def keyrings(sign_ins: Iterable[SignIn], *, at: datetime) -> dict[str, Keyring]:
    """By sign-in name, of those who work on cases."""
    posts = {person.name for office in OFFICES for person in (*office.people, *office.more) if not _only_looks(person)}
    return {one.name: _keyring(one, at=at) for one in sign_ins if one.name in posts}


def _only_looks(person: Person) -> bool:
    return person.compartments != _PROTECTION


def _keyring(sign_in: SignIn, *, at: datetime) -> Keyring:
    member = Member.objects.get(name=sign_in.name)
    opened = open_slots(signing_in.slots_of(member), sign_in.passphrase)
    held = signing_in.as_secrets(opened.secret) if opened else {}
    keyring = signing_in.keyring_of(Presence("staff", member.ref, held, started_at=at, seen_at=at))
    if keyring is None:
        raise LookupError(f"{sign_in.name} cannot sign in")
    return keyring


def set_duty(known: Mapping[str, Keyring], *, at: datetime) -> None:
    """Who is on duty on which of the next days, and how much a post wants to hold."""
    today = at.date()
    for name, days, at_most in DUTY:
        on = frozenset(day for number, day in enumerate(days_from(today)) if number % 4 in days)
        rostering.set_days(on, known[name], today=today, at=at)
        rostering.set_limit(at_most, known[name], at=at)


def tell(*, at: datetime) -> None:
    """Requests as defenders might have sent them, some hours or days ago."""
    for slugs, ago, telling in TELLINGS:
        offices = tuple(office for office in lookup.offices() if office.slug in slugs)
        asking.send(telling, offices, Holder(new_code(), own_word="lantern"), at=at - ago)


_PROTECTION = ("Protection",)

DUTY = (("mara", (0, 1), 12), ("tomas", (2, 3), 12), ("lena", (1,), 4), ("amal", (0, 2), 20), ("salome", (0, 1, 2), 15))
"""Sign-in name, which of each four days, and the limit of what the post holds."""

OFFICES = (
    InventedOffice(
        DELEGATION,
        "Delegation in Velmora",
        "mission",
        Promise(24, 1, time(7), time(22), "Europe/Brussels"),
        (
            Person("mara", "Human rights officer", compartments=_PROTECTION),
            Person("tomas", "Duty officer", compartments=_PROTECTION),
            Person("ines", "Administrator", role="registrar"),
            Person("jonas", "Administrator", role="registrar"),
            Person("vera", "Auditor", role="auditor", compartments=("Auditors",)),
        ),
        (Person("lena", "Political officer", compartments=_PROTECTION),),
    ),
    InventedOffice(
        NETWORK,
        "Night Desk Network",
        "network",
        Promise(48, None, None, None, "UTC"),
        (
            Person("amal", "Protection officer", compartments=_PROTECTION),
            Person("luka", "Coordinator", role="registrar"),
            Person("nadia", "Board member", role="registrar", compartments=("Auditors",)),
        ),
        (Person("idris", "Caseworker", compartments=_PROTECTION),),
    ),
    InventedOffice(
        MISSION,
        "Three Rivers Mission",
        "mission",
        Promise(36, 4, time(8), time(20), "UTC"),
        (
            Person("salome", "Political officer", compartments=_PROTECTION),
            Person("bruno", "Consul", compartments=_PROTECTION),
            Person("irena", "Administrator", role="registrar"),
            Person("kofi", "Administrator", role="registrar", compartments=("Auditors",)),
        ),
    ),
)

TELLINGS: tuple[tuple[tuple[str, ...], timedelta, Telling], ...] = (
    (
        (DELEGATION,),
        timedelta(hours=1, minutes=40),
        Telling(
            "es",
            about="someone",
            happened="Two men have waited outside her house in Karsa since yesterday evening. The police took her phone this morning.",
            urgency="now",
            place="Karsa",
            needs=("visit", "lawyer"),
            need_words="Someone who asks for her at the police station today.",
            name="Teresa (invented)",
            work="She leads the committee against the dam.",
            channel="trusted",
            address="the relay in the north",
            unsafe="After 18:00. Never say what it is about.",
            consents=("raise_private_unnamed",),
        ),
    ),
    (
        (DELEGATION, NETWORK),
        timedelta(hours=21, minutes=50),
        Telling(
            "en",
            happened="The summons came today. The hearing is on 2 December. I do not have a lawyer.",
            urgency="days",
            place="Port Ilen",
            needs=("observer", "lawyer"),
            work="I defend people who were evicted.",
            consents=("observe_trial", "share_network"),
        ),
    ),
    (
        (DELEGATION,),
        timedelta(hours=3),
        Telling(
            "fr",
            happened="Notre groupe de neuf personnes demande qui suit les défenseurs dans le nord.",
            urgency="no",
            place="le nord",
            needs=("visit",),
            work="Nous documentons les arrestations.",
        ),
    ),
    (
        (NETWORK,),
        timedelta(hours=5),
        Telling(
            "ar",
            happened="وصلتني رسائل تهديد على الهاتف منذ أسبوع.",
            urgency="days",
            needs=("digital", "safe_place"),
            channel="here",
            consents=("share_mission",),
        ),
    ),
)
