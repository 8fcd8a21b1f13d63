"""What keeps a person from help, on the page of the case and in the figures."""

from safeconduct.cases.barrier import barriers
from safeconduct.cases.desk import theme
from safeconduct.reports import figures
from tests.embedded import PROTECTION
from tests.pages.page import sentences, text_of, typed_into
from tests.pages.test_figures import shown


def test_it_is_noted_handled_and_counted_for_women(embedded, monkeypatch):
    monkeypatch.setattr(figures, "FEWEST", 1)
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    theme.choose_themes(call.ref, ["women"], embedded.keyring(PROTECTION), at=embedded.now)
    address = f"/desk/dossiers/{call.ref}/barriers/"
    assert mara.post(address, {"care": "there", "way": "there"}).status_code == 302
    refused = mara.post(address, {"care": "handled", "way": "there"})
    assert any("It is not said what was done about it." in said for said in sentences(refused))
    assert mara.post(address, {"care": "handled", "way": "there", "words": "Her aunt comes."}).status_code == 302
    assert barriers(embedded.case(call.ref).written).states == {"care": "handled", "way": "there"}
    page = text_of(mara.get(f"/desk/dossiers/{call.ref}/"))
    assert "Handled" in page and "Cares for children or old people" in page and "Her aunt comes." in page
    assert typed_into(mara.get(address), "words") == "Her aunt comes."
    rows = shown(mara.get("/desk/figures/"), "What keeps women from help")
    care = "Cares for children or old people, and nobody takes over"
    assert rows[care] == "1 of 1 requests and cases" and rows[f"{care} and handled"] == "1 of 1 requests and cases"
    assert rows["The way is too far, too dear or not safe and handled"] == "0 of 1 requests and cases"
    assert "BarriersNoted" in embedded.events()
