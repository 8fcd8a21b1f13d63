"""The gap map: states without a law or a mechanism in the register, groups without one, and whose guidelines it holds."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.cases.coded_list import coded_list
from safeconduct.guidance.firmness import COUNTRY_OF, EU, EU_MEMBERS
from safeconduct.guidance.instrument import in_force
from safeconduct.guidance.match import GROUPS
from safeconduct.guidance.mechanism import to_confirm
from safeconduct.guidance.protection_gap import protection_gaps
from safeconduct.guidance.register import the_register
from safeconduct.vocabulary.place_name import country_name, country_names
from safeconduct.web.staff.door import for_members, frame

NOT_HELD = "The register holds none; that is not the same as that none exists. Tell whoever keeps it what you know, with its source."

WITHOUT_PEOPLE = frozenset(["AQ", "BV", "CP", "GS", "HM", "IO", "QO", "TF", "UM"])
PARTS_OF_OTHERS = frozenset(["AC", "DG", "EA", "IC", "TA"])
"""Where nobody lives but guests and garrisons, and parts of states that are named under another code already."""

MOST_SHOWN = 30
"""A longer list of states is folded."""
REGIONS = "By name, as Unicode CLDR has them. Unverified: which countries belong to a region."


@require_safe
@for_members
def gaps(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    groups = {**{row.value: row.label for row in coded_list("themes")}, **GROUPS}
    codes = sorted(set(country_names("en").values()) - WITHOUT_PEOPLE - PARTS_OF_OTHERS, key=country_name)
    register = the_register()
    found = protection_gaps(register.mechanisms, register.laws, countries=codes, groups=groups)
    context = {
        **frame(keyring, "cases"),
        "title": "Gap map",
        "sentence": NOT_HELD,
        "back": {"text": "Guidance", "address": reverse("staff:guidance")},
        "sections": [
            {
                "title": "Groups",
                "rule": "For whom alone no mechanism is held",
                "rows": [
                    {"state_shape": "gap", "state_word": "None held", "sentence": _capital(groups[value])}
                    for value in found.groups
                ],
                "empty": "There is one for each group.",
            },
            _states("With a mechanism of the state", "That takes requests today", found.with_own),
            _states(
                "With a law on defenders and no mechanism", "What is said against it stands beside it", found.with_law
            ),
            _states(
                "Reached by a body of several states alone",
                "No law and no mechanism of their own is held",
                found.regional_only,
            ),
            _states("Neither", "Only what works in every country", found.neither),
            *_guidelines(codes),
            _to_confirm(),
        ],
    }
    return render(request, "staff/guidance.html", context)


def _states(title: str, rule: str, codes: Iterable[str]) -> dict[str, Any]:
    """By name, countries and territories as CLDR has them."""
    links = [{"text": country_name(code), "address": reverse("staff:country", args=[code])} for code in codes]
    return {
        "title": title,
        "rule": rule,
        "names": links,
        "folded": f"{len(links)} of them" if len(links) > MOST_SHOWN else "",
        "words": () if links else ("None.",),
        "doubts": (REGIONS,),
    }


def _guidelines(codes: Iterable[str]) -> list[dict[str, Any]]:
    """Whose guidelines stand, and by name the states that have none here, neither their own nor as a member of the EU."""
    register = the_register()
    held = {one.owner for one in register.instruments if one.nature == "guidelines" and in_force(one)}
    owners = {COUNTRY_OF.get(owner, owner) for owner in held}
    members = register.areas[EU_MEMBERS].countries if EU in owners else frozenset()
    without = [code for code in codes if code not in owners | members]
    return [
        {
            "title": "Whose guidelines are held",
            "rule": "In force; what experts of the UN advise to the others was not read",
            "words": [", ".join(sorted(country_name(owner) for owner in owners)) + "."],
            "doubts": ("A state without a text of its own can follow the action sheets until it has one.",),
        },
        _states("Without guidelines", "None of their own is held, and they are no member of the EU", without),
    ]


def _to_confirm() -> dict[str, Any]:
    """What fell out of date: whoever keeps the register looks at its source again."""
    stale = to_confirm(the_register().mechanisms, today=timezone.localdate())
    return {
        "title": "To be confirmed",
        "rule": "Mechanisms at which nobody has looked for half a year",
        "rows": [
            {
                "state_shape": "soon",
                "state_word": date_format(one.last_checked, "j F Y"),
                "sentence": one.name,
                "verb": "Source",
                "verb_address": one.source.address,
                "verb_about": one.name,
            }
            for one in stale
        ],
        "empty": "Each was looked at in the last half year.",
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
