"""What the first version wrote, every later version reads: codes on paper and rows in backups do not change with us.

`vectors/formats.json` was made by the code itself. It may be made anew only before the first release.
"""

import json
from io import BytesIO
from pathlib import Path

import pytest

from safeconduct.sealing.backup_key import OpenedArtefact, public_half
from safeconduct.sealing.chain import START, link
from safeconduct.sealing.code import Code, read, sign, written
from safeconduct.sealing.keys import Identity, fingerprint, signed_by, unwrap
from safeconduct.sealing.passphrase import Slot, Slots, open_slots
from safeconduct.sealing.place import place
from safeconduct.sealing.record import derived_key, unseal, unwrap_key
from safeconduct.sealing.session_key import row_of, session_key
from safeconduct.sealing.stream import frames_of, opened

KEPT = json.loads((Path(__file__).parent / "vectors" / "formats.json").read_text())
KEY, AT = bytes(range(32)), place("kind", "part", 7, b"bytes")
CODE, HOLDER = Code(bytes(range(16))), Identity(KEY)
CONTENT = b"what was sealed with the first version"


def kept(name):
    return bytes.fromhex(KEPT[name])


@pytest.mark.parametrize("form", ["en", "fr", "es", "digits"])
def test_a_code_on_paper_is_written_and_read_as_it_was(form):
    assert " ".join(written(CODE, form)) == KEPT["code"][form]
    assert list(sign(CODE, form)) == KEPT["sign"][form]
    assert read(KEPT["code"][form] + " Rose").code == CODE


@pytest.mark.parametrize(
    ("name", "made_now"),
    [
        ("place", AT),
        ("link", link(START, "kind", "part", 7)),
        ("derived key", derived_key(KEY, "purpose", "part")),
        ("locator", bytes.fromhex(CODE.locator())),
        ("keys of the code alone", CODE.identity().secret),
        ("keys with an own word", CODE.identity_with("Rose").secret),
        ("fingerprint of a sealing key", fingerprint(HOLDER.public_seal)),
        ("signing key", HOLDER.public_sign),
        ("backup key in its file", bytes.fromhex(public_half(KEY).written().split()[0])),
        ("session key", session_key("ab" * 32, KEY)),
        ("session row", bytes.fromhex(row_of("ab" * 32))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_same_secret_makes_the_same_bytes_as_it_did(name, made_now):
    assert made_now == kept(name)


def test_what_was_sealed_still_opens():
    assert unseal(KEY, kept("record"), AT) == CONTENT
    assert unwrap_key(KEY, kept("wrapped key"), AT) == CONTENT
    assert unwrap(HOLDER.seal_seed, kept("wrap"), AT) == CONTENT
    assert b"".join(opened(KEY, frames_of(BytesIO(kept("file")).read), AT, size=len(CONTENT))) == CONTENT
    assert OpenedArtefact(KEY, BytesIO(kept("artefact")), "data-20260601T120000Z").read(len(CONTENT)) == CONTENT
    assert signed_by(HOLDER.public_sign, kept("signature"), CONTENT)


@pytest.mark.slow
def test_a_passphrase_still_opens_its_slots():
    slots = Slots(
        member="member",
        salt=kept("salt"),
        first=Slot(kept("first verifier"), kept("first secret")),
        second=Slot(kept("second verifier"), kept("second secret")),
    )
    assert open_slots(slots, "zoo zebra you").secret == CONTENT
