"""What somebody types to found an organisation: taken as it is meant, or refused with a sentence that says how."""

from datetime import time

import pytest

from safeconduct.access import charter
from safeconduct.access.charter import Charter
from safeconduct.access.founding import Person, Promise
from safeconduct.vocabulary.refusal import Refused

TAKEN = ("mara",)

TAKEN_AS = {
    "a name": (lambda: charter.name_from("  Harbour   Desk "), "Harbour Desk"),
    "a short name": (lambda: charter.short_name_from("harbour-desk"), "harbour-desk"),
    "a proposal": (lambda: charter.short_name_for("Harbour Desk, in the North!"), "harbour-desk-in-the-north"),
    "no proposal": (lambda: charter.short_name_for("مكتب"), ""),
    "hours": (lambda: charter.hours_from("24"), 24),
    "nothing for what is urgent": (lambda: charter.urgent_hours_from("none", within=24), None),
    "what is urgent": (lambda: charter.urgent_hours_from("2", within=24), 2),
    "staffed hours": (lambda: charter.staffed_from("7:00 – 22:00"), (time(7), time(22))),
    "no staffed hours": (lambda: charter.staffed_from("none"), (None, None)),
    "a time zone": (lambda: charter.time_zone_from("Africa/Nairobi"), "Africa/Nairobi"),
    "compartments": (
        lambda: charter.compartments_from("Protection=requests, Auditors = auditors,Visas=other"),
        {"Protection": "requests", "Auditors": "auditors", "Visas": "other"},
    ),
    "members": (
        lambda: charter.members_from("Amal: Protection officer, luka", post="Officer"),
        {"amal": "Protection officer", "luka": "Officer"},
    ),
    "registrars": (lambda: charter.registrars_from("ines,jonas", post="A"), {"ines": "A", "jonas": "A"}),
    "an empty compartment of another duty": (lambda: charter.holders_from("", post="O", duty="other"), {}),
    "hosts": (lambda: charter.hosts_from("Help.example, abc.onion"), ("help.example", "abc.onion")),
    "TLS": (lambda: charter.front_from("tls", hosts=["help.example"]), True),
    "an onion": (lambda: charter.front_from("onion", hosts=["abc.onion", "localhost"]), False),
}


@pytest.mark.parametrize("name", TAKEN_AS)
def test_it_is_taken_as_it_is_meant(name):
    answer, meant = TAKEN_AS[name]
    assert answer() == meant


REFUSED = {
    "a name of one letter": lambda: charter.name_from("H"),
    "a name that is there": lambda: charter.name_from("Mara Desk", taken=["Mara Desk"]),
    "an endless name": lambda: charter.name_from("H" * 201),
    "a short name with capitals": lambda: charter.short_name_from("Harbour"),
    "a short name with a blank": lambda: charter.short_name_from("harbour desk"),
    "a short name with two lines": lambda: charter.short_name_from("harbour\n"),
    "a short name that is there": lambda: charter.short_name_from("harbour", taken=["harbour"]),
    "no short name": lambda: charter.short_name_from(""),
    "no hours": lambda: charter.hours_from("0"),
    "hours in words": lambda: charter.hours_from("a day"),
    "a promise of a month": lambda: charter.hours_from("720"),
    "urgent slower than the rest": lambda: charter.urgent_hours_from("25", within=24),
    "staffed backwards": lambda: charter.staffed_from("22:00-07:00"),
    "no such hour": lambda: charter.staffed_from("07:00-29:00"),
    "no such zone": lambda: charter.time_zone_from("Mars"),
    "no requests": lambda: charter.compartments_from("Auditors=auditors"),
    "no auditors": lambda: charter.compartments_from("Protection=requests"),
    "two for requests": lambda: charter.compartments_from("A1=requests, B1=requests, C1=auditors"),
    "no such duty": lambda: charter.compartments_from("Protection=requests, Auditors=audit"),
    "a compartment twice": lambda: charter.compartments_from("Pr=requests, Pr=auditors"),
    "one registrar": lambda: charter.registrars_from("ines", post="A"),
    "the same registrar twice": lambda: charter.registrars_from("ines, ines", post="A"),
    "a sign-in name that is there": lambda: charter.members_from("mara", post="O", taken=TAKEN),
    "a sign-in name with a blank": lambda: charter.members_from("mara lind", post="O"),
    "nobody for requests": lambda: charter.holders_from(" ", post="O", duty="requests"),
    "nobody for the journal": lambda: charter.holders_from(",", post="O", duty="auditors"),
    "any host": lambda: charter.hosts_from("*"),
    "an address": lambda: charter.hosts_from("https://help.example"),
    "no host": lambda: charter.hosts_from(" , "),
    "a line in a host": lambda: charter.hosts_from("help.example\nSAFECONDUCT_GALLERY=1"),
    "no front": lambda: charter.front_from("none", hosts=["help.example"]),
    "an onion with a plain name": lambda: charter.front_from("onion", hosts=["abc.onion", "help.example"]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_what_to_do(name):
    with pytest.raises(Refused) as refused:
        REFUSED[name]()
    assert str(refused.value).endswith(".")


def test_a_person_named_in_several_places_is_one_person_with_all_compartments():
    duties = {"Protection": "requests", "Auditors": "auditors", "Visas": "other"}
    people = charter.people_from(
        {"luka": "Coordinator", "nadia": "Board member"},
        {
            "Protection": {"amal": "Officer"},
            "Auditors": {"nadia": "Auditor", "vera": "Auditor"},
            "Visas": {"amal": "Consul"},
        },
        duties,
    )
    assert people == (
        Person("luka", "Coordinator", "registrar"),
        Person("nadia", "Board member", "registrar", ("Auditors",)),
        Person("amal", "Officer", "officer", ("Protection", "Visas")),
        Person("vera", "Auditor", "auditor", ("Auditors",)),
    )


@pytest.mark.parametrize("missing", ["nobody", "a registrar", "an officer", "an auditor"])
def test_an_organisation_needs_two_registrars_an_officer_and_an_auditor(missing):
    people = {
        "a registrar": Person("ines", "A", "registrar"),
        "another": Person("jonas", "A", "registrar"),
        "an officer": Person("mara", "O", "officer", ("Protection",)),
        "an auditor": Person("vera", "R", "auditor", ("Auditors",)),
    }
    people.pop(missing, None)
    whole = Charter("h", "H", Promise(), {"Protection": "requests", "Auditors": "auditors"}, tuple(people.values()))
    assert (charter.refusal_to_founding(whole) is None) == (missing == "nobody")
    if missing == "nobody":
        assert charter.insist_on_whole(whole) == whole
    else:
        with pytest.raises(Refused):
            charter.insist_on_whole(whole)
