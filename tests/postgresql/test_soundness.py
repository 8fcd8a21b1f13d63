"""What a server must promise before a connection to it is used, and how its address is read."""

import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from safeconduct.web.postgresql import soundness
from safeconduct.web.postgresql.address import postgresql_at
from safeconduct.web.postgresql.soundness import Said, sentences_about
from tests.postgresql.cluster import of_this_run

SOUND = Said(150_000, "on", "on", "on", "none", "-1", "-1", "0")


def test_this_server_is_sound(embedded):
    assert soundness.sentences(connection) == []
    assert sentences_about(SOUND) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("fsync", "off"), ("full_page_writes", "off"), ("synchronous_commit", "off"), ("version", 140_020)),
        *(("log_statement", "all"), ("log_min_duration_statement", "0"), ("log_min_duration_sample", "0")),
        ("log_parameter_max_length_on_error", "-1"),
    ],
)
def test_a_server_that_would_lose_or_tell_is_refused_in_a_sentence(name, value):
    (sentence,) = sentences_about(Said(**{**vars(SOUND), name: value}))
    assert name in sentence or "too old" in sentence
    assert sentence.endswith(".")


def test_no_connection_is_made_to_a_server_that_would_lose_commits(embedded):
    server = of_this_run()
    database = connection.settings_dict["NAME"]
    server.run(f'ALTER DATABASE "{database}" SET synchronous_commit = off')
    connection.close()
    with pytest.raises(ImproperlyConfigured, match="power cut"):
        connection.ensure_connection()


def test_every_transaction_reads_what_others_have_committed(embedded):
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("read committed",)


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("postgresql://ana:p%40ss@db.internal:5433/safe", ("safe", "ana", "p@ss", "db.internal", "5433")),
        ("postgresql:///safe?host=/run/postgresql&user=ana", ("safe", "ana", "", "/run/postgresql", "")),
        ("postgresql:///safe", ("safe", "", "", "", "")),
    ],
)
def test_an_address_is_read_as_libpq_reads_it(address, wanted):
    read = postgresql_at(address)
    assert tuple(read[part] for part in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == wanted


def test_other_options_of_an_address_are_passed_on_and_a_missing_name_is_refused():
    assert postgresql_at("postgresql://db/safe?sslmode=verify-full")["OPTIONS"]["sslmode"] == "verify-full"
    with pytest.raises(SystemExit, match="names no database"):
        postgresql_at("postgresql://db/")


def printed_by(embedded, *arguments, before="pass", **environment):
    """What the program says when it stops at once."""
    started = f"import sys; {before}; from safeconduct.program import main; sys.argv = ['safeconduct', *{arguments!r}]; main()"
    done = subprocess.run(
        [sys.executable, "-c", started],
        env=embedded.environment | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.slow
def test_without_psycopg_the_program_says_how_to_install_it(embedded):
    hidden = "sys.modules['psycopg'] = None; sys.modules['psycopg2'] = None"
    assert "requirements/postgres.txt" in printed_by(embedded, "migrate", before=hidden)


@pytest.mark.slow
def test_a_server_that_is_not_there_is_said_in_a_sentence(embedded):
    nowhere = f"postgresql:///safeconduct?host={embedded.folder}"
    for command in ("migrate", "tick"):
        assert "does not answer" in printed_by(embedded, command, SAFECONDUCT_DATABASE=nowhere)


@pytest.mark.slow
def test_an_address_of_another_kind_is_refused(embedded):
    assert "postgresql://" in printed_by(embedded, "migrate", SAFECONDUCT_DATABASE="mysql://db/safe")
