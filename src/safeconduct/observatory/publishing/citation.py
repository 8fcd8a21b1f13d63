"""How a figure is cited: with its rules, period, day and what it was made from, so that somebody else finds the same."""

from collections.abc import Iterable

from safeconduct.observatory.measuring.figure import UNDER_EVERY_COUNT
from safeconduct.observatory.measuring.measure_rule import MeasureRule
from safeconduct.observatory.measuring.period import Period

TITLE = "Public statements on human rights defenders"


def citation(publisher: str, period: Period, *, inputs: str) -> str:
    """`inputs`: the hash by which the snapshot is known."""
    return f"{publisher}, {TITLE}, {period.written()}. Data snapshot {inputs[:12]}."


def footnote(rule: MeasureRule, period: Period) -> str:
    """What has to stand under a figure wherever it is copied to."""
    forums = ", ".join(forum.label for forum in rule.forums)
    bound = " Lower bounds: “at least”." if rule.bound != "exact" else ""
    said = " ".join(UNDER_EVERY_COUNT)
    return f"{rule.label} (rule {rule.code}), {period.written()}. Forums: {forums}.{bound} {rule.method} {said}"


def cited(publisher: str, rules: Iterable[MeasureRule], period: Period, *, inputs: str) -> str:
    notes = "\n\n".join(f"[{number}] {footnote(rule, period)}" for number, rule in enumerate(rules, start=1))
    return f"{citation(publisher, period, inputs=inputs)}\n\nFootnotes to its figures\n\n{notes}\n"
