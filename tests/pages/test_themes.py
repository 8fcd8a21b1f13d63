"""Groups and themes on the page of a case, with the policies that they bring in."""

from tests.embedded import COLLEAGUE, PROTECTION
from tests.pages.page import sentences, text_of


def test_what_joins_is_chosen_and_the_case_names_the_policies(embedded):
    call = embedded.call()
    mara, case = embedded.staff(PROTECTION), f"/desk/dossiers/{call.ref}/"
    page = text_of(mara.get(case))
    assert "Policies that join" in page and "EU Gender Action Plan III" not in page
    assert mara.post(f"{case}themes/", {"themes": ["women", "indigenous", "land"]}).status_code == 302
    page = text_of(embedded.staff(COLLEAGUE).get(case))
    assert "Women" in page and "EU Gender Action Plan III" in page and "Conclusions on Indigenous Peoples" in page
    assert "ThemesChosen" in embedded.events()
    again = mara.post(f"{case}themes/", {"themes": ["women", "indigenous", "land"]})
    assert any("This is how it stands already." in said for said in sentences(again))


def test_a_list_finds_cases_by_two_themes_together(embedded):
    both, one = embedded.call(), embedded.call()
    mara = embedded.staff(PROTECTION)
    mara.post(f"/desk/dossiers/{both.ref}/themes/", {"themes": ["women", "land"]})
    mara.post(f"/desk/dossiers/{one.ref}/themes/", {"themes": ["land"]})
    found = text_of(mara.post("/desk/cases/", {"q": "women land"}))
    assert both.ref in found and one.ref not in found


def test_a_value_that_is_not_on_the_list_is_refused(embedded):
    call = embedded.call()
    response = embedded.staff(PROTECTION).post(f"/desk/dossiers/{call.ref}/themes/", {"themes": ["fame"]})
    assert response.status_code == 200 and sentences(response)
    assert not any(entry.kind == "themes_chosen" for entry in embedded.case(call.ref).written)
