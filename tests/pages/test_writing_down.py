"""Writing down what came another way: the text, the facts in it one by one, and the code at the end."""

import re
from html import unescape

import pytest

from safeconduct.cases.coded_fact import coded_facts
from safeconduct.cases.desk import casework as cases
from safeconduct.dossiers.models import Dossier
from tests.builders import a_telling
from tests.embedded import COLLEAGUE, OTHER_COMPARTMENT, PROTECTION
from tests.pages.page import heading, sentences, text_of, typed_into

TEXT = "On 3 March 2026 the police arrested a journalist in Minsk, Belarus. They beat her in custody."
TYPED = {
    "source": "phone",
    "about": "me",
    "language": "en",
    "text": TEXT,
    "own_word": "lantern",
    "said_on": "2026-03-04",
}


def read(client, **changed):
    return client.post("/desk/write-down/", {**TYPED, **changed, "go": "read"})


def suggestions(page):
    """The name of the tick of each suggestion, by its label."""
    text = text_of(page)
    found = re.findall(r'<input type="checkbox" name="(facts-is_\d+)"[^>]*>\s*<span><b>(.*?)</b>', text)
    return {unescape(label): name for name, label in found}


def confirm(client, page, *labels, **changed):
    ticks = {suggestions(page)[label]: "on" for label in labels}
    shown = {"facts-shown": typed_into(page, "facts-shown")}
    return client.post("/desk/write-down/", {**TYPED, **shown, **ticks, **changed, "go": "confirm"})


def kept(embedded):
    return embedded.case(Dossier.objects.get().ref, COLLEAGUE)


def confirmed(case):
    return {(fact.field, fact.code) for fact in coded_facts(case.written)}


def test_each_suggestion_stands_beside_the_words_that_it_rests_on_and_none_is_ticked(embedded):
    page = read(embedded.staff(PROTECTION))
    assert heading(page) == "What it says"
    found = suggestions(page)
    assert {"Belarus", "2026-03-03", "Arbitrary detention", "Journalist", "Minsk"} <= found.keys()
    assert "On <mark>3 March 2026</mark> the police" in text_of(page)
    assert " checked" not in text_of(page)


def test_the_page_says_in_which_language_it_was_read(embedded):
    client = embedded.staff(PROTECTION)
    assert "Read as English" in text_of(read(client))
    assert "Read as Spanish" in text_of(read(client, text_language="es"))
    assert "Read as Russian" in text_of(read(client, text="Меня задержали в Минске."))
    assert "go back to the text and choose that language" in text_of(read(client))


def test_a_day_that_has_not_come_is_said_and_the_text_stays(embedded):
    page = read(embedded.staff(PROTECTION), said_on="2999-01-01")
    assert "That day has not come yet." in text_of(page) and typed_into(page, "text") == TEXT


def test_where_an_answer_is_read_is_named_as_the_member_sees_it(embedded):
    client = embedded.staff(PROTECTION)
    client.post("/desk/write-down/", TYPED)
    page = text_of(client.get(f"/desk/dossiers/{Dossier.objects.get().ref}/"))
    assert "Only on the return page" in page and "on this page" not in page


def test_nothing_is_kept_before_it_is_confirmed_and_the_text_stands_in_no_address(embedded):
    client = embedded.staff(PROTECTION)
    read(client)
    assert not Dossier.objects.exists()
    back = client.post("/desk/write-down/", {**TYPED, "go": "back"})
    assert (heading(back), typed_into(back, "text")) == ("Write down a request", TEXT)
    assert not Dossier.objects.exists()


def test_only_what_is_ticked_is_put_in(embedded):
    client = embedded.staff(PROTECTION)
    page = confirm(client, read(client), "Belarus", "Arbitrary detention")
    assert heading(page) == "Read this out now"
    case = kept(embedded)
    assert confirmed(case) == {("country", "BY"), ("violation_types", "arbitrary_detention")}
    assert case.story["happened"] == TEXT and case.unsigned == frozenset()
    card = cases.cards(embedded.keyring(COLLEAGUE), at=embedded.now)[0][0]
    assert (card.country, card.told_kinds, card.told_groups) == ("BY", ("arbitrary_detention",), ())


def test_what_is_corrected_is_put_in_as_corrected(embedded):
    client = embedded.staff(PROTECTION)
    page = read(client)
    number = suggestions(page)["Arbitrary detention"].rpartition("_")[2]
    confirm(client, page, **{f"facts-as_{number}": "abduction"})
    assert confirmed(kept(embedded)) == {("violation_types", "abduction")}


LONG = TEXT + " Many know of violence against others in the years before, and of torture in that city." * 8


