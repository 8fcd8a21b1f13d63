"""Windows of attention, as the pages of planning show them."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from safeconduct.cases.attention import Window, near, windows


def attention_rows(country: str, *, at: datetime) -> list[dict[str, Any]]:
    today = timezone.localdate(at)
    found = near(windows(settings.SAFECONDUCT_ATTENTION), country, on=today)
    return [
        {
            "shape": "soon" if one.first <= today else "ring",
            "word": "Now" if one.first <= today else f"From {date_format(one.first, 'j F')}",
            "text": f"{one.event}, {_days(one)}",
            "source": one.source,
        }
        for one in found
    ]


def _days(one: Window) -> str:
    last = date_format(one.last, "j F Y")
    return last if one.first == one.last else f"{date_format(one.first, 'j F')} to {last}"
