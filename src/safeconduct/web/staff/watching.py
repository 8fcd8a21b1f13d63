"""For the page of today: recoveries under way, the recovery key's next step, and what waits for an administrator.

The waiting time of a recovery protects nobody unless those who could stop it meet it without looking for it.
"""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from safeconduct.access.desk import overseeing, standings
from safeconduct.access.desk.overseeing import CeremonySeen, RecoverySeen
from safeconduct.access.keyring import Keyring
from safeconduct.access.recovery import RECOVERY
from safeconduct.web.staff.wording import moment

Rows = list[dict[str, str]]
KEY_STEPS = {
    "make": ("Key to make", "Another administrator named the holders of a recovery key; you are to make it."),
    "sign": ("To sign", "A recovery key was made. It counts when you have signed for its holders."),
    "entrust": ("Not wrapped", "Nobody opens your compartment again if its last member loses their keys."),
}


def what_is_watched(keyring: Keyring, *, at: datetime) -> list[dict[str, Any]]:
    """Sections for this member, or none."""
    sections: list[tuple[str, str, Rows]] = [
        ("Recovery", "Whoever knows nothing of it should ask today", _recoveries(keyring, at=at)),
        ("Administrators", "What counts only when you have signed it", _to_certify(keyring, on=at.date())),
    ]
    return [{"title": title, "rule": rule, "rows": rows} for title, rule, rows in sections if rows]


def _recoveries(keyring: Keyring, *, at: datetime) -> Rows:
    seen = overseeing.ceremonies(keyring, waiting=settings.SAFECONDUCT_RECOVERY_WAITING, at=at)
    return [
        *(_ceremony(one, keyring) for one in seen if not one.ended_on),
        *(row for one in overseeing.keys(keyring) for row in _steps_of(one)),
    ]


def _ceremony(one: CeremonySeen, keyring: Keyring) -> dict[str, str]:
    address = reverse("staff:recovery")
    if one.purpose != RECOVERY:
        sentence = f"{one.opener} rehearses the recovery in {one.organisation}; it opens nothing."
        return _row("ring", "Rehearsal", sentence, _next_of(one), "Look", one.organisation, address)
    sentence = f"{one.opener} asks to hold “{one.compartment}” of {one.organisation}, as if it were lost."
    if one.is_yours:
        sentence += " You hold its key: have an administrator stop this, if you do not know of it."
    return _row("late", "Recovery", sentence, _next_of(one), "Look", one.compartment, address)


def _next_of(one: CeremonySeen) -> str:
    if "agree" in one.verbs:
        return "Agree only if you have spoken to this person; else stop it."
    if one.joins_from is None:
        return f"{one.agreed} of 2 administrators agree."
    handed = f"Holders hand in from {moment(one.joins_from)}; {one.handed} of {one.needed} have."
    return f"{handed} Until it is joined, any administrator may stop it."


def _steps_of(one: RecoverySeen) -> Rows:
    steps = [(verb, *KEY_STEPS[verb]) for verb in one.verbs if verb in KEY_STEPS]
    return [
        _row("ring", word, sentence, _about(verb, one), "Look", "the recovery key", reverse("staff:recovery"))
        for verb, word, sentence in steps
    ]


def _about(verb: str, one: RecoverySeen) -> str:
    names = ", ".join(holder.name for holder in one.holders)
    if verb == "entrust":
        return f"See whether you trust the holders of the recovery key with {', '.join(one.untrusted)}: {names}."
    return f"Holders: {names}."


def _to_certify(keyring: Keyring, *, on: date) -> Rows:
    if not keyring.is_registrar:
        return []
    members = standings.member_standings(keyring.organisation, on=on)
    compartments = standings.compartment_standings(keyring.organisation)
    return [
        *(
            _row(
                "ring",
                "Certify",
                f"{one.name} waits to be certified.",
                "Have the person read the words of their keys to you." if one.keys_are_new else "",
                "Look",
                one.name,
                reverse("staff:member", args=[one.member]),
            )
            for one in members
            if one.waits_for and not one.ended_on and keyring.member not in (one.member, *one.signed_by)
        ),
        *(
            _row(
                "ring",
                "Certify",
                f"A new key of {one.name} waits for an administrator.",
                "",
                "Look",
                one.name,
                f"{reverse('staff:people')}#compartments",
            )
            for one in compartments
            if one.asked == "made" and one.made_by != keyring.member
        ),
    ]


def _row(shape: str, word: str, sentence: str, reason: str, verb: str, about: str, address: str) -> dict[str, str]:
    return {
        "state_shape": shape,
        "state_word": word,
        "sentence": sentence,
        "reason": reason,
        "verb": verb,
        "verb_about": about,
        "verb_address": address,
    }
