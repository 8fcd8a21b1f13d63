"""`safeconduct doctor`: looks at an instance and its machine, and says what to do. It changes nothing and needs no key."""

import argparse
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.db import connection
from django.utils import timezone

if TYPE_CHECKING:
    from safeconduct.program.doctor.finding import Finding


def run(arguments: argparse.Namespace) -> int:
    """1 when something is broken; warnings alone are 0."""
    django.setup()
    from safeconduct.program.doctor.finding import worst

    found = findings()
    state = worst(found)
    if arguments.json:
        print(json.dumps({"state": state, "findings": [vars(finding) for finding in found]}, indent=1))
    else:
        print("\n".join(finding.as_line() for finding in found))
    return 1 if state == "broken" else 0


def findings() -> "tuple[Finding, ...]":
    """Django must be set up. Without an instance only the machine is looked at."""
    from safeconduct.jobs import instance
    from safeconduct.program.doctor.finding import broken

    silent = _silent_server()
    if silent:
        return (silent, *_machine())
    if not instance.is_here(settings.VAR):
        none = broken(
            "instance", f"There is no instance in {settings.VAR}.", "Run safeconduct start, or set SAFECONDUCT_VAR."
        )
        return (none, *_machine())
    unreadable = _unreadable()
    if unreadable:
        return (unreadable, *_machine())
    return (*_stored(), *_people(), *_upkeep(), *_machine())


def _silent_server() -> "Finding | None":
    from safeconduct.program.doctor import server

    found = server.answers() if connection.vendor == "postgresql" else None
    return found if found and found.state == "broken" else None


def _unreadable() -> "Finding | None":
    """What makes every other question to the database useless."""
    from safeconduct.program.doctor import stored

    checks = (stored.integrity, stored.release) if connection.vendor == "sqlite" else (stored.release,)
    return next((found for check in checks if (found := check()).state == "broken"), None)


def _database() -> "tuple[Finding, ...]":
    from safeconduct.program.doctor import server, stored

    if connection.vendor == "postgresql":
        return (server.answers(), server.integrity(), server.roles())
    return (stored.sqlite(*stored.sqlite_in_force()), stored.integrity())


def _stored() -> "tuple[Finding, ...]":
    from safeconduct.program.doctor import stored

    return (
        *_database(),
        stored.release(),
        stored.journal(),
        stored.dossiers(),
        stored.files(settings.SAFECONDUCT_FILES, now=timezone.now().timestamp()),
    )


def _people() -> "tuple[Finding, ...]":
    from safeconduct.program.doctor import people

    today = timezone.now().date()
    return (
        people.roots(settings.VAR),
        people.certificates(today=today),
        people.registrars(),
        people.compartments(),
    )


def _upkeep() -> "tuple[Finding, ...]":
    from safeconduct.access.models import JournalLine
    from safeconduct.jobs import last_run
    from safeconduct.program.doctor import upkeep
    from safeconduct.vocabulary.language import LANGUAGES

    now = timezone.now()
    ticked, backed_up = (last_run.last(settings.VAR, job) for job in ("tick", "backup"))
    newest_day = JournalLine.objects.order_by("-day").values_list("day", flat=True).first()
    return (
        upkeep.clock(now, noted=(ticked, backed_up), newest_day=newest_day),
        upkeep.tick(ticked, now=now),
        upkeep.backup(backed_up, now=now),
        _backup_key(),
        upkeep.lines(settings.SAFECONDUCT_LINES, today=now.date()),
        upkeep.closed(settings.SAFECONDUCT_CLOSED_WAYS),
        upkeep.windows(settings.SAFECONDUCT_ATTENTION),
        upkeep.offices(settings.SAFECONDUCT_OFFICES),
        upkeep.countries(settings.SAFECONDUCT_COUNTRIES),
        upkeep.languages(LANGUAGES),
    )


def _backup_key() -> "Finding":
    from safeconduct.program import backup
    from safeconduct.program.doctor import upkeep
    from safeconduct.vocabulary.refusal import Refused

    try:
        key = backup.kept_key(settings.VAR)
    except Refused as refused:
        return upkeep.unreadable_key(str(refused))
    return upkeep.own_key(key.name if key else "")


def _machine() -> "tuple[Finding, ...]":
    from safeconduct.access import pinned
    from safeconduct.cases import cleaning
    from safeconduct.program.backup import KEY_FILE
    from safeconduct.program.doctor import machine
    from safeconduct.web import environment
    from safeconduct.web.upload import DISK_RESERVE_BYTES

    there = settings.VAR if settings.VAR.exists() else Path.cwd()
    names = list(settings.ALLOWED_HOSTS)
    private = ("safeconduct.sqlite3", pinned.FILE, KEY_FILE, "files")
    return (
        machine.permissions(there, private, user=os.geteuid()),
        machine.disk(shutil.disk_usage(there).free, reserve=DISK_RESERVE_BYTES),
        machine.swap(_text_of("/proc/swaps")),
        machine.core_dumps(_text_of("/proc/sys/kernel/core_pattern")),
        machine.cleaning(cleaning.missing()),
        machine.hosts(names),
        machine.front(names, behind_tls=environment.behind_tls()),
        machine.gallery(settings.SAFECONDUCT_GALLERY),
    )


def _text_of(path: str) -> str:
    try:
        return Path(path).read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
