"""Clocks that go wrong: nothing is erased by them, no session comes back to life, and the journal keeps its order.

The machine's own count of seconds goes on while the clock that people set is moved; `Machine` is both.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from safeconduct.access.desk import signing_in
from safeconduct.cases.desk import casework as cases
from safeconduct.dossiers.desk import ending, keeping, reading
from safeconduct.dossiers.models import EntryKey, Sweep
from safeconduct.intake.desk import asking
from safeconduct.intake.draft import Draft
from safeconduct.jobs import clock
from safeconduct.program import tick
from safeconduct.web import boot
from tests.embedded import PROTECTION

HOUR, DAY, YEARS = timedelta(hours=1), timedelta(days=1), timedelta(days=3653)


def test_a_clock_set_ahead_in_the_same_second_is_doubted():
    last = clock.Reading(datetime(2026, 3, 4, tzinfo=UTC), "first start", 500_000)
    ahead = clock.Reading(last.at + timedelta(hours=140), last.start, last.uptime)
    assert clock.refusal_to_erasing(ahead, last=last)


@dataclass
class Machine:
    """A machine whose clock can be set, and that counts its seconds itself."""

    embedded: object
    monkeypatch: object
    start: str = "first start"
    counted: timedelta = DAY

    def __post_init__(self):
        self.monkeypatch.setattr(clock, "reading", self.reading)
        self.monkeypatch.setattr(boot, "_ahead_of_uptime", self.ahead)
        self.monkeypatch.setattr(boot, "_ahead_at_start", self.ahead())

    def reading(self):
        return clock.Reading(self.embedded.now, self.start, int(self.counted.total_seconds()))

    def ahead(self):
        return self.embedded.now.timestamp() - self.counted.total_seconds()

    def wait(self, length):
        self.counted += length
        self.embedded.clock.pass_by(length)

    def set_clock(self, step):
        self.embedded.clock.pass_by(step)

    def restart(self, off=timedelta()):
        self.start, self.counted = "second start", timedelta(minutes=2)
        self.embedded.clock.pass_by(off + self.counted)


@pytest.fixture
def machine(embedded, monkeypatch):
    return Machine(embedded, monkeypatch)


def a_doomed_dossier(embedded):
    """Hidden now, to be erased in 72 hours, and another to be kept for 30 days."""
    hidden, dated = embedded.call(), embedded.call()
    ending.hide_and_erase_later(hidden.ref, at=embedded.now)
    dossier, today = reading.open_with_keyring(dated.ref, embedded.keyring(PROTECTION)), embedded.now.date()
    keeping.keep_until(dossier, content=today + 30 * DAY, identity=today + 30 * DAY, today=today)


def trusted_tick(machine):
    assert tick.tick() == 0
    machine.wait(timedelta(minutes=15))


NOT_ERASED = {
    "forward 10 years": (YEARS, "ahead"),
    "forward 25 hours": (25 * HOUR, "ahead"),
    "back 1 hour": (-HOUR, "back"),
    "back 10 years": (-YEARS, "back"),
}


@pytest.mark.parametrize(("step", "word"), NOT_ERASED.values(), ids=list(NOT_ERASED))
def test_a_clock_that_was_moved_destroys_not_one_row_until_somebody_says_that_it_is_right(
    embedded, machine, capsys, step, word
):
    a_doomed_dossier(embedded)
    asking.begin_draft(Draft(embedded.now))
    embedded.session(PROTECTION)
    trusted_tick(machine)
    before = embedded.dump()
    machine.set_clock(step)
    for _ in range(2):
        machine.wait(timedelta(minutes=15))
        capsys.readouterr()
        assert tick.tick() == 1
        said = capsys.readouterr().out
        assert word in said and "Nothing was erased" in said and "safeconduct tick --the-clock-is-right" in said
    assert embedded.dump() == before
    assert tick.tick(clock_is_right=True) == 0
    assert (EntryKey.objects.count() == 0) == (step == YEARS)
    machine.wait(timedelta(minutes=15))
    assert tick.tick() == 0, "What somebody vouched for is what the next run is compared with."


def test_a_clock_that_is_put_right_again_needs_nobody(embedded, machine):
    trusted_tick(machine)
    machine.set_clock(YEARS)
    assert tick.tick() == 1
    machine.set_clock(-YEARS)
    assert tick.tick() == 0


FINE = {
    "a quarter of an hour later": lambda machine: machine.wait(timedelta(minutes=15)),
    "the timer was off for a month": lambda machine: machine.wait(30 * DAY),
    "the clock was kept right by seconds": lambda machine: (
        machine.wait(HOUR),
        machine.set_clock(timedelta(seconds=-40)),
    ),
    "forward 3 hours": lambda machine: machine.set_clock(3 * HOUR),
    "a restart of minutes": lambda machine: machine.restart(timedelta(minutes=5)),
}


@pytest.mark.parametrize("happens", FINE.values(), ids=list(FINE))
def test_what_the_machine_itself_has_counted_is_believed(embedded, machine, happens):
    trusted_tick(machine)
    happens(machine)
    assert tick.tick() == 0


def test_after_the_machine_was_off_for_two_days_somebody_looks_first(embedded, machine, capsys):
    a_doomed_dossier(embedded)
    trusted_tick(machine)
    machine.restart(off=4 * DAY)
    before = embedded.dump()
    assert tick.tick() == 1 and "the machine was off for that long" in capsys.readouterr().out
    assert embedded.dump() == before
    assert tick.tick(clock_is_right=True) == 0
    assert embedded.dump() != before


@pytest.mark.as_owner
def test_the_first_run_of_all_has_nothing_to_compare_and_is_remembered(embedded, machine):
    assert clock.last_trusted() is None
    assert tick.tick() == 0
    assert clock.last_trusted() == machine.reading() and Sweep.objects.count() == 1


DST = {"spring": datetime(2026, 3, 29, 0, 55, tzinfo=UTC), "autumn": datetime(2026, 10, 25, 0, 55, tzinfo=UTC)}


@pytest.mark.parametrize("change", DST.values(), ids=list(DST))
def test_summer_time_comes_and_goes_and_nothing_happens(embedded, machine, change):
    embedded.clock.now = change
    machine.__post_init__()
    call, cookie = embedded.call(), embedded.session(PROTECTION)
    after = ending.hide_and_erase_later(call.ref, at=embedded.now)
    trusted_tick(machine)
    offsets = {change.astimezone(ZoneInfo("Europe/Brussels")).utcoffset()}
    offsets.add(embedded.now.astimezone(ZoneInfo("Europe/Brussels")).utcoffset())
    assert len(offsets) == 2, "The hour must change in between, or nothing is proved."
    assert tick.tick() == 0
    assert EntryKey.objects.filter(dossier=call.ref).exists() and after - change < timedelta(hours=73)
    assert signing_in.come_back(cookie, boot_secret=boot.secret(), at=embedded.now) is None  # 15 minutes idle, as ever


# Sessions


def is_here(embedded, cookie):
    return signing_in.come_back(cookie, boot_secret=boot.secret(), at=embedded.now) is not None


@pytest.mark.parametrize("idle", [timedelta(minutes=minutes) for minutes in (61, 70, 74)], ids=str)
def test_back_1_hour_between_requests_brings_no_session_back(embedded, machine, monkeypatch, idle):
    monkeypatch.setattr(boot, "_secret", boot._secret)
    cookie = signing_in._begin("staff", "", embedded._secrets(PROTECTION), boot_secret=boot.secret(), at=embedded.now)
    machine.wait(idle)
    machine.set_clock(-HOUR)
    assert not is_here(embedded, cookie)


STEPS = {"back 1 hour": -HOUR, "forward 10 years": YEARS, "back 10 minutes": timedelta(minutes=-10)}


@pytest.mark.parametrize("step", STEPS.values(), ids=list(STEPS))
def test_a_jump_between_two_requests_closes_every_session_and_new_ones_work(embedded, machine, step):
    client = embedded.staff(PROTECTION)
    assert client.get("/desk/").status_code == 200
    machine.set_clock(step)
    assert client.get("/desk/").status_code == 302
    assert embedded.staff(PROTECTION).get("/desk/").status_code == 200


@pytest.mark.parametrize("step", [timedelta(seconds=1), timedelta(minutes=-2)], ids=["a leap second", "two minutes"])
def test_small_corrections_of_the_clock_close_nothing(embedded, machine, step):
    client = embedded.staff(PROTECTION)
    machine.wait(timedelta(minutes=5))
    machine.set_clock(step)
    assert client.get("/desk/").status_code == 200


def test_a_draft_that_was_swept_away_does_not_come_back_with_the_clock(embedded, machine):
    token = asking.begin_draft(Draft(embedded.now))
    machine.wait(3 * HOUR)
    assert tick.tick() == 0
    machine.set_clock(-2 * HOUR)
    assert asking.open_draft(token, at=embedded.now) is None


# The journal


def test_the_journal_keeps_its_order_while_the_clock_goes_back_and_forth(embedded, machine):
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    cases.accept(call.ref, mara, at=embedded.now)
    for number, step in enumerate((-HOUR, YEARS, -YEARS, HOUR)):
        machine.set_clock(step)
        cases.note(call.ref, f"Note {number}.", mara, at=embedded.now)
    assert embedded.events()[-5:] == ["RequestAccepted", *["NoteAdded"] * 4]
    notes = reading.open_with_keyring(call.ref, mara).written("note")
    assert [one.data["text"] for one in notes] == [f"Note {number}." for number in range(4)]
