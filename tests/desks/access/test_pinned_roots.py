"""An organisation that somebody put into the database is not offered, receives nothing and lets nobody in."""

import pytest
from django.db import connection
from django.utils import timezone

from safeconduct.access import lookup, pinned
from safeconduct.access.desk import founding
from safeconduct.access.founding import Person, Promise
from safeconduct.access.lookup import Uncertified
from safeconduct.access.models import Organisation
from safeconduct.dossiers.models import Dossier
from safeconduct.intake.box import Holder
from safeconduct.intake.desk import asking
from safeconduct.sealing.code import new_code
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.record import new_key
from tests.builders import a_telling
from tests.embedded import HARBOUR, LIGHTHOUSE, PROTECTION

INVENTED = "lantern-house"


def invent(embedded):
    """Everything right but the pin: a whole organisation as its own founder would make it."""
    people = (
        Person("oskar", "Officer", compartments=("Protection",)),
        Person("pavel", "Administrator", role="registrar"),
        Person("rita", "Administrator", role="registrar", compartments=("Auditors",)),
    )
    compartments = {"Protection": "requests", "Auditors": "auditors"}
    founding.found_organisation(
        slug=INVENTED,
        name="Lantern House",
        promise=Promise(),
        compartments=compartments,
        people=people,
        at=embedded.now,
    )
    return Organisation.objects.get(slug=INVENTED)


def offered():
    return {office.slug for office in lookup.offices()}


def test_an_organisation_in_the_database_alone_is_not_offered(embedded):
    row = invent(embedded)
    assert offered() == {HARBOUR, LIGHTHOUSE}
    assert lookup.office(INVENTED) is None
    assert [slug for slug, _, _ in lookup.unpinned()] == [INVENTED]
    pinned.pin(embedded.folder, INVENTED, bytes(row.root_sign))
    assert offered() == {HARBOUR, LIGHTHOUSE, INVENTED}


@pytest.mark.as_owner
def test_a_row_that_plain_sql_put_there_is_not_offered(embedded):
    columns = "name, kind, root_sign, reads_within_hours, urgent_within_hours, staffed_from, staffed_until, time_zone"
    with connection.cursor() as cursor:
        insert = f"INSERT INTO access_organisation (ref, slug, takes_requests, {columns})"
        cursor.execute(
            f"{insert} SELECT '{'7' * 32}', 'copy', true, {columns} FROM access_organisation WHERE slug = %s", [HARBOUR]
        )
    assert Organisation.objects.filter(slug="copy").exists() and offered() == {HARBOUR, LIGHTHOUSE}


def test_nothing_can_be_sealed_to_it(embedded):
    row = invent(embedded)
    with pytest.raises(Uncertified):
        lookup.recipient_for(row.ref, "requests")
    before = embedded.dump()
    with pytest.raises(Uncertified):
        asking.send(a_telling(), (embedded.office(INVENTED),), Holder(new_code(), "lantern"), at=timezone.now())
    assert embedded.dump() == before and not Dossier.objects.exists()


@pytest.mark.as_owner
@pytest.mark.parametrize("changed", ["root key", "short name", "two short names"])
def test_a_pin_holds_one_key_under_one_name(embedded, changed):
    harbour = Organisation.objects.filter(slug=HARBOUR)
    if changed == "root key":
        harbour.update(root_sign=Identity(new_key()).public_sign)
    elif changed == "short name":
        harbour.update(slug="harbour")
    else:
        harbour.update(slug="aside")
        Organisation.objects.filter(slug=LIGHTHOUSE).update(slug=HARBOUR)
        Organisation.objects.filter(slug="aside").update(slug=LIGHTHOUSE)
    assert HARBOUR not in offered() and "harbour" not in offered()


def test_without_the_file_nobody_is_offered_and_no_compartment_opens(embedded):
    call = embedded.call()
    assert embedded.keyring(PROTECTION).compartments and call.ref
    (embedded.folder / pinned.FILE).unlink()
    assert offered() == set()
    assert not embedded.keyring(PROTECTION).compartments


def test_the_file_is_its_owner_s_alone_and_a_strange_line_pins_nothing(embedded):
    file = embedded.folder / pinned.FILE
    assert file.stat().st_mode & 0o777 == 0o400
    known = pinned.pins(embedded.folder)
    file.chmod(0o600)
    file.write_text(file.read_text() + f"{'0' * 63} short\n{'0' * 64}\n\n{'0' * 64} two words\n# note\n")
    assert pinned.pins(embedded.folder) == known and set(known) == {HARBOUR, LIGHTHOUSE}


def test_people_compare_sixteen_groups_of_four():
    written = pinned.written_fingerprint(b"a root key")
    assert len(written) == 64 and pinned.in_groups(written).split() == [written[n : n + 4] for n in range(0, 64, 4)]
