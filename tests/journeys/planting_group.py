"""Puts a group into an instance: `python -m tests.journeys.planting_group NAME` lets the office of that member in beside
mara's, and prints the reference of the group."""

import os
import sys


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "safeconduct.web.settings"
    import django

    django.setup()
    from django.utils import timezone

    from safeconduct.coordination.desk import belonging
    from tests.journeys.planting import _keyring

    mara, other, now = _keyring("mara"), _keyring(sys.argv[1]), timezone.now()
    ref = belonging.found("Courts of the north", "region", mara, at=now)
    belonging.invite(ref, other.organisation, mara, at=now)
    belonging.answer_invitation(ref, yes=True, keyring=other, at=now)
    (made,) = belonging.open_group(ref, mara, at=now).group.invitations
    belonging.let_in(ref, made.ref, mara, at=now)
    print(ref)


if __name__ == "__main__":
    main()
