"""The observatory's pages: a published snapshot for anybody, in five languages, without script, cookie or a word of why."""

import csv
import html
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import urljoin

import docx
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from safeconduct.observatory.auditing.audit_round import AuditRound
from safeconduct.observatory.measuring.figure import UNDER_EVERY_COUNT
from safeconduct.observatory.measuring.measure_rule import measure_rules
from safeconduct.observatory.measuring.period import Period
from safeconduct.observatory.publishing.citation import citation
from safeconduct.observatory.showing.stored_snapshot import stored_snapshot
from safeconduct.program.observatory_showing import INVENTED
from safeconduct.vocabulary.language import CODES
from safeconduct.web.open.observatory import texts
from tests.pages.page import heading, sentences, text_of
from tests.rules.observatory.measuring.coded_rows import a_row, published_rows
from tests.rules.observatory.showing.snapshots import indexed, the_invented, written

LARGEST = 30 * 1024
KNOWN_BY = "abca76f23ba0"
PAGES = {
    "countries": "whole/all/",
    "issuers": "whole/all/issuers/",
    "wordings": "whole/all/wording/",
    "wording": "whole/all/wording/release_demand/",
    "country": "whole/all/country/OM/",
    "part of a country": "2015-01..2016-12/hq/country/OM/",
    "report": "whole/all/country/OM/report/",
    "texts": "whole/all/country/all/texts/statements/counted/",
    "one text": "text/5/",
    "two texts": "text/5/beside/17/",
    "comparisons": "compare/",
    "comparison": "compare/release_demand/",
    "websites": "websites/",
    "method": "method/",
}
CAUSAL = re.compile(
    r"\b(because|due to|caused?|led to|leads to|thanks to|result(ed|s)? (in|of)|owing to|therefore)\b", re.IGNORECASE
)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "observatory"


@pytest.fixture(autouse=True)
def shown_here(folder, settings):
    folder.mkdir()
    settings.SAFECONDUCT_OBSERVATORY = folder


@pytest.fixture
def known_by(folder):
    return the_invented(folder).known_by


@pytest.fixture
def visitor(embedded):
    return embedded.visitor()


def base(known_by, language="en"):
    return f"/{language}/observatory/{known_by}/"


def words(response):
    """What a reader sees, in one line."""
    seen = re.sub(r"<head>.*?</head>|<[^>]+>", " ", text_of(response), flags=re.DOTALL)
    return " ".join(html.unescape(seen).split())


def table(response):
    """The rows of a table that is sent piece by piece."""
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode())))


def links(response, at):
    return [urljoin(at, html.unescape(one)) for one in re.findall(r'href="([^"#]+)"', text_of(response))]


def numbers(response, at):
    """(number, address) of each number that opens something."""
    found = re.findall(r'<a href="([^"#]+)">(\d+)</a>', text_of(response))
    return [(int(number), urljoin(at, html.unescape(address))) for address, number in found if "texts/" in address]


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("page", [*PAGES, "map"])
def test_a_page_is_small_and_runs_no_script_and_leaves_no_trace(visitor, known_by, page, language):
    response = visitor.get(base(known_by, language) + PAGES.get(page, "whole/all/map/"))
    shown = text_of(response)
    assert response.status_code == 200 and heading(response) and f'<html lang="{language}"' in shown
    assert page == "map" or len(response.content) <= LARGEST
    assert not re.search(r"<script|\son\w+=|javascript:|style=|<img|@import|<style", shown)
    assert response.cookies == {} and response.headers["Cache-Control"] == "no-store"
    assert [one for one in links(response, "/") if "?" in one] == []
    assert re.findall(r'(?:href|src|action)="(https?:[^"]*)"', shown) == []


@pytest.mark.parametrize("page", [*PAGES, "map"])
def test_no_page_says_why(visitor, known_by, page):
    said = words(visitor.get(base(known_by) + PAGES.get(page, "whole/all/map/")))
    assert not CAUSAL.search(said)
    assert "Invented texts: no figure here is about a real country" in said


@pytest.mark.parametrize("page", [one for one in [*PAGES, "map"] if one not in ("one text", "websites")])
def test_what_must_stand_by_every_count_stands_on_every_page_of_counts(visitor, known_by, page):
    said = words(visitor.get(base(known_by) + PAGES.get(page, "whole/all/map/")))
    assert all(sentence in said for sentence in UNDER_EVERY_COUNT)


