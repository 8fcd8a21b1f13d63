"""Passkeys: key pairs on devices of a member's that answer a challenge by signing it. They stand for the digits, never
for the passphrase.

All that is kept of them is sealed under a key from the member's own secret, in a column of one size whether there are
any or none. Who signs in is never asked which passkeys they have: the device finds its own by the site's name.
"""

import ipaddress
import json
import secrets
import struct
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from fido2 import cbor
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    UserVerificationRequirement,
)

from safeconduct.sealing.place import place
from safeconduct.sealing.record import derived_key, seal, unseal
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import Refusal, Refused

MOST = 3
LONGEST_NAME = 40
LONGEST_CREDENTIAL = 255
ANSWERED_WITHIN = timedelta(minutes=10)
ALGORITHMS = (-7, -8, -257)  # ES256, EdDSA, RS256: what devices have; the first they know is taken
VERIFIES = UserVerificationRequirement.REQUIRED
_CHALLENGE_BYTES = 32
_LEAST_BYTES = 1100  # so that one and three passkeys, and none, are padded to the same 4 KiB
_ANSWERS_KEPT = 16
# The base point of P-256: a signature by this key proves nothing, and is checked where there is no passkey to check.
_NOBODY_S = {
    1: 2,
    3: -7,
    -1: 1,
    -2: bytes.fromhex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"),
    -3: bytes.fromhex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
}
# What a browser sent may be anything.
_MALFORMED = (
    *(ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError, RecursionError),
    *(NotImplementedError, struct.error),
)

NOT_MADE = Refusal("What your device answered does not fit. Nothing was added; try again on this page.")
KNOWN_ALREADY = Refusal("This passkey is there already. Use another device, or remove it first.")
TOO_LONG = Refusal("This device makes passkeys longer than can be kept here. Nothing was added; use another device.")


@dataclass(frozen=True)
class Site:
    """The name for which a device makes passkeys, and the origins from which its answers may come."""

    name: str
    origins: frozenset[str]


@dataclass(frozen=True)
class Answer:
    """What a browser sent: the challenge that it was given, and what the device made of it, as JSON."""

    site: Site
    challenge: bytes
    response: str = field(repr=False)


@dataclass(frozen=True)
class Passkey:
    """`public_key` as COSE. `count` of uses, as the device says; 0 when it counts nothing. `made_on` an ISO day."""

    credential: bytes
    public_key: bytes
    count: int
    name: str
    site: str
    made_on: str

    @property
    def ref(self) -> str:
        return self.credential.hex()


@dataclass(frozen=True)
class Passkeys:
    """What a member has, the oldest first; and which challenges were answered within ten minutes, with the moment."""

    keys: tuple[Passkey, ...] = ()
    answered: tuple[tuple[str, str], ...] = ()

    def with_answered(self, challenge: bytes, at: datetime) -> "Passkeys":
        recent = self.lately(at).answered
        return replace(self, answered=(*recent, (challenge.hex(), at.isoformat()))[-_ANSWERS_KEPT:])

    def lately(self, at: datetime) -> "Passkeys":
        recent = tuple(one for one in self.answered if at - datetime.fromisoformat(one[1]) < ANSWERED_WITHIN)
        return replace(self, answered=recent)


def site_of(host: str) -> Site | None:
    """`host` as the browser asked for it, with its port. None for addresses of numbers, which have no passkeys."""
    name = urlsplit(f"//{host}").hostname or ""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        # Browsers trust the machine itself without TLS, and nothing else.
        is_here = name == "localhost" or name.endswith(".localhost")
        return Site(name, frozenset({f"https://{host}", *([f"http://{host}"] if is_here else [])}))
    return None


def new_challenge() -> bytes:
    return secrets.token_bytes(_CHALLENGE_BYTES)


def as_asked(challenge: bytes) -> str:
    """As browsers and devices write it."""
    return urlsafe_b64encode(challenge).rstrip(b"=").decode()


def handle_of(member_secret: bytes) -> bytes:
    """By which a device knows that two passkeys are one member's: the newer replaces the older, so that one whose answer
    never arrived does not stay behind."""
    return derived_key(member_secret, "passkeys", "handle")


def to_be_made(challenge: bytes, site: Site, handle: bytes, known: Sequence[Passkey]) -> dict[str, Any]:
    """What the browser is asked to make: on the device under the name "desk", so that it tells nothing of the member."""
    return {
        "challenge": as_asked(challenge),
        "rp": {"id": site.name, "name": site.name},
        "user": {"id": as_asked(handle), "name": "desk", "displayName": "desk"},
        "pubKeyCredParams": [{"type": "public-key", "alg": one} for one in ALGORITHMS],
        "excludeCredentials": [{"type": "public-key", "id": as_asked(one.credential)} for one in known],
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": VERIFIES.value,
        },
        "attestation": "none",
    }


