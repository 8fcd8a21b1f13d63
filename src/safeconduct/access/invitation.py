"""An invitation: a code that is handed over in person opens, once and for a week, the way to an account.

What it says is sealed under the code. Nobody can join with the database alone, and nobody learns from it which root
key the invited person is to trust.
"""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from hashlib import sha256

from safeconduct.sealing.code import Code
from safeconduct.sealing.place import place
from safeconduct.sealing.record import derived_key, seal, unseal
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import Refusal

VALID_FOR = timedelta(days=7)
ROLES = ("officer", "auditor")
"""What two registrars may certify; only the root key makes a registrar."""

LONGEST_NAME = 64


@dataclass(frozen=True)
class Joining:
    """What a person who joins is shown, and must show that they keep. It exists in their page alone."""

    name: str
    passphrase: str = field(repr=False)
    totp_secret: str = field(repr=False)


@dataclass(frozen=True)
class Invited:
    """Who is to join. `member` is their reference to be, `root` the fingerprint of the organisation's root key."""

    organisation: str
    member: str
    name: str
    post: str
    role: str
    root: str

    def as_bytes(self) -> bytes:
        return json.dumps({"v": 1, **asdict(self)}).encode()


def invited_from(body: bytes) -> Invited:
    written = json.loads(body)
    del written["v"]
    return Invited(**written)


def account_name(typed: str) -> str:
    """As it is kept and compared when somebody signs in."""
    return typed.strip().casefold()


def locator_of(code: Code) -> str:
    """Under what the row is found; it does not lead back to the code."""
    return sha256(derived_key(code.bits, "invitation", "locator")).hexdigest()


def key_of(code: Code) -> bytes:
    return derived_key(code.bits, "invitation", "key")


def invitation_place(locator: str) -> bytes:
    return place("invitation", locator)


def kept_in_page(code: Code, joining: Joining, boot_secret: bytes) -> str:
    """What a person who joins has been shown, sealed so that only this running server can take it back."""
    written = {"v": 1, "code": code.bits.hex(), **asdict(joining)}
    key = derived_key(boot_secret, "joining")
    return seal(key, json.dumps(written).encode(), place("joining")).hex()


def taken_back(kept: str, boot_secret: bytes) -> tuple[Code, Joining] | None:
    try:
        key = derived_key(boot_secret, "joining")
        written = json.loads(unseal(key, bytes.fromhex(kept), place("joining")))
    except (Unopened, ValueError):
        return None
    joining = Joining(written["name"], written["passphrase"], written["totp_secret"])
    return Code(bytes.fromhex(written["code"])), joining


def refusal_to_inviting(name: str, role: str, *, taken: Collection[str], has_post: bool) -> Refusal | None:
    if not account_name(name):
        return Refusal("There is no name yet. Type the name that the person will sign in with.")
    if len(account_name(name)) > LONGEST_NAME:
        return Refusal(f"The name is too long. Choose one of at most {LONGEST_NAME} letters.")
    if account_name(name) in taken:
        return Refusal("An account or an invitation has this name already. Choose another name.")
    if role not in ROLES:
        return Refusal("There is no such role here. Choose one of the list.")
    if not has_post:
        return Refusal("No open post is chosen. Choose one; if it is not on the list, create it under People first.")
    return None
