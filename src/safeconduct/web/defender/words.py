"""Moments, days and promises in the words of the page's language."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safeconduct.access.office import Office


def day_in_words(day: date | str) -> str:
    """ "Sunday 22 November"."""
    return date_format(date.fromisoformat(day) if isinstance(day, str) else day, _("l j F"))


def moment_in_words(moment: datetime) -> str:
    """ "Sunday 22 November, 9:40", in the zone that the moment carries."""
    return date_format(moment, _("l j F, G:i"))


def public_promise(offices: Iterable[Office]) -> list[str]:
    """What every office that takes requests has promised: the longest time of all, so that it holds for each."""
    known = list(offices)
    if not known:
        return [_("No office reads here yet. Please use another way.")]
    hours = max(office.reads_within_hours for office in known)
    sentences = [
        ngettext(
            "Someone reads and answers what you send within %(hours)d hour, also at weekends.",
            "Someone reads and answers what you send within %(hours)d hours, also at weekends.",
            hours,
        )
        % {"hours": hours}
    ]
    urgent = [office.urgent_within_hours for office in known]
    if all(hours is not None for hours in urgent):
        sentences.append(_urgent_sentence(known, max(hours for hours in urgent if hours is not None)))
    return sentences


def _urgent_sentence(offices: list[Office], hours: int) -> str:
    opens = max((office.staffed_from for office in offices if office.staffed_from), default=None)
    closes = min((office.staffed_until for office in offices if office.staffed_until), default=None)
    if opens is None or closes is None:
        return ngettext(
            "If you say that somebody is in danger now: within %(hours)d hour.",
            "If you say that somebody is in danger now: within %(hours)d hours.",
            hours,
        ) % {"hours": hours}
    return ngettext(
        "If you say that somebody is in danger now: within %(hours)d hour, from %(opens)s to %(closes)s (the office’s time).",
        "If you say that somebody is in danger now: within %(hours)d hours, from %(opens)s to %(closes)s (the office’s time).",
        hours,
    ) % {"hours": hours, "opens": date_format(opens, "G:i"), "closes": date_format(closes, "G:i")}


def promises_in_words(promises: Iterable[tuple[str, datetime]]) -> list[str]:
    """One sentence for each office: by when it reads and answers what was sent."""
    return [
        _("%(office)s reads and answers it by %(moment)s (the office’s time).")
        % {"office": office, "moment": moment_in_words(moment)}
        for office, moment in promises
    ]


def nobody_reads() -> str:
    return _("Nobody can read this any more: the reading was ended, or all is being erased. Please write to us anew.")


def on_its_way() -> str:
    return _("It is on its way. Nothing of it shows here.")


def left_on(day: str) -> str:
    return _("You left this on %(day)s; writing it again replaces it.") % {"day": day_in_words(day)} if day else ""
