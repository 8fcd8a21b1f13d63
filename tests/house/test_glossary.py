"""GLOSSARY.md holds every word that names are made of, and no word that nothing uses."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "safeconduct"
NAMED_FOLDERS = (
    "vocabulary",
    "sealing",
    "access",
    "dossiers",
    "guidance",
    "intake",
    "observatory",
    "cases",
    "coordination",
    "reports",
)
# Ordinary English that turns a word into a name. Reviewed: a word of the field belongs in the glossary instead.
ORDINARY = {
    *(
        "asked",
        "checked",
        "empty",
        "file",
        "founded",
        "found",
        "held",
        "imported",
        "in",
        "incoming",
        "invited",
        "joined",
        "key",
        "new",
        "not",
        "open",
        "opened",
    ),
    *(
        "miswritten",
        "narrowed",
        "placed",
        "recorded",
        "refused",
        "rehearsed",
        "rewrapped",
        "sealed",
        "seen",
        "shown",
        "stored",
        "taken",
    ),
    *("unanswered", "uncertified", "unopened"),
    *(
        "bent",
        "busy",
        "coded",
        "copy",
        "counted",
        "damaged",
        "dated",
        "faulty",
        "filled",
        "known",
        "noted",
        "pasted",
        "unread",
    ),
}
ROW = re.compile(r"^\| \*\*(?P<word>[^*]+)\*\*(?P<later> \*\(later\)\*)? \| (?P<meaning>.+) \|$", re.MULTILINE)


@cache
def rows():
    found = [match.groupdict() for match in ROW.finditer((ROOT / "GLOSSARY.md").read_text(encoding="utf-8"))]
    assert len(found) > 50
    return found


def glossary():
    return {row["word"].lower() for row in rows()}


@cache
def written_in_the_code():
    """All code and templates in small letters, with blanks between the parts of names."""
    files = [path for ending in ("py", "html") for path in SOURCE.rglob(f"*.{ending}")]
    text = "\n".join([path.read_text(encoding="utf-8") for path in files] + [path.stem for path in files])
    return re.sub(r"[_\s-]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)).lower()


def public_classes():
    """(class, where) of every public class that stands at the top of a module."""
    for folder in NAMED_FOLDERS:
        for path in sorted((SOURCE / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                for node in ast.parse(path.read_text(encoding="utf-8")).body:
                    if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                        yield node.name, f"{path.relative_to(ROOT)}:{node.lineno}"


def parts(name):
    return [part.lower() for part in re.findall(r"[A-Z][a-z]*|[a-z]+", name)]


def forms(word):
    """The word as it stands, and without the ending of a plural."""
    return {word, word.removesuffix("s"), word.removesuffix("es")}


def test_every_class_is_named_in_words_of_the_glossary():
    known = glossary() | ORDINARY
    strange = {
        f"{where}: {name} ({part})"
        for name, where in public_classes()
        for part in parts(name)
        if not forms(part) & known
    }
    assert strange == set()


def test_a_word_that_is_not_in_the_glossary_is_noticed():
    assert not forms("beneficiary") & (glossary() | ORDINARY)


def test_no_ordinary_word_is_left_over_or_stands_in_the_glossary_too():
    used = {form for name, _ in public_classes() for part in parts(name) for form in forms(part)}
    assert used >= ORDINARY
    assert glossary() & ORDINARY == set()


@pytest.mark.parametrize("word", sorted({row["word"].lower() for row in rows() if not row["later"]}))
def test_every_word_is_used_in_the_code(word):
    assert re.search(rf"(?<!\w){re.escape(word.replace('-', ' '))}(s|es|ed)?(?!\w)", written_in_the_code())


def test_every_word_stands_once_and_has_a_meaning_in_one_line():
    words = [row["word"].lower() for row in rows()]
    assert sorted(words) == sorted(set(words))
    assert all(len(row["meaning"]) < 120 for row in rows())
