"""What somebody has written so far, kept sealed for two hours under a token that only their page holds."""

import json
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from safeconduct.sealing.place import place
from safeconduct.sealing.record import derived_key

LASTS = timedelta(hours=2)
REMEMBERED = timedelta(days=2)
"""How long it is known that somebody left, so that a browser's "send again" opens nothing."""


@dataclass(frozen=True)
class Draft:
    """`answers` by field name; `files` as stored data; `code` in hexadecimal once shown; `sent` when it went out.

    `left`: its writer pressed "Leave now"; nothing of it is kept but that.
    """

    started_at: datetime
    answers: dict[str, Any] = field(default_factory=dict, repr=False)
    files: tuple[dict[str, Any], ...] = field(default=(), repr=False)
    code: str = field(default="", repr=False)
    form: str = ""
    sent: dict[str, Any] | None = field(default=None, repr=False)
    left: bool = False

    @property
    def is_over(self) -> bool:
        """Sent or left: nothing that is typed now may change it."""
        return self.sent is not None or self.left

    def with_answers(self, answers: dict[str, Any]) -> "Draft":
        return replace(self, answers={**self.answers, **answers})

    def with_files(self, files: tuple[dict[str, Any], ...]) -> "Draft":
        return replace(self, files=files)

    def with_code(self, code: str, form: str) -> "Draft":
        return replace(self, code=code, form=form)

    def after_sending(self, sent: dict[str, Any]) -> "Draft":
        """Only the receipt stays: what was written is now in the dossier and nowhere else."""
        return Draft(self.started_at, form=self.form, sent=sent)

    def after_leaving(self, at: datetime) -> "Draft":
        return Draft(at, left=True)

    def lives_at(self, at: datetime) -> bool:
        return at < self.started_at + (REMEMBERED if self.left else LASTS)

    @property
    def gone_by(self) -> datetime:
        """The full hour after which its row is swept away."""
        end = self.started_at + (REMEMBERED if self.left else LASTS) + timedelta(hours=1)
        return end.replace(minute=0, second=0, microsecond=0)

    def as_bytes(self) -> bytes:
        written = {**vars(self), "started_at": self.started_at.isoformat(), "v": 1}
        return json.dumps(written, ensure_ascii=False).encode()


def draft_from(body: bytes) -> Draft:
    written = json.loads(body)
    written.pop("v")
    return Draft(
        **{
            **written,
            "started_at": datetime.fromisoformat(written["started_at"]),
            "files": tuple(written["files"]),
        }
    )


TOKEN_LENGTH = 64


def new_token() -> str:
    return secrets.token_hex(TOKEN_LENGTH // 2)


def row_of(token: str) -> str:
    return sha256(b"sc1/draft-row" + token.encode()).hexdigest()


def key_of(token: str) -> bytes:
    return derived_key(token.encode(), "draft")


def draft_place(token: str) -> bytes:
    return place("draft", row_of(token))
