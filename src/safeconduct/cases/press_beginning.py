"""What a note for the press begins with: the sentences of the draft that was kept, and what is public of the case already.

Where there is no draft it begins from codes alone. An officer reads it, changes it, and only then keeps it.
"""

import re

from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.draft import LANGUAGES, Draft, drafts, labels_in, lines_of
from safeconduct.cases.press_note import MOST_BACKGROUND, PressBackground, PressNote
from safeconduct.cases.published_statement import published_statements, violations_of, wording_of

ASKS = ("release", "case")
"""The lines of a draft that are worth quoting: what it asks for."""

_END = re.compile(r"(?<=[.!?؟])\s+")


def beginning(case: CaseFile, *, post: str) -> PressNote:
    """`post` is whom the press would ask."""
    draft = next(reversed(drafts(case.written)), None)
    return PressNote(
        "",
        "",
        draft.language if draft and draft.language in LANGUAGES else "en",
        _sentences(draft.text) if draft else _from_codes(case),
        _asks(draft) if draft else "",
        background=_public(case),
        post=post,
    )


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(" ".join(one.split()) for one in _END.split(text) if one.strip())


def _asks(draft: Draft) -> str:
    def asks(sentence: str) -> bool:
        return any(line.is_there for line in lines_of(sentence, draft.language) if line.kind.value in ASKS)

    return next((one for one in _sentences(draft.text) if asks(one)), "")


def _from_codes(case: CaseFile) -> tuple[str, ...]:
    """Of kinds of violation alone: a place or a day could lead to the person."""
    kinds = wording_of(violations_of(case.written))
    return (f"We follow with concern: {'; '.join(kinds)}.",) if kinds else ()


def _public(case: CaseFile) -> tuple[PressBackground, ...]:
    """Statements that were published: whether one names the person, the officer knows."""
    newest = published_statements(case.written)[-MOST_BACKGROUND:]
    return tuple(
        PressBackground("A public statement", one.address, one.on.isoformat(), bool(labels_in(one.draft.text)))
        for one in newest
    )