def test_what_a_long_text_only_mentions_is_folded_away_and_can_be_ticked(embedded):
    client = embedded.staff(PROTECTION)
    page = read(client, text=LONG)
    before, folded, after = re.split(r"Also mentioned|(?=Facts about being held)", text_of(page), maxsplit=2)
    assert "<b>Physical attack</b>" in folded and "<mark>violence against</mark>" in folded
    assert "<b>Arbitrary detention</b>" in after and "<b>Physical attack</b>" not in before + after
    confirm(client, page, "Physical attack", text=LONG)
    assert confirmed(kept(embedded)) == {("violation_types", "physical_attack")}


def test_nothing_confirmed_leaves_nothing_coded(embedded):
    client = embedded.staff(PROTECTION)
    confirm(client, read(client))
    assert confirmed(kept(embedded)) == set()
    assert "confirmed_facts" not in {entry.kind for entry in kept(embedded).written}


def test_a_day_that_cannot_be_is_said_and_every_tick_stays(embedded):
    client = embedded.staff(PROTECTION)
    page = read(client)
    number = suggestions(page)["2026-03-03"].rpartition("_")[2]
    page = confirm(client, page, "Belarus", **{f"facts-as_{number}": "2026-02-30"})
    assert heading(page) == "What it says" and "This is not a day" in sentences(page)[0]
    assert len(re.findall(r"checkbox[^>]* checked", text_of(page))) == 1
    assert typed_into(page, f"facts-as_{number}") == "2026-02-30" and typed_into(page, "text") == TEXT
    assert not Dossier.objects.exists()


def test_ticks_for_other_suggestions_than_those_shown_do_not_count(embedded):
    client = embedded.staff(PROTECTION)
    page = confirm(client, read(client), "Belarus", text="Police killed a lawyer in Lagos, Nigeria.")
    assert "not the same any more" in sentences(page)[0]
    assert not Dossier.objects.exists()


IN_OTHER_LANGUAGES = {
    "French": ("fr", "La journaliste a été arrêtée par la police à Conakry, en Guinée, le 4 mars 2026.", "Guinea"),
    "Spanish": ("es", "La policía detuvo a la periodista en Bogotá, Colombia, el 4 de marzo de 2026.", "Colombia"),
    "Russian, under an English code": ("en", "4 марта 2026 года полиция задержала журналистку в Минске.", "Belarus"),
    "Arabic, under an English code": ("en", "اعتقلت الشرطة الصحفية في القاهرة في 4 مارس 2026.", "Egypt"),
}


@pytest.mark.parametrize(("language", "text", "country"), IN_OTHER_LANGUAGES.values(), ids=list(IN_OTHER_LANGUAGES))
def test_a_text_is_read_in_its_own_language_and_quoted_in_its_own_direction(embedded, language, text, country):
    page = read(embedded.staff(PROTECTION), language=language, text=text)
    assert {country, "Arbitrary detention", "2026-03-04"} <= suggestions(page).keys()
    assert 'class="said" dir="auto"' in text_of(page)


def test_a_text_without_anything_to_suggest_can_be_kept_all_the_same(embedded):
    client = embedded.staff(PROTECTION)
    page = read(client, text="Please call me.")
    assert "found nothing to suggest" in text_of(page)
    assert heading(confirm(client, page, text="Please call me.")) == "Read this out now"


def test_a_text_that_looks_like_markup_is_quoted_as_text(embedded):
    page = read(embedded.staff(PROTECTION), text="<script>x</script> was arrested by police in Minsk <b>yesterday</b>.")
    assert "<script>" not in text_of(page) and "&lt;script&gt;" in text_of(page)


def test_a_member_whose_compartment_may_not_read_it_can_write_it_down_with_its_facts(embedded):
    client = embedded.staff(OTHER_COMPARTMENT)
    confirm(client, read(client), "Journalist")
    assert confirmed(kept(embedded)) == {("defender_types", "journalist")}


# On a case that is there already


def facts_page(embedded, call, **data):
    client = embedded.staff(PROTECTION)
    address = f"/desk/dossiers/{call.ref}/facts/"
    return client.post(address, data) if data else client.get(address)


def test_what_a_telling_suggests_can_be_confirmed_later_and_taken_back(embedded):
    call = embedded.call(telling=a_telling(happened=TEXT))
    page = facts_page(embedded, call)
    tick, shown = suggestions(page)["Journalist"], typed_into(page, "facts-shown")
    response = facts_page(embedded, call, **{tick: "on", "facts-shown": shown, "go": "confirm"})
    assert response.status_code == 302
    assert confirmed(embedded.case(call.ref)) == {("defender_types", "journalist")}
    assert "FactsConfirmed" in embedded.events()
    again = facts_page(embedded, call)
    assert re.search(rf'name="{tick}"[^>]* checked', text_of(again))
    facts_page(embedded, call, **{"facts-shown": shown, "go": "confirm"})
    assert confirmed(embedded.case(call.ref)) == set()


def test_a_search_finds_by_what_was_confirmed(embedded):
    client = embedded.staff(PROTECTION)
    confirm(client, read(client), "Arbitrary detention")
    found = client.post("/desk/cases/", {"q": "arbitrary", "stage": ""})
    assert "1 found." in text_of(found)
