"""The defender's side speaks every one of its languages, whole: what the code says today stands in each catalogue."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

SOURCE = Path(__file__).parents[2] / "src" / "safeconduct"
LANGUAGES = ["fr", "es", "ar", "ru"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def catalogue(path: Path, language: str) -> Catalog:
    with path.open("rb") as text:
        return read_po(text, locale=language)


def in_use(language: str) -> dict[object, Message]:
    path = SOURCE / "web" / "locale" / language / "LC_MESSAGES" / "django.po"
    return {message.id: message for message in catalogue(path, language) if message.id}


def is_the_defender_s(message: Message) -> bool:
    return any("/staff/" not in f"/{file}" for file, _line in message.locations)


@pytest.fixture(scope="module")
def said_today(tmp_path_factory: pytest.TempPathFactory) -> dict[object, Message]:
    """Every sentence that pages and forms hold now, taken out anew by gettext's own program."""
    if shutil.which("xgettext") is None:
        pytest.fail("xgettext is missing. Install the Debian package gettext.")
    copy = tmp_path_factory.mktemp("said") / "safeconduct"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("*.mo", "__pycache__", "*.pyc"))
    shutil.rmtree(copy / "web" / "locale" / "fr")
    (copy / "web" / "locale" / "fr").mkdir()
    said = "from django.core.management import call_command; call_command('makemessages', locale=['fr'], verbosity=0)"
    program = (
        "from django.conf import settings; import django;"
        "settings.configure(USE_I18N=True, LOCALE_PATHS=['web/locale']); django.setup();" + said
    )
    subprocess.run([sys.executable, "-c", program], cwd=copy, check=True, capture_output=True)
    made = catalogue(copy / "web" / "locale" / "fr" / "LC_MESSAGES" / "django.po", "fr")
    return {message.id: message for message in made if message.id and is_the_defender_s(message)}


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_defender_s_side_is_translated(language, said_today):
    known = in_use(language)
    missing = [sentence for sentence in said_today if not is_translated(known.get(sentence))]
    assert said_today and missing == []


def is_translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_places_that_are_filled_in(language):
    for message in in_use(language).values():
        wanted = set(PLACEHOLDER.findall(" ".join(message.id) if isinstance(message.id, tuple) else message.id))
        made = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        for text in filter(None, made):
            assert set(PLACEHOLDER.findall(text)) <= wanted
        if not isinstance(message.id, tuple) and message.string:
            assert set(PLACEHOLDER.findall(message.string)) == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_knows_its_language_and_plurals_and_says_that_no_speaker_has_read_it(language):
    path = SOURCE / "web" / "locale" / language / "LC_MESSAGES" / "django.po"
    head = path.read_text(encoding="utf-8")[:2_000]
    assert f'"Language: {language}\\n"' in head
    assert "Plural-Forms: nplurals=" in head
    subprocess.run(["msgfmt", "--check", "-o", "/dev/null", str(path)], check=True, capture_output=True)


def test_a_french_mark_never_begins_a_line():
    texts = [message.string for message in in_use("fr").values()]
    parted = [text for text in map(str, texts) if re.search(r" [?!;:»]|« ", text)]
    assert texts and parted == []
