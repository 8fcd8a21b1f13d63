"""Guidance for everybody: four pages and a search, in five languages, for somebody with an old phone and little time."""

import html
import re

import pytest
from django.utils import translation
from django.utils.translation import gettext

from safeconduct.guidance.action_kind import COMMUNITY
from safeconduct.guidance.mechanism import EVERYWHERE
from safeconduct.guidance.register import the_register
from safeconduct.vocabulary.language import CODES, LANGUAGES
from safeconduct.web.open.reading import PADDED_TO
from tests.pages.page import heading, sentences, text_of

LARGEST = 30 * 1024
PAGES = {"mission": "1/", "help": "2/", "prepare": "3/", "visa": "4/"}
AT_HOME, ABROAD, IN_THE_EU = ("Mexico", "Mexico"), ("Uganda", "Burundi"), ("France", "Belarus")
NOT_TOLD = ("", "")
CHOICES = {"nothing chosen": NOT_TOLD, "at home": AT_HOME, "abroad": ABROAD, "in the EU": IN_THE_EU}


@pytest.fixture
def visitor(embedded):
    return embedded.visitor()


def read(visitor, page, language="en", where=None, **more):
    address = f"/{language}/read/{PAGES.get(page, page)}"
    if where is None and not more:
        return visitor.get(address)
    stay, nationality = where or NOT_TOLD
    return visitor.post(address, {"stay": stay, "nationality": nationality, **more})


def words(response):
    """What a reader sees, in one line."""
    seen = re.sub(r"<(style|head)>.*?</\1>|<!--.*?-->|<[^>]+>", " ", text_of(response), flags=re.DOTALL)
    return " ".join(html.unescape(seen).split())


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_fits_an_old_phone_and_runs_no_script(visitor, page, language, choice):
    for response in (read(visitor, page, language), read(visitor, page, language, CHOICES[choice])):
        shown = text_of(response)
        assert len(response.content) <= LARGEST
        assert heading(response) and f'lang="{language}"' in shown
        assert not re.search(r"<script|\son\w+=|javascript:|style=|<img|@import", shown)
        assert response.cookies == {}


@pytest.mark.parametrize("page", PAGES)
def test_a_country_is_sent_in_a_form_and_stands_in_no_address(visitor, page):
    shown = text_of(read(visitor, page, where=ABROAD))
    addresses = re.findall(r'(?:href|action|formaction)="([^"]*)"', shown)
    assert not [one for one in addresses if "ganda" in one and one.startswith("/")] and '<form method="post"' in shown
    asked = visitor.get(f"/en/read/{PAGES[page]}?stay=Uganda&nationality=Burundi")
    assert text_of(asked) == text_of(read(visitor, page))


@pytest.mark.parametrize("page", PAGES)
def test_the_line_sees_few_sizes_of_pages_with_a_country(visitor, page):
    sizes = {len(read(visitor, page, language, where).content) for language in CODES for where in CHOICES.values()}
    assert sizes <= {PADDED_TO, 2 * PADDED_TO}


def test_who_can_help_begins_with_those_that_answer_quickly(visitor):
    response = read(visitor, "help")
    assert words(response).index("ProtectDefenders.eu and Front Line Defenders") < words(response).index(
        "In every country"
    )
    assert "+353 (0) 1 21 00 489" in words(response)
    assert "It says that it answers at any hour." in words(response)
    assert "Defenders Coalition, Kenya" not in words(response)
    assert "0716 200 100" in words(read(visitor, "help", where=("Kenya", "")))


def test_who_can_help_follows_where_somebody_is_and_of_which_state(visitor):
    at_home, abroad = (
        words(read(visitor, "help", where=("Burundi", "Burundi"))),
        words(read(visitor, "help", where=ABROAD)),
    )
    assert "Coalition burundaise" in at_home and "Coalition burundaise" in abroad
    assert "National Coalition of Human Rights Defenders, Uganda" in abroad
    assert "National Coalition of Human Rights Defenders, Uganda" not in at_home
    assert "Front Line Defenders: Protection Grants" in at_home and "Protection Grants" not in abroad
    assert "Canada: refugee stream" in abroad and "Canada: refugee stream" not in at_home


def test_a_need_shortens_the_list(visitor):
    everything, lawyers = read(visitor, "help", where=ABROAD), read(visitor, "help", where=ABROAD, need="lawyer")
    assert "Media Defence" in words(lawyers) and "Elisabeth-Selbert" in words(everything)
    assert "Elisabeth-Selbert" not in words(lawyers)


@pytest.mark.parametrize("language", CODES)
def test_a_mechanism_of_the_state_stands_with_what_is_said_for_and_against_it(visitor, language):
    shown = text_of(read(visitor, "help", language, ("Mexico", "Mexico")))
    mechanism = next(one for one in the_register().mechanisms if one.id == "mexico-mechanism")
    assert {view.by for view in mechanism.views} >= {"state", "defenders", "others"}
    for view in mechanism.views:
        assert html.escape(view.address) in shown
    assert "Mechanism to Protect" not in text_of(read(visitor, "help", language, ("Peru", "Mexico")))


