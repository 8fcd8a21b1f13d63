"""Mechanisms and texts of the register as the open pages show them: sentences in the language of the page."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from babel import Locale
from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safeconduct.guidance.firmness import Firmness, StandingCommitment
from safeconduct.guidance.mechanism import EVERYWHERE, Mechanism
from safeconduct.guidance.paragraph import Whereabouts, in_language
from safeconduct.guidance.register import Register
from safeconduct.guidance.source import STALE_AFTER
from safeconduct.vocabulary.place_name import country_name
from safeconduct.web.open.wording import GROUPS, LANGUAGE_CODES, SPEAKERS

BRITISH = "en_GB"
WHOLE_WORLD = "every country"
Shown = dict[str, Any]


def shown(one: Mechanism, register: Register, language: str, whereabouts: Whereabouts, *, today: date) -> Shown:
    """An entry in short: what it opens, what to know first, and where it was read."""
    return {
        "kind": one.kind,
        "name": one.name,
        "address": one.source.address,
        "opens": _translated(one.opens, language, register),
        "notes": _notes(one, whereabouts, language, today),
    }


def in_full(one: Mechanism, register: Register, language: str, whereabouts: Whereabouts, *, today: date) -> Shown:
    """The same with how to ask, for those that answer quickly."""
    return {
        **shown(one, register, language, whereabouts, today=today),
        "asks": _translated(one.how_to_ask, language, register),
        "contact": one.contact,
        "answers": _answers(one),
        "languages": _languages(one, language),
    }


def from_all_sides(
    one: Mechanism, register: Register, language: str, whereabouts: Whereabouts, *, today: date
) -> Shown:
    """The same with what is said for and against it, each with its source."""
    views = [
        {"by": SPEAKERS[view.by], "says": _translated(view.says, language, register), "address": view.address}
        for view in one.views
    ]
    return {**shown(one, register, language, whereabouts, today=today), "views": views}


def firmly(found: Firmness, language: str) -> list[Shown]:
    """In words, each with the mark of its firmness: written down, only allowed, or in no text that was read."""
    said = []
    if found.should:
        sentence = _("Written down by: %(owners)s.") % {"owners": owners(found.should, language)}
        said.append({"mark": "done", "says": sentence})
    if found.may:
        sentence = _("Left open by: %(owners)s.") % {"owners": owners(found.may, language)}
        said.append({"mark": "waits", "says": sentence})
    return said or [{"mark": "waits", "says": _("In no text that we read. Decided case by case.")}]


def owners(codes: Iterable[str], language: str) -> str:
    return listed(sorted(country_name(code, language) for code in codes), language)


def text(one: StandingCommitment, language: str) -> Shown:
    """A published text with its year and where it can be read."""
    return {
        "owner": country_name(one.owner, language),
        "title": one.instrument.title,
        "year": one.version.dated[:4],
        "address": one.address,
        "is_summary": one.commitment.verification == "summary_read",
    }


def found_text(one: StandingCommitment, register: Register, language: str) -> Shown:
    """A passage with how firmly its owner wrote it."""
    owner = (one.owner,)
    found = Firmness((), owner) if one.commitment.strength == "may" else Firmness(owner, ())
    return {**passage(one, register, language), "firm": firmly(found, language)}


def passage(one: StandingCommitment, register: Register, language: str) -> Shown:
    """The same with what it says."""
    return {**text(one, language), "says": _translated(one.commitment.says, language, register)}


def _translated(sentence: str, language: str, register: Register) -> Shown:
    said, its_language = in_language(sentence, language, register.translations)
    return {"text": said, "language": its_language if its_language != language else ""}


def _notes(one: Mechanism, whereabouts: Whereabouts, language: str, today: date) -> list[str]:
    return [note for note in (*_whom(one, language), *_where(one, whereabouts), *_cautions(one, today)) if note]


def _whom(one: Mechanism, language: str) -> tuple[str, ...]:
    groups = listed([str(GROUPS[group]) for group in one.groups], language)
    is_for_organisations = one.applicants == ("organisation",) and one.groups != ("organisations",)
    return (
        _("Only for: %(groups)s.") % {"groups": groups} if groups else "",
        _("Only organisations can ask.") if is_for_organisations else "",
        _("Nobody can ask alone: someone whom it knows must propose you.") if one.applicants == ("nominator",) else "",
    )


def _where(one: Mechanism, whereabouts: Whereabouts) -> tuple[str, ...]:
    is_partial = EVERYWHERE in one.countries and one.where != WHOLE_WORLD
    told = {whereabouts.stay, whereabouts.nationality} - {""}
    is_doubted = any(area.verification == "unverified" and area.countries & told for area in one.areas)
    return (
        _("Not for every country: ask first.") if is_partial else "",
        _("It may not count your country: ask first.") if is_doubted else "",
        _("Only for people who have left their country.") if one.exile == "only" else "",
        _("Not for people who have left their country.") if one.exile == "excludes" else "",
    )


def _cautions(one: Mechanism, today: date) -> tuple[str, ...]:
    return (
        _("It may be closed now: ask first.") if one.pause else "",
        _("Only a summary was read.") if one.verification == "summary_read" else "",
        _("Not checked for half a year: ask first.") if today - one.last_checked > STALE_AFTER else "",
    )


def _answers(one: Mechanism) -> str:
    hours = one.answer.hours
    if hours is None:
        return _("How soon it answers was not read.")
    if hours == 0:
        return _("It says that it answers at any hour.")
    return ngettext(
        "It says that it answers within %(hours)d hour.", "It says that it answers within %(hours)d hours.", hours
    ) % {"hours": hours}


def _languages(one: Mechanism, language: str) -> str:
    if "any" in one.languages:
        return _("any language")
    names = Locale(language).languages
    return listed([str(names.get(LANGUAGE_CODES.get(name, ""), name)) for name in one.languages], language)


def listed(names: list[str], language: str) -> str:
    """ "Canada, Norway and Switzerland", with the commas of the language."""
    return format_list(names, "standard", BRITISH if language == "en" else language)