def to_be_answered(challenge: bytes, site: Site) -> dict[str, Any]:
    """What the browser is asked when somebody signs in: the same for everybody and for nobody."""
    return {"challenge": as_asked(challenge), "rpId": site.name, "userVerification": VERIFIES.value}


def made(answer: Answer, name: str, known: Passkeys, *, at: datetime) -> Passkeys:
    """What the member has with the new one. Raises Refused."""
    try:
        sent = _server(answer.site).register_complete(_state(answer), _texts_in(answer.response))
        data: Any = sent.credential_data
        public_key = cbor.encode(data.public_key)
    except _MALFORMED:
        raise Refused(NOT_MADE) from None
    if data.public_key.get(3) not in ALGORITHMS:
        raise Refused(NOT_MADE)
    if len(data.credential_id) > LONGEST_CREDENTIAL or len(public_key) > 2 * LONGEST_CREDENTIAL:
        raise Refused(TOO_LONG)
    if any(one.credential == data.credential_id for one in known.keys):
        raise Refused(KNOWN_ALREADY)
    new = Passkey(data.credential_id, public_key, 0, name, answer.site.name, at.date().isoformat())
    return replace(known, keys=(*known.keys, new)).with_answered(answer.challenge, at)


def after_answer(known: Passkeys, answer: Answer, *, at: datetime) -> Passkeys | None:
    """What is to be kept if the answer counts; None if not. One signature is checked in either case."""
    sent = _sent(answer)
    if sent is None:
        return None
    one = next((one for one in known.keys if one.credential == sent.raw_id), None)
    is_signed = _is_signed(answer, sent, _parsed(one))
    count = sent.response.authenticator_data.counter
    was_answered = any(challenge == answer.challenge.hex() for challenge, _ in known.answered)
    if one is None or not is_signed or was_answered or _goes_back(one.count, count):
        return None
    keys = tuple(replace(each, count=count) if each is one else each for each in known.keys)
    return replace(known, keys=keys).with_answered(answer.challenge, at)


def _goes_back(before: int, count: int) -> bool:
    """A device that counts must count on: else its key was copied. Many count nothing and always say 0."""
    return (before, count) != (0, 0) and count <= before


def _parsed(one: Passkey | None) -> CoseKey:
    key: Any = cbor.decode(one.public_key) if one else _NOBODY_S
    return CoseKey.parse(key)


def _texts_in(response: str) -> dict[str, Any]:
    """What a browser sent, but nothing that is no text: of a number the library would make as many bytes. Raises what
    is malformed."""
    sent = json.loads(response)
    inner = {name: value for name, value in sent["response"].items() if isinstance(value, str)}
    return {name: value for name, value in sent.items() if isinstance(value, str)} | {"response": inner}


def _sent(answer: Answer) -> AuthenticationResponse | None:
    try:
        sent: AuthenticationResponse = AuthenticationResponse.from_dict(_texts_in(answer.response))
    except _MALFORMED:
        return None
    return sent


def _is_signed(answer: Answer, sent: AuthenticationResponse, key: CoseKey) -> bool:
    try:
        credential = AttestedCredentialData.create(bytes(16), sent.raw_id, key)
        _server(answer.site).authenticate_complete(_state(answer), [credential], sent)
    except _MALFORMED:
        return False
    return True


def _server(site: Site) -> Fido2Server:
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=site.name, name=site.name), verify_origin=lambda origin: origin in site.origins
    )


def _state(answer: Answer) -> dict[str, Any]:
    return {"challenge": as_asked(answer.challenge), "user_verification": VERIFIES}


def seal_passkeys(member_secret: bytes, member: str, passkeys: Passkeys) -> bytes:
    keys = [
        {**asdict(one), "credential": _text(one.credential), "public_key": _text(one.public_key)}
        for one in passkeys.keys
    ]
    written = json.dumps({"v": 1, "keys": keys, "answered": passkeys.answered}, ensure_ascii=False).encode()
    return seal(derived_key(member_secret, "passkeys"), written.ljust(_LEAST_BYTES), place("passkeys", member))


def opened_passkeys(member_secret: bytes, member: str, sealed: bytes) -> Passkeys | None:
    try:
        written = json.loads(unseal(derived_key(member_secret, "passkeys"), sealed, place("passkeys", member)))
    except Unopened:
        return None
    keys = (
        Passkey(**{**one, "credential": b64decode(one["credential"]), "public_key": b64decode(one["public_key"])})
        for one in written["keys"]
    )
    return Passkeys(tuple(keys), tuple((challenge, moment) for challenge, moment in written["answered"]))


def _text(content: bytes) -> str:
    return b64encode(content).decode()


def refusal_to_adding(name: str, known: Passkeys) -> Refusal | None:
    if len(known.keys) >= MOST:
        return Refusal(f"You have {MOST} passkeys already. Remove one first.")
    if not name.strip():
        return Refusal("The passkey has no name yet. Write one by which you will know the device.")
    if len(name.strip()) > LONGEST_NAME:
        return Refusal(f"The name is too long. Use at most {LONGEST_NAME} characters.")
    return None
