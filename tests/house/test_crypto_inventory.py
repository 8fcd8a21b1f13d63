"""docs/crypto.md is the whole inventory: every label, every library and every size in it is in the code, and back."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from safeconduct.sealing import code, keys, passphrase, record, stream

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "safeconduct"
PAGE = (ROOT / "docs" / "crypto.md").read_text()
# Where a label is made, and which argument it is.
LABELLED_BY = {"place": 0, "derived_key": 1, "link": 1}
MADE_IN = {"place": "place", "derived_key": "derived key", "link": "chain"}
LIBRARIES = ("cryptography.hazmat", "nacl", "mnemonic", "pyotp", "hashlib", "hmac", "secrets")
# The line to the operator's mail server; it carries one constant text and nothing of a case.
MAY_USE = {"src/safeconduct/jobs/mailing.py: ssl"}
FORBIDDEN = ("random", "ssl", "Crypto", "argon2", "jwt", "django.core.signing", "django.utils.crypto")


@cache
def parsed():
    return {path: ast.parse(path.read_text()) for path in sorted(SOURCE.rglob("*.py"))}


def labelled_calls(tree):
    """Each call of place, derived_key and link, under whatever name sealing's function was imported."""
    names, modules = {}, set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("safeconduct.sealing"):
            names |= {alias.asname or alias.name: alias.name for alias in node.names if alias.name in LABELLED_BY}
            modules |= {alias.asname or alias.name for alias in node.names if alias.name not in LABELLED_BY}
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        match call.func:
            case ast.Name(id=name) if name in names:
                yield call, names[name]
            case ast.Attribute(value=ast.Name(id=module), attr=function) if (
                module in modules and function in LABELLED_BY
            ):
                yield call, function


def label_of(call, function):
    """The label if it is written out, else None."""
    given = call.args[LABELLED_BY[function] :][:1]
    return given[0].value if given and isinstance(given[0], ast.Constant) and isinstance(given[0].value, str) else None


def labels_in_code():
    """(label, kind) of every call that is labelled, and of every raw prefix b"sc1/…"."""
    trees = parsed().values()
    calls = {(label_of(call, function), MADE_IN[function]) for tree in trees for call, function in labelled_calls(tree)}
    raw = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    prefixes = {(value.decode(), "prefix") for value in raw if isinstance(value, bytes) and value.startswith(b"sc1/")}
    return {(label, kind) for label, kind in calls if label} | prefixes


def calls_without_a_literal_label():
    """Only the functions of sealing that hand a label on may do without one."""
    hands_on = {SOURCE / "sealing" / "record.py", SOURCE / "sealing" / "chain.py"}
    return [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, tree in parsed().items()
        if path not in hands_on
        for call, function in labelled_calls(tree)
        if label_of(call, function) is None
    ]


def labels_on_page():
    section = PAGE.split("## Labels")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)` \| (place|derived key|chain|prefix) \|", section, re.MULTILINE))


def imported_modules(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_every_label_in_the_code_is_on_the_page():
    assert labels_in_code() - labels_on_page() == set()


def test_every_label_on_the_page_is_in_the_code():
    assert labels_on_page() - labels_in_code() == set()


def test_there_are_labels_to_compare():
    assert {
        ("entry", "place"),
        ("entry", "chain"),
        ("code", "derived key"),
        ("sc1/session-row", "prefix"),
    } <= labels_in_code()


def test_every_label_is_written_out_where_it_is_used():
    assert calls_without_a_literal_label() == []


def test_every_cryptographic_library_in_use_is_on_the_page():
    used = {module for tree in parsed().values() for module in imported_modules(tree) if module.startswith(LIBRARIES)}
    assert used
    missing = {module for module in used if f"`{module.removeprefix('cryptography.hazmat.')}`" not in PAGE}
    assert missing == set()


def test_no_other_cryptographic_library_is_in_use():
    used = {
        f"{path.relative_to(ROOT)}: {module}"
        for path, tree in parsed().items()
        for module in imported_modules(tree)
        if any(module == name or module.startswith(f"{name}.") for name in FORBIDDEN)
    }
    assert used == MAY_USE


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("{:,} bytes public", keys.PUBLIC_SEAL_BYTES),
        ("{:,} bytes more than", keys.WRAP_OVERHEAD_BYTES),
        ("{} MiB", passphrase.MEMORY_KIB // 1024),
        ("{} passes", passphrase.PASSES),
        ("{} lane", passphrase.LANES),
        ("{} words", passphrase.WORDS),
        ("{} words", code.WORDS),
        ("{} groups", code.GROUPS),
        ("{} check bits", code.WORD_CHECK_BITS),
        ("{} check bits", code.DIGIT_CHECK_BITS),
        ("{} bits", code.CODE_BITS),
        ("{}-bit key", record.KEY_BYTES * 8),
        ("{} KiB", stream.CHUNK_BYTES // 1024),
    ],
)
def test_a_size_on_the_page_is_the_one_in_the_code(said, value):
    assert said.format(value) in PAGE


def test_only_strong_hashes_are_used():
    """HMAC-SHA-1 is inside the one-time codes of authenticators, and nowhere else."""
    used = {
        node.attr if isinstance(node, ast.Attribute) else alias.name
        for tree in parsed().values()
        for node in ast.walk(tree)
        for alias in (node.names if isinstance(node, ast.ImportFrom) and node.module == "hashlib" else [None])
        if alias or (isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("hashlib", "hashes"))
    }
    # `append` is that of a list of hashes, in the journal.
    assert used == {"sha256", "shake_256", "SHA256", "append"}