@pytest.mark.parametrize("language", CODES)
def test_what_a_page_is_asked_after_a_question_mark_is_not_read(visitor, known_by, language):
    address = base(known_by, language) + PAGES["country"]
    assert visitor.get(f"{address}?who=hq&months=2015-01..2015-02").content == visitor.get(address).content


@pytest.mark.parametrize("page", ["countries", "country", "part of a country", "wording", "comparison", "issuers"])
def test_every_number_opens_exactly_the_texts_that_it_counts(visitor, known_by, page):
    address = base(known_by) + PAGES[page]
    found = numbers(visitor.get(address), address)
    assert len(found) > 2
    for number, where in found[:: max(1, len(found) // 6)]:
        response = visitor.get(where)
        assert heading(response).startswith(f"{number} text"), where
        assert len(table(visitor.get(f"{where}texts.csv"))) == number + 1


def test_countries_stand_in_the_order_of_the_alphabet_of_the_language(visitor, known_by):
    def named(language):
        shown = text_of(visitor.get(base(known_by, language) + PAGES["countries"]))
        return re.findall(r'<th scope="row"><a href="country/[A-Z]{2}/">([^<]+)</a>', shown)

    assert named("en") == sorted(named("en")) and len(named("en")) == 12
    assert named("fr")[:3] == ["Bolivie", "Géorgie", "Guatemala"] and named("fr")[-1] == "Zambie"


def test_a_part_is_chosen_in_a_form_and_becomes_the_address(visitor, known_by):
    asked = {"first": "2015-03", "last": "2016-02", "who": "eu_delegation"}
    response = visitor.post(base(known_by) + PAGES["country"], asked)
    assert response.headers["Location"] == f"{base(known_by)}2015-03..2016-02/eu_delegation/country/OM/"
    said = words(visitor.get(response.headers["Location"]))
    assert "1 March 2015 to 29 February 2016." in said and "Who speaks: EU delegation." in said
    back = visitor.post(response.headers["Location"], {"first": "", "last": "", "who": "all"})
    assert back.headers["Location"] == base(known_by) + PAGES["country"]


@pytest.mark.parametrize("first", ["2016", "2016-13", "2019-01", "yesterday"])
def test_months_that_cannot_be_shown_are_told_in_a_sentence_and_kept(visitor, known_by, first):
    response = visitor.post(base(known_by) + PAGES["country"], {"first": first, "last": "2017-01", "who": "hq"})
    assert response.status_code == 200
    assert "These months cannot be shown. Write two between 2014-01 and 2018-12, the earlier one first." in sentences(
        response
    )
    assert f'value="{first}"' in text_of(response) and '<option value="hq" selected>' in text_of(response)


@pytest.mark.parametrize(
    "address",
    [
        "0" * 12 + "/whole/all/",
        "{}/2019-01..2019-02/all/",
        "{}/2015-13..2016-02/all/",
        "{}/whole/eu_moon/",
        "{}/whole/all/country/CN/",
        "{}/whole/all/country/OM/texts/no_rule/counted/",
        "{}/whole/all/country/OM/texts/statements/counted/13/",
        "{}/text/601/",
        "{}/text/99999999999999999999/",
        "{}/whole/all/country/OM/texts/statements/counted/99999999999999999999/",
        "{}/text/5/beside/0/",
        "{}/compare/statements/",
        "{}/whole/all/wording/statements/",
        "{}/compare/no_rule/",
    ],
)
def test_what_is_not_there_is_not_found(visitor, known_by, address):
    assert visitor.get(f"/en/observatory/{address.format(known_by)}").status_code == 404


@pytest.mark.parametrize("language", CODES)
def test_without_a_snapshot_the_page_says_how_to_make_one(visitor, language):
    response = visitor.get(f"/{language}/observatory/")
    assert response.status_code == 200 and "safeconduct observatory show" in words(response) and heading(response)


def test_the_first_page_is_the_newest_snapshot_and_older_addresses_stay(visitor, known_by, folder):
    later = Period(
        *(stored_snapshot(folder / "invented.zip").period.first.replace(year=year) for year in (2018, 2020, 2021))
    )
    newer = stored_snapshot(written(folder / "newer.zip", [a_row("a")], period=later)).known_by
    (folder / "newest.zip").write_bytes(b"no snapshot")
    assert visitor.get("/en/observatory/").headers["Location"] == f"/en/observatory/{newer}/whole/all/"
    assert visitor.get(base(known_by) + PAGES["country"]).status_code == 200


def test_a_country_has_an_address_that_outlives_a_snapshot(visitor, known_by, folder):
    known = sorted(stored_snapshot(folder / "invented.zip").countries())[0]
    whole = f"/en/observatory/{known_by}/whole/all/"
    for code, leads_to in ((known, f"{whole}country/{known}/"), ("VA", whole)):
        assert visitor.get(f"/en/observatory/country/{code}/").headers["Location"] == leads_to
    (folder / "invented.zip").unlink()
    assert visitor.get(f"/en/observatory/country/{known}/").headers["Location"] == "/en/observatory/"


def test_the_published_table_and_the_other_forum_rule_are_shown(visitor, folder):
    known_by = stored_snapshot(written(folder / "published.zip", published_rows())).known_by
    shown = text_of(visitor.get(base(known_by) + PAGES["countries"]))
    rows = dict(re.findall(r'<tr><th scope="row"><a href="country/([A-Z]{2})/">.*?</th>(.*?)</tr>', shown, re.DOTALL))
    counts = {code: re.findall(r">(\d+)</a>", row) for code, row in rows.items()}
    assert counts == {"BI": ["21", "21"], "CN": ["46", "46"], "HN": ["12", "12"], "RU": ["40", "94"], "SA": ["8", "8"]}
    assert "at least" in rows["RU"]


def test_few_people_are_hidden_and_no_name_is_anywhere(visitor, folder):
    rows = [a_row(f"a-{at}", individuals=["Orlo Brandvik"]) for at in range(3)]
    known_by = stored_snapshot(written(folder / "few.zip", rows)).known_by
    said = words(visitor.get(f"{base(known_by)}whole/all/country/ZM/"))
    assert "People named – fewer than 5" in said and "Brandvik" not in said
    assert visitor.get(f"{base(known_by)}whole/all/country/ZM/texts/people_named/counted/").status_code == 404


def test_an_address_that_is_no_address_is_no_link_and_a_cell_is_no_formula(visitor, folder):
    rows = [a_row("=1+1", url="javascript:alert(1)"), a_row("b", url="https://www.eeas.europa.eu/b_en")]
    known_by = stored_snapshot(written(folder / "odd.zip", rows)).known_by
    at = f"{base(known_by)}whole/all/country/ZM/texts/statements/counted/"
    shown = text_of(visitor.get(at))
    assert re.findall(r'href="(\w+:[^"]*)" rel="noreferrer"', shown) == ["https://www.eeas.europa.eu/b_en"]
    assert "no address is kept" in shown
    assert [row[0] for row in table(visitor.get(f"{at}texts.csv"))] == ["id", "'=1+1", "b"]


def test_two_texts_side_by_side_show_only_what_differs(visitor, folder):
    rows = [a_row("a", release_call="immediate"), a_row("b", uses_hrd_term=True), a_row("c", date="2018-05-05")]
    known_by = stored_snapshot(written(folder / "pair.zip", rows)).known_by
    said = words(visitor.get(f"{base(known_by)}text/1/beside/2/"))
    assert "Calls for release at once no" in said and "Says “human rights defender” no yes" in said
    assert "Speaks of a fair trial" not in said and "Language" not in said.partition("What")[2]
    assert "The two are coded alike." in words(visitor.get(f"{base(known_by)}text/2/beside/2/"))


@pytest.mark.parametrize(
    ("versions", "said"),
    [
        (["en"], "Official languages in which no version was collected Madagascar: Malagasy, French Peru: Spanish"),
        (["en", "mg"], "no version was collected Madagascar: French Peru: Spanish, Quechua"),
    ],
    ids=["English alone", "one more"],
)
def test_a_text_warns_of_languages_of_its_countries_without_a_collected_version(visitor, folder, versions, said):
    rows = [a_row("a", countries=["PE", "MG"], versions=[{"language": one} for one in versions])]
    known_by = stored_snapshot(written(folder / "some.zip", rows)).known_by
    shown = words(visitor.get(f"{base(known_by)}text/1/"))
    assert said in shown and "That none was collected does not mean that none was published." in shown


def test_other_widely_used_languages_stand_apart_from_official_ones(visitor, folder):
    rows = [a_row("a", countries=["KE"], versions=[{"language": "en"}, {"language": "sw"}])]
    known_by = stored_snapshot(written(folder / "some.zip", rows)).known_by
    shown = words(visitor.get(f"{base(known_by)}text/1/"))
    assert "Official languages in which" not in shown
    assert "use, without a collected version Kenya: Kikuyu, Luyia Those that Unicode CLDR estimates" in shown


@pytest.mark.parametrize("versions", [None, [{"language": "en"}, {}]], ids=["not brought together", "one not told"])
def test_nothing_is_said_of_missing_languages_where_it_is_not_known(visitor, folder, versions):
    rows = [a_row("a", countries=["PE"], versions=versions)]
    known_by = stored_snapshot(written(folder / "some.zip", rows)).known_by
    shown = words(visitor.get(f"{base(known_by)}text/1/"))
    assert "no version was collected" not in shown
    assert ("Languages of versions that were collected English, not known" in shown) == bool(versions)


def test_another_text_is_found_by_its_id(visitor, known_by):
    at = f"{base(known_by)}text/5/"
    assert visitor.post(at, {"other": " invented-000016 "}).headers["Location"] == f"{at}beside/17/"
    response = visitor.post(at, {"other": "nobody"})
    assert "This snapshot has no text with this id. Copy it from a list of texts." in sentences(response)[0]
    assert 'value="nobody"' in text_of(response)


def test_a_long_list_of_texts_goes_on_under_its_own_address(visitor, known_by):
    at = f"{base(known_by)}whole/all/country/all/texts/statements/counted/"
    first, second = text_of(visitor.get(at)), text_of(visitor.get(f"{at}2/"))
    ids = [re.findall(r"<bdi>(invented-\d+)</bdi>", page) for page in (first, second)]
    assert [len(listed) for listed in ids] == [50, 50] and not set(ids[0]) & set(ids[1])
    assert f'href="{at}12/"' in first


def test_a_table_is_sent_in_pieces_and_is_the_same(visitor, known_by, monkeypatch):
    at = f"{base(known_by)}2015-01..2016-12/hq/country/OM/texts/statements/counted/texts.csv"
    whole = table(visitor.get(at))
    monkeypatch.setattr(texts, "AT_ONCE", 4)
    assert table(visitor.get(at)) == whole and len({row[0] for row in whole}) == len(whole) > 8


@pytest.mark.parametrize(
    ("page", "last", "wanted"),
    [
        (3, 4, "1 2 3 4"),
        (1, 2000, "1 2 3 … 1000 … 2000"),
        (700, 2000, "1 … 350 … 698 699 700 701 702 … 1350 … 2000"),
        (2000, 2000, "1 … 1000 … 1998 1999 2000"),
    ],
)
def test_of_many_pages_some_are_linked_by_which_each_is_near(page, last, wanted):
    assert " ".join(str(one or "…") for one in texts._pages(page, last)) == wanted


def test_a_comparison_tells_what_is_outside_in_words_and_by_shape(visitor, folder):
    rows = [
        a_row(f"{code}-{at}", countries=[code], uses_hrd_term=at < has)
        for code, has in (("BO", 20), ("GE", 19), ("KE", 21), ("OM", 0), ("PE", 20), ("RS", 18), ("TD", 22), ("ZM", 19))
        for at in range(40)
    ]
    known_by = stored_snapshot(written(folder / "apart.zip", rows)).known_by
    stored = stored_snapshot(folder / "apart.zip")
    outside = {code for code, place in stored.funnel_places["defender_term"].items() if place != "inside"}
    response = visitor.get(f"{base(known_by)}compare/defender_term/")
    said, funnel = words(response), re.search(r'<svg class="funnel".*?</svg>', text_of(response), re.DOTALL)[0]
    assert outside == {"OM"}
    assert (
        "Outside the limits of chance and usual spread: Oman. That is a difference not explained by public data."
        in said
    )
    assert funnel.count('class="full"') == 1 and funnel.count("<circle") == 7
    assert "Oman 0 40 0% 0% – 9% Outside 95 %" in said or "Oman 0 40 0% 0% – 9% Outside 99.8 %" in said


def test_rounds_of_two_series_are_never_in_one_table(visitor, folder):
    from datetime import date

    rounds = [
        AuditRound("four_items", date(2017, 5, 22), ("contact_details",), {"a": {"contact_details": "no"}}),
        AuditRound("four_items", date(2019, 5, 22), ("contact_details",), {"a": {"contact_details": "yes"}}),
        AuditRound("delegations_2014", date(2014, 6, 1), ("focal_point",), {"b": {"focal_point": "unknown"}}),
    ]
    known_by = stored_snapshot(written(folder / "audits.zip", [a_row("a")], rounds=rounds)).known_by
    response = visitor.get(f"{base(known_by)}websites/")
    tables = re.findall(r"<table>.*?</table>", text_of(response), re.DOTALL)
    assert len(tables) == 5
    assert not [table for table in tables if "2014-06-01" in table and "2017-05-22" in table]
    assert "A way to reach somebody 2017-05-22 0 1 0% 0% – 98% 2019-05-22 1 1 100% 2% – 100%" in words(response)
    assert "focal_point 2014-06-01 0 0 – –" in words(response)


def test_a_report_is_four_clicks_away(visitor, known_by):
    """Country, “For a report”, the language, the document."""
    at = f"{base(known_by)}whole/all/"
    for click in ("country/OM/", "report/"):
        assert click in text_of(visitor.get(at))
        at = urljoin(at, click)
    french = next(one for one in links(visitor.get(at), at) if one.startswith("/fr/"))
    response = visitor.get(french)
    assert re.search(r'aria-current="true">Pays</a>.*<a href="../">Oman</a>', text_of(response), re.DOTALL)
    document = visitor.get(
        urljoin(french, next(one for one in re.findall(r'href="([^"]+)"', text_of(response)) if one.endswith("docx")))
    )
    said = [paragraph.text for paragraph in docx.Document(io.BytesIO(document.content)).paragraphs]
    assert said[0] == "Déclarations publiques\u00a0: Oman"
    assert said[1].startswith(
        "Oman\u00a0: du 1 janvier 2014 au 31 décembre 2018, 101 déclarations publiques ont été comptées."
    )
    assert "Le silence peut être le souhait du défenseur." in said[-1] and known_by in said[-1]


@pytest.mark.parametrize("language", CODES)
def test_a_report_has_paragraph_table_and_chart_with_the_footnote_everywhere(visitor, known_by, language):
    at = f"{base(known_by, language)}2015-01..2016-12/all/country/OM/report/"
    page = visitor.get(at)
    copied = html.unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", text_of(page), re.DOTALL)[1])
    footnote = copied.rstrip().rpartition("\n\n")[2]
    assert known_by in footnote and "statements/1" in footnote and "2015-01-01" in footnote
    document = docx.Document(io.BytesIO(visitor.get(f"{at}report.docx").content))
    assert document.paragraphs[-1].text == footnote
    assert [cell.text for cell in document.tables[0].rows[-1].cells][-1] == "42"
    chart = visitor.get(f"{at}chart.svg")
    picture = text_of(chart)
    assert chart.headers["Content-Type"].startswith("image/svg+xml") and "<script" not in picture
    assert known_by in picture and "statements/1" in picture and "<title>" in picture
    assert page.cookies == {} and '<svg class="bars"' in text_of(page)


def test_the_footnote_cites_as_the_snapshot_does(visitor, known_by, folder):
    stored = stored_snapshot(folder / "invented.zip")
    told = citation(stored.publisher, stored.period, inputs=known_by)
    said = words(visitor.get(base(known_by) + PAGES["report"]))
    assert told.rstrip(".") in said
    rule = measure_rules().named("statements")
    assert (
        f"{told.rstrip('.')}, rule {rule.code}. Forums: {', '.join(one.label for one in rule.forums)}. {rule.method}"
        in said
    )


def test_the_snapshot_itself_can_be_got(visitor, known_by, folder):
    response = visitor.get(f"{base(known_by)}snapshot.zip")
    assert b"".join(response.streaming_content) == INVENTED.read_bytes()
    said = words(visitor.get(base(known_by) + PAGES["method"]))
    assert (
        stored_snapshot(folder / "invented.zip").statements_sha256 in said and "safeconduct observatory rebuild" in said
    )


def test_a_rule_of_another_version_is_said_in_english_and_marked_so(visitor, folder):
    path = written(folder / "old.zip", [a_row("a")])
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    members["data/rules.json"] = members["data/rules.json"].replace(b'"version": 1', b'"version": 7')
    with zipfile.ZipFile(path, "w") as new:
        for name, octets in members.items():
            new.writestr(name, octets)
    known_by = indexed(path).known_by
    shown = text_of(visitor.get(base(known_by, "fr") + PAGES["countries"]))
    assert '<th scope="col" lang="en">Statements a year</th>' in shown


def test_the_pages_are_there_in_the_tree_of_open_pages_only():
    with translation.override("ar"):
        assert reverse("observatory:front") == "/ar/observatory/"
    assert Path(settings.SAFECONDUCT_OBSERVATORY)
