"""The parts of a dossier that are opened separately, and how a scope's key is wrapped to those who may read."""

from dataclasses import dataclass, field

from safeconduct.dossiers.reach import NOWHERE, Reach, reach_from
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
_NAME_END = KEY_BYTES + _NAME_BYTES
WRAP_BYTES = WRAP_OVERHEAD_BYTES + _NAME_END


@dataclass(frozen=True)
class ScopeKey:
    """One epoch of one scope: its reference (all that is in clear), its name and its key. `reach` stands beside it in
    the wrap to the office that holds the dossier."""

    ref: str
    name: str
    key: bytes = field(repr=False)
    reach: Reach = field(default=NOWHERE, repr=False, compare=False)


def new_scope_key(name: str) -> ScopeKey:
    if name not in SCOPES:
        raise ValueError("There is no such scope.")
    return ScopeKey(new_ref(), name, new_key())


def wrapped_for(public_seal: bytes, dossier: str, scope: ScopeKey, *, reach: Reach | None = None) -> bytes:
    """The scope's name and key sealed to one recipient, for this dossier only; to the office that holds it with how far
    its chain reached."""
    content = scope.key + scope.name.encode().ljust(_NAME_BYTES, b"\0") + (reach.as_bytes() if reach else b"")
    return wrap(public_seal, content, _where(dossier, scope.ref, public_seal))


def unwrapped(identity: Identity, public_seal: bytes, dossier: str, scope_ref: str, wrapped: bytes) -> ScopeKey:
    """Raises Unopened."""
    content = identity.unwrap(wrapped, _where(dossier, scope_ref, public_seal))
    key, name, reach = content[:KEY_BYTES], content[KEY_BYTES:_NAME_END], content[_NAME_END:]
    return ScopeKey(scope_ref, name.rstrip(b"\0").decode(), key, reach_from(reach))


def _where(dossier: str, scope_ref: str, public_seal: bytes) -> bytes:
    return place("scope-key", dossier, scope_ref, fingerprint(public_seal))
