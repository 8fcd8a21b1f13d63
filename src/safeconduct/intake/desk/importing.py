"""Taking in public appeals: each becomes a sealed request once, however often the file is read."""

from datetime import datetime

from django.db import transaction

from safeconduct.access.office import Office
from safeconduct.intake import models
from safeconduct.intake.appeal import Appeal
from safeconduct.intake.desk import asking


@transaction.atomic
def take_in(appeal: Appeal, office: Office, *, at: datetime) -> bool:
    """Whether the appeal is new. It and the mark that it was taken in are kept together or not at all."""
    _, is_new = models.ImportedAppeal.objects.get_or_create(digest=appeal.digest)
    if is_new:
        asking.send(appeal.telling, (office,), None, at=at)
    return is_new
