"""Puts into an instance, or has it show, what a browser cannot: `python -m tests.journeys.planting` reads JSON.

A list of requests, also of an earlier moment, and with `protect` already on their way as cases; or {"erasures_due": true};
or {"agreed_earlier": seconds}; or {"head": the name of a post}; or {"trouble": true}.
"""

import json
import os
import sys
from collections.abc import Iterable
from datetime import timedelta
from typing import Any


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "safeconduct.web.settings"
    import django

    django.setup()
    from django.utils import timezone

    from safeconduct.access import lookup
    from safeconduct.dossiers.models import Dossier
    from safeconduct.intake.box import Holder
    from safeconduct.intake.desk import asking
    from safeconduct.intake.telling import Telling
    from safeconduct.intake.visit import Visit
    from safeconduct.sealing.code import new_code, written

    asked = json.load(sys.stdin)
    if "erasures_due" in asked:
        # As if 72 hours had passed: the other moments in the instance stay as they are.
        Dossier.objects.exclude(erase_after=None).update(erase_after=timezone.now() - timedelta(minutes=1))
        return
    if "agreed_earlier" in asked:
        _agree_earlier(timedelta(seconds=asked["agreed_earlier"]))
        return
    if "head" in asked:
        _let_in_a_head(asked["head"])
        return
    if "trouble" in asked:
        json.dump(_pages_of_trouble(), sys.stdout)
        return
    planted = []
    for wanted in asked:
        slugs, hours_ago, own_word = wanted.pop("offices"), wanted.pop("hours_ago", 0), wanted.pop("own_word", "")
        protect = wanted.pop("protect", None)
        listed = {name: tuple(value) if isinstance(value, list) else value for name, value in wanted.items()}
        code, moment = new_code(), timezone.now() - timedelta(hours=hours_ago)
        offices = tuple(office for office in lookup.offices() if office.slug in slugs)
        receipt = asking.send(Telling(**{"language": "en", **listed}), offices, Holder(code, own_word), at=moment)
        if protect is not None:
            _allow(Visit(code, "en", own_word), protect.get("allowed", ()))
            _protect(receipt.refs[0], protect)
        planted.append({"words": written(code, "en"), "refs": receipt.refs})
    json.dump(planted, sys.stdout)


def _allow(visit: Any, purposes: Iterable[str]) -> None:
    """As the defender on the own page: yes to each of these."""
    from django.utils import timezone

    from safeconduct.cases.answering import Line, own_answer
    from safeconduct.intake.desk import allowing
    from safeconduct.sealing.record import new_ref

    answers = [own_answer(Line(one), "yes", ref=new_ref(), language="en") for one in purposes]
    allowing.answer_purposes(visit, answers, at=timezone.now())


def _protect(ref: str, protect: dict[str, Any]) -> None:
    """By the verbs of mara and tomas: accepted, the risk assessed; with `emergency` declared and confirmed, with `heard` (a
    court, and how many hours ago it sat) a hearing set, with `step` (a kind and what it rests on) decided on and taken."""
    from django.db import transaction
    from django.utils import timezone

    from safeconduct.cases.desk import acting, casework, deciding
    from safeconduct.cases.desk.opening import append, opened
    from safeconduct.dossiers.entry import NewEntry
    from tests.protecting import an_account
    from tests.rules.cases.protecting import a_decision, a_risk, a_step

    mara, now = _keyring("mara"), timezone.now()
    casework.accept(ref, mara, at=now)
    with transaction.atomic():
        risk = a_risk(review_on=now.date() + timedelta(days=20))
        append(opened(ref, mara), mara, [NewEntry("decisions", "risk_assessed", risk.as_data())], at=now)
    if protect.get("emergency"):
        deciding.declare_emergency(ref, "Men are at the door.", mara, at=now)
        deciding.confirm_emergency(ref, _keyring("tomas"), at=now)
    if protect.get("heard"):
        _hear(ref, mara, **protect["heard"])
    if protect.get("step"):
        kind, purpose = protect["step"]
        deciding.decide(ref, a_decision(a_step(kind, purpose, ref="5e" * 16)), mara, at=now)
        acting.take(ref, "5e" * 16, an_account(kind, on=now.date()), mara, at=now)


