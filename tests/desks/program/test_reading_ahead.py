"""What requests read once is read before the workers are forked: nobody's first page waits for it."""

from pathlib import Path

from django.template import engines
from django.urls import URLResolver, clear_url_caches, reverse
from django.utils import translation

from safeconduct.cases import coded_list
from safeconduct.guidance.register import the_register
from safeconduct.program import reading_ahead
from safeconduct.web import settings as of_web

TEMPLATES = Path(of_web.__file__).parent / "templates"


def test_every_list_every_register_and_every_template_is_there_before_anybody_asks():
    reading_ahead.read_ahead()
    kept = reading_ahead.read_once()
    for one in (*kept, coded_list.coded_list):
        one.cache_clear()
    loader = engines["django"].engine.template_loaders[0]
    loader.reset()
    reading_ahead.read_ahead()
    assert the_register in kept
    assert [one.__name__ for one in kept if not one.cache_info().currsize] == []
    lists = {file.stem for file in coded_list.FOLDER.glob("*.toml")} - reading_ahead.OF_ANOTHER_SHAPE
    assert coded_list.coded_list.cache_info().currsize == len(lists)
    known = {template.name for template in loader.get_template_cache.values()}
    assert {file.relative_to(TEMPLATES).as_posix() for file in TEMPLATES.rglob("*.html")} <= known


def test_the_addresses_of_every_language_are_there_before_anybody_asks(monkeypatch):
    clear_url_caches()
    reading_ahead.read_ahead()
    late = []
    monkeypatch.setattr(URLResolver, "_populate", lambda resolver: late.append(resolver.pattern))
    for language, _own_name in of_web.LANGUAGES:
        with translation.override(language):
            assert reverse("staff:cases") == "/desk/cases/"
            assert reverse("defender:paste").startswith(f"/{language}/")
    assert late == []


def test_a_case_page_reads_no_list_that_was_not_read_ahead(embedded):
    reading_ahead.read_ahead()
    call = embedded.call()
    before = [one.cache_info().misses for one in (*reading_ahead.read_once(), coded_list.coded_list)]
    assert embedded.staff("mara").get(f"/desk/dossiers/{call.ref}/").status_code == 200
    assert [one.cache_info().misses for one in (*reading_ahead.read_once(), coded_list.coded_list)] == before
