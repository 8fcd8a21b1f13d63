"""Puts into an instance, or has it show, what a browser cannot: `python -m tests.journeys.planting` reads JSON.

A list of requests, also of an earlier moment; or {"erasures_due": true}; or {"agreed_earlier": seconds}; or {"trouble": true}.
"""

import json
import os
import sys
from datetime import timedelta


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
    from safeconduct.sealing.code import new_code, written

    asked = json.load(sys.stdin)
    if "erasures_due" in asked:
        # As if 72 hours had passed: the other moments in the instance stay as they are.
        Dossier.objects.exclude(erase_after=None).update(erase_after=timezone.now() - timedelta(minutes=1))
        return
    if "agreed_earlier" in asked:
        _agree_earlier(timedelta(seconds=asked["agreed_earlier"]))
        return
    if "trouble" in asked:
        json.dump(_pages_of_trouble(), sys.stdout)
        return
    planted = []
    for wanted in asked:
        slugs, hours_ago, own_word = wanted.pop("offices"), wanted.pop("hours_ago", 0), wanted.pop("own_word", "")
        listed = {name: tuple(value) if isinstance(value, list) else value for name, value in wanted.items()}
        code, moment = new_code(), timezone.now() - timedelta(hours=hours_ago)
        offices = tuple(office for office in lookup.offices() if office.slug in slugs)
        receipt = asking.send(Telling(**{"language": "en", **listed}), offices, Holder(code, own_word), at=moment)
        planted.append({"words": written(code, "en"), "refs": receipt.refs})
    json.dump(planted, sys.stdout)


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
