"""A form of the desk counts once: pressed twice, or sent again after a lost reply, it puts nothing more in.

The door says which form a request brings. The first verb that writes notes it in its own transaction, so that of two
that come at once one waits and then finds the note; where a verb is refused, nothing is noted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from safeconduct.intake.desk.asking import first_time
from safeconduct.vocabulary.refusal import Refusal, Refused

SENT_BEFORE = Refusal("This form was sent already, and what it says was put in, once. Open the page anew to go on.")


@dataclass
class _Form:
    """`token` is nowhere but in the page that was shown."""

    token: str = field(repr=False)
    is_ours: bool = False


_sent: ContextVar[_Form | None] = ContextVar("sent", default=None)


@contextmanager
def counting_once(token: str) -> Iterator[None]:
    """What is written in here comes with the form of this token; with "" it comes with none."""
    before = _sent.set(_Form(token) if token else None)
    try:
        yield
    finally:
        _sent.reset(before)


def insist_on_first_time(*, at: datetime) -> None:
    """In the transaction of what the form asks for; also for the further ones of one form. Raises Refused."""
    form = _sent.get()
    if form is None:
        return
    if not first_time(form.token, at=at) and not form.is_ours:
        raise Refused(SENT_BEFORE)
    form.is_ours = True
