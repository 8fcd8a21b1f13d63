"""What must be done from time to time, without any key."""

import argparse

import django
from django.conf import settings


def run(arguments: argparse.Namespace) -> int:
    """1 when something was held back or not sent, so that a timer's log shows it."""
    django.setup()
    from safeconduct.jobs import instance
    from safeconduct.program import migrate, release

    migrate.insist_on_database()
    if not instance.is_here(settings.VAR):
        print(f"There is no instance in {settings.VAR}. Set SAFECONDUCT_VAR to its folder.")
        return 1
    release.insist_on_this_release()
    return tick(clock_is_right=arguments.the_clock_is_right)


def tick(*, clock_is_right: bool = False) -> int:
    """A clock that is in doubt counts for nothing: no row goes, no mail is sent or put off."""
    from safeconduct.jobs import clock, last_run, mailing, sweeping

    now = clock.reading()
    refusal = None if clock_is_right else clock.refusal_to_erasing(now, last=clock.last_trusted())
    if refusal:
        print(refusal.sentence)
        return 1
    swept = sweeping.sweep(at=now.at, clock_is_right=clock_is_right)
    last_run.note(settings.VAR, "tick", at=now.at)
    print(swept.as_sentence())
    told = mailing.tell(mailing.MailServer(**settings.SAFECONDUCT_MAIL), at=now.at)
    if told != mailing.Told():
        print(told.as_sentence())
    if not swept.held_back:
        clock.trust(now)
    return 1 if swept.held_back or told.failed or told.unsafe else 0
