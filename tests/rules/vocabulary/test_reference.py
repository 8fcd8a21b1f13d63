"""A reference as people read it out: twelve signs in three groups, found again however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.vocabulary.reference import reference_start, short_form

REF = "3f2a91bc04de5566778899aabbccddee"


@given(st.binary(min_size=16, max_size=16))
def test_the_short_form_finds_its_reference(raw):
    assert raw.hex().startswith(reference_start(short_form(raw.hex())))


@pytest.mark.parametrize(
    "typed", ["3f2a-91bc-04de", " 3F2A 91BC 04DE ", "3f2a–91bc–04de", "3f2a91bc04de", REF, REF.upper()]
)
def test_a_reference_is_known_however_it_is_typed(typed):
    assert REF.startswith(reference_start(typed))


@pytest.mark.parametrize(
    "typed", ["", "3f2a", "3f2a-91bc-04d", "3f2a-91bc-04dg", f"{REF}0", "٣f2a-91bc-04de", "%-12-signs--x"]
)
def test_a_part_or_something_else_is_not_a_reference(typed):
    assert reference_start(typed) is None
