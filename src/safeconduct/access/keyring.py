"""The keys that a member holds during one request: their own, and those of their compartments. Never kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from safeconduct.access.office import Office
from safeconduct.access.register import REGISTRAR
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.spoken import fingerprint_words
from safeconduct.vocabulary.refusal import Refusal


@dataclass(frozen=True)
class HeldEpoch:
    compartment: str
    epoch: int
    identity: Identity = field(repr=False)


@dataclass(frozen=True)
class Keyring:
    """`role` is what a certificate says of the member today; empty when none stands, until (ISO) its last day.
    `compartment_names` and `duties` are those of the compartments whose newest epoch is held, by reference."""

    member: str
    member_name: str
    organisation: str
    post: str
    post_name: str
    identity: Identity = field(repr=False)
    epochs: tuple[HeldEpoch, ...] = field(repr=False)
    role: str = ""
    until_day: str = ""
    office: Office | None = None
    compartment_names: Mapping[str, str] = field(default_factory=dict)
    duties: Mapping[str, str] = field(default_factory=dict)

    @property
    def office_name(self) -> str:
        return self.office.name if self.office else ""

    @property
    def is_registrar(self) -> bool:
        return self.role == REGISTRAR

    @property
    def fingerprint(self) -> tuple[str, ...]:
        """The words of the member's true keys, whatever the database says they are."""
        return fingerprint_words(self.identity.public_seal, self.identity.public_sign)

    @property
    def compartments(self) -> frozenset[str]:
        return frozenset(held.compartment for held in self.epochs)

    def identity_of(self, compartment: str, epoch: int) -> Identity | None:
        return next(
            (held.identity for held in self.epochs if (held.compartment, held.epoch) == (compartment, epoch)), None
        )

    @property
    def newest(self) -> tuple[HeldEpoch, ...]:
        """The newest of each compartment, in the order of their references."""
        held = {one.compartment: one for one in sorted(self.epochs, key=lambda one: one.epoch)}
        return tuple(held[compartment] for compartment in sorted(held))

    def newest_of(self, compartment: str) -> HeldEpoch | None:
        held = [one for one in self.epochs if one.compartment == compartment]
        return max(held, key=lambda one: one.epoch, default=None)


def refusal_to_signing(keyring: Keyring) -> Refusal | None:
    """Why nothing may be signed with these keys today."""
    if not keyring.role:
        return Refusal(
            "No certificate stands for your keys today, so nothing that you write would count. "
            "Ask two administrators to certify you; then write it again."
        )
    return None
