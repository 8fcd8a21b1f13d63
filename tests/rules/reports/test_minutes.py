"""Minutes as a whole: they go no further than their strictest part."""

from safeconduct.coordination.tlp import AMBER, AMBER_STRICT, GREEN
from safeconduct.reports.minutes import strictest


def test_the_whole_goes_no_further_than_its_strictest_part():
    assert strictest([GREEN, AMBER_STRICT, AMBER]) == AMBER_STRICT
    assert strictest([GREEN, AMBER]) == AMBER and strictest([]) == GREEN
