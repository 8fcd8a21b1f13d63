"""What is called sealed looks like noise, and no column invites a text (the reasons stand in docs/threat-model.md)."""

import math
from collections import Counter
from datetime import timedelta

from django.apps import apps
from django.db import models

from safeconduct.access.recovery import REHEARSAL
from safeconduct.cases.case_filter import CaseFilter
from safeconduct.cases.desk import casework as cases
from safeconduct.cases.desk import filtering
from safeconduct.dossiers.card import NOTES_BEFORE_FOLDING
from safeconduct.dossiers.desk import listing, writing
from safeconduct.intake.desk import asking, linking
from safeconduct.intake.draft import Draft
from safeconduct.intake.source_link import LinkQuestion
from tests.builders import a_telling
from tests.embedded import PROTECTION
from tests.organising import invite
from tests.recovering import a_key, hand_in, opened

COLUMNS = {
    f"{model.__name__}.{field.name}": field
    for app in ("access", "dossiers", "intake")
    for model in apps.get_app_config(app).get_models()
    for field in model._meta.concrete_fields
}
SEALED = {name: field for name, field in COLUMNS.items() if field.help_text.startswith("sealed: ")}


def test_there_are_columns_of_both_kinds():
    assert len(SEALED) > 10 and len(COLUMNS) - len(SEALED) > 40


def test_no_column_holds_text_without_end_or_json():
    assert not [name for name, field in COLUMNS.items() if isinstance(field, (models.TextField, models.JSONField))]


def test_no_row_points_at_another_by_the_database_s_own_means():
    assert not [name for name, field in COLUMNS.items() if field.is_relation]


def entropy(content):
    """Bits per byte: 8 for noise, about 4 for text, near 0 for padding."""
    counts = Counter(content)
    return -sum(count / len(content) * math.log2(count / len(content)) for count in counts.values())


def test_what_is_called_sealed_looks_like_noise(embedded):
    text = "They waited outside the mill again. " * 40
    call = embedded.call(telling=a_telling(happened=text, name="Teresa (invented)"))
    cases.answer(call.ref, text, embedded.keyring(PROTECTION), at=embedded.now)
    for _ in range(NOTES_BEFORE_FOLDING):
        writing.append(call.ref, (), {"stage": "received"}, held=(), by=None, at=embedded.now)
    listing.cards(embedded.keyring(PROTECTION), on=embedded.now.date())
    writing.append(call.ref, (), {"stage": "received"}, held=(), by=None, at=embedded.now)
    asking.begin_draft(Draft(embedded.now, {"happened": text}))
    linking.lay_out("5e" * 16, LinkQuestion(call.ref, "1a" * 16, "2b" * 16, text, embedded.now.date()))
    filtering.save_filter("The mill", CaseFilter(text[:150]), embedded.keyring(PROTECTION))
    embedded.session(PROTECTION)
    invite(embedded)
    a_key(embedded)
    hand_in(embedded, opened(embedded), "vera", "amal", waiting=timedelta())
    opened(embedded, REHEARSAL, by="tomas")
    for name, field in SEALED.items():
        rows = [bytes(value) for value in field.model.objects.values_list(field.name, flat=True)]
        together = b"".join(rows)
        assert rows, f"{name}: nothing was stored, so nothing was proved."
        assert b"mill" not in together and b"\0" * 8 not in together, name
        enough = math.log2(min(len(together), 256)) * 0.9
        assert entropy(together) > enough, name
        assert len(set(rows)) == len(rows), f"{name}: two rows hold the same bytes."
