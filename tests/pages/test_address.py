"""An address that is put together is the one that Django would make."""

import pytest
from django.urls import reverse

from safeconduct.sealing.record import new_ref
from safeconduct.web.staff.address import address_of


@pytest.mark.parametrize("page", ["dossier", "received", "entries", "answer", "like_cases"])
def test_each_reference_has_its_own_address(page):
    for ref in (new_ref(), new_ref()):
        assert address_of(page, ref) == reverse(f"staff:{page}", args=[ref])


def test_a_page_without_a_reference_has_one_address():
    assert address_of("cases") == reverse("staff:cases")
