"""What the roles that serve pages and sweep cannot do, however it is asked: PostgreSQL itself says no."""

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from safeconduct.access.desk.seeing import see_only
from safeconduct.access.models import Organisation
from safeconduct.cases.desk import casework as cases
from safeconduct.dossiers.models import Dossier
from safeconduct.intake.desk import returning
from safeconduct.intake.desk.returning import Word
from safeconduct.program import migrate
from safeconduct.web.postgresql import rights
from tests.embedded import HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION
from tests.postgresql.cluster import JOBS, OWNER, WEB, of_this_run

OURS = [model for model in apps.get_models() if model.__module__.startswith("safeconduct.")]


@pytest.fixture
def instance(embedded):
    """Two offices that know nothing of each other, each with a case that has everything a case has."""
    for slug, name in ((HARBOUR, PROTECTION), (LIGHTHOUSE, OTHER_OFFICE)):
        call = embedded.call(slug)
        returning.write(call.visit(), Word("Only for one of you.", (embedded.file(),)), at=embedded.now)
        cases.answer(call.ref, "We have read it.", embedded.keyring(name), at=embedded.now)
        cases.cards(embedded.keyring(name), at=embedded.now)
    return embedded


@pytest.fixture
def ask(instance):
    """Send a statement with a role of one's own; what it answers. Nothing of it stays."""

    def asking(statement, *, role=WEB, organisation=None):
        address = of_this_run().address(connection.settings_dict["NAME"], user=role)
        with psycopg.connect(address) as asked:
            if organisation is not None:
                asked.execute("SELECT set_config('safeconduct.organisation', %s, false)", [organisation])
            cursor = asked.execute(statement)
            answer = cursor.fetchall() if cursor.description else cursor.rowcount
            asked.rollback()
        return answer

    return asking


def ref_of(slug):
    return Organisation.objects.get(slug=slug).ref


# Privileges

NEVER = [
    (WEB, "UPDATE dossiers_entry SET body = ''"),
    (WEB, "DELETE FROM dossiers_entry"),
    (WEB, "UPDATE dossiers_entrykey SET wrapped = ''"),
    (WEB, "DELETE FROM dossiers_entrykey"),
    (WEB, "UPDATE dossiers_grant SET compartment = ''"),
    (WEB, "UPDATE dossiers_dossier SET compartment = ''"),
    (WEB, "DELETE FROM dossiers_dossier"),
    (WEB, "UPDATE access_journalline SET sealed = ''"),
    (WEB, "DELETE FROM access_journalline"),
    (WEB, "UPDATE access_organisation SET root_sign = ''"),
    (WEB, "DELETE FROM access_organisation"),
    (WEB, "UPDATE access_compartment SET duty = 'requests'"),
    (WEB, "UPDATE access_compartmentepoch SET public_seal = ''"),
    (WEB, "UPDATE access_certificateend SET last_day = last_day"),
    (WEB, "DELETE FROM access_certificateend"),
    (WEB, "UPDATE access_invitation SET body = ''"),
    (WEB, "UPDATE access_appointment SET role = 'registrar'"),
    (WEB, "UPDATE access_journalcheckpoint SET size = 1"),
    (WEB, "DELETE FROM access_journalcheckpoint"),
    (WEB, "DELETE FROM dossiers_endedgrant"),
    (WEB, "SELECT * FROM dossiers_sweep"),
    (WEB, "DELETE FROM access_compartmentepoch"),
    (WEB, "UPDATE access_membercertificate SET role = 'registrar'"),
    (WEB, "UPDATE access_member SET name = ''"),
    (WEB, "UPDATE access_recoveryholder SET public_seal = ''"),
    (WEB, "UPDATE access_recoverysignature SET signature = ''"),
    (WEB, "DELETE FROM access_ceremony"),
    (WEB, "DELETE FROM access_member"),
    (WEB, "UPDATE intake_box SET body = ''"),
    (WEB, "TRUNCATE dossiers_entry"),
    (WEB, "DROP TABLE dossiers_entry"),
    (WEB, "ALTER TABLE dossiers_entry DISABLE ROW LEVEL SECURITY"),
    (WEB, "DROP POLICY who_holds_it ON dossiers_entry"),
    (WEB, "CREATE TABLE public.mine (id int)"),
    (WEB, "DELETE FROM django_migrations"),
    (WEB, "SET ROLE safeconduct_owner"),
    (JOBS, "SELECT body FROM access_session"),
    (JOBS, "UPDATE access_session SET body = ''"),
    (JOBS, "SELECT body FROM dossiers_entry"),
    (JOBS, "SELECT wrapped FROM dossiers_grant"),
    (JOBS, "SELECT wrapped FROM dossiers_entrykey"),
    (JOBS, "SELECT body FROM intake_draft"),
    (JOBS, "SELECT locator FROM intake_box"),
    (JOBS, "SELECT name FROM access_member"),
    (JOBS, "SELECT body FROM access_invitation"),
    (JOBS, "SELECT ref FROM access_recoverykey"),
    (JOBS, "UPDATE access_noticeaddress SET address = ''"),
    (JOBS, "SELECT wrapped FROM access_compartmentwrap"),
    (JOBS, "SELECT seq FROM access_journalline"),
    (JOBS, "INSERT INTO dossiers_entry SELECT * FROM dossiers_entry"),
]


