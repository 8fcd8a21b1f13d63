"""The box behind a code: which dossiers it leads to. Sealed to the code itself, so only the code can tell."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from safeconduct.sealing.code import Code
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.place import place


@dataclass(frozen=True)
class BoxDossier:
    """A dossier behind the code and the compartment that it was sealed to; no row can point it elsewhere."""

    dossier: str
    compartment: str


@dataclass(frozen=True)
class Box:
    kept: tuple[BoxDossier, ...] = ()

    def as_bytes(self) -> bytes:
        return json.dumps({"v": 1, "kept": [[one.dossier, one.compartment] for one in self.kept]}).encode()


def box_from(body: bytes) -> Box:
    return Box(tuple(BoxDossier(*one) for one in json.loads(body)["kept"]))


def box_place(locator: str) -> bytes:
    return place("box", locator)


@dataclass(frozen=True)
class Holder:
    """Whose code it is and what came with it: the defender with a word of their own, or a relay without one."""

    code: Code = field(repr=False)
    own_word: str = field(default="", repr=False)
    staff_saw_it: bool = False

    @cached_property
    def own(self) -> Identity:
        return self.code.identity_with(self.own_word)

    def arrival(self) -> dict[str, Any]:
        """The public keys that the office needs: to tell how far things are, and to know the defender's signature."""
        alone = self.code.identity()
        keys = {"alone": {"seal": alone.public_seal.hex(), "sign": alone.public_sign.hex()}}
        if self.own_word:
            keys["own"] = {"seal": self.own.public_seal.hex(), "sign": self.own.public_sign.hex()}
        return {"keys": keys, "relay": not self.own_word, "staff_saw_code": self.staff_saw_it}
