"""Whether somebody was known before their first alarm, on the page of the case and in the figures."""

from datetime import timedelta

from safeconduct.reports import figures
from tests.embedded import PROTECTION
from tests.pages.page import sentences, text_of, typed_into
from tests.pages.test_figures import shown


def test_it_is_noted_stands_on_the_case_and_is_counted_in_bands(embedded, monkeypatch):
    monkeypatch.setattr(figures, "FEWEST", 1)
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    address, case = f"/desk/dossiers/{call.ref}/known/", f"/desk/dossiers/{call.ref}/"
    assert f'href="{address}"' in text_of(mara.get(case))
    refused = mara.post(address, {"known": "yes", "since": embedded.now.date().isoformat()})
    assert "not before their first alarm" in sentences(refused)[0]
    assert typed_into(refused, "since") == embedded.now.date().isoformat()
    since = embedded.now.date() - timedelta(days=200)
    assert mara.post(address, {"known": "yes", "since": since.isoformat(), "planned": "on"}).status_code == 302
    page = text_of(mara.get(case))
    assert "Known since about August 2025, by contact that was planned before anybody needed it." in page
    rows = shown(mara.get("/desk/figures/"), "How long people were known")
    assert rows["Known for three months to a year"] == "1 of 1 requests and cases"
    assert rows["By planned contact"] == "1 of 1 requests and cases" and rows["Nobody noted it"].startswith("0 of 1")
    assert "AcquaintanceNoted" in embedded.events()