def _hear(ref: str, keyring: Any, court: str, hours_ago: int) -> None:
    """A hearing that was set two days ago, and at which the court sat since."""
    from zoneinfo import ZoneInfo

    from django.utils import timezone

    from safeconduct.coordination.desk import hearings
    from safeconduct.coordination.sitting import Sitting

    now = timezone.now()
    local = (now - timedelta(hours=hours_ago)).astimezone(ZoneInfo("Africa/Nairobi")).replace(tzinfo=None)
    local = local.replace(second=0, microsecond=0)
    sitting = Sitting(court, "Karsa", local, "Africa/Nairobi", "hearing", "open", 0, "French")
    hearings.set_hearing(ref, sitting, "Through the bar.", keyring, at=now - timedelta(days=2))


def _keyring(name: str) -> Any:
    from django.utils import timezone

    from safeconduct.access.desk import signing_in
    from safeconduct.access.models import Member
    from safeconduct.access.presence import Presence
    from safeconduct.program import demo_sign_ins
    from safeconduct.sealing.passphrase import open_slots
    from safeconduct.sealing.record import KEY_BYTES

    member, passphrases = Member.objects.get(name=name), {one.name: one.passphrase for one in demo_sign_ins.kept()}
    held = open_slots(signing_in.slots_of(member), passphrases[name])
    assert held is not None
    secrets = {"member": held.secret[:KEY_BYTES].hex(), "root": held.secret[KEY_BYTES:].hex()}
    now = timezone.now()
    return signing_in.keyring_of(Presence("staff", member.ref, secrets, started_at=now, seen_at=now))


def _let_in_a_head(post: str) -> None:
    """Somebody in a post of this name joins the delegation, as everybody does, and holds the key of its cases."""
    from django.utils import timezone

    from safeconduct.access import lookup
    from safeconduct.access.desk import arranging, certifying, enrolling, rekeying
    from safeconduct.access.models import Member
    from safeconduct.access.totp import code_at

    ines, jonas, mara, now = _keyring("ines"), _keyring("jonas"), _keyring("mara"), timezone.now()
    if post in lookup.post_names(ines.organisation).values():
        return
    (compartment,) = mara.compartments
    ref = arranging.create_post(post, ines, has_proved=True, at=now)
    code = enrolling.invite("hedda", ref, "officer", frozenset({compartment}), ines, has_proved=True, at=now)
    joining = enrolling.begin_joining(code, on=now.date())
    words = enrolling.join(code, joining, joining.passphrase, code_at(joining.totp_secret, at=now), at=now)
    member = Member.objects.get(name="hedda").ref
    for registrar in (ines, jonas):
        certifying.certify(member, " ".join(words), registrar, has_proved=True, at=now)
    rekeying.let_in(compartment, member, mara, at=now)


def _agree_earlier(by: timedelta) -> None:
    """The administrators of each open recovery sign anew, with their own keys, that they agreed so much earlier."""
    from safeconduct.access.desk import recovering, signing_in
    from safeconduct.access.models import Ceremony, CeremonyApproval, Member
    from safeconduct.program import demo_sign_ins
    from safeconduct.sealing.keys import Identity
    from safeconduct.sealing.passphrase import open_slots
    from safeconduct.sealing.record import KEY_BYTES

    passphrases = {one.name: one.passphrase for one in demo_sign_ins.kept()}
    for ceremony in Ceremony.objects.filter(ended_on=None):
        for approval in CeremonyApproval.objects.filter(ceremony=ceremony.ref):
            member = Member.objects.get(ref=approval.approved_by)
            opened = open_slots(signing_in.slots_of(member), passphrases[member.name])
            assert opened is not None
            approval.approved_at -= by
            signed = Identity(opened.secret[:KEY_BYTES]).sign(
                recovering._statement(ceremony).text(approval.approved_at)
            )
            approval.signature = signed
            approval.save()


def _pages_of_trouble() -> dict[str, str]:
    """The pages for what went wrong, as the program would send them; some of it is hard to make go wrong."""
    from django.test import RequestFactory

    from safeconduct.web import wrong

    request = RequestFactory().get("/en/")
    answers = {
        "400": wrong.bad_request(request),
        "403": wrong.forbidden(request),
        "404": wrong.not_found(request),
        "500": wrong.broken(request),
        "503": wrong.too_busy(request),
        "form expired": wrong.form_expired(request),
        "not possible": wrong.refused(request, "This file is closed. Ask the coordinator to reopen it."),
        "not possible at the desk": wrong.refused(
            RequestFactory().get("/desk/"), "This file is closed. Ask the coordinator to reopen it."
        ),
    }
    return {name: answer.content.decode() for name, answer in answers.items()}


if __name__ == "__main__":
    main()
