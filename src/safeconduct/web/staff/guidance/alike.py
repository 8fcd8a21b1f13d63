"""One country in casework, summed up: whether like cases were treated alike, inside the country and beside others.

What is public of the country stands in the observatory, one link away. The two are never counted together."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk import comparing
from safeconduct.guidance.register import action_kinds
from safeconduct.reports.figures import FEWEST, SHARE_FROM, is_small
from safeconduct.reports.treated_alike import (
    ALIKE,
    EXPLAINED,
    NONE_LIKE_IT,
    UNEXPLAINED,
    CaseTreatments,
    CountryTreatments,
    country_treatments,
)
from safeconduct.vocabulary.place_name import country_code, country_name
from safeconduct.vocabulary.refusal import NotFound
from safeconduct.web.staff.case import like_wording
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.figures import written

SHOWN = 25
"""Cases, the newest decisions first."""

WORDS = {
    ALIKE: "Treated like comparable ones",
    EXPLAINED: "Treated otherwise, with a written reason",
    UNEXPLAINED: "Treated otherwise, and nobody has written why",
    NONE_LIKE_IT: "No comparable case that was decided",
}
STATES = {
    ALIKE: {"state_shape": "done", "state_word": "Alike"},
    EXPLAINED: {"state_shape": "ring", "state_word": "Reason written"},
    UNEXPLAINED: {"state_shape": "half", "state_word": "No reason yet"},
}
HOW = (
    "A case is treated like comparable ones where it has each step that most of them had and no step that none of them had. "
    "What the person refused is no difference.",
    f"Counted now, from the cards that this post may open, by their codes alone. A number below {FEWEST} that is not 0, and what "
    f"would tell it, is not written; no share is given of fewer than {SHARE_FROM}. No figure says why.",
)


@require_safe
@for_members
def page(request: HttpRequest, keyring: Keyring, code: str) -> HttpResponse:
    if country_code(code) != code:
        raise NotFound
    now = timezone.now()
    found = country_treatments(code, comparing.decided_cases(keyring, at=now), action_kinds())
    name = country_name(code)
    context = {
        **frame(keyring, "cases"),
        "title": f"Like cases: {name}",
        "sentence": _decided(found, timezone.localdate(now)),
        "back": {"text": name, "address": reverse("staff:country", args=[code])},
        "sections": [
            _section("Inside the country", "Beside comparable cases of the same country", "inside", found.inside),
            _section("Across countries", "Beside comparable cases of other countries", "across", found.across),
            _public(code, name),
            {"title": "How it is counted", "words": HOW, "points": _rules()},
        ],
    }
    return render(request, "staff/guidance.html", context)


def _decided(found: CountryTreatments, today: date) -> str:
    if not found.first or not found.last:
        return "Nothing has been decided in a case of this country that this post may open."
    number = f"Fewer than {FEWEST}" if is_small(found.decided) else str(found.decided)
    return f"{number} decided cases. Their decisions: {_day(found.first)} to {_day(found.last)}. As of {_day(today)}."


def _section(title: str, rule: str, name: str, found: CaseTreatments) -> dict[str, Any]:
    more = len(found.compared) - SHOWN
    return {
        "title": title,
        "id": name,
        "rule": rule,
        "points": _numbers(found),
        "rows": [like_wording.gap_row(one) | STATES[part] for part, one in found.compared[:SHOWN]],
        "empty": "No decided case here has a comparable one that was decided.",
        "doubts": (f"{more} more decided earlier, counted and not shown.",) if more > 0 else (),
    }


def _numbers(found: CaseTreatments) -> list[str]:
    """All parts or none: where one is kept back, the others would tell it."""
    if any(count.is_kept_back for count in found.counts):
        return [f"Too few for numbers: a part has fewer than {FEWEST}."]
    return [f"{WORDS[count.value[0]]}: {written(count, 'decided cases here')}" for count in found.counts if count.of]


def _public(code: str, name: str) -> dict[str, Any]:
    """Only a way there: what is public and what this office did are two measures."""
    section = {"title": "In public", "rule": "Statements by states and the EU, counted apart from all cases"}
    if "open" not in settings.SAFECONDUCT_TREES:
        return section | {"words": ("The open pages of this instance have the observatory.",)}
    address = reverse("observatory:of_country", args=[code])
    return section | {"links": [{"text": f"What the observatory says of {name}", "address": address}]}


def _rules() -> list[str]:
    return [f"{row['label']}: {row['help']} {row['needed']}" for row in like_wording.rules()]


def _day(day: date) -> str:
    return date_format(day, "j F Y")
