"""How the source is written: names that say something, and nothing that leaks, caches or splices a secret."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.longest_first import LONGEST_FIRST

SOURCE = Path(__file__).parents[2] / "src" / "safeconduct"
GENERIC = {"utils", "helpers", "common", "base", "misc", "services", "managers", "handlers", "processors"}
GENERIC |= {name.removesuffix("s") for name in GENERIC}
# A database backend's module has this name.
DJANGO_LOOKS_FOR = {SOURCE / "web" / "sqlite" / "base.py", SOURCE / "web" / "postgresql" / "base.py"}
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
# What may be remembered between requests: lists of words and names that are public.
MAY_CACHE = {
    ("observatory/showing/stored_snapshot.py", "_inputs_at"),
    ("observatory/showing/stored_snapshot.py", "_read"),
    ("web/staff/blank_form.py", "_drawn"),
    ("web/open/observatory/words.py", "_of_rules"),
    ("observatory/namesake.py", "_honorifics"),
    ("observatory/coding_rules.py", "coding_rules"),
    ("sealing/code.py", "_list"),
    ("sealing/code.py", "_positions"),
    ("vocabulary/place_name.py", "_codes"),
    ("program/invented/country.py", "countries"),
    ("dossiers/codename.py", "_words"),
    ("cases/coded_list.py", "coded_list"),
    ("cases/consent_purpose.py", "consent_purposes"),
    ("cases/standard_words.py", "texts"),
    ("cases/suggesting/word_list.py", "word_list"),
    ("cases/suggesting/atlas.py", "_names"),
    ("cases/suggesting/atlas.py", "_places"),
    ("cases/suggesting/atlas.py", "_countries"),
    ("cases/suggesting/atlas.py", "_adjectives"),
    ("cases/suggesting/atlas.py", "_hints"),
    ("cases/suggesting/atlas.py", "_hint_names"),
    ("cases/suggesting/atlas.py", "_hints_in_small_letters"),
    ("cases/suggesting/atlas.py", "_capitals_of_hints"),
    ("cases/suggesting/atlas.py", "_declined"),
    ("cases/suggesting/atlas.py", "_not_in_small_letters"),
    ("cases/suggesting/atlas.py", "names_of_towns"),
    ("cases/suggesting/written_date.py", "_month_pattern"),
    ("guidance/register.py", "the_register"),
    ("observatory/lexicon.py", "lexicon"),
    ("observatory/publisher.py", "_written"),
    ("observatory/publisher.py", "_hosts"),
    ("observatory/publisher.py", "_state_kinds"),
    ("observatory/measuring/local_version.py", "official_languages_of"),
    ("observatory/country_name.py", "_written"),
    ("observatory/country_name.py", "_names"),
    ("observatory/country_name.py", "_former"),
    ("observatory/country_name.py", "_adjectives"),
    ("observatory/country_name.py", "_stems"),
    ("observatory/country_name.py", "_by_stem"),
    # Words of public texts, in the commands that code them.
    ("observatory/country_name.py", "_of_none"),
    ("observatory/reading.py", "_known"),
    ("observatory/reading.py", "there"),
    ("observatory/reading.py", "is_cut"),
    ("observatory/state_part.py", "_may_all_speak"),
    ("observatory/printed_date.py", "_months"),
    ("vocabulary/russian_word.py", "_morphology"),
    ("observatory/russian_name.py", "_parses"),
    ("observatory/russian_name.py", "_forms"),
    ("observatory/russian_name.py", "_asked"),
    ("observatory/arabic_name.py", "_given"),
    ("observatory/named_person.py", "_known_officials"),
    ("observatory/written_language.py", "_small_words"),
    ("observatory/auditing/page_audit.py", "_book"),
    ("guidance/search.py", "guidance_index"),
    ("cases/draft.py", "line_kinds"),
    ("vocabulary/stance.py", "stance_words"),
    ("cases/like_case.py", "_needed"),
    # Properties of one public text, while it is compared with others.
    ("observatory/collecting/likeness.py", "words"),
    ("observatory/collecting/likeness.py", "letters"),
    ("observatory/collecting/likeness.py", "shingles"),
    ("observatory/collecting/likeness.py", "telling"),
    # Properties of an object that lives for one request: the own word is stretched once in it, a key pair made once.
    ("sealing/keys.py", "_seal_parts"),
    ("sealing/keys.py", "_holder"),
    ("sealing/keys.py", "public_seal"),
    ("intake/box.py", "own"),
    ("intake/visit.py", "_own"),
    ("dossiers/desk/finding.py", "told_otherwise"),
    # Where pages stand, with a mark for the reference.
    ("web/staff/address.py", "_address"),
    ("web/staff/address.py", "_around_the_reference"),
    ("cases/feedback.py", "_crediting"),
    ("vocabulary/world_map.py", "outlines"),
    ("vocabulary/world_map.py", "_parts"),
}


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def called(path):
    """Each call in a module as (dotted name, node)."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def imported(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def where(path, node):
    return f"{path.relative_to(SOURCE)}:{node.lineno}"


