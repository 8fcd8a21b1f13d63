"""Requests put straight into an instance, also at an earlier moment: `python -m tests.journeys.planting` reads JSON."""

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
    planted = []
    for wanted in asked:
        slugs, hours_ago, own_word = wanted.pop("offices"), wanted.pop("hours_ago", 0), wanted.pop("own_word", "")
        listed = {name: tuple(value) if isinstance(value, list) else value for name, value in wanted.items()}
        code, moment = new_code(), timezone.now() - timedelta(hours=hours_ago)
        offices = tuple(office for office in lookup.offices() if office.slug in slugs)
        receipt = asking.send(Telling(**{"language": "en", **listed}), offices, Holder(code, own_word), at=moment)
        planted.append({"words": written(code, "en"), "refs": receipt.refs})
    json.dump(planted, sys.stdout)


if __name__ == "__main__":
    main()
