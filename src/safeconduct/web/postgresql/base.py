"""PostgreSQL as the house needs it: each new connection looks at what the server promises, and stops if it is too little."""

from django.core.exceptions import ImproperlyConfigured

from safeconduct.web.postgresql import soundness

try:
    from django.db.backends.postgresql import base
except ImproperlyConfigured:
    raise ImproperlyConfigured(
        "SAFECONDUCT_DATABASE names PostgreSQL, but psycopg is not installed. "
        "Install it: .venv/bin/python -m pip install --require-hashes -r requirements/postgres.txt"
    ) from None


class DatabaseWrapper(base.DatabaseWrapper):
    def init_connection_state(self) -> None:
        super().init_connection_state()
        wrong = soundness.sentences(self)
        if wrong:
            self.close()
            raise ImproperlyConfigured("\n".join(wrong))

    def set_autocommit(self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False) -> None:
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        if autocommit:
            # An error that broke a transaction holds the frames of its request, and so all that was typed.
            self.rollback_exc = None