def named(path):
    return str(path.relative_to(SOURCE))


def test_there_is_a_source_to_look_at():
    assert len(MODULES) > 60


def test_no_module_or_folder_has_a_name_that_says_nothing():
    generic = [path for path in SOURCE.rglob("*") if path.stem in GENERIC and path.suffix in ("", ".py")]
    assert [named(path) for path in generic if path not in DJANGO_LOOKS_FOR] == []


def test_every_module_says_what_it_is_for():
    assert [named(path) for path in MODULES if not ast.get_docstring(tree(path))] == []


def test_only_commands_print():
    found = [where(path, node) for path in MODULES for name, node in called(path) if name == "print"]
    assert [one for one in found if not one.startswith("program/")] == []


def decorated_with_a_cache():
    for path in MODULES:
        for node in ast.walk(tree(path)):
            for decorator in getattr(node, "decorator_list", ()):
                if re.search(r"\b(lru_)?cache(d_property)?\b", ast.unparse(decorator)):
                    yield named(path), node.name


def test_nothing_is_remembered_between_requests_but_public_lists():
    assert set(decorated_with_a_cache()) - MAY_CACHE == set()


def test_what_may_be_remembered_is_still_there():
    assert MAY_CACHE - set(decorated_with_a_cache()) == set()


FORBIDDEN_IMPORTS = {
    "random": r"^random(\.|$)",
    "temporary files": r"^tempfile(\.|$)|TemporaryFileUploadHandler|TemporaryUploadedFile",
    "Django's sessions": r"^django\.contrib\.sessions",
    "Django's cache": r"^django\.core\.cache",
    "Django's signing": r"^django\.core\.signing",
    "Django's mail": r"^django\.core\.mail",
    "signals": r"^django\.(db\.models|core|dispatch)\.?signals?|^django\.dispatch",
    "pickle": r"^(pickle|marshal|shelve)(\.|$)",
    "warnings that quote values": r"^pprint(\.|$)",
    "a way to other hosts": r"^(socket|ssl|http\.client|urllib\.request|smtplib|ftplib|xmlrpc|requests|httpx|asyncio|scrapy|twisted)(\.|$)",
    "a parser of XML": r"^(xml|lxml|defusedxml)(\.|$)",
    "forms made from models": r"ModelForm|modelform",
}
# A throw-away instance for measuring, with nothing real in it.
MAY_IMPORT = {
    ("program/bench.py", "temporary files"),
    ("program/bench.py", "random"),
    ("program/bench_rekeying.py", "temporary files"),
    # Invented public texts, and what is measured of them.
    ("program/bench_observatory.py", "temporary files"),
    ("program/bench_cases.py", "temporary files"),
    ("program/bench_cases.py", "a way to other hosts"),
    ("program/bench.py", "a way to other hosts"),
    # The server asks whether its own port is free, and waits for those who call it.
    ("program/serve.py", "a way to other hosts"),
    # Sitemaps of public sites, without entities.
    ("observatory/collecting/sitemap.py", "a parser of XML"),
    # Listed public pages, of hosts that the operator names, with a yes.
    ("observatory/collecting/fetching.py", "a way to other hosts"),
    # Notices by mail, through the operator's own server.
    ("jobs/mailing.py", "a way to other hosts"),
}


