"""Founding on a server: each secret is shown once and kept nowhere; whoever stops before the end leaves nothing."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time

import pytest
from django.utils import timezone

from safeconduct.access import lookup, pinned
from safeconduct.access.desk import signing_in
from safeconduct.access.models import Member
from safeconduct.access.totp import code_at
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.spoken import key_from_words
from safeconduct.web import boot
from tests.at_rest.running import environment

pytestmark = [pytest.mark.slow, pytest.mark.about_sqlite("tests/postgresql/test_programs.py has it for a server")]

ANSWERS = (
    *("Lantern House", "lantern", "", "24", "none", "07:00-22:00", "Europe/Brussels", "", "rita, pavel: Board member"),
    *("oskar: Protection officer, amira", "vito", "help.example", "tls", "yes"),
)
OPTIONS = (
    *(
        "--name",
        "Lantern House",
        "--short-name",
        "lantern",
        "--kind",
        "network",
        "--reads-within",
        "24",
        "--urgent-within",
        "2",
    ),
    *("--staffed", "none", "--time-zone", "UTC", "--compartments", "Protection=requests,Auditors=auditors"),
    *("--registrars", "rita, pavel", "--members", "Protection=oskar, amira", "--members", "Auditors=vito"),
    *("--hosts", "abc.onion", "--front", "onion", "--yes"),
)
COMMAND = (sys.executable, "-m", "safeconduct.program")


@pytest.fixture
def home(tmp_path):
    (tmp_path / "temporary").mkdir()
    return tmp_path


def start(home, *options, typed=(), command="start"):
    """As in a script: what it asks is answered through a pipe, what it says goes into another."""
    return subprocess.run(
        [*COMMAND, command, *options],
        input="".join(f"{answer}\n" for answer in typed),
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def left_in(home):
    return sorted(path.name for path in home.rglob("*") if path.name != "temporary")


def sign_ins(said):
    found = re.findall(r"Sign-in name   (\S+)\nPassphrase     (.+)\nAuthenticator  (\S+)\n", said)
    return {name: (passphrase, totp) for name, passphrase, totp in found}


def root_words(said):
    numbered = dict(re.findall(r"(?<!\w)(\d\d?) ([a-z]+)", said.split("The root secret")[1].split("Fingerprint")[0]))
    return " ".join(numbered[str(number)] for number in range(1, 25))


def test_it_is_founded_step_by_step_and_everybody_can_sign_in(home, embedded, monkeypatch):
    done = start(home, typed=ANSWERS)
    assert done.returncode == 0, done.stderr
    known = sign_ins(done.stdout)
    assert set(known) == {"rita", "pavel", "oskar", "amira", "vito"}
    with embedded.moved_to(home / "var", monkeypatch):
        assert [office.slug for office in lookup.offices()] == ["lantern"]
        office = lookup.office("lantern")
        assert (office.reads_within_hours, office.urgent_within_hours, office.time_zone) == (
            24,
            None,
            "Europe/Brussels",
        )
        for name, (passphrase, totp) in known.items():
            digits = code_at(totp, at=timezone.now())
            assert signing_in.sign_in(name, passphrase, digits, boot_secret=boot.secret(), at=timezone.now()), name
        roles = {one.name: lookup.certified_member(one.organisation, one.ref).role for one in Member.objects.all()}
        assert sorted(roles.values()) == ["auditor", "officer", "officer", "registrar", "registrar"]
        assert lookup.recipient_for(office.ref, "requests") and lookup.recipient_for(office.ref, "auditors")
        root = key_from_words(root_words(done.stdout))
        assert pinned.pins(home / "var") == {"lantern": pinned.written_fingerprint(Identity(root).public_sign)}
        assert pinned.in_groups(pinned.pins(home / "var")["lantern"])[:39] in done.stdout


def test_nothing_that_was_shown_is_on_the_disk(home):
    done = start(home, typed=ANSWERS)
    stored = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert b"Lantern House" in stored and b"oskar" in stored, "the search is blind"
    shown = [secret for pair in sign_ins(done.stdout).values() for secret in pair]
    root = key_from_words(root_words(done.stdout))
    for secret in (*shown, root_words(done.stdout), root.hex()):
        assert secret.encode() not in stored
    assert root not in stored
    assert (home / "settings.env").read_text().splitlines()[1:] == [
        f"SAFECONDUCT_VAR={home / 'var'}",
        "SAFECONDUCT_HOSTS=help.example",
        "SAFECONDUCT_BEHIND_TLS=1",
    ]
    modes = {path.name: path.stat().st_mode & 0o777 for path in (home / "var", home / "settings.env")}
    assert modes == {"var": 0o700, "settings.env": 0o600}


@pytest.mark.parametrize("answers", [0, 1, 7, 9, len(ANSWERS) - 1])
def test_whoever_stops_at_a_question_leaves_nothing(home, answers):
    done = start(home, typed=ANSWERS[:answers])
    assert done.returncode == 1 and "Nothing was founded" in done.stderr
    assert left_in(home) == []


def test_a_bad_answer_is_refused_with_a_sentence_and_asked_again(home):
    typed = ("H", *ANSWERS[:1], "Lantern!", *ANSWERS[1:8], "rita", *ANSWERS[8:-1], "y", "yes")
    done = start(home, typed=typed)
    assert done.returncode == 0, done.stderr
    for sentence in ("needs 2 to 200 letters", "small letters a to z", "two registrars at least", "Type yes to go on"):
        assert sentence in done.stdout


def test_options_answer_everything_and_a_bad_one_ends_it(home):
    bad = start(home, *OPTIONS, "--time-zone", "Mars")
    assert bad.returncode == 1 and "time zone" in bad.stderr and left_in(home) == []
    done = start(home, *OPTIONS)
    assert done.returncode == 0, done.stderr
    assert "> " not in done.stdout
    assert "SAFECONDUCT_BEHIND_TLS" not in (home / "settings.env").read_text()


def test_a_second_organisation_stands_beside_the_first(home, embedded, monkeypatch):
    start(home, *OPTIONS)
    before = (home / "settings.env").read_text()
    same = start(home, *OPTIONS)
    assert same.returncode == 1 and "here already" in same.stderr
    more = ("--name", "Mill Circle", "--short-name", "mill", "--registrars", "una, udo", "--members", "Protection=uma")
    taken = start(home, *OPTIONS, *more, "--members", "Auditors=vito")
    assert taken.returncode == 1 and "vito already" in taken.stderr
    done = start(home, *OPTIONS, *more, "--members", "Auditors=ute")
    assert done.returncode == 0 and "Here already: Lantern House (lantern)" in done.stdout
    assert (home / "settings.env").read_text() == before
    with embedded.moved_to(home / "var", monkeypatch):
        assert [office.slug for office in lookup.offices()] == ["lantern", "mill"]


def test_secrets_do_not_go_into_a_file(home):
    with (home / "said").open("w") as said:
        done = subprocess.run(
            [*COMMAND, "start", *OPTIONS],
            env=environment(home),
            stdout=said,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1 and "into a file" in done.stderr
    assert left_in(home) == ["said"] and (home / "said").read_text() == ""


def test_without_the_pins_nothing_is_served_until_somebody_compared_them(home):
    start(home, *OPTIONS)
    (home / "var" / pinned.FILE).unlink()
    served = start(home, "--port", "0", command="serve")
    assert served.returncode == 1 and "safeconduct start --pin" in served.stderr
    refused = start(home, "--pin", typed=["no"])
    assert refused.returncode == 1 and not (home / "var" / pinned.FILE).exists()
    done = start(home, "--pin", typed=["yes"])
    assert done.returncode == 0 and "lantern is pinned" in done.stdout
    fingerprint = pinned.pins(home / "var")["lantern"]
    assert pinned.in_groups(fingerprint) in done.stdout


class Terminal:
    """A person at a terminal."""

    def __init__(self, home, *options):
        self.pid, self.line = pty.fork()
        if self.pid == 0:
            # A run in the background of a script ignores Ctrl-C, and so would everything that it starts.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execve(sys.executable, [*COMMAND, "start", *options], environment(home))
        self.seen = ""

    def read_until(self, text, seconds=60):
        self._read(text, seconds)
        assert text in self.seen, self.seen[-500:]
        before, _, self.seen = self.seen.partition(text)
        return before

    def _read(self, text, seconds):
        until = time.monotonic() + seconds
        while text not in self.seen and select.select([self.line], [], [], max(0.0, until - time.monotonic()))[0]:
            try:
                self.seen += os.read(self.line, 65536).decode(errors="replace").replace("\r\n", "\n")
            except OSError:
                break

    def type(self, text):
        os.write(self.line, text.encode())

    def press_ctrl_c_until(self, text):
        """Once is not always enough: a key that comes just before the program begins to wait for one is not heard."""
        for _ in range(20):
            self.type("\x03")
            self._read(text, seconds=2)
            if text in self.seen:
                break
        self.read_until(text)

    def ended(self):
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


CLEARED = "\033[H\033[2J\033[3J"


def test_at_a_terminal_each_page_is_alone_and_the_paper_is_checked(home):
    terminal = Terminal(home, *OPTIONS)
    for _ in range(5):
        page = terminal.read_until("Press Enter")
        assert CLEARED in page and page.count("Passphrase") == 1
        assert left_in(home) != [] and not (home / "var" / pinned.FILE).exists()
        terminal.type("\n")
    page = terminal.read_until("Press Enter")
    words = root_words(page)
    terminal.type("\n")
    assert CLEARED in terminal.read_until("Type the 24 words again")
    terminal.type(f"{words.replace(words.split()[3], 'zoo', 1)}\n")
    terminal.read_until("These are not the words")
    terminal.type(f"{words}\n")
    terminal.read_until("is founded")
    assert terminal.ended() == 0


def test_ctrl_c_while_the_secrets_are_shown_leaves_nothing(home):
    terminal = Terminal(home, *OPTIONS)
    terminal.read_until("Press Enter")
    terminal.type("\n")
    terminal.read_until("Press Enter")
    terminal.press_ctrl_c_until("Nothing was founded")
    assert terminal.ended() == 1
    assert left_in(home) == []
