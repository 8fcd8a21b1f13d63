"""A device with passkeys, in software: makes key pairs and answers challenges as phones and security keys do."""

import hashlib
import json
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from secrets import token_bytes

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

SITE, ORIGIN = "localhost", "http://localhost"
PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


def text(content):
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def content(text):
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Device:
    """`counts`: whether it counts its uses; many say 0 always. `flags`: what it says of the person before it.
    `key_sent`: a public key in COSE that it sends instead of its own."""

    site: str = SITE
    counts: bool = True
    count: int = 0
    flags: int = PRESENT | VERIFIED
    credential: bytes = field(default_factory=lambda: token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()), repr=False)
    key_sent: dict | None = None

    def make(self, challenge, *, origin=ORIGIN):
        """`challenge` as the page writes it."""
        key = cbor.encode(self.key_sent or ES256.from_cryptography_key(self.key.public_key()))
        attested = bytes(16) + struct.pack(">H", len(self.credential)) + self.credential + key
        said = cbor.encode({"fmt": "none", "attStmt": {}, "authData": self._data(HAS_KEY) + attested})
        client = self._client("webauthn.create", challenge, origin)
        return self._response({"clientDataJSON": text(client), "attestationObject": text(said)})

    def answer(self, challenge, *, origin=ORIGIN):
        self.count += self.counts
        data, client = self._data(0), self._client("webauthn.get", challenge, origin)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._response({name: text(part) for name, part in parts.items()})

    def _data(self, more_flags):
        return hashlib.sha256(self.site.encode()).digest() + struct.pack(">BI", self.flags | more_flags, self.count)

    def _client(self, kind, challenge, origin):
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()

    def _response(self, parts):
        own = text(self.credential)
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": parts})
