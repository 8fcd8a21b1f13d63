"""The same cookies in Firefox, on http://localhost as the demo serves it: signing in and coming back."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.conftest import Instance, environment
from tests.journeys.walking import OWN_WORD

BROWSER = Path(__file__).parents[1] / "browser"
MISSING = [
    name
    for name, is_there in (
        ("firefox-esr", shutil.which("firefox-esr")),
        ("nodejs", shutil.which("node")),
        ("puppeteer-core (scripts/browser-parts)", (BROWSER / "node_modules" / "puppeteer-core").is_dir()),
    )
    if not is_there
]


@pytest.mark.skipif(bool(MISSING), reason=f"Firefox is NOT tested; missing: {', '.join(MISSING)}")
def test_signing_in_and_coming_back_work_in_firefox(instance: Instance, tmp_path: Path) -> None:
    one = instance.plant({"happened": "They read my post.", "own_word": OWN_WORD})[0]
    wanted = {
        "program": shutil.which("firefox-esr"),
        "address": instance.address,
        "signIn": {"name": "luka", "passphrase": instance.passphrase("luka")},
        "digits": [sys.executable, "-m", "safeconduct.program", "demo-code", "luka"],
        "words": " ".join([*one.words, OWN_WORD]),
        "message": "Written in Firefox.",
    }
    asked = tmp_path / "asked.json"
    asked.write_text(json.dumps(wanted), encoding="utf-8")
    done = subprocess.run(
        ["node", "firefox.mjs", str(asked)],
        cwd=BROWSER,
        env=environment(instance.folder),
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "afterSignIn": "/desk/",
        "onTheDesk": "Cases",
        "afterComingBack": "Your messages",
        "messages": ["Written in Firefox."],
        "afterClosing": "Come back",
        "afterLocking": "/desk/sign-in/",
    }
