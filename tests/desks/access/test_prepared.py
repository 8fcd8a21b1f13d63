"""A question that is written once gives what Django would give each time."""

from datetime import date

import pytest
from django.db import connection, models, transaction
from django.db.models import Exists
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from safeconduct.access import lookup
from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.models import Compartment, CompartmentEpoch, Member
from safeconduct.access.prepared import Prepared
from tests.embedded import COLLEAGUE, PROTECTION


def test_each_text_gets_its_own_rows(embedded):
    named = Prepared(lambda name: Member.objects.filter(name=name, ended_on=None))
    for name in (PROTECTION, COLLEAGUE, PROTECTION):
        assert named(name) == [Member.objects.get(name=name)]
    assert named("nobody-here") == []


def test_a_row_that_was_changed_or_taken_away_is_seen_the_next_time(embedded):
    named = Prepared(lambda name: Member.objects.filter(name=name, ended_on=None))
    before = named(COLLEAGUE)[0]
    with seeing_only(before.organisation):
        Member.objects.filter(name=COLLEAGUE).update(post="f" * 32)
        assert named(COLLEAGUE)[0].post == "f" * 32 != before.post
        Member.objects.filter(name=COLLEAGUE).update(ended_on=embedded.now.date())
        assert named(COLLEAGUE) == []


@pytest.mark.parametrize("hostile", ["' OR 1=1 --", "%s", "%(name)s", "'"])
def test_a_text_is_never_part_of_the_question(embedded, hostile):
    named = Prepared(lambda name: Member.objects.filter(name=name))
    assert named(hostile) == []


@pytest.mark.parametrize(
    ("rows", "sets"),
    [
        (
            lambda *names: Member.objects.filter(name__in=names).order_by("name"),
            [(PROTECTION,), (PROTECTION, COLLEAGUE)],
        ),
        (lambda *names: Member.objects.filter(name__in=names), [(), (PROTECTION,)]),
        (
            lambda since: CompartmentEpoch.objects.filter(made_on__gte=since).order_by("pk"),
            [(date(2000, 1, 1),), (date(2200, 1, 1),)],
        ),
        (lambda newest: CompartmentEpoch.objects.filter(epoch__lte=newest).order_by("pk"), [(1,), (0,)]),
        (lambda name: Member.objects.filter(name=name).values_list("name", "ended_on"), [(PROTECTION,), ("nobody",)]),
        (lambda name: Member.objects.filter(name=name).annotate(is_here=Exists(Member.objects.all())), [(PROTECTION,)]),
    ],
    ids=["one or several", "none", "a day", "a number", "values alone", "with something added"],
)
def test_whatever_is_given_gets_what_django_would_give(embedded, rows, sets):
    asked = Prepared(rows)
    for one in sets:
        assert [_columns(row) for row in asked(*one)] == [_columns(row) for row in rows(*one)]


def test_rows_are_held_within_a_transaction_alone(embedded):
    held = Prepared(lambda name: Member.objects.select_for_update().filter(name=name))
    with transaction.atomic(), seeing_only(Member.objects.get(name=PROTECTION).organisation):
        assert [row.name for row in held(PROTECTION)] == [PROTECTION]
    if connection.features.has_select_for_update:  # SQLite has one writer anyway
        with pytest.raises(TransactionManagementError):
            held(PROTECTION)


def _columns(row):
    """Of a row everything but what Django notes about it; values as they are."""
    if not isinstance(row, models.Model):
        return tuple(row)
    read = {name: value for name, value in vars(row).items() if name != "_state"}
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in read.items()}


def test_the_epochs_of_an_organisation_are_those_of_its_compartments_alone(embedded):
    for row in Compartment.objects.order_by("ref"):
        own = Compartment.objects.filter(organisation=row.organisation).values("ref")
        wanted = CompartmentEpoch.objects.filter(compartment__in=own).order_by("epoch")
        with CaptureQueriesContext(connection) as asked:
            assert lookup._epochs_in(row.organisation) == list(wanted)
        assert len(asked) == 2  # one each