@pytest.mark.parametrize(("what", "pattern"), FORBIDDEN_IMPORTS.items(), ids=list(FORBIDDEN_IMPORTS))
def test_nothing_imports(what, pattern):
    found = {(named(path), what) for path in MODULES for name in imported(path) if re.search(pattern, name)}
    assert found - MAY_IMPORT == set()


FORBIDDEN_CALLS = {
    "eval or exec": r"^(eval|exec|compile)$",
    "raw SQL through the models": r"\.(raw|extra)$|RawSQL$",
    "a shell": r"^os\.(system|popen)$",
    "text that is trusted as HTML": r"mark_safe$|SafeString$",
    "values in the log": r"\b(logger|logging)\.(exception|debug|info|warning|error|critical)$",
    "a traceback": r"traceback\.(print_|format_)",
    "templates made from text": r"(^|\.)(Template|from_string)$",
    "formats made from text": r"\.(format|format_map)$",
    "forms made from models": r"modelform_factory$|ModelForm$",
}


@pytest.mark.parametrize(("what", "pattern"), FORBIDDEN_CALLS.items(), ids=list(FORBIDDEN_CALLS))
def test_nothing_calls(what, pattern):
    assert [where(path, node) for path in MODULES for name, node in called(path) if re.search(pattern, name)] == []


# What Django has written itself, asked again with other things in its places.
ASKED_AGAIN = "access/prepared.py"


def test_statements_of_sql_are_written_out():
    """Nothing but a constant goes into execute: no f-string, no +, no % and no format."""
    spliced = [
        where(path, node)
        for path in MODULES
        if named(path) != ASKED_AGAIN
        for name, node in called(path)
        if re.search(r"\.(execute|executemany|executescript)$", name)
        and node.args
        and not isinstance(node.args[0], (ast.Constant, ast.Name))
    ]
    assert spliced == []


def test_no_text_that_looks_like_sql_is_spliced():
    verbs = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE|PRAGMA|CREATE|DROP)\b")
    spliced = [
        where(path, node)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.JoinedStr)
        and isinstance(node.values[0], ast.Constant)
        and verbs.match(str(node.values[0].value))
    ]
    assert spliced == []


def test_programs_are_started_from_lists_of_arguments_and_never_through_a_shell_of_python():
    starts = [
        (where(path, node), node)
        for path in MODULES
        for name, node in called(path)
        if re.search(r"^subprocess\.|^os\.(exec|spawn|posix_spawn)", name)
    ]
    assert starts
    for place, node in starts:
        assert not [given for given in node.keywords if given.arg in ("shell", "executable")], place
        assert not isinstance(node.args[0], (ast.JoinedStr, ast.BinOp)), place


# Made of word lists and names of months that come with the program, each word escaped; of the table of styles of chats;
# of the list of wordings that credit a step; of the words of stances.
MADE_OF_LISTS = {
    "cases/suggesting/phrase.py",
    "cases/suggesting/written_date.py",
    "cases/conversation/chat.py",
    "cases/draft.py",
    "cases/feedback.py",
    "vocabulary/stance.py",
}


