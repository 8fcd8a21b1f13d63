"""Like cases in an officer's words: in what they are alike, what was done there, how this case differs. No rate, no rank."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from safeconduct.cases.coded_list import coded_list, label_of
from safeconduct.cases.desk.comparing import Compared
from safeconduct.cases.like_case import (
    TRAITS,
    Difference,
    LikeCase,
    Profile,
    Treatment,
    closeness,
    kind_and_visibility,
)
from safeconduct.cases.unlike_case import UnlikeCase
from safeconduct.guidance.register import action_kinds
from safeconduct.vocabulary.place_name import country_name
from safeconduct.web.staff.case.decision_forms import VISIBILITIES

CONSENT_GROUPS = {
    "authorities": "authorities",
    "public": "the public",
    "un": "UN and regional bodies",
    "read": "who may read",
    "presence": "presence",
    "help": "help",
    "group": "the group",
}

AT_LEVELS = {
    "local": "in the country",
    "hq": "at headquarters",
    "multilateral": "at a multilateral body",
    "any": "at any level",
}


def shown(compared: Compared, *, at_most: int) -> dict[str, Any]:
    """What like_rows.html wants: the newest `at_most` of the comparable cases, and how this one differs from all."""
    return {
        "number": len(compared.cases),
        "sentence": _number(len(compared.cases), at_most),
        "rows": [_row(compared.profile, one) for one in compared.cases[:at_most]],
        "differs": difference_in_words(compared.difference, len(compared.cases)),
    }


def _number(number: int, at_most: int) -> str:
    if not number:
        return "No case that this post may open is comparable and decided. Nothing has to be explained."
    said = "One comparable case that this post may open" if number == 1 else f"{number} comparable cases"
    return f"{said}; the newest {at_most} are shown." if number > at_most else f"{said}."


def _row(own: Profile, other: LikeCase) -> dict[str, Any]:
    alike, differs = closeness_in_words(own, other.profile)
    return {
        "day": date_format(other.decided_on, "j M Y"),
        "codename": other.codename,
        "address": reverse("staff:dossier", args=[other.dossier]),
        "alike": alike,
        "differs": differs,
        "done": [treatment_in_words(one) for one in other.treatments],
    }


def closeness_in_words(own: Profile, other: Profile) -> tuple[str, str]:
    """In what they are alike and in what not; "" for neither."""
    close = closeness(own, other)
    alike = [words for trait in close.alike if (words := _ALIKE[trait](own, other))]
    differs = [words for trait in close.differs if (words := _DIFFERS[trait](own, other))]
    return _sentence("Alike", alike), _sentence("Different", differs)


def _sentence(begins: str, parts: list[str]) -> str:
    return f"{begins}: {'; '.join(parts)}." if parts else ""


_ALIKE = {
    "violation": lambda own, other: f"kind of violation ({_kinds(own.violation & other.violation)})",
    "verification": lambda own, other: "confirmed for acting" if own.verified else "not yet confirmed",
    "consent": lambda own, other: "consent",
    "country": lambda own, other: f"country ({country_name(own.country)})",
    "danger": lambda own, other: f"danger ({own.danger})",
    "groups": lambda own, other: f"groups ({_groups(own.groups & other.groups)})",
    "person": lambda own, other: f"the person ({_person(own.person)})" if own.person else "",
}
_DIFFERS = {
    "violation": lambda own, other: f"violation there: {_kinds(other.violation) or 'not coded'}",
    "verification": lambda own, other: "confirmed there, not here" if other.verified else "confirmed here, not there",
    "consent": lambda own, other: _consents(own, other),
    "country": lambda own, other: f"country there: {country_name(other.country) or 'not known'}",
    "danger": lambda own, other: (
        f"danger there: {other.danger or 'not assessed'}, here: {own.danger or 'not assessed'}"
    ),
    "groups": lambda own, other: _two_sides("groups", _groups(own.groups), _groups(other.groups)),
    "person": lambda own, other: _two_sides("the person", _person(own.person), _person(other.person)),
}


def _two_sides(what: str, here: str, there: str) -> str:
    return f"{what} there: {there or 'not said'}, here: {here or 'not said'}" if here or there else ""


def _consents(own: Profile, other: Profile) -> str:
    there, here = own.agreed & other.closed, other.agreed & own.closed
    parts = [f"refused there: {_consent_groups(there)}"] if there else []
    parts += [f"refused here: {_consent_groups(here)}"] if here else []
    return ", ".join(parts)


def _consent_groups(groups: Iterable[str]) -> str:
    return ", ".join(word for group, word in CONSENT_GROUPS.items() if group in set(groups))


def _kinds(values: Iterable[str]) -> str:
    return _listed(label_of("violation_type", one) if _is_told(one) else label_of("acts", one) for one in values)


def _is_told(value: str) -> bool:
    return label_of("violation_type", value) != value


def _groups(values: Iterable[str]) -> str:
    told = {row.value for row in coded_list("defender_type")}
    return _listed(label_of("defender_type" if one in told else "themes", one) for one in values)


def _person(values: Iterable[str]) -> str:
    return _listed(label_of("person_traits", one) for one in values)


def _listed(labels: Iterable[str]) -> str:
    return ", ".join(sorted(label[:1].lower() + label[1:] for label in labels))


# What was done, and how it differs


def treatment_in_words(one: Treatment) -> str:
    """ "Formal demarche, in private, at headquarters: taken 3 days after the request." """
    state = "taken" if one.is_taken else "decided"
    when = (
        "on the day of the request"
        if not one.days
        else "one day after the request"
        if one.days == 1
        else f"{one.days} days after the request"
    )
    return f"{code_in_words(one.code)}, {AT_LEVELS.get(one.level, one.level)}: {state} {when}."


def code_in_words(code: str) -> str:
    kind, visibility = kind_and_visibility(code)
    named = action_kinds()[kind].name if kind in action_kinds() else kind
    return f"{named}, {str(VISIBILITIES.get(visibility, visibility)).lower()}"


def difference_in_words(differs: Difference, number: int) -> list[dict[str, Any]]:
    """A line with its treatments for each way in which a case differs from `number` others."""
    most = "there" if number == 1 else "in most of them"
    none = "not there" if number == 1 else "in none of them"
    parts = (
        ("half", f"Decided {most}, not here", differs.missing, ""),
        ("half", f"Decided here, {none}", differs.only_here, ""),
        ("bar", f"Decided {most}, refused here", differs.refused, "The person’s no is reason enough."),
    )
    return [
        {"shape": shape, "word": word, "treatments": [code_in_words(code) for code in codes], "note": note}
        for shape, word, codes, note in parts
        if codes
    ]


def gap_row(one: UnlikeCase) -> dict[str, str]:
    """A row of rows.html."""
    lines = difference_in_words(one.difference, one.number)
    told = [f"{line['word']}: {'; '.join(line['treatments'])}." for line in lines if line["shape"] == "half"]
    beside = ", ".join(other.codename for other in one.beside)
    more = f" and {one.number - len(one.beside)} more" if one.number > len(one.beside) else ""
    return {
        "state_shape": "half",
        "state_word": "No reason yet",
        "codename": one.case.codename,
        "address": reverse("staff:dossier", args=[one.case.dossier]),
        "sentence": f": decided on {date_format(one.case.decided_on, 'j F Y')}, beside {beside}{more}",
        "reason": " ".join(told),
        "verb": "Compare",
        "verb_address": reverse("staff:like_cases", args=[one.case.dossier]),
    }


def no_gaps(decided: int, start: int) -> str:
    """What stands where no row does, of so many decided cases from `start` on."""
    if not decided:
        return "Nothing has been decided in a case that this post may open. Once there are like cases, gaps stand here."
    if start >= decided:
        return "There is no decision before these. Go back to the newest ones."
    return "Every decided case here that this post may open is treated like the comparable ones, or says why not."


def rules() -> list[dict[str, str]]:
    """What makes cases comparable, as the list says it today."""
    rows = (row for row in coded_list(TRAITS) if not row.ended)
    return [{"label": row.label, "help": row.help, "needed": _needed(row.group, row.value)} for row in rows]


def _needed(group: str, value: str) -> str:
    if not group:
        return "Told, and keeps no case out."
    others = [row.label for row in coded_list(TRAITS) if row.group == group and row.value != value and not row.ended]
    return f"Has to be alike, or else: {', '.join(others).lower()}." if others else "Has to be alike."
