"""Whether anyone raised a case, in neutral words that may be read out or copied: no name, no codename, no recipient."""

from django.utils import timezone
from django.utils.formats import date_format

from safeconduct.cases.coded_list import label_of
from safeconduct.cases.raised import Raised
from safeconduct.guidance.register import action_kinds


def raised_in_words(one: Raised) -> str:
    said = _done(one) if one.times else "Nothing has been done yet."
    return " ".join(part for part in (said, _next(one)) if part)


def _done(one: Raised) -> str:
    times = "Yes, once." if one.times == 1 else f"Yes, {one.times} times."
    day = f", {date_format(one.on, 'j F')}" if one.on else ""
    by = f", by {one.post_name}" if one.post_name else ""
    last = f"Last: {_kind(one.kind)}{day}{by}: {label_of('results', one.result).lower()}."
    reply = "There was a reply." if one.is_replied else "No reply is recorded."
    told_on = one.told_on(timezone.get_current_timezone())
    told = f"The person was told on {date_format(told_on, 'j F')}." if told_on else "The person has not been told yet."
    return f"{times} {last} {reply} {told}"


def _next(one: Raised) -> str:
    if not one.next_kind:
        return ""
    day = f", {date_format(one.next_on, 'j F')}" if one.next_on else ""
    return f"Next: {_kind(one.next_kind)}{day}."


def _kind(kind: str) -> str:
    known = action_kinds().get(kind)
    return known.name if known else kind
