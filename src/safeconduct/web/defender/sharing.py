"""Sharing in the defender's words: the question, and who had what from when to when."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safeconduct.dossiers.opening import OpenDossier
from safeconduct.intake import visit as seeing
from safeconduct.intake.consent import Consent, GroupItem, Share, Terms
from safeconduct.web.defender.purposes import PURPOSE_WORDS as PURPOSES_IN_WORDS
from safeconduct.web.defender.words import day_in_words

PART_WORDS = {
    "story": gettext_lazy("What you wrote"),
    "files": gettext_lazy("Your files"),
    "contact": gettext_lazy("How to reach you"),
    "identity": gettext_lazy("Your name"),
}
PURPOSE_WORDS = {
    "support": gettext_lazy("So that they can help you themselves."),
    "advice": gettext_lazy("So that they can advise us."),
    "act_together": gettext_lazy("So that they can act together with us."),
}
MARKING_WORDS = {
    "TLP:AMBER+STRICT": gettext_lazy("They keep it to themselves."),
    "TLP:AMBER": gettext_lazy("They may tell those who must know in order to help."),
    "TLP:GREEN": gettext_lazy("They may tell others who protect defenders, never the public."),
}


def question(terms: Terms) -> str:
    asked = _("May %(office)s read this until %(day)s? %(parts)s.") % {
        "office": terms.office,
        "day": day_in_words(terms.until),
        "parts": parts_in_words(terms),
    }
    return " ".join([asked, str(PURPOSE_WORDS[terms.purpose]), str(MARKING_WORDS[terms.marking])])


def answer(consent: Consent) -> str:
    said = {"yes": _("You said yes."), "no": _("You said no."), "withdrawn": _("You took your yes back.")}
    return said.get(consent.state, "")


def parts_in_words(terms: Terms) -> str:
    return " · ".join(str(PART_WORDS[part]) for part in terms.parts)


def held_by_others(dossier: OpenDossier) -> list[dict[str, Any]]:
    """Who else had parts of a dossier, newest first; `consent` is what the button takes back, if anything stands."""
    made, waiting = seeing.sharing(dossier)
    today = timezone.now().date()
    items, given = seeing.before_groups(dossier)
    return [
        *(_waits(consent) for consent in waiting),
        *(_had(share, today) for share in reversed(made)),
        *(_had_in_group(item, office, given, today) for item in reversed(items) for office in item.offices),
    ]


def _had(share: Share, today: date) -> dict[str, Any]:
    reads = share.reads_on(today)
    until = share.terms.until if share.ended is None else share.ended.date().isoformat()
    return {
        "office": share.terms.office,
        "what": parts_in_words(share.terms),
        **_days(share.since.date(), until, reads=reads),
        "consent": share.consent if reads else "",
    }


def _had_in_group(item: GroupItem, office: str, given: frozenset[str], today: date) -> dict[str, Any]:
    """A card or a hearing, in the words of what was said yes to. Only a tick has a button of its own here: every other
    answer is taken back line by line."""
    reads = item.reads_on(today)
    until = item.until if item.ended is None else item.ended.date().isoformat()
    return {
        "office": office,
        "what": " · ".join(str(PURPOSES_IN_WORDS[purpose]) for purpose in item.purposes),
        **_days(item.since.date(), until, reads=reads),
        "consent": next((purpose for purpose in item.purposes if reads and purpose in given), ""),
    }


def _days(since: date, until: str, *, reads: bool) -> dict[str, str]:
    days = (
        _("since %(since)s, until %(until)s at the latest")
        if reads
        else _("from %(since)s to %(until)s. It may have copies.")
    )
    said = days % {"since": day_in_words(since), "until": day_in_words(until)}
    return {"state": "reads" if reads else "ended", "days": said, "note": ""}


def _waits(consent: Consent) -> dict[str, Any]:
    return {
        "office": consent.terms.office,
        "what": parts_in_words(consent.terms),
        "state": "agreed",
        "days": _("You said yes. It cannot read yet: the office has to open it first."),
        "note": "",
        "consent": consent.ref,
    }
