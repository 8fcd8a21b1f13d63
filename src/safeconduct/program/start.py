"""`safeconduct start`: founds an organisation step by step, shows every secret once, and vouches for its root key.

Nothing is stored before the last secret is on paper: whoever stops earlier leaves nothing behind.
"""

import argparse
import hmac
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import django
from django.conf import settings
from django.utils import timezone

from safeconduct.program.refusing import no
from safeconduct.vocabulary.refusal import Refusal, Refused

Answer = TypeVar("Answer")

INTO_A_FILE = "This would write passphrases into a file. Run it at a terminal, without > or | tee."


def run(arguments: argparse.Namespace) -> int:
    django.setup()
    from safeconduct.program import demo_sign_ins

    if demo_sign_ins.are_here():
        return no(
            "This folder holds the demo, whose passphrases are known. Set SAFECONDUCT_VAR to a folder of your own."
        )
    try:
        with _nothing_left_of_a_new_instance():
            if arguments.pin:
                return pin_all()
            if stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode):
                return no(INTO_A_FILE)
            found(arguments)
    except Refused as refused:
        return no(str(refused))
    except (KeyboardInterrupt, EOFError):
        return no("\nStopped. Nothing was founded and nothing was kept.")
    return 0


@contextmanager
def _nothing_left_of_a_new_instance() -> Iterator[None]:
    """The database is made in order to found something in it; if that fails it is taken away again.

    On PostgreSQL the tables stay, empty."""
    from safeconduct.jobs import instance

    folder: Path = settings.VAR
    had_folder, had_database = folder.exists(), (folder / instance.DATABASE).exists()
    try:
        yield
    except BaseException:
        if not had_database:
            from django.db import connection

            connection.close()
            for left in folder.glob(f"{instance.DATABASE}*"):
                left.unlink()
        if not had_folder and folder.exists() and not any(folder.iterdir()):
            folder.rmdir()
        raise


# Asking


def found(arguments: argparse.Namespace) -> None:
    from safeconduct.access import lookup, pinned
    from safeconduct.access.desk import founding
    from safeconduct.jobs import instance
    from safeconduct.program import migrate
    from safeconduct.sealing.keys import Identity

    migrate.insist_on_owner()
    is_new = not instance.is_here(settings.VAR)
    if not is_new:
        migrate.migrate()
    taken = lookup.Taken() if is_new else lookup.taken()
    _say_what_is_here(taken)
    charter = _asked_charter(arguments, taken)
    written_settings = _asked_settings(arguments)
    if not arguments.yes:
        insist_on_yes(f"Found {charter.name} ({charter.slug}) with {len(charter.people)} people? yes or no")
    migrate.migrate()
    rehearsed = founding.rehearse_founding(charter, at=timezone.now())
    root = Identity(rehearsed.founded.root_secret)
    _show_secrets(rehearsed.founded, root)
    founding.keep(rehearsed)
    pinned.pin(settings.VAR, charter.slug, root.public_sign)
    if written_settings:
        _write_new(*written_settings)
        print(f"Settings of the service are in {written_settings[0]}.")
    print(f"{charter.name} is founded and its root key is pinned in {settings.VAR / pinned.FILE}.")
    print("Next: safeconduct serve, and safeconduct doctor to see what this machine still needs.")


def _asked_charter(given: argparse.Namespace, taken: Any) -> Any:
    from safeconduct.access import charter as asked
    from safeconduct.access.founding import Promise

    name = answer("Name, as defenders read it", given.name, lambda typed: asked.name_from(typed, taken=taken.names))
    slug = answer(
        "Short name, for commands and files",
        given.short_name,
        lambda typed: asked.short_name_from(typed, taken=taken.slugs),
        usual=asked.short_name_for(name),
    )
    kind = answer(
        "What it is: mission (an embassy or delegation), network (protects defenders), body (UN or regional)",
        given.kind,
        asked.kind_from,
        usual="network",
    )
    hours = answer(
        "Promise in public: somebody reads and answers within so many hours",
        given.reads_within,
        asked.hours_from,
        usual="24",
    )
    urgent = answer(
        "The same for what is urgent",
        given.urgent_within,
        lambda typed: asked.urgent_hours_from(typed, within=hours),
        usual="none",
    )
    staffed = answer(
        "Hours at which somebody is there, as 07:00-22:00", given.staffed, asked.staffed_from, usual="none"
    )
    zone = answer("Time zone of these hours", given.time_zone, asked.time_zone_from, usual="UTC")
    compartments = answer(
        "Compartments: groups that read together, each with a duty (requests, auditors, other)",
        given.compartments,
        asked.compartments_from,
        usual="Protection=requests, Auditors=auditors",
    )
    registrars = answer(
        "Registrars, two at least: they take members in and out and read no case. Sign-in names, with commas",
        given.registrars,
        lambda typed: asked.registrars_from(typed, post="Administrator", taken=taken.members),
    )
    holders = {one: _asked_holders(one, duty, given, taken) for one, duty in compartments.items()}
    people = asked.people_from(registrars, holders, compartments)
    promise = Promise(hours, urgent, *staffed, zone)
    return asked.insist_on_whole(asked.Charter(slug, name, promise, compartments, people, kind))


def _asked_holders(compartment: str, duty: str, given: argparse.Namespace, taken: Any) -> dict[str, str]:
    from safeconduct.access.charter import holders_from

    named = dict(one.partition("=")[::2] for one in given.members or ())
    return answer(
        f"Members of {compartment} ({duty}). Sign-in names with posts, as amal: Protection officer, mara",
        named.get(compartment),
        lambda typed: holders_from(
            typed, post="Auditor" if duty == "auditors" else "Officer", duty=duty, taken=taken.members
        ),
    )


