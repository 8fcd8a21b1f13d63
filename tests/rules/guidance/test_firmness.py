"""How firmly texts say that missions do something: texts in force that bind and were read, of missions that can be there."""

from dataclasses import replace

import pytest

from safeconduct.guidance.firmness import WAS_READ, firmness, texts_on
from safeconduct.guidance.instrument import standing
from safeconduct.guidance.paragraph import Paragraph, Whereabouts
from safeconduct.guidance.register import read_register

REGISTER = read_register()
TRIAL = Paragraph("trial", "mission", "point", actions=("PRE-01",))
PUBLIC = Paragraph("public", "mission", "point", actions=("PUB-01",))
TELL = Paragraph("tell", "mission", "point", commitments=("EU-10c",))
NOWHERE = Whereabouts()


def of(paragraph, whereabouts=NOWHERE, register=REGISTER):
    return firmness(texts_on(paragraph, register, whereabouts))


def with_change(one_id, **change):
    changed = tuple(replace(one, **change) if one.id == one_id else one for one in REGISTER.commitments)
    return replace(REGISTER, commitments=changed)


def test_owners_whose_missions_should_do_it_are_named():
    assert of(TRIAL).should == ("EU", "NL") and of(TRIAL).may == ()
    assert of(TELL).should == ("EU",)


def test_only_texts_in_force_that_bind_and_were_read_count():
    for text in texts_on(TRIAL, REGISTER, NOWHERE):
        assert text.instrument.binds and not standing(text.version) and text.commitment.verification in WAS_READ
    named = {one.id for one in REGISTER.commitments if "PRE-01" in one.actions}
    assert {"UK19-02", "CA-05"} <= named - {text.commitment.id for text in texts_on(TRIAL, REGISTER, NOWHERE)}


def test_an_entry_that_becomes_unverified_counts_no_more():
    assert of(TRIAL, register=with_change("NL-02", verification="unverified")).should == ("EU",)


def test_what_a_text_only_allows_is_kept_apart():
    assert of(TRIAL, register=with_change("NL-02", strength="may")).may == ("NL",)


def test_what_is_asked_of_others_than_missions_is_no_word_about_missions():
    assert "OSCE" in {text.owner for text in texts_on(PUBLIC, REGISTER, NOWHERE)}
    assert "OSCE" not in of(PUBLIC).should + of(PUBLIC).may


@pytest.mark.parametrize(
    ("stay", "should"),
    [("MX", ("EU", "NL")), ("NL", ()), ("FR", ("NL",)), ("", ("EU", "NL"))],
    ids=["far away", "in the Netherlands", "in another member of the EU", "not told"],
)
def test_nobody_has_a_mission_at_home(stay, should):
    assert of(TRIAL, Whereabouts(stay, "BY")).should == should