def allowed(ask, statements, *, role=WEB, **how):
    """Those that the server did not refuse."""
    let_through = []
    for statement in statements:
        try:
            ask(statement, role=role, **how)
        except psycopg.errors.InsufficientPrivilege:
            continue
        let_through.append(statement)
    return let_through


@pytest.mark.parametrize("role", [WEB, JOBS])
def test_a_role_may_not_change_or_read_what_the_program_never_does(ask, role):
    statements = [statement for whose, statement in NEVER if whose == role]
    assert allowed(ask, statements, role=role, organisation=ref_of(HARBOUR)) == []


def test_jobs_read_no_sealed_column_of_any_table(ask):
    sealed = {
        (model._meta.db_table, field.column)
        for model in OURS
        for field in model._meta.concrete_fields
        if str(field.help_text).startswith("sealed: ")
    }
    said = "SELECT table_name, column_name FROM information_schema.column_privileges WHERE grantee = '{}'"
    readable = set(ask(said.format(JOBS) + " AND privilege_type = 'SELECT'", role=OWNER))
    assert ("dossiers_grant", "dossier") in readable
    assert readable & sealed == set()


def test_every_table_has_its_policies_and_a_role_that_may_read_it(ask):
    tables = {model._meta.db_table for model in OURS}
    guarded = "SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace"
    assert {name for (name,) in ask(guarded, role=OWNER)} == tables
    assert {name for (name,) in ask("SELECT tablename FROM pg_policies", role=OWNER)} == tables
    may = "SELECT relname FROM pg_class WHERE relkind = 'r' AND has_table_privilege('{}', oid, 'SELECT')"
    readable = {name for role in (WEB, JOBS) for (name,) in ask(may.format(role), role=OWNER)}
    assert readable >= tables | {"django_migrations"}


# Rows

OF_ITS_OWN = ("access_journalline", "access_compartmentwrap", "dossiers_cardsegment", "dossiers_segmentkey")
OF_DOSSIERS = ("dossiers_entry", "dossiers_entrykey", "dossiers_grant", "dossiers_cardnote", "intake_progress")
COUNT = "SELECT count(*) FROM {}"


def count(ask, table, **how):
    return ask(COUNT.format(table), **how)[0][0]


@pytest.fixture
def folded(instance, monkeypatch):
    from safeconduct.dossiers.desk import listing

    monkeypatch.setattr(listing, "NOTES_BEFORE_FOLDING", 0)
    for name in (PROTECTION, OTHER_OFFICE):
        cases.cards(instance.keyring(name), at=instance.now)


@pytest.mark.parametrize("table", OF_ITS_OWN)
def test_keys_lists_and_journal_are_there_for_their_own_organisation_only(ask, folded, table):
    every = count(ask, table, role=OWNER)
    mine, theirs = (count(ask, table, organisation=ref_of(slug)) for slug in (HARBOUR, LIGHTHOUSE))
    assert mine and theirs and mine + theirs == every
    assert count(ask, table) == 0, "a defender's request sees none"
    assert count(ask, table, organisation="0f" * 16) == 0


@pytest.mark.parametrize("table", [*OF_DOSSIERS, "dossiers_dossier", "dossiers_storedfile", "dossiers_cardnotekey"])
def test_a_member_s_request_sees_no_row_of_a_dossier_that_its_organisation_does_not_hold(ask, table):
    every = count(ask, table, role=OWNER)
    mine, theirs = (count(ask, table, organisation=ref_of(slug)) for slug in (HARBOUR, LIGHTHOUSE))
    assert mine and theirs and mine + theirs == every
    assert count(ask, table) == every, "a defender's request finds it by what the box holds"