def test_help_of_a_community_stands_nowhere(visitor):
    names = [one.name for one in the_register().actions if one.family == COMMUNITY]
    assert names
    for page in PAGES:
        said = words(read(visitor, page, where=AT_HOME))
        assert not [name for name in names if name in said]


def test_what_a_mission_may_do_is_made_from_texts_in_force_that_were_read(visitor):
    said = words(read(visitor, "mission"))
    assert "Sit in the court room" in said
    assert "Written down by: European Union and Netherlands." in said
    assert "superseded" not in said and "Voices at Risk" in said
    assert "Not something a mission does." in said
    assert "no figure was found" in said and "Nobody can promise you one of them." in said


def test_a_mission_is_not_in_its_own_country(visitor):
    assert "Sit in the court room They watch" in words(read(visitor, "mission"))
    at_the_court = words(read(visitor, "mission", where=("Netherlands", "Belarus"))).partition("Sit in the court room")[
        2
    ]
    assert "Netherlands" not in at_the_court
    said = words(read(visitor, "mission", where=IN_THE_EU))
    assert "Written down by: European Union" not in said and "Switzerland" in said


def test_somebody_outside_their_country_reads_what_holds_there_alone(visitor):
    assert "does not live there" not in words(read(visitor, "visa")) and "do not live there" not in words(
        read(visitor, "visa")
    )
    assert "do not live there" in words(read(visitor, "visa", where=ABROAD))
    assert "do not live there" not in words(read(visitor, "visa", where=AT_HOME))
    assert "The embassy of your own state may tell" in words(read(visitor, "mission", where=ABROAD))


def test_what_is_said_of_visas_comes_from_texts_that_were_read(visitor):
    said = words(read(visitor, "visa"))
    assert "Use visa policy for defenders at risk." in said and "EU Visa Code Handbook" in said
    assert "Create a defender category" not in said and "fee waiver" not in said
    assert "No one here can promise it." in said and "A visa is not asylum" in said


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_saved_as_one_file_that_needs_no_network(visitor, page, language):
    response = read(visitor, page, language, ABROAD, go="save")
    assert response["Content-Disposition"] == 'attachment; filename="page.html"'
    saved = text_of(response)
    assert len(response.content) <= LARGEST and heading(response) == heading(read(visitor, page, language))
    assert not re.search(r'<(script|link|img|form)|(href|src)="/', saved)


def test_a_country_that_is_not_known_is_said_and_comes_back(visitor):
    response = read(visitor, "mission", where=("Atlantys", "Kenya"), go="save")
    assert sentences(response)[0].startswith("We do not know this country.")
    assert 'value="Atlantys"' in text_of(response) and 'value="Kenya"' in text_of(response)
    assert sentences(read(visitor, "help", where=("x" * 201, "")))[0] == "This is too long. Write one to five words."


def test_a_country_is_known_in_each_language(visitor):
    for typed in ("Kenya", "كينيا", "Кения"):
        assert "Defenders Coalition, Kenya" in words(read(visitor, "help", "ar", (typed, "")))


@pytest.mark.parametrize("language", CODES)
def test_pages_in_words_that_no_speaker_has_read_say_so(visitor, language):
    with translation.override(language):
        said = gettext("No speaker has checked this translation yet.")
    known = next(one for one in LANGUAGES if one.code == language)
    for page in PAGES:
        assert (said in words(read(visitor, page, language))) is not known.read_by_a_speaker


@pytest.mark.parametrize("language", CODES)
def test_nothing_of_a_page_is_left_in_english(visitor, language):
    """Names of organisations and titles of texts stay as they are, and say that they are English."""
    if language == "en":
        return
    for page in PAGES:
        for where in CHOICES.values():
            shown = text_of(read(visitor, page, language, where))
            without_names = re.sub(r'<bdi lang="en">.*?</bdi>', "", shown, flags=re.DOTALL)
            assert 'lang="en" dir="ltr"' not in without_names
            assert not re.search(r">[^<]*\b(the|and|with|for)\b [^<]*<", without_names)


def test_the_pages_are_found_from_the_front_in_three_presses(visitor):
    """First page, guidance, page: each a plain link."""
    for language in CODES:
        front = re.search(rf'href="(/{language}/read/)"', text_of(visitor.get(f"/{language}/")))
        listed = text_of(visitor.get(front[1]))
        for page in PAGES.values():
            assert f'href="/{language}/read/{page}"' in listed
    assert 'href="/en/read/2/"' in text_of(visitor.get("/en/now/"))


