"""Addresses of the staff's pages. Where a page stands is worked out once: a list names thirty cases, a case forty pages."""

from functools import cache

from django.urls import reverse

_NO_REFERENCE = 32 * "0"


def address_of(page: str, ref: str = "") -> str:
    """Of a page by its name; of the one that belongs to a reference, where it belongs to one."""
    if not ref:
        return _address(page)
    before, after = _around_the_reference(page)
    return f"{before}{ref}{after}"


@cache
def _address(page: str) -> str:
    return reverse(f"staff:{page}")


@cache
def _around_the_reference(page: str) -> tuple[str, str]:
    """What stands before and after the reference: that of the program, the same for every reference."""
    before, _, after = reverse(f"staff:{page}", args=[_NO_REFERENCE]).partition(_NO_REFERENCE)
    return before, after
