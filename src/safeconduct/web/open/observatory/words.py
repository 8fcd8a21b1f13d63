"""What the pages of the observatory call levels, issuers, codes and answers, in the language of the page."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safeconduct.observatory.showing import rule_words
from safeconduct.observatory.showing.stored_snapshot import ShownRule

LEVELS: Mapping[str, Promise] = {
    "local": _("On the spot"),
    "hq": _("Headquarters"),
    "capital": _("A capital"),
    "multilateral": _("An international body"),
    "none": _("No level"),
}
ISSUERS: Mapping[str, Promise] = {
    "eu_delegation": _("EU delegation"),
    "eu_spokesperson": _("EU spokesperson"),
    "eu_hrvp": _("EU High Representative"),
    "eu_on_behalf": _("On behalf of the EU"),
    "eu_council": _("Council of the EU"),
    "eu_hq_other": _("EU headquarters, others"),
    "eu_hrc": _("EU in the UN Human Rights Council"),
    "eu_osce": _("EU in the OSCE"),
    "eu_coe": _("EU in the Council of Europe"),
    "eu_unga": _("EU in the UN General Assembly"),
    "member_state": _("Member state of the EU"),
    "like_minded_state": _("Like-minded state"),
    "joint_states": _("States together"),
}
FIELDS: Mapping[str, Promise] = {
    "label": _("Kind of text"),
    "issuer_kind": _("Who speaks"),
    "issuer_level": _("Level"),
    "countries": _("Countries"),
    "earliest": _("Date, from"),
    "latest": _("Date, until"),
    "language": _("Language"),
    "version_languages": _("Languages of versions that were collected"),
    "in_local_language": _("Collected in an official language of the countries"),
    "local_at_once": _("In such a language on the first day or the next"),
    "release_call": _("Calls for release"),
    "uses_hrd_term": _("Says “human rights defender”"),
    "names_somebody": _("Names somebody affected"),
    "concern_only": _("Concern and nothing concrete asked for"),
    "mentions_fair_trial": _("Speaks of a fair trial"),
    "mentions_trial_observation": _("Speaks of observing a trial"),
    "calls_investigation": _("Asks for an investigation"),
    "cites_intl_law": _("Cites international law"),
    "shows_deference": _("Bows to those who hold the power"),
    "promises_follow_up": _("Promises to go on"),
}
VALUES: Mapping[str, Promise] = {
    "yes": _("yes"),
    "no": _("no"),
    "partial": _("in part"),
    "unknown": _("not known"),
    "immediate": _("at once"),
    "other": _("without haste"),
    "none": _("no"),
    "S": _("statement in the strict sense"),
    "X": _("statement in the wide sense"),
    "N": _("no statement"),
}
ITEMS: Mapping[str, Promise] = {
    "guidelines_published": _("Guidelines are on the page"),
    "translated_local_language": _("Guidelines in a language of the country"),
    "focal_point_name": _("Name of a person to turn to"),
    "contact_details": _("A way to reach somebody"),
}
SERIES: Mapping[str, Promise] = {"four_items": _("Four questions")}
PLACES: Mapping[str, Promise] = {
    "inside": _("Inside"),
    "outside 95": _("Outside 95 %"),
    "outside 99.8": _("Outside 99.8 %"),
}


def word(words: Mapping[str, Promise], code: str) -> str:
    """The code itself where there is no word for it."""
    return str(words.get(code, code))


@cache
def _of_rules() -> Mapping[str, Any]:
    return tomllib.loads(rule_words.WRITTEN.read_text(encoding="utf-8"))


def of_rule(rule: ShownRule, language: str) -> dict[str, Any]:
    """Its label, forums and method; in English, and saying so, where its version has no words in the language of the page."""
    written = _of_rules()
    told = written["rule"].get(rule.name, {})
    if language == "en" or told.get("version") != rule.version or not set(rule.forums) <= set(written["forum"]):
        lang = "" if language == "en" else "en"
        return {"label": rule.label, "forums": rule.forums, "method": rule.method, "language": lang}
    forums = tuple(written["forum"][forum][language] for forum in rule.forums)
    return {"label": told[language]["label"], "forums": forums, "method": told[language]["method"], "language": ""}
