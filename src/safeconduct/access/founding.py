"""What is needed to found an organisation: who its people are and what they get to take away, once."""

from dataclasses import dataclass, field
from datetime import time


@dataclass(frozen=True)
class Promise:
    """What an organisation promises in public: hours until somebody reads, and the hours it is staffed."""

    reads_within_hours: int = 24
    urgent_within_hours: int | None = None
    staffed_from: time | None = None
    staffed_until: time | None = None
    time_zone: str = "UTC"


@dataclass(frozen=True)
class Person:
    """A member to be: sign-in name, post and the compartments that the post belongs to (by name)."""

    name: str
    post: str
    role: str = "officer"
    compartments: tuple[str, ...] = ()


@dataclass(frozen=True)
class SignIn:
    """What a member takes away. Nobody can show it again."""

    name: str
    post: str
    passphrase: str = field(repr=False)
    totp_secret: str = field(repr=False)


@dataclass(frozen=True)
class Founded:
    organisation: str
    root_secret: bytes = field(repr=False)
    sign_ins: tuple[SignIn, ...] = field(repr=False)