FOUND = {
    "en": {
        "lawyers": "Media Defence",
        "emergancy": "emergency line",
        "viza": "How a visa works",
        "public policy": "Mexico",
    },
    "fr": {"médecins": "Urgences", "refugie": "ICORN", "embassade": "Que peut faire une mission"},
    "es": {"abogadas": "Media Defence", "visados": "Cómo funciona una visa", "carcel": "Visitar a alguien en prisión"},
    "ar": {"المحامين": "Media Defence", "تاشيره": "كيف تُمنح التأشيرة", "سفارات": "ماذا يمكن لبعثة"},
    "ru": {"юристов": "Media Defence", "посольстве": "Что может сделать", "пасольство": "Что может сделать"},
}
FOUND["fr"]["médecins"] = "Media Freedom Rapid Response"


@pytest.mark.parametrize(("language", "typed"), [(code, typed) for code, all_ in FOUND.items() for typed in all_])
def test_a_search_finds_forms_and_spellings(visitor, language, typed):
    response = visitor.post(f"/{language}/read/5/", {"words": typed})
    assert FOUND[language][typed] in words(response)
    assert len(response.content) in {PADDED_TO, 2 * PADDED_TO}


@pytest.mark.parametrize("typed", ["mechanism", "strategy", "intervention", "public policy"])
def test_four_words_for_the_same_thing_find_what_a_state_offers(visitor, typed):
    said = words(visitor.post("/en/read/5/", {"words": typed}))
    assert all(one in said for one in ("Mexico: Mechanism", "Colombia: National Protection Unit", "Peru:", "Honduras:"))


def test_a_search_without_an_answer_says_what_to_do_next(visitor):
    response = visitor.post("/en/read/5/", {"words": "zzzzqqq"})
    assert "Nothing was found. Try one other word, or one of these pages." in words(response)
    assert 'value="zzzzqqq"' in text_of(response)
    assert (
        sentences(visitor.post("/en/read/5/", {"words": "x" * 201}))[0] == "This is too long. Write one to five words."
    )
    assert '"role="status"' not in text_of(visitor.get("/en/read/5/"))


@pytest.mark.parametrize(
    ("language", "typed", "says"),
    [
        ("en", "contact person for human rights", "Every mission names a contact person for human rights."),
        ("fr", "personne de contact", "Chaque mission nomme une personne de contact"),
        ("es", "persona de contacto", "Cada misión nombra a una persona de contacto"),
        ("ar", "شخص اتصال", "تعيّن كل بعثة شخص اتصال"),
        ("ru", "контактное лицо", "Каждая миссия называет контактное лицо"),
    ],
)
def test_a_search_finds_what_states_wrote_with_whose_text_it_is(visitor, language, typed, says):
    response = visitor.post(f"/{language}/read/5/", {"words": typed})
    hit = text_of(response).split(says)[1].split("</article>")[0]
    assert "state done" in hit and 'href="https://' in hit and "2023" in hit


def test_what_a_text_only_allows_is_not_told_as_a_promise(visitor):
    response = visitor.post("/en/read/5/", {"words": "liaison officers"})
    hit = text_of(response).split("Consider naming liaison officers")[1].split("</article>")[0]
    assert "Left open by: European Union." in hit and "Written down by" not in hit


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("typed", ["", "help", "defenders", "Mexico", "money lawyer relocation visa trial prison"])
def test_a_search_with_many_answers_fits_an_old_phone(visitor, language, typed):
    words_of_all = typed or "a e i o u"
    assert len(visitor.post(f"/{language}/read/5/", {"words": words_of_all}).content) <= LARGEST


@pytest.mark.parametrize("page", PAGES)
def test_another_language_keeps_the_countries_and_no_address_tells_them(visitor, page):
    shown = text_of(read(visitor, page, where=("Uganda", "Burundi"), need="lawyer"))
    button = re.search(rf'<button form="again" formaction="(/fr/read/{PAGES[page]})" lang="fr">', shown)
    form = shown.split('<form id="again"')[1].split("</form>")[0]
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
    assert kept == {"stay": "Uganda", "nationality": "Burundi", **({"need": "lawyer"} if page == "help" else {})}
    assert "Ouganda" in words(visitor.post(button[1], kept))
    assert 'form="again"' not in text_of(read(visitor, page)) and 'hreflang="fr"' in text_of(read(visitor, page))


def test_another_language_keeps_the_words_that_were_looked_for(visitor):
    shown = text_of(visitor.post("/en/read/5/", {"words": "ICORN"}))
    assert '<button form="again" formaction="/ar/read/5/" lang="ar">' in shown
    assert 'value="ICORN"' in shown.split('<form id="again"')[1].split("</form>")[0]


def test_what_is_searched_for_is_in_no_address(visitor):
    assert "Media Defence" not in words(visitor.get("/en/read/5/?words=lawyer"))


def test_every_entry_for_every_country_has_its_source_beside_it(visitor):
    shown = text_of(read(visitor, "help"))
    for one in the_register().mechanisms:
        if EVERYWHERE in one.countries and not (one.takes_up and one.takes_up.beside):
            assert html.escape(one.source.address) in shown
