"""What somebody must do from time to time: the timers, the clock, the lines to call, the languages to read."""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path

from safeconduct.cases import attention, closed_way
from safeconduct.guidance import country_fact, office_record
from safeconduct.program.doctor.finding import Finding, broken, ok, warning
from safeconduct.vocabulary.language import Language
from safeconduct.web.defender import lines as reachable

TICK_LATE, BACKUP_LATE, BACKUP_STALE = timedelta(hours=1), timedelta(days=2), timedelta(days=7)
LINE_CHECKED_WITHIN = timedelta(days=31)
A_LITTLE = timedelta(minutes=5)
"""Two clocks of one machine, before and after it asked for the time, may differ so much."""

_CLOCK = "Set the clock (timedatectl) before anything is erased by it."


def clock(now: datetime, *, noted: tuple[datetime | None, ...], newest_day: date | None) -> Finding:
    """`noted` are moments that jobs wrote down; `newest_day` is that of the newest journal line."""
    ahead = [moment for moment in noted if moment and moment > now + A_LITTLE]
    if ahead or (newest_day and newest_day > (now + A_LITTLE).date()):
        return broken("clock", "The clock is behind what was written before: it went back, or was ahead then.", _CLOCK)
    return ok("clock", f"{now:%Y-%m-%d %H:%M} UTC, later than all that is written.")


def tick(last: datetime | None, *, now: datetime) -> Finding:
    remedy = "Switch the timer on: systemctl enable --now safeconduct-tick.timer"
    if last is None:
        return broken("tick", "safeconduct tick has never run: nothing is swept away or erased.", remedy)
    if now - last > TICK_LATE:
        return broken("tick", f"safeconduct tick last ran on {last:%Y-%m-%d at %H:%M} UTC.", remedy)
    return ok("tick", f"Swept at {last:%H:%M} UTC.")


def backup(last: datetime | None, *, now: datetime) -> Finding:
    remedy = "Switch the timer on: systemctl enable --now safeconduct-backup.timer"
    if last is None:
        return broken("backup", "There has never been a backup.", remedy)
    said = f"The last backup is of {last:%Y-%m-%d %H:%M} UTC."
    if now - last > BACKUP_STALE:
        return broken("backup", said, remedy)
    if now - last > BACKUP_LATE:
        return warning("backup", said, remedy)
    return ok("backup", said)


def own_key(name: str) -> Finding:
    """`name` is that of the backup key, "" where there is none."""
    if not name:
        return warning(
            "backup-key",
            "Backups are not under a key of their own: a stolen one tells names of organisations and members, counts and days.",
            "With paper at hand, run safeconduct backup-key.",
        )
    return ok("backup-key", f"Backups are sealed to the backup key {name}. Try its paper once a year.")


def unreadable_key(why: str) -> Finding:
    return broken("backup-key", "Nothing is backed up: the backup key cannot be read.", why)


def lines(file: Path, *, today: date) -> Finding:
    shown = reachable.checked(file)
    if not shown:
        return warning(
            "lines", "Defenders see no line that can be reached now.", f"Call some and write them into {file}."
        )
    if len(shown) < _written_in(file):
        return warning("lines", "Some lines lack a fact and are not shown.", f"Complete them in {file}.")
    old = sum(today - line.checked_on > LINE_CHECKED_WITHIN for line in shown)
    if old:
        return warning("lines", f"{old} lines were not called for a month.", "Call them; a wrong number can kill.")
    return ok("lines", f"{len(shown)} lines, all called within a month.")


def closed(file: Path) -> Finding:
    return _rows_of("closed ways", file, closed_way.rows_left_out(file), len(closed_way.closed_ways(file)))


def windows(file: Path) -> Finding:
    return _rows_of("windows of attention", file, attention.rows_left_out(file), len(attention.windows(file)))


def _rows_of(what: str, file: Path, left_out: int | None, shown: int) -> Finding:
    if left_out is None:
        return warning(what, f"The file of {what} cannot be read; none is shown.", f"Mend {file}.")
    if left_out:
        return warning(what, f"{left_out} {what} lack a fact and are not shown.", f"Complete {file}.")
    return ok(what, f"{shown} {what} are shown.")


def offices(file: Path) -> Finding:
    return _rows_of("rows on offices", file, office_record.rows_left_out(file), office_record.rows_read(file))


def countries(file: Path) -> Finding:
    known = country_fact.country_facts(file)
    return _rows_of("facts on countries", file, country_fact.facts_left_out(file), len(known))


def _written_in(file: Path) -> int:
    return len(tomllib.loads(file.read_text(encoding="utf-8")).get("line", []))


def languages(known: tuple[Language, ...]) -> Finding:
    unread = [language.code for language in known if not language.read_by_a_speaker]
    if unread:
        return warning(
            "languages", f"No speaker has read: {', '.join(unread)}.", "Have somebody you trust read each of them."
        )
    return ok("languages", "A speaker has read each language.")
