"""Makes what is not in the repository: compiled languages and the collected static files."""

import argparse
from io import BytesIO
from pathlib import Path

import django
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command


def run(_arguments: argparse.Namespace) -> None:
    django.setup()
    compile_languages(Path(settings.LOCALE_PATHS[0]))
    collect_static_files()


def compile_languages(folder: Path) -> None:
    """Every .po beside its .mo, where the .mo is older."""
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parts[-3])
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        target.write_bytes(compiled.getvalue())


def collect_static_files() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
