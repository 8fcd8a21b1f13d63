"""Note how it went with a mechanism of protection, as this office saw it."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from safeconduct.access import lookup as directory
from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.cases.experience import VIEW_OF_KIND, noted, noted_experiences, refusal_to_noting_experience
from safeconduct.guidance.register import the_register
from safeconduct.intake.experience import Experience, years
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import insist


@transaction.atomic
def note_experience(ref: str, now: Experience, keyring: Keyring, *, at: datetime) -> None:
    """`now` as it was typed; its reference comes from here, and whose view it is from the directory."""
    one = opened(ref, keyring)
    view = VIEW_OF_KIND[directory.kind_of(keyring.organisation)]
    before = {(whose, known.of): known for whose, known in noted_experiences(one.case.written)}
    known = frozenset(mechanism.id for mechanism in the_register().mechanisms)
    insist(refusal_to_noting_experience(now, before.get((view, now.of)), known=known, years=years(at.date())))
    append(one, keyring, [noted(replace(now, ref=new_ref()), view)], at=at)
    journal("ExperienceNoted", ref, keyring, at=at)
