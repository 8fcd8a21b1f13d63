"""Whether the database is of this release: an older one is brought up on purpose, a newer one is left alone."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader

OLDER = (
    "This database is of an older release. Make a backup, stop every process that uses this instance, "
    "then run `safeconduct migrate`."
)
NEWER = (
    "This database is of a newer release than this program. Nothing was changed. Install the newer release again, "
    "or put back the backup that was made before the upgrade."
)


def is_empty() -> bool:
    """No release has made its tables yet. Django must be set up."""
    return not MigrationLoader(connection).applied_migrations


def insist_on_this_release() -> None:
    """Stops with a sentence when the database is of another release."""
    insist_that_it_is_not_newer()
    loader = MigrationLoader(connection)
    if any(one not in loader.applied_migrations for one in loader.disk_migrations):
        raise SystemExit(OLDER)


def insist_that_it_is_not_newer() -> None:
    loader = MigrationLoader(connection)
    # Tables of others in the same database are none of our business.
    ours = [one for one in loader.applied_migrations if one[0] in loader.migrated_apps]
    if any(one not in loader.disk_migrations for one in ours):
        raise SystemExit(NEWER)
