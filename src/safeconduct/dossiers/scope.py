"""The parts of a dossier that are opened separately, and how a scope's key is wrapped to those who may read."""

from dataclasses import dataclass, field

from safeconduct.sealing.keys import WRAP_OVERHEAD_BYTES, Identity, fingerprint, wrap
from safeconduct.sealing.place import place
from safeconduct.sealing.record import KEY_BYTES, new_key, new_ref

SCOPES = (
    "identity",
    "contact",
    "story",
    "medical",
    "evidence_original",
    "evidence_working",
    "sources",
    "messages",
    "coordination",
    "decisions",
    "share",
)
MESSAGES = "messages"
"""The only scope that a defender's code opens."""

SOURCES = "sources"

SHARE = "share"
"""The letter that goes with a share, and what both organisations write about it: a fresh key for each share."""

_NAME_BYTES = 32
WRAP_BYTES = WRAP_OVERHEAD_BYTES + KEY_BYTES + _NAME_BYTES


@dataclass(frozen=True)
class ScopeKey:
    """One epoch of one scope: its reference (all that is in clear), its name and its key."""

    ref: str
    name: str
    key: bytes = field(repr=False)


def new_scope_key(name: str) -> ScopeKey:
    if name not in SCOPES:
        raise ValueError("There is no such scope.")
    return ScopeKey(new_ref(), name, new_key())


def wrapped_for(public_seal: bytes, dossier: str, scope: ScopeKey) -> bytes:
    """The scope's name and key sealed to one recipient, for this dossier only."""
    content = scope.key + scope.name.encode().ljust(_NAME_BYTES, b"\0")
    return wrap(public_seal, content, _where(dossier, scope.ref, public_seal))


def unwrapped(identity: Identity, public_seal: bytes, dossier: str, scope_ref: str, wrapped: bytes) -> ScopeKey:
    """Raises Unopened."""
    content = identity.unwrap(wrapped, _where(dossier, scope_ref, public_seal))
    return ScopeKey(scope_ref, content[KEY_BYTES:].rstrip(b"\0").decode(), content[:KEY_BYTES])


def _where(dossier: str, scope_ref: str, public_seal: bytes) -> bytes:
    return place("scope-key", dossier, scope_ref, fingerprint(public_seal))
