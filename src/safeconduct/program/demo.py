"""The demo: an instance under its own folder, filled with invented organisations and people, served on loopback."""

import argparse
import json
import os
import time
from pathlib import Path
from typing import Any

SIGN_INS = "demo-sign-ins.json"


def run(arguments: argparse.Namespace) -> None:
    from safeconduct.program import serve

    began = time.monotonic()
    serve.insist_on_port(arguments.port)
    os.environ.setdefault("SAFECONDUCT_GALLERY", "1")
    serve.with_wiped_memory()
    import django

    django.setup()
    from safeconduct.program import languages, migrate, prepare

    _say("Static files and languages …")
    prepare.run(arguments)
    _say("Database …")
    migrate.migrate()
    folder = _folder()
    if not is_here():
        _say("Invented organisations, people and requests …")
        fill(folder)
    _greet(arguments.port, folder, languages.sentence())
    _say(f"Ready after {time.monotonic() - began:.0f} s. Stop with Ctrl-C.")
    serve.serve(arguments.port, arguments.workers)


def show_code(arguments: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.utils import timezone

    from safeconduct.access.totp import code_at

    known = {one["name"]: one for one in json.loads((_folder() / SIGN_INS).read_text(encoding="utf-8"))}
    if arguments.name not in known:
        print(f"The demo has no {arguments.name}. It has {', '.join(known)}.")
        return 1
    print(code_at(known[arguments.name]["totp_secret"], at=timezone.now()))
    return 0


def fill(folder: Path) -> None:
    """Two organisations that know nothing of each other, their people, and requests in several states."""
    from django.db import transaction
    from django.utils import timezone

    from safeconduct.access import lookup
    from safeconduct.program import demo_people

    if lookup.offices():
        raise SystemExit("This folder holds an instance that is no demo. Set SAFECONDUCT_VAR to another folder.")
    with transaction.atomic():
        sign_ins = demo_people.found(at=timezone.now())
        demo_people.tell(at=timezone.now())
        (folder / "lines.toml").write_text(demo_people.LINES, encoding="utf-8")
        written = folder / SIGN_INS
        written.touch(mode=0o600)
        written.write_text(json.dumps([_as_data(one) for one in sign_ins], indent=1), encoding="utf-8")


def is_here() -> bool:
    """Whether the instance's folder holds the demo. Django must be set up."""
    return (_folder() / SIGN_INS).exists()


def _as_data(sign_in: Any) -> dict[str, str]:
    return {**vars(sign_in)}


def _folder() -> Path:
    from django.conf import settings

    folder: Path = settings.VAR
    return folder


def _greet(port: int, folder: Path, languages: str) -> None:
    print(f"\n  For defenders   http://localhost:{port}/")
    print(f"  For staff       http://localhost:{port}/desk/\n")
    print("  Sign in with name, passphrase and six digits from an authenticator")
    print("  (or, for the digits: .venv/bin/safeconduct demo-code NAME)\n")
    for one in json.loads((folder / SIGN_INS).read_text(encoding="utf-8")):
        print(
            f"  {one['name']:<8} {one['post']}\n           {one['passphrase']}\n           authenticator key {one['totp_secret']}"
        )
    print(f"\n  All of it is invented; keep nothing real in a demo.\n  {languages}\n", flush=True)


def _say(sentence: str) -> None:
    print(f"  {sentence}", flush=True)
