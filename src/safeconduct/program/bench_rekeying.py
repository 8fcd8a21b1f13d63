"""`safeconduct bench rekey`: how long it takes to wrap a compartment's keys anew, on a throw-away instance."""

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from safeconduct.access.keyring import Keyring


def run(arguments: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(SAFECONDUCT_VAR=folder)
        count, seconds, busy = _measured(Path(folder), arguments.dossiers)
    print(
        f"{count} keys of {arguments.dossiers} dossiers: {seconds:.1f} s. "
        f"Per 1,000: {seconds / count * 1_000:.2f} s, of which {busy / count * 1_000:.2f} s of processor time."
    )
    return 0


def _measured(folder: Path, dossiers: int) -> tuple[int, float, float]:
    """How many keys were wrapped anew, the seconds that it took, and those of processor time."""
    import django

    django.setup()
    from django.utils import timezone

    from safeconduct.access import lookup
    from safeconduct.access.desk import rekeying
    from safeconduct.dossiers.desk import rewrapping
    from safeconduct.intake.appeal import Appeal, read_line
    from safeconduct.intake.desk import importing
    from safeconduct.program import demo, migrate

    migrate.migrate()
    demo.fill(few=True)
    office = lookup.office("delegation-velmora")
    if office is None:
        raise SystemExit("The throw-away instance has no office.")
    for number in range(dossiers):
        line = {"id": f"bench-{number}", "language": "en", "text": f"Invented appeal {number}."}
        appeal = read_line(json.dumps(line).encode(), line=number, reader=office.ref)
        if isinstance(appeal, Appeal):
            importing.take_in(appeal, office, at=timezone.now())
    people = {one["name"]: one for one in json.loads((folder / "demo-sign-ins.json").read_text(encoding="utf-8"))}
    compartment = lookup.recipient_for(office.ref, "requests").compartment
    registrar, holder = (_signed_in(people[name]) for name in ("ines", "mara"))
    rekeying.ask_anew(compartment, _keyring(registrar), has_proved=True, at=timezone.now())
    rekeying.make_asked_epochs(_keyring(holder), at=timezone.now())
    rekeying.certify_epoch(compartment, _keyring(registrar), has_proved=True, at=timezone.now())
    keyring = _keyring(holder)
    began, busy = time.monotonic(), time.process_time()
    rewrapped = rewrapping.rewrap(compartment, keyring, goes_on=lambda: True)
    return rewrapped.done, time.monotonic() - began, time.process_time() - busy


def _signed_in(person: dict[str, str]) -> str:
    """The cookie of one of the demo's people."""
    from django.utils import timezone

    from safeconduct.access.desk import signing_in
    from safeconduct.access.totp import code_at
    from safeconduct.web import boot

    now = timezone.now()
    digits = code_at(person["totp_secret"], at=now)
    cookie = signing_in.sign_in(person["name"], person["passphrase"], digits, boot_secret=boot.secret(), at=now)
    if cookie is None:
        raise SystemExit("One of the demo's people could not sign in. Is this machine's clock right?")
    return cookie


def _keyring(cookie: str) -> "Keyring":
    """Anew each time: a keyring holds what was certified when it was opened."""
    from django.utils import timezone

    from safeconduct.access.desk import signing_in
    from safeconduct.web import boot

    presence = signing_in.come_back(cookie, boot_secret=boot.secret(), at=timezone.now())
    keyring = signing_in.keyring_of(presence) if presence else None
    if keyring is None:
        raise SystemExit("The session is over. Is this machine's clock right?")
    return keyring
