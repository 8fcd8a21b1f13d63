"""The check of the register: the register passes, and each kind of bad entry is named with file, row and remedy."""

import re
import shutil
from datetime import date

import pytest

from safeconduct.guidance.check import check
from safeconduct.guidance.register import FOLDER

TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.slow


@pytest.fixture
def register(tmp_path):
    return shutil.copytree(FOLDER, tmp_path / "register")


def change(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(folder):
    return check(folder, today=TODAY).faults


def test_the_register_passes_and_is_counted():
    checked = check(FOLDER, today=TODAY)
    assert [fault.sentence for fault in checked.faults] == []
    assert re.fullmatch(r"commitments 177, actions 87, mechanisms \d+", checked.counts)
    assert int(checked.counts.rsplit(" ", 1)[1]) >= 60


EU, UN, FUNDS, STATES = (
    "commitments/eu.toml",
    "mechanisms/united_nations.toml",
    "mechanisms/funds.toml",
    "mechanisms/states.toml",
)
BAD = {
    "not TOML": (EU, 'id = "EU-03"', "id = EU-03", "the whole file", "not TOML"),
    "an unknown word": (EU, 'strength = "should"', 'strength = "ought"', "(EU-03, line", "'ought' is not one of"),
    "a missing field": (EU, 'clause = "para 3"\n', "", "(EU-03, line", "'clause' is a required property"),
    "an unknown field": (EU, 'clause = "para 3"', 'clause = "para 3"\ncolour = "red"', "(EU-03, line", "'colour'"),
    "an unknown kind of event": (
        EU,
        '"eligibility_found"',
        '"eligibility_lost"',
        "(EU-03, line",
        '"eligibility_lost" is no known kind',
    ),
    "an unknown kind of action": (
        FUNDS,
        'actions = ["EMG-03"]',
        'actions = ["EMG-99"]',
        "line",
        '"EMG-99" is no known kind',
    ),
    "a practice without its shortcomings": (
        "practices.toml",
        'shortcomings = ["Attention goes to those who are known already."]\n',
        "",
        "(good-words-online, line",
        "'shortcomings' is a required property",
    ),
    "a practice of an unknown kind": (
        "practices.toml",
        'actions = ["PUB-13"]',
        'actions = ["PUB-99"]',
        "(speeches-on-other-policy, line",
        '"PUB-99" is no known kind',
    ),
    "a law without what is said against it": (
        "laws.toml",
        'against = "It does not name privacy, freedom of movement or freedom from reprisals."\n',
        "",
        "(honduras-2015, line",
        "'against' is a required property",
    ),
    "a law of no country": ("laws.toml", 'country = "HN"', 'country = "XX"', "(honduras-2015, line", '"XX" is no code'),
    "a law that lies ahead": (
        "laws.toml",
        'adopted = "2015-05-15"',
        'adopted = "2115"',
        "(honduras-2015, line",
        "adopted lies ahead",
    ),
    "a mandate beside one that is not here": (
        "mechanisms/united_nations.toml",
        'beside = "un-rapporteur-defenders", words = "torture',
        'beside = "un-nobody", words = "torture',
        "(un-torture, line",
        'stands beside "un-nobody", which is not here',
    ),
    "a point that rests on nothing known": (
        "sheets.toml",
        'rests_on = ["ISHR-W1"]',
        'rests_on = ["ISHR-W9"]',
        "(women-defenders, line",
        '"ISHR-W9", which is not here',
    ),
    "a sheet for themes without one": (
        "sheets.toml",
        'themes = ["women", "lgbti"]\n',
        "",
        "(women-defenders, line",
        "how it is offered do not fit",
    ),
    "a concern that rests on nothing known": (
        "concerns.toml",
        'rests_on = ["UN-13"]',
        'rests_on = ["UN-99"]',
        "(foreign-money, line",
        '"UN-99", which is not here',
    ),
    "a question of no training": (
        "questions.toml",
        'training = "part-of-society"',
        'training = "cooking"',
        "(who-is-a-defender, line",
        '"cooking" is no known training',
    ),
    "a best choice that is not there": (
        "questions.toml",
        "best = 2",
        "best = 7",
        "(after-a-step, line",
        "points at no choice",
    ),
    "a day of a practice that lies ahead": (
        "practices.toml",
        'last_checked = "2026-11-22"',
        'last_checked = "2031-11-22"',
        "(digital-security-and-crowdfunding, line",
        "lies ahead",
    ),
    "a broken reference": (
        EU,
        'version = "eu-guidelines-2008"',
        'version = "eu-guidelines-2009"',
        "(EU-03, line",
        "which no instrument has",
    ),
    "an id twice": (EU, 'id = "EU-08a"', 'id = "EU-03"', "(EU-03, line", "stands more than once"),
    "a version's id twice": (
        "instruments.toml",
        'id = "koff-2015"\nname',
        'id = "amnesty-2019"\nname',
        "(koff-2015, line",
        'The id "amnesty-2019" stands more than once',
    ),
    "a month that does not exist": (
        "instruments.toml",
        'dated = "2014-06-23"',
        'dated = "2014-13-23"',
        "(eu-conclusions-2014, line",
        "does not match",
    ),
    "two versions in force": (
        "instruments.toml",
        'status = "superseded"',
        'status = "in_force"',
        "(eu-guidelines, line",
        "Several versions are in force at once",
    ),
    "a version that came after its successor": (
        "instruments.toml",
        'dated = "2004"',
        'dated = "2009"',
        "(eu-guidelines, line",
        "is dated before",
    ),
    "a version that supersedes nothing known": (
        "instruments.toml",
        'supersedes = "eu-guidelines-2004"',
        'supersedes = "eu-guidelines-1999"',
        "(eu-guidelines, line",
        "which is not here",
    ),
    "what answers itself": (
        EU,
        'shown_by = ["eligibility_found"]',
        'shown_by = ["case_opened"]',
        "(EU-03, line",
        '"case_opened" calls for something and shows it done',
    ),
    "an unknown area": (FUNDS, '"latin-america"', '"atlantis"', "line", '"atlantis" is no known area'),
    "an area without a source": (
        "areas.toml",
        'source = "West African Human Rights Defenders Network"\n',
        "",
        "west-africa",
        "has no source",
    ),
    "a version without a date": ("instruments.toml", 'dated = "2008"\n', "", "(eu-guidelines, line", "has no date"),
    "a date ahead": ("instruments.toml", 'dated = "2008"', 'dated = "2031"', "(eu-guidelines, line", "lies ahead"),
    "a day that does not exist": (
        EU,
        'entered = "2026-11-22"',
        'entered = "2026-02-30"',
        "(EU-03, line",
        "no day of the calendar",
    ),
    "a mechanism checked in the future": (
        UN,
        'last_checked = "2026-11-22"',
        'last_checked = "2027-01-01"',
        "line",
        "lies ahead",
    ),
    "a mechanism read after it was checked": (
        UN,
        'last_checked = "2026-11-22"',
        'last_checked = "2026-11-21"',
        "line",
        "was read after",
    ),
    "an action without a source": (
        "actions.toml",
        'sources = "Cotonou Art 96 example"\n',
        "",
        "(DIP-07, line",
        "has no source",
    ),
    "a contact in another place": (
        FUNDS,
        'how_to_ask = "',
        'how_to_ask = "Ring +44 20 7946 0000. ',
        "line",
        "holds a number or an address",
    ),
    "protection by a community": (
        FUNDS,
        'actions = ["EMG-03"]',
        'actions = ["COM-01"]',
        "line",
        "protection by a community",
    ),
    "a state mechanism without its four sides": (
        STATES,
        re.compile(r"^design = .*\n", re.M),
        "",
        "(mexico-mechanism, line",
        "says nothing of design",
    ),
    "a rule that waits no days": (EU, "within_days = 30", "within_days = 0", "(EU-03, line", "evidence"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_entry_is_named_with_its_file_its_row_and_what_to_do(register, case):
    file, old, new, row, says = BAD[case]
    if isinstance(old, re.Pattern):
        old = old.search((register / file).read_text(encoding="utf-8")).group()
    change(register, file, old, new)
    found = [fault for fault in faults(register) if says in fault.says]
    assert found, [fault.sentence for fault in faults(register)]
    assert any(fault.file == file and row in fault.row and fault.remedy.endswith(".") for fault in found)


def test_a_version_without_a_source_is_named(register):
    text = (register / "instruments.toml").read_text(encoding="utf-8")
    start = text.index("addresses = [")
    (register / "instruments.toml").write_text(text[:start] + text[text.index("]\n", start) + 2 :], encoding="utf-8")
    assert any("eu-guidelines-2004 has no source" in fault.says for fault in faults(register))


def test_a_confidential_version_may_be_known_to_exist_and_nothing_else(register):
    entry = (
        '\n[[instrument]]\nid = "kept"\ntitle = "A kept text"\nowner = "XX"\nnature = "guidelines"\nbinds = true\n\n'
        '[[instrument.version]]\nid = "kept-1"\nname = "First"\nstatus = "confidential"\nverification = "reported"\n'
    )
    with (register / "instruments.toml").open("a", encoding="utf-8") as instruments:
        instruments.write(entry)
    assert faults(register) == ()
    with (register / "instruments.toml").open("a", encoding="utf-8") as instruments:
        instruments.write('addresses = [{ address = "https://kept.example/" }]\n')
    assert ["kept-1 is confidential" in fault.says for fault in faults(register)] == [True]


def test_a_change_of_a_commitment_comes_after_its_entry(register):
    told = '\n[[commitment.change]]\non = "2026-11-23"\nwas = "Something else."\nwhy = "it was wrong."\n'
    change(register, "commitments/ireland.toml", 'entered = "2026-11-22"\n', 'entered = "2026-11-22"\n')
    path = register / "commitments/ireland.toml"
    path.write_text(path.read_text(encoding="utf-8") + told, encoding="utf-8")
    assert faults(register) == ()
    path.write_text(path.read_text(encoding="utf-8").replace("2026-11-23", "2026-11-21"), encoding="utf-8")
    assert ["not in the order" in fault.says for fault in faults(register)] == [True]


def test_a_missing_file_is_named(register):
    shutil.rmtree(register / "mechanisms")
    assert [fault.file for fault in faults(register)] == ["mechanisms/*.toml"]


def test_other_rows_are_still_asked_the_rules_when_one_does_not_fit_its_schema(register):
    change(register, EU, 'strength = "should"', 'strength = "ought"')
    change(register, EU, 'id = "EU-09a"', 'id = "EU-08a"')
    said = " ".join(fault.says for fault in faults(register))
    assert "'ought'" in said and "stands more than once" in said
