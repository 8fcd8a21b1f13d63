"""The pages of deciding, acting and telling, filled in as an officer would."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import Page

from safeconduct.guidance.action_kind import ActionKind
from tests.rules.cases.protecting import ANSWERED

Values = Mapping[str, str | list[str]]


def today() -> date:
    return datetime.now(UTC).date()


def purposes_of(kind: ActionKind) -> list[str]:
    """What each consent of the form rests on when nothing else is chosen."""
    return [sorted(alternatives)[0] for alternatives in kind.consents]


def plan_of(kind: ActionKind) -> dict[str, str | list[str]]:
    """What must be typed on the page of the plan, besides the choice on conflicts of interest."""
    weighed = ("harm_if_act", "harm_if_not", "to_whom", "public_already", "mitigation", "leverage", "exposure")
    step = {
        "by_whom": "Head of Mission",
        "aim": "They leave her alone.",
        **dict.fromkeys(weighed, "None known; asked."),
    }
    if "private" in kind.visibility:
        step["visibility"] = "private"
    asked = (
        {} if "private" in kind.visibility else {f"decision-benchmark_{name}": said for name, said in ANSWERED.items()}
    )
    return {
        **asked,
        **{f"{kind.id}-{name}": value for name, value in step.items()},
        "decision-wish": "“Do what you can, quietly.”",
        "decision-benefit": "They answered twice this year.",
        "decision-harm": "They asked who told us.",
        "decision-review_on": (today() + timedelta(days=10)).isoformat(),
    }


def fill(page: Page, values: Values) -> None:
    """Type, choose and tick by the names of the fields; each is waited for, as a page may still be on its way."""
    for name, value in values.items():
        field = page.locator(f'main [name="{name}"]')
        if isinstance(value, list):
            for one in value:
                field.and_(page.get_by_label(one, exact=True)).check()
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