def _asked_settings(given: argparse.Namespace) -> tuple[Path, str] | None:
    """Where they are to stand and what they say; None when there are some already. No secret is among them."""
    from safeconduct.access.charter import front_from, hosts_from

    file = Path(given.settings).resolve() if given.settings else settings.VAR.parent / "settings.env"
    if file.exists():
        return None
    hosts = answer("Names under which the program answers (SAFECONDUCT_HOSTS)", given.hosts, hosts_from)
    behind_tls = answer(
        "In front of it: tls (a proxy of yours) or onion",
        given.front,
        lambda typed: front_from(typed, hosts=hosts),
        usual="onion" if all(name.endswith(".onion") for name in hosts) else "tls",
    )
    lines = ["# Settings of Safe Conduct for its service; docs/settings.md lists all. No secrets."]
    lines += [f"SAFECONDUCT_VAR={settings.VAR}", f"SAFECONDUCT_HOSTS={','.join(hosts)}"]
    lines += ["SAFECONDUCT_BEHIND_TLS=1"] if behind_tls else []
    return file, "\n".join(lines) + "\n"


def answer(question: str, given: str | None, read: Callable[[str], Answer], *, usual: str = "") -> Answer:
    """An option counts as the answer and is refused as a whole; a typed answer is refused and asked for again."""
    if given is not None:
        return read(given.strip())
    print(f"\n{question}" + (f" [{usual}]" if usual else ""))
    while True:
        try:
            return read(input("> ").strip() or usual)
        except Refused as refused:
            print(refused)


def insist_on_yes(question: str) -> None:
    def read(typed: str) -> None:
        if typed != "yes":
            raise Refused(Refusal("Type yes to go on. To leave everything as it is, press Ctrl-C."))

    answer(question, None, read)


def _say_what_is_here(taken: Any) -> None:
    for slug, name in zip(taken.slugs, taken.names, strict=True):
        print(f"Here already: {name} ({slug}).")
    print("Founding an organisation. Ctrl-C at any question leaves everything as it is.")


# Showing


def _show_secrets(founded: Any, root: Any) -> None:
    from safeconduct.access.pinned import in_groups, written_fingerprint
    from safeconduct.access.totp import enrolment_address

    for one in founded.sign_ins:
        show_page(
            f"For {one.name} ({one.post}) alone. Shown once and kept nowhere: write it on paper.",
            f"Sign-in name   {one.name}",
            f"Passphrase     {one.passphrase}",
            f"Authenticator  {one.totp_secret}",
            f"as an address  {enrolment_address(one.totp_secret, name=one.name)}",
        )
    show_page(
        "The root secret of the organisation. Shown once and kept nowhere. Whoever has it can name new registrars;",
        "without it nobody can when the registrars are gone. Write it on paper and keep it far from this server.",
        *words_in_rows(root.secret),
        "Fingerprint of the root key, to compare after a restore. Copy it too; it is no secret:",
        *(in_groups(written_fingerprint(root.public_sign)[row : row + 32]) for row in (0, 32)),
    )
    read_back(root.secret)


def words_in_rows(secret: bytes) -> tuple[str, ...]:
    """The 24 words of a secret, numbered, six in a row, as people copy them."""
    from safeconduct.sealing.spoken import key_in_words

    words = key_in_words(secret).split()
    return tuple(
        " ".join(f"{number + 1:2} {words[number]:<9}" for number in range(row, row + 6)) for row in range(0, 24, 6)
    )


def read_back(secret: bytes) -> None:
    """At a terminal, the words that were shown are typed again until they are the same."""
    from safeconduct.sealing.spoken import Miswritten, key_from_words

    def read(typed: str) -> None:
        try:
            is_same = hmac.compare_digest(key_from_words(typed), secret)
        except Miswritten:
            is_same = False
        if not is_same:
            raise Refused(Refusal("These are not the words. Look at the paper again; to start over, press Ctrl-C."))

    if at_a_terminal():
        try:
            answer("Type the 24 words again from the paper, to be sure of them", None, read)
        finally:
            clear()


def show_page(*lines: str) -> None:
    clear()
    print("\n".join(lines), flush=True)
    if at_a_terminal():
        input("\nPress Enter when it is on paper; the screen is cleared then. ")
        clear()


def clear() -> None:
    """The screen and what the terminal remembers of it."""
    if at_a_terminal():
        print("\033[H\033[2J\033[3J", end="", flush=True)


def at_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


# Keeping


def _write_new(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as new:
        new.write(text)


def pin_all() -> int:
    """Ask of each root key that is not pinned whether it is the one on paper. 1 while one is left."""
    from safeconduct.access import lookup, pinned
    from safeconduct.jobs import instance
    from safeconduct.program import migrate

    migrate.insist_on_database()
    if not instance.is_here(settings.VAR):
        return no(f"There is no instance in {settings.VAR}. Set SAFECONDUCT_VAR to its folder.")
    migrate.migrate()
    for slug, name, root_sign in lookup.unpinned():
        print(f"\n{name} ({slug}) has the root key with this fingerprint:")
        print(f"  {pinned.in_groups(pinned.written_fingerprint(root_sign))}")
        print("Compare it with the paper from the day of founding. Is every group the same? yes or no")
        if input("> ").strip() == "yes":
            pinned.pin(settings.VAR, slug, root_sign)
            print(f"{slug} is pinned.")
    left = [slug for slug, _name, _root in lookup.unpinned()]
    if left:
        return no(f"Not pinned, so not offered: {', '.join(left)}.")
    print("Every organisation here has its root key pinned.")
    return 0
