"""The keys that a member holds during one request: their own, and those of their compartments. Never kept."""

from dataclasses import dataclass, field

from safeconduct.sealing.keys import Identity


@dataclass(frozen=True)
class HeldEpoch:
    compartment: str
    epoch: int
    identity: Identity = field(repr=False)


@dataclass(frozen=True)
class Keyring:
    member: str
    member_name: str
    organisation: str
    post: str
    post_name: str
    identity: Identity = field(repr=False)
    epochs: tuple[HeldEpoch, ...] = field(repr=False)

    @property
    def compartments(self) -> frozenset[str]:
        return frozenset(held.compartment for held in self.epochs)

    def identity_of(self, compartment: str, epoch: int) -> Identity | None:
        return next(
            (held.identity for held in self.epochs if (held.compartment, held.epoch) == (compartment, epoch)), None
        )
