"""The sections that the parts of a case show on its page, in reading order."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from safeconduct.cases.casefile import CaseFile
from safeconduct.web.staff.case import need, relocation, risk, theme

Section = dict[str, Any]
SECTIONS: tuple[Callable[[CaseFile, datetime], Section | None], ...] = (
    risk.section,
    need.section,
    relocation.section,
    theme.section,
)


def sections(case: CaseFile, *, at: datetime) -> list[Section]:
    """Each with its `template` and what that template says it wants; a part that has nothing to say gives None."""
    return [section for make in SECTIONS if (section := make(case, at))]
