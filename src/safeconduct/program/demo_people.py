"""Invented organisations, people and requests for the demo. Countries, places and persons do not exist."""

from datetime import datetime, time, timedelta

from safeconduct.access import lookup
from safeconduct.access.desk import founding
from safeconduct.access.founding import Person, Promise, SignIn
from safeconduct.intake.box import Holder
from safeconduct.intake.desk import asking
from safeconduct.intake.telling import Telling
from safeconduct.sealing.code import new_code

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


def found(*, at: datetime) -> tuple[SignIn, ...]:
    """The people of both organisations, with what they need to sign in."""
    delegation = founding.found_organisation(
        slug="delegation-velmora",
        name="Delegation in Velmora",
        promise=Promise(24, 1, time(7), time(22), "Europe/Brussels"),
        compartments=COMPARTMENTS,
        people=(
            Person("mara", "Human rights officer", compartments=("Protection",)),
            Person("tomas", "Duty officer", compartments=("Protection",)),
            Person("ines", "Administrator", role="registrar"),
            Person("jonas", "Administrator", role="registrar"),
            Person("vera", "Auditor", role="auditor", compartments=("Auditors",)),
        ),
        at=at,
    )
    network = founding.found_organisation(
        slug="night-desk-network",
        name="Night Desk Network",
        promise=Promise(48, None, None, None, "UTC"),
        compartments=COMPARTMENTS,
        people=(
            Person("amal", "Protection officer", compartments=("Protection",)),
            Person("luka", "Coordinator", role="registrar"),
            Person("nadia", "Board member", role="registrar", compartments=("Auditors",)),
        ),
        at=at,
    )
    return (*delegation.sign_ins, *network.sign_ins)


def tell(*, at: datetime) -> None:
    """Requests as defenders might have sent them, some hours or days ago."""
    for slugs, ago, telling in TELLINGS:
        offices = tuple(office for office in lookup.offices() if office.slug in slugs)
        asking.send(telling, offices, Holder(new_code(), own_word="lantern"), at=at - ago)


DELEGATION, NETWORK = "delegation-velmora", "night-desk-network"

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
