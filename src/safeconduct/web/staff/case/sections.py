"""The sections that the parts of a case show on its page, in reading order."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from safeconduct.cases.casefile import CaseFile
from safeconduct.web.staff.case import (
    acquaintance,
    barrier,
    coding,
    consent,
    conversing,
    country,
    experience,
    hearings,
    need,
    relocation,
    risk,
    theme,
    triage,
)
from safeconduct.web.staff.case.incident_section import incident_section
from safeconduct.web.staff.case.plan_section import plan_section
from safeconduct.web.staff.case.verifying_wording import section as verified_section

Section = dict[str, Any]
SECTIONS: tuple[Callable[[CaseFile, datetime], Section | None], ...] = (
    triage.section,
    conversing.section,
    coding.section,
    incident_section,
    verified_section,
    consent.section,
    risk.section,
    plan_section,
    hearings.section,
    need.section,
    experience.section,
    acquaintance.section,
    barrier.section,
    country.section,
    relocation.section,
    theme.section,
)


def sections(case: CaseFile, *, at: datetime) -> list[Section]:
    """Each with its `template` and what that template says it wants. What is not begun stands together at the end."""
    made = [section for make in SECTIONS if (section := make(case, at))]
    begun = [section for section in made if section["template"]]
    waiting = [section for section in made if not section["template"]]
    return [*begun, {"template": "staff/case/not_begun.html", "rows": waiting}] if waiting else begun