def test_a_grant_to_a_compartment_lets_its_organisation_see_the_dossier_and_its_end_no_more(ask):
    theirs, mine = (Dossier.objects.get(organisation=ref_of(slug)) for slug in (LIGHTHOUSE, HARBOUR))
    address = of_this_run().address(connection.settings_dict["NAME"])
    seen = f"SELECT count(*) FROM dossiers_entry WHERE dossier = '{theirs.ref}'"
    assert ask(seen, organisation=mine.organisation) == [(0,)]
    with psycopg.connect(address) as owner:
        owner.execute(
            "INSERT INTO dossiers_grant (dossier, scope_ref, compartment, epoch, wrapped) VALUES (%s, '', %s, 1, '')",
            [theirs.ref, mine.compartment],
        )
    assert ask(seen, organisation=mine.organisation)[0][0] > 0
    with psycopg.connect(address) as owner:
        owner.execute(
            "DELETE FROM dossiers_grant WHERE dossier = %s AND compartment = %s", [theirs.ref, mine.compartment]
        )
    assert ask(seen, organisation=mine.organisation) == [(0,)]


def test_names_of_staff_are_there_for_their_own_organisation_and_for_signing_in(ask):
    names = "SELECT name FROM access_member WHERE name IN ('mara', 'amal') ORDER BY name"
    assert ask(names, organisation=ref_of(HARBOUR)) == [("mara",)]
    assert ask(names) == [("amal",), ("mara",)]


def test_the_directory_and_what_vouches_for_it_is_there_for_everybody(ask):
    for table in ("access_organisation", "access_compartment", "access_compartmentepoch", "access_membercertificate"):
        assert count(ask, table) == count(ask, table, organisation=ref_of(HARBOUR)) == count(ask, table, role=OWNER) > 1


THEIRS = "(SELECT ref FROM access_organisation WHERE slug = 'lighthouse-network')"
CHANGES_FOR_OTHERS = [
    f"INSERT INTO access_journalline (organisation, seq, day, before, hash, sealed) SELECT {THEIRS}, 99, now(), '', '', ''",
    f"INSERT INTO access_post (ref, organisation, name) SELECT '0f', {THEIRS}, 'Mine'",
    f"UPDATE access_compartment SET name = 'Mine' WHERE organisation = {THEIRS}",
    "INSERT INTO dossiers_entrykey (dossier, seq, wrapped) VALUES ('0f0f', 99, '')",
    """INSERT INTO access_compartmentwrap (compartment, epoch, member, wrapped)
       SELECT ref, 1, '', '' FROM access_compartment WHERE name = 'Auditors'""",
    """INSERT INTO access_organisation
       (ref, slug, name, root_sign, reads_within_hours, time_zone, takes_requests)
       VALUES ('0f', 'x', 'X', '', 1, 'UTC', true)""",
]
QUIET_CHANGES = [
    "UPDATE access_member SET first_totp = '' WHERE name = 'amal'",
    "UPDATE access_organisation SET takes_requests = false WHERE slug = 'lighthouse-network'",
    f"UPDATE dossiers_dossier SET erased_on = now() WHERE organisation = {THEIRS}",
    f"DELETE FROM dossiers_grant WHERE dossier IN (SELECT ref FROM dossiers_dossier WHERE organisation = {THEIRS})",
    "DELETE FROM intake_box",
]


def test_a_member_s_request_writes_nothing_for_another_organisation(ask):
    assert allowed(ask, CHANGES_FOR_OTHERS, organisation=ref_of(HARBOUR)) == []


def test_a_change_of_another_organisation_s_rows_finds_none(ask):
    for statement in QUIET_CHANGES:
        assert ask(statement, organisation=ref_of(HARBOUR)) == 0
        assert ask(statement, role=OWNER) > 0


def test_a_job_speaks_for_no_organisation(ask):
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        ask("UPDATE access_compartment SET name = 'Mine'", role=JOBS)


# The program and its roles


def test_what_a_request_saw_only_ends_with_its_transaction(embedded):
    call = embedded.call()
    embedded.case(call.ref)
    assert see_only("") == ""


def test_the_role_that_serves_finds_the_database_made_and_changes_nothing(embedded):
    assert not rights.is_owner(connection)
    before = embedded.dump()
    migrate.make_or_insist()
    assert embedded.dump() == before
    assert rights.sentences(connection) == []


def test_the_role_that_serves_stops_before_a_database_of_an_earlier_release(embedded):
    address = of_this_run().address(connection.settings_dict["NAME"])
    with psycopg.connect(address) as owner:
        owner.execute("DELETE FROM django_migrations WHERE app = 'intake'")
    with pytest.raises(SystemExit, match="older release"):
        migrate.make_or_insist()
    with pytest.raises(SystemExit, match="owner's address"):
        migrate.migrate()


@pytest.mark.as_owner
def test_whoever_serves_as_the_owner_is_told(embedded):
    assert "row-level security" in rights.sentences(connection)[0]
    migrate.migrate()
    migrate.migrate()  # taking everything back and giving it again is the same
