"""The demo: an instance filled with invented organisations and people, served on this machine only."""

import argparse
import os
import sys
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeconduct.access.founding import SignIn
    from safeconduct.program.demo_cases import Shown
    from safeconduct.program.invented.moment import Walk

FOUNDED_BEFORE = timedelta(days=400)
"""Longer ago than the oldest of the cases: whoever signed an entry was certified on its day."""


def run(arguments: argparse.Namespace) -> None:
    from safeconduct.program import serve

    began = time.monotonic()
    serve.insist_on_port(arguments.port)
    os.environ.setdefault("SAFECONDUCT_GALLERY", "1")
    serve.with_wiped_memory()
    django.setup()

    from safeconduct.program import demo_sign_ins, migrate, prepare
    from safeconduct.program.invented import country

    if not arguments.few:
        country.make_known()
    _say("Static files and languages …")
    prepare.run(arguments)
    _say("Database …")
    if migrate.may_change_tables():
        migrate.migrate()
    migrate.make_or_insist()
    if not demo_sign_ins.are_here():
        _say("Invented organisations, people and cases …")
        fill(few=arguments.few)
    _greet(arguments.port)
    _say(f"Ready after {time.monotonic() - began:.0f} s. Stop with Ctrl-C.")
    serve.serve(arguments.port, arguments.workers)


def show_code(arguments: argparse.Namespace) -> int:
    django.setup()
    from django.utils import timezone

    from safeconduct.access.totp import code_at
    from safeconduct.program import demo_sign_ins

    if not demo_sign_ins.are_here():
        print("There is no demo in this folder. Start it with `make demo`.")
        return 1
    known = {one.name: one for one in demo_sign_ins.kept()}
    if arguments.name not in known:
        print(f"The demo has no {arguments.name}. It has {', '.join(known)}.")
        return 1
    print(code_at(known[arguments.name].totp_secret, at=timezone.now()))
    return 0


def fill(*, few: bool = False) -> None:
    """Organisations with their people and sixty cases at every stage; with `few` two of them and four fresh requests."""
    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from safeconduct.access import lookup, pinned
    from safeconduct.program import demo_people, demo_sign_ins, observatory_showing

    if lookup.has_organisations():
        raise SystemExit("This folder holds an instance that is no demo. Set SAFECONDUCT_VAR to another folder.")
    now = timezone.now()
    with transaction.atomic():
        sign_ins = demo_people.found(few=few, at=now - FOUNDED_BEFORE)
        for slug, _name, root_sign in lookup.unpinned():
            pinned.pin(settings.VAR, slug, root_sign)
        if few:
            demo_people.tell(at=now)
        else:
            _play(sign_ins, at=now)
        (settings.VAR / "lines.toml").write_text(demo_people.LINES, encoding="utf-8")
        (settings.VAR / "closed-ways.toml").write_text(demo_people.CLOSED_WAYS, encoding="utf-8")
        (settings.VAR / "offices.toml").write_text(demo_people.BOUND, encoding="utf-8")
        (settings.VAR / "countries.toml").write_text(demo_people.COUNTRIES, encoding="utf-8")
        observatory_showing.put(observatory_showing.INVENTED)
        demo_sign_ins.keep(sign_ins)


def _play(sign_ins: "tuple[SignIn, ...]", *, at: datetime) -> None:
    from safeconduct.access import lookup
    from safeconduct.program import demo_cases, demo_people
    from safeconduct.program.invented import country, walking
    from safeconduct.program.invented.moment import Walk

    cases = country.cases()
    keyrings = demo_people.keyrings(sign_ins, at=at)
    walk = Walk({office.slug: office for office in lookup.offices()}, keyrings)
    for told in walking.play(cases, walk, at=at):
        _say_over(f"{told} of {len(cases)} cases", is_last=told == len(cases))
    demo_people.set_duty(keyrings, at=at)
    demo_cases.keep(_shown(walk, at=at))


def _shown(walk: "Walk", *, at: datetime) -> "Iterator[Shown]":
    from safeconduct.cases.desk import casework
    from safeconduct.program.demo_cases import Shown

    codenames = {
        card.dossier: card.codename for keyring in walk.keyrings.values() for card in casework.cards(keyring, at=at)[0]
    }
    names = {office.ref: office.name for office in walk.offices.values()}
    for begun in walk.begun.values():
        for organisation, ref in begun.refs.items():
            ends = begun.case.ends if ref == begun.first_ref else "also here"
            yield Shown(begun.case.name, ends, names[organisation], ref, codenames.get(ref, "–"))


def show_cases(arguments: argparse.Namespace) -> int:
    """The invented cases whose name, stage, office or codename holds every word."""
    django.setup()
    from safeconduct.program import demo_cases

    wanted = [word.casefold() for word in arguments.words]
    shown = [
        one for one in demo_cases.kept() if all(word in " ".join(vars(one).values()).casefold() for word in wanted)
    ]
    for one in sorted(shown, key=lambda one: (one.ends, one.name)):
        print(f"{one.ends:<14} {one.name:<42} {one.codename:<24} {one.office}")
    if not shown:
        print("There is no such case here. Start the demo with `make demo`, or leave the words out.")
    return 0 if shown else 1


def _greet(port: int) -> None:
    from safeconduct.program import demo_sign_ins, notices

    print(f"\n  For defenders   http://localhost:{port}/")
    print(f"  For staff       http://localhost:{port}/desk/")
    print(f"  Observatory     http://localhost:{port}/en/observatory/\n")
    print("  Sign in with name, passphrase and six digits from an authenticator")
    print("  (or, for the digits: .venv/bin/safeconduct demo-code NAME)\n")
    for one in demo_sign_ins.kept():
        print(
            f"  {one.name:<8} {one.post}\n           {one.passphrase}\n           authenticator key {one.totp_secret}"
        )
    print("\n  Journeys to walk: docs/demo.md; which case is which: .venv/bin/safeconduct demo-cases")
    print("  All of it is invented; keep nothing real in a demo.")
    for sentence in notices.sentences():
        print(f"  {sentence}")
    print(flush=True)


def _say(sentence: str) -> None:
    print(f"  {sentence}", flush=True)


def _say_over(sentence: str, *, is_last: bool) -> None:
    """In the same line as before, where there is a screen."""
    if sys.stdout.isatty():
        print(f"\r  {sentence}", end="\n" if is_last else "", flush=True)