def test_what_is_typed_is_never_a_pattern():
    """Patterns of expressions are written out, or made of names that stand in capitals in the same module."""
    for path in MODULES:
        if named(path) in MADE_OF_LISTS:
            continue
        for name, node in called(path):
            if re.search(r"^re\.(compile|sub|match|fullmatch|search|split|findall|finditer)$", name):
                parts = node.args[0].values if isinstance(node.args[0], ast.JoinedStr) else [node.args[0]]
                named_in = [part.value for part in parts if isinstance(part, ast.FormattedValue)]
                assert all(isinstance(part, (ast.Constant, ast.FormattedValue)) for part in parts), where(path, node)
                assert all(isinstance(one, ast.Name) and one.id.isupper() for one in named_in), where(path, node)


def test_the_address_of_a_page_is_asked_for_two_words_and_nothing_else():
    """Where a value may come from two places, somebody can send both: forms are read from the body alone."""
    read = [where(path, node) for path in MODULES for node in ast.walk(tree(path)) if _is_query(node)]
    assert {place.split(":")[0] for place in read} <= {"web/defender/returning.py"}
    assert not [
        where(path, node)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Subscript) and _is_query(node.value)
    ]


def _is_query(node):
    return isinstance(node, ast.Attribute) and node.attr == "GET"


SECRET_NAMES = re.compile(r"secret|passphrase|verifier|digest|signature|token|cookie|(^|_)key$")


def test_secrets_are_not_compared_with_an_equals_sign():
    """A secret is compared in constant time or by its hash in the database; the rest of these names are listed."""
    compared = [
        where(path, node)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Compare)
        and any(isinstance(operator, (ast.Eq, ast.NotEq)) for operator in node.ops)
        and any(SECRET_NAMES.search(ast.unparse(side).split("(")[0]) for side in (node.left, *node.comparators))
    ]
    # The fingerprint of the root key is no secret; it is compared with the one that the member carries.
    assert [one for one in compared if not one.startswith("access/desk/signing_in.py")] == []


def test_nobody_s_address_or_browser_is_looked_at():
    watched = re.compile(r"REMOTE_ADDR|HTTP_USER_AGENT|X_FORWARDED_FOR|User-Agent")
    assert [named(path) for path in MODULES if watched.search(path.read_text(encoding="utf-8"))] == []


def test_templates_hold_no_script_no_style_attribute_and_no_address_of_another_host():
    for path in (SOURCE / "web" / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if path.relative_to(SOURCE / "web" / "templates").as_posix() == "staff/script.html":
            text = text.replace("""<script src="{% static 'passkey.js' %}" defer></script>""", "")  # a file of ours
        assert not re.search(r"<script|\son\w+=|javascript:|\sstyle=|https?://", text), path.name
        if path.name not in ("saved_form.html", "saved.html"):  # it stands alone on a device
            assert "<style" not in text, path.name


def test_the_one_script_fetches_nothing_keeps_nothing_and_makes_no_markup():
    scripts = list((SOURCE / "web" / "static").rglob("*.js"))
    assert [path.name for path in scripts] == ["passkey.js"]
    asks = "fetch|XMLHttp|WebSocket|EventSource|sendBeacon|import|https?:|localStorage|sessionStorage|indexedDB|cookie"
    for path in scripts:
        text = path.read_text(encoding="utf-8")
        assert not re.search(rf"{asks}|innerHTML|insertAdjacent|document.write|eval|Function|setTimeout", text), (
            path.name
        )


def test_only_two_pages_of_the_staff_s_side_have_the_script():
    having = [
        path.relative_to(SOURCE / "web" / "templates").as_posix()
        for path in (SOURCE / "web" / "templates").rglob("*.html")
        if "staff/script.html" in path.read_text(encoding="utf-8")
    ]
    assert sorted(having) == ["staff/passkeys.html", "staff/sign_in.html"]


def test_stylesheets_fetch_nothing():
    for path in (SOURCE / "web" / "static").rglob("*.css"):
        rules = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"@import|url\(|https?:", rules), path.name


def test_the_files_that_begin_first_are_there():
    assert [name for name in LONGEST_FIRST if not (Path(__file__).parent.parent / name).is_file()] == []
