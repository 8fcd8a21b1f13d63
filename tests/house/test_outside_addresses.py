"""Every host that the register of guidance leads people to stands in one reviewed list; the program calls none."""

import ast
import re
from pathlib import Path
from urllib.parse import urlsplit

from safeconduct.guidance.register import FOLDER

GUIDANCE = FOLDER.parent
LISTED = (Path(__file__).parent / "outside_hosts.txt").read_text(encoding="utf-8").split()
ADDRESS = re.compile(r"https?://[^\s\"']+")


def hosts():
    texts = [path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.toml")]
    return {urlsplit(address).hostname for text in texts for address in ADDRESS.findall(text)}


def test_every_host_is_listed_and_none_is_left_over():
    assert sorted(hosts()) == LISTED


def test_guidance_imports_nothing_that_could_call_them():
    allowed = {
        "safeconduct",
        "collections",
        "dataclasses",
        "datetime",
        "difflib",
        "functools",
        "json",
        "jsonschema",
        "pathlib",
        "pysqlite3",
        "re",
        "snowballstemmer",
        "threading",
        "tomllib",
        "typing",
        "unicodedata",
    }
    for path in GUIDANCE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert {name.split(".")[0] for name in names} <= allowed, path.name


def test_schemas_refer_to_nothing_outside():
    for path in FOLDER.rglob("*.json"):
        assert set(ADDRESS.findall(path.read_text(encoding="utf-8"))) <= {
            "https://json-schema.org/draft/2020-12/schema"
        }
        assert '"$ref"' not in path.read_text(encoding="utf-8")
