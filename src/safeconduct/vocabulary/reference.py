"""A reference in the short form that people read and say: its first twelve signs in three groups."""

import re

SHORT_SIGNS, WHOLE_SIGNS, GROUP_SIGNS = 12, 32, 4


def short_form(ref: str) -> str:
    """ "3f2a-91bc-04de"."""
    return "-".join(ref[start : start + GROUP_SIGNS] for start in range(0, SHORT_SIGNS, GROUP_SIGNS))


def reference_start(typed: str) -> str | None:
    """What a reference begins with, from its short or its whole form as somebody typed it; None when it is neither."""
    signs = re.sub(r"[\s\-–—]", "", typed).lower()
    return signs if len(signs) in (SHORT_SIGNS, WHOLE_SIGNS) and re.fullmatch(r"[0-9a-f]+", signs) else None
