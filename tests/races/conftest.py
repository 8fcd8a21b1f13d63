"""Each race is run in some ways by `make test`, and in fifty by `make test-long`."""

import pytest

from tests.embedded import Embedded
from tests.races.interleaving import Race


@pytest.fixture(params=[pytest.param(8, id="eight ways"), pytest.param(50, marks=pytest.mark.long, id="fifty ways")])
def race(request: pytest.FixtureRequest, embedded: Embedded, monkeypatch: pytest.MonkeyPatch) -> Race:
    return Race(embedded, request.param, monkeypatch)
