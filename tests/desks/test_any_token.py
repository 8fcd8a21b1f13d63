"""Whatever is given for a cookie or a draft's token: nobody, nothing, no fault, and no row is changed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeconduct.access.desk import signing_in
from safeconduct.access.models import Session
from safeconduct.intake.desk import asking
from safeconduct.intake.draft import Draft
from safeconduct.web import boot
from tests.embedded import PROTECTION

SAME_INSTANCE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=200) | st.text(
    "0123456789abcdef", min_size=64, max_size=64
)


@pytest.mark.slow
@settings(SAME_INSTANCE)
@given(cookie=TEXTS, place=st.integers(0, 63), digit=st.sampled_from("0123456789abcdef"))
def test_any_cookie_but_the_right_one_is_nobody_and_changes_nothing(embedded, cookie, place, digit):
    Session.objects.all().delete()
    right = embedded.session(PROTECTION)
    before = list(Session.objects.values_list("row", "body"))
    near = right[:place] + digit + right[place + 1 :]
    for tried in {cookie, near} - {right}:
        assert signing_in.come_back(tried, boot_secret=boot.secret(), at=embedded.now) is None
    assert signing_in.come_back(right, boot_secret=boot.secret(), at=embedded.now) is not None
    assert list(Session.objects.values_list("row", "body")) == before


@pytest.mark.slow
@settings(SAME_INSTANCE)
@given(token=TEXTS, place=st.integers(0, 63), digit=st.sampled_from("0123456789abcdef"))
def test_any_token_but_the_right_one_opens_no_draft(embedded, token, place, digit):
    right = asking.begin_draft(Draft(embedded.now, {"happened": "They came."}))
    near = right[:place] + digit + right[place + 1 :]
    for tried in {token, near} - {right}:
        assert asking.open_draft(tried, at=embedded.now) is None
        asking.leave_draft(tried, at=embedded.now)
    assert asking.open_draft(right, at=embedded.now).answers == {"happened": "They came."}
