"""The demo: an instance filled with invented organisations and people, served on this machine only."""

import argparse
import os
import time

import django


def run(arguments: argparse.Namespace) -> None:
    from safeconduct.program import serve

    began = time.monotonic()
    serve.insist_on_port(arguments.port)
    os.environ.setdefault("SAFECONDUCT_GALLERY", "1")
    serve.with_wiped_memory()
    django.setup()
    from django.db import connection

    from safeconduct.program import demo_sign_ins, migrate, prepare

    _say("Static files and languages …")
    prepare.run(arguments)
    _say("Database …")
    if migrate.may_change_tables():
        migrate.migrate()
    migrate.make_or_insist()
    if not demo_sign_ins.are_here():
        _say("Invented organisations, people and requests …")
        fill()
    _greet(arguments.port)
    if connection.vendor == "postgresql":
        connection.close()  # the workers that are forked now would share its line
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


def fill() -> None:
    """Two organisations that know nothing of each other, their people, and requests in several states."""
    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from safeconduct.access import lookup, pinned
    from safeconduct.program import demo_people, demo_sign_ins

    if lookup.has_organisations():
        raise SystemExit("This folder holds an instance that is no demo. Set SAFECONDUCT_VAR to another folder.")
    with transaction.atomic():
        sign_ins = demo_people.found(at=timezone.now())
        for slug, _name, root_sign in lookup.unpinned():
            pinned.pin(settings.VAR, slug, root_sign)
        demo_people.tell(at=timezone.now())
        (settings.VAR / "lines.toml").write_text(demo_people.LINES, encoding="utf-8")
        (settings.VAR / "closed-ways.toml").write_text(demo_people.CLOSED_WAYS, encoding="utf-8")
        demo_sign_ins.keep(sign_ins)


def _greet(port: int) -> None:
    from safeconduct.program import demo_sign_ins, notices

    print(f"\n  For defenders   http://localhost:{port}/")
    print(f"  For staff       http://localhost:{port}/desk/\n")
    print("  Sign in with name, passphrase and six digits from an authenticator")
    print("  (or, for the digits: .venv/bin/safeconduct demo-code NAME)\n")
    for one in demo_sign_ins.kept():
        print(
            f"  {one.name:<8} {one.post}\n           {one.passphrase}\n           authenticator key {one.totp_secret}"
        )
    print("\n  All of it is invented; keep nothing real in a demo.")
    for sentence in notices.sentences():
        print(f"  {sentence}")
    print(flush=True)


def _say(sentence: str) -> None:
    print(f"  {sentence}", flush=True)
