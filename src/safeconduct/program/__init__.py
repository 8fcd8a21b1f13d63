"""The command line: `safeconduct`. Each command is one file; this one only names them."""

import argparse
import os

from django.core.exceptions import ImproperlyConfigured


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="safeconduct", description="Safe Conduct: run, fill and look after an instance."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    prepare = commands.add_parser("prepare", help="compile the languages and collect the static files")
    prepare.set_defaults(run="prepare:run")

    serve = commands.add_parser("serve", help="serve the instance on loopback, behind your own TLS or onion service")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=4)
    serve.set_defaults(run="serve:run")

    demo = commands.add_parser("demo", help="serve an instance filled with invented organisations and people")
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--workers", type=int, default=4)
    demo.set_defaults(run="demo:run")

    code = commands.add_parser("demo-code", help="the six digits of a demo account, for those without an authenticator")
    code.add_argument("name")
    code.set_defaults(run="demo:show_code")

    migrate = commands.add_parser("migrate", help="bring the database to this release")
    migrate.set_defaults(run="migrate:run")

    tick = commands.add_parser("tick", help="sweep away what has expired; run it every quarter of an hour")
    tick.set_defaults(run="tick:run")

    notices = commands.add_parser("notices", help="translations that no speaker has read, and what this machine lacks")
    notices.set_defaults(run="notices:run")

    intake = commands.add_parser("intake", help="take requests in").add_subparsers(required=True, metavar="VERB")
    taking = intake.add_parser(
        "import", help="public appeals (JSON lines with id, text, language …) become sealed requests"
    )
    taking.add_argument("file")
    taking.add_argument(
        "--for", dest="office", required=True, metavar="ORG", help="the organisation's short or full name"
    )
    taking.add_argument(
        "--rejects", help="where lines that were not taken in are written (default: FILE.rejects.jsonl)"
    )
    taking.set_defaults(run="appeals:run")

    bench = commands.add_parser("bench", help="measure this program on this machine").add_subparsers(
        required=True, metavar="WHAT"
    )
    measured = bench.add_parser("intake", help="submit, open, list and add under load, on a throw-away instance")
    measured.add_argument("--json", action="store_true", help="print the figures as JSON")
    measured.add_argument("--requests", type=int, default=500, help="how many requests are submitted in each run")
    measured.add_argument(
        "--cases", type=int, nargs="*", default=[1_000, 10_000], help="sizes at which the desk is measured"
    )
    measured.set_defaults(run="bench:run")

    arguments = parser.parse_args()
    os.umask(0o077)  # nothing of an instance is for other users of this machine
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safeconduct.web.settings")
    module, _, function = arguments.run.partition(":")
    command = __import__(f"safeconduct.program.{module}", fromlist=[function])
    try:
        raise SystemExit(getattr(command, function)(arguments) or 0)
    except ImproperlyConfigured as problem:
        raise SystemExit(str(problem)) from None
