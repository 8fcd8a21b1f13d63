"""Published test vectors, run through the functions that the house itself calls wherever they let a vector in."""

import hmac
import json
from hashlib import sha3_256, sha256
from pathlib import Path

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite
from nacl.pwhash import argon2id

from safeconduct.sealing import keys, passphrase, record
from safeconduct.sealing.keys import public_seal_key, signed_by, unwrap
from safeconduct.sealing.place import place
from safeconduct.sealing.record import derived_key, unwrap_key

VECTORS = Path(__file__).parent / "vectors"
MLKEM_CIPHERTEXT_BYTES = 1088


def cases(name):
    held = json.loads((VECTORS / name).read_text())
    return [
        pytest.param({key: _bytes(value) for key, value in case.items()}, id=f"{name.removesuffix('.json')} {number}")
        for number, case in enumerate(held["cases"], start=1)
    ]


def _bytes(value):
    if isinstance(value, str):
        return bytes.fromhex(value)
    return {key: _bytes(inner) for key, inner in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("vector", cases("hpke_x25519.json"))
def test_the_library_opens_the_vector_of_the_hpke_standard(vector):
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
    recipient = X25519PrivateKey.from_private_bytes(vector["skRm"])
    assert opened_by_library(suite, vector, recipient) == vector["encryption"]["pt"]


@pytest.mark.parametrize("vector", cases("hpke_xwing.json"))
def test_our_suite_and_keys_open_the_vector_of_post_quantum_hpke(vector):
    assert public_seal_key(vector["skRm"]) == vector["pkRm"]
    mlkem, x25519 = keys._seal_parts(vector["skRm"])
    recipient = MLKEM768X25519PrivateKey(mlkem, x25519)
    assert opened_by_library(keys._SUITE, vector, recipient) == vector["encryption"]["pt"]


@pytest.mark.parametrize("vector", cases("xwing.json"))
def test_a_seed_has_the_public_key_that_the_xwing_draft_gives(vector):
    assert public_seal_key(vector["seed"]) == vector["pk"]


@pytest.mark.parametrize("vector", cases("xwing.json"))
def test_a_seed_finds_the_shared_secret_that_the_xwing_draft_gives(vector):
    mlkem, x25519 = keys._seal_parts(vector["seed"])
    assert combined(mlkem, x25519, vector["ct"]) == vector["ss"]


@pytest.mark.parametrize("vector", cases("xwing.json"))
def test_unwrap_opens_what_was_sealed_under_the_shared_secret_of_the_xwing_draft(vector):
    at = place("here", 1)
    key, nonce = hpke_schedule(vector["ss"], at)
    wrapped = vector["ct"] + ChaCha20Poly1305(key).encrypt(nonce, b"a scope key", b"")
    assert unwrap(vector["seed"], wrapped, at) == b"a scope key"


@pytest.mark.parametrize("vector", cases("hpke_xwing.json"))
def test_the_key_schedule_of_this_file_is_that_of_the_vector(vector):
    assert hpke_schedule(vector["shared_secret"], vector["info"]) == (vector["key"], vector["base_nonce"])


@pytest.mark.parametrize("vector", cases("aes_256_gcm_siv.json"))
def test_records_are_sealed_with_the_cipher_of_rfc_8452(vector, monkeypatch):
    sealed = vector["nonce"] + vector["ct"]
    assert unwrap_key(vector["key"], sealed, vector["aad"]) == vector["pt"]
    monkeypatch.setattr(record.secrets, "token_bytes", lambda size: vector["nonce"][:size])
    assert record.wrap_key(vector["key"], vector["pt"], vector["aad"]) == sealed


@pytest.mark.parametrize("vector", cases("aes_256_gcm.json"))
def test_what_is_sealed_together_is_sealed_with_the_published_cipher(vector, monkeypatch):
    sealed = vector["nonce"] + vector["ct"]
    given = iter((vector["key"], vector["nonce"]))
    monkeypatch.setattr(record.secrets, "token_bytes", lambda _size: next(given))
    monkeypatch.setattr(record, "pad", lambda body: body)
    monkeypatch.setattr(record, "unpad", lambda body: body)
    assert record.sealed_together([(vector["pt"], vector["aad"])]) == (vector["key"], [sealed])
    assert record.unseal_one(vector["key"], sealed, vector["aad"]) == vector["pt"]


@pytest.mark.parametrize("vector", cases("argon2id.json"))
def test_the_library_computes_the_vector_of_rfc_9106(vector):
    argon2 = passphrase.Argon2id(
        salt=vector["salt"],
        length=len(vector["output"]),
        iterations=3,
        lanes=4,
        memory_cost=32,
        ad=vector["ad"],
        secret=vector["secret"],
    )
    assert argon2.derive(vector["pass"]) == vector["output"]


@pytest.mark.slow
def test_another_library_stretches_a_passphrase_to_the_same_root():
    salt = bytes(range(16))
    expected = argon2id.kdf(32, b"zoo zebra you", salt, opslimit=3, memlimit=64 * 1024 * 1024)
    assert passphrase._root("zoo zebra you", salt) == expected


@pytest.mark.parametrize("vector", cases("ed25519.json"))
def test_statements_are_signed_as_rfc_8032_says(vector):
    signing = keys._signing_key(vector["seed"])
    assert signing.public_key().public_bytes_raw() == vector["public"]
    assert signing.sign(vector["message"]) == vector["signature"]
    assert signed_by(vector["public"], vector["signature"], vector["message"])
    assert not signed_by(vector["public"], vector["signature"], vector["message"] + b".")


def test_keys_are_derived_as_rfc_5869_says():
    # Extract with a salt of zeros, then the first block of expand.
    extracted = hmac.digest(bytes(32), b"a secret of full strength", "sha256")
    expected = hmac.digest(extracted, place("purpose", "part", 7) + b"\x01", "sha256")
    assert derived_key(b"a secret of full strength", "purpose", "part", 7) == expected


def opened_by_library(suite, vector, recipient):
    # The public call takes no associated data; the one that the library's own tests use does.
    sealed = vector["enc"] + vector["encryption"]["ct"]
    return openssl.hpke._decrypt_with_aad(suite, sealed, recipient, vector["info"], vector["encryption"]["aad"])


def combined(mlkem: MLKEM768PrivateKey, x25519: X25519PrivateKey, ciphertext):
    """The combiner of X-Wing, section 5.3 of the draft."""
    to_mlkem, to_x25519 = ciphertext[:MLKEM_CIPHERTEXT_BYTES], ciphertext[MLKEM_CIPHERTEXT_BYTES:]
    return sha3_256(
        mlkem.decapsulate(to_mlkem)
        + x25519.exchange(X25519PublicKey.from_public_bytes(to_x25519))
        + to_x25519
        + x25519.public_key().public_bytes_raw()
        + b"\\.//^\\"
    ).digest()


def hpke_schedule(shared_secret, info):
    """The key and nonce of RFC 9180, section 5.1, base mode, for X-Wing, HKDF-SHA256 and ChaCha20-Poly1305."""
    suite = b"HPKE" + bytes.fromhex("647a00010003")

    def extract(salt, label, material):
        return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, sha256)

    def expand(secret, label, context, length):
        said = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context
        return hmac.digest(secret, said + b"\x01", sha256)[:length]

    context = b"\x00" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    secret = extract(shared_secret, b"secret", b"")
    return expand(secret, b"key", context, 32), expand(secret, b"base_nonce", context, 12)
