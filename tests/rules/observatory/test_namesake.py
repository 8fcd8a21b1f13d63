"""Statements that name the same are linked by the name as it is said, not as it is spelt; nobody is looked for by name."""

import json

import pytest

from safeconduct.observatory.measuring.coded_statement import read_coded
from safeconduct.observatory.namesake import as_written_in, keys_of, namesakes
from tests.rules.observatory.measuring.coded_rows import a_row


def coded(name, *people, **given):
    return read_coded(json.dumps(a_row(name, individuals=list(people), **given)).encode(), line=1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Orlo Brandvik", "ORLO  BRANDVIK"),
        ("Íñigo Ozámiz Lértora", "Inigo Ozamiz Lertora"),
        ("Ｏrlo Brandvik", "Orlo Brandvik"),
        ("Abdel Hamid al-Qarmuti", "Abdelhamid Al Qarmuti"),
        ("Teya Ma’rufova", "Teya Marufova"),
        ("Zhun Lairen", "Lairen Zhun"),
        ("Dr. Orlo Brandvik", "Mr Orlo Brandvik"),
        ("Maître Odile Varnoux", "Odile Varnoux"),
        ("г-н Орлё Брандвик", "Орле Брандвик"),
        ("الشيخ أنور القرموطي", "انور القرموطى"),
    ],
    ids=[
        *("capitals and spaces", "accents", "wide letters", "joined or not", "an apostrophe", "another order of words"),
        *("honorifics", "an honorific of another language", "Russian", "Arabic"),
    ],
)
def test_a_name_is_known_again_however_it_is_written(one, other):
    assert keys_of(one) & keys_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Orlo Brandvik", "Orla Brandvik"),
        ("Orlo Brandvik", "Brandvik"),
        ("Orlo Brandvik", "Orlo Brandvik Senn"),
        ("Sheikh Qarmuti", "Anwar Qarmuti"),
        ("Orlo Brandvik", "Орло Брандвик"),
        ("…", "–"),
    ],
    ids=["another letter", "a part of it", "a longer name", "two words that stay", "another script", "no letters"],
)
def test_what_is_not_the_namesake_is_not_linked(one, other):
    assert not keys_of(one) & keys_of(other)


def test_everybody_in_a_statement_is_linked_those_beside_the_main_case_too():
    beside = ["Bao Lirun", "Cheng Oulai", "Dun Warei", "Hai Sudan", "Lin Obei"]
    main = coded("main", "Zhun Lairen", *beside, date="2018-05-04")
    later = [coded(f"later-{at}", name.upper(), date=f"2018-0{at}-01") for at, name in enumerate(beside, start=5)]
    found = namesakes(main, [*later, main, coded("news", "Zhun Lairen", label="N"), coded("nobody")])
    assert {one.written: [other.id for other in one.others] for one in found} == {
        "Zhun Lairen": [],
        **{name: [f"later-{at}"] for at, name in enumerate(beside, start=5)},
    }
    assert as_written_in(later[0], "Bao Lirun") == "BAO LIRUN"


def test_others_stand_in_the_order_of_their_days_and_each_once():
    main = coded("main", "Orlo Brandvik")
    others = [
        coded("c", "Orlo Brandvik", date="2018-05-05"),
        coded("b", "Brandvik Orlo", "Mr Orlo Brandvik", date="2018-05-05"),
        coded("a", "Orlo Brandvik", date="2018-05-06"),
        coded("d", "Orlo Brandvik", date=None),
    ]
    assert [other.id for other in namesakes(main, others)[0].others] == ["d", "b", "c", "a"]
