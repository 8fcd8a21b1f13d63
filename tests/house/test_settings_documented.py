"""docs/settings.md lists what an operator may set: every function of web/environment.py, in its own words."""

import ast
import re
from pathlib import Path

from safeconduct.web import environment

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "safeconduct"
PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
SAID = re.compile(r"(SAFECONDUCT_[A-Z_]+): (.+?) Default: (.+)", re.DOTALL)


def functions():
    return {
        name: one for name, one in vars(environment).items() if getattr(one, "__module__", "") == environment.__name__
    }


def settings():
    """(variable, meaning, default) as the docstrings say it; a docstring that names no variable sets nothing."""
    said = {name: " ".join((one.__doc__ or "").split()) for name, one in functions().items()}
    return {name: SAID.fullmatch(text).groups() for name, text in said.items() if text.startswith("SAFECONDUCT_")}


def variables_read_by(name):
    source = ast.parse((SOURCE / "web" / "environment.py").read_text(encoding="utf-8"))
    function = next(node for node in source.body if isinstance(node, ast.FunctionDef) and node.name == name)
    return set(re.findall(r"SAFECONDUCT_[A-Z_]+", ast.unparse(function.body[1:])))


def rows():
    return set(re.findall(r"^\| `(SAFECONDUCT_[A-Z_]+)` \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE))


def test_the_page_lists_exactly_what_the_program_reads():
    assert rows() == set(settings().values())


def test_each_function_reads_the_variable_that_it_documents():
    for name in functions():
        assert (
            variables_read_by(name) - {settings()[name][0]} == set()
            if name in settings()
            else not variables_read_by(name)
        )
    assert {variable for variable, _, _ in settings().values()} == {
        variable for name in functions() for variable in variables_read_by(name)
    }


def test_nothing_else_in_the_program_reads_the_environment():
    reads = re.compile(r"environ\.get\(\s*[\"']SAFECONDUCT|getenv|environ\[[\"']SAFECONDUCT")
    readers = [path for path in SOURCE.rglob("*.py") if reads.search(path.read_text(encoding="utf-8"))]
    assert [path.name for path in readers] == ["environment.py"]
