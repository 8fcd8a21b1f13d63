"""What an operator sets, read from the environment: one function per variable, with its default and reason."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

from safeconduct.vocabulary.web_address import is_web_address

TREES = ("defender", "staff", "open")


def var_folder() -> Path:
    """SAFECONDUCT_VAR: the folder that holds the whole instance. Default: `var` in the current folder."""
    return Path(os.environ.get("SAFECONDUCT_VAR", "var")).resolve()


def database() -> str:
    """SAFECONDUCT_DATABASE: the address of a PostgreSQL database, postgresql://…, that holds the rows. Default: SQLite in that folder."""
    address = os.environ.get("SAFECONDUCT_DATABASE", "")
    if address and not address.startswith(("postgresql://", "postgres://")):
        raise SystemExit("SAFECONDUCT_DATABASE begins with postgresql:// or is empty, which means SQLite.")
    return address


def host_names() -> list[str]:
    """SAFECONDUCT_HOSTS: the names under which the program answers, with commas. Default: this machine only."""
    return os.environ.get("SAFECONDUCT_HOSTS", "localhost,127.0.0.1,[::1]").split(",")


def trees() -> tuple[str, ...]:
    """SAFECONDUCT_TREES: which trees of addresses this process serves: defender, staff, open. Default: all."""
    wanted = os.environ.get("SAFECONDUCT_TREES", ",".join(TREES)).split(",")
    unknown = sorted(set(wanted) - set(TREES))
    if unknown:
        raise SystemExit(f"SAFECONDUCT_TREES knows {', '.join(TREES)}; it does not know {', '.join(unknown)}.")
    return tuple(tree for tree in TREES if tree in wanted)


def public_address() -> str:
    """SAFECONDUCT_PUBLIC_ADDRESS: where the defender's pages are reached, as https://help.example. Default: the name in use."""
    address = os.environ.get("SAFECONDUCT_PUBLIC_ADDRESS", "").rstrip("/")
    if address and not is_web_address(address):
        raise SystemExit("SAFECONDUCT_PUBLIC_ADDRESS begins with https://, or with http:// for an onion service.")
    return address


def behind_tls() -> bool:
    """SAFECONDUCT_BEHIND_TLS: 1 when a proxy of yours speaks TLS and sets X-Forwarded-Proto. Default: off."""
    return os.environ.get("SAFECONDUCT_BEHIND_TLS") == "1"


def leave_to() -> str:
    """SAFECONDUCT_LEAVE_TO: the address that "Leave now" goes to. Default: an encyclopaedia's first page."""
    return os.environ.get("SAFECONDUCT_LEAVE_TO", "https://www.wikipedia.org/")


def shows_gallery() -> bool:
    """SAFECONDUCT_GALLERY: 1 shows the gallery of components under /gallery/. Default: off."""
    return os.environ.get("SAFECONDUCT_GALLERY") == "1"


def shortest_filling() -> timedelta:
    """SAFECONDUCT_SHORTEST_FILLING: seconds under which a filled form is taken for a machine's. Default: 20."""
    return timedelta(seconds=int(os.environ.get("SAFECONDUCT_SHORTEST_FILLING", "20")))


def mail_server() -> tuple[str, int] | None:
    """SAFECONDUCT_MAIL_SERVER: name and port of the SMTP server for notices, as mail.example:587. Default: none; no mail."""
    name, _, port = os.environ.get("SAFECONDUCT_MAIL_SERVER", "").rpartition(":")
    if not name and not port:
        return None
    if not name or not port.isdecimal():
        raise SystemExit("SAFECONDUCT_MAIL_SERVER needs a name and a port, for example mail.example:587.")
    return name, int(port)


def mail_from() -> str:
    """SAFECONDUCT_MAIL_FROM: the address that notices come from. Default: `notices@localhost`."""
    return os.environ.get("SAFECONDUCT_MAIL_FROM", "notices@localhost")


def mail_user() -> str:
    """SAFECONDUCT_MAIL_USER: the name at the mail server. Default: none, and nobody signs in there."""
    return os.environ.get("SAFECONDUCT_MAIL_USER", "")


def mail_password() -> str:
    """SAFECONDUCT_MAIL_PASSWORD: the password at the mail server. Default: none."""
    return os.environ.get("SAFECONDUCT_MAIL_PASSWORD", "")


def mail_safety() -> str:
    """SAFECONDUCT_MAIL_SAFETY: starttls, tls, or none for a mail server on this machine. Default: starttls."""
    safety = os.environ.get("SAFECONDUCT_MAIL_SAFETY", "starttls")
    if safety not in ("starttls", "tls", "none"):
        raise SystemExit("SAFECONDUCT_MAIL_SAFETY knows starttls, tls and none.")
    return safety


def recovery_waiting() -> timedelta:
    """SAFECONDUCT_RECOVERY_WAITING: hours between two registrars' yes and the handing in of parts. Default: 24."""
    return timedelta(hours=float(os.environ.get("SAFECONDUCT_RECOVERY_WAITING", "24")))


def unverified_limit() -> timedelta:
    """SAFECONDUCT_UNVERIFIED_DAYS: days after which a case that nobody has confirmed is listed on the day's page. Default: 7."""
    return timedelta(days=int(os.environ.get("SAFECONDUCT_UNVERIFIED_DAYS", "7")))


def unused_secret_key() -> str:
    """Django wants one; nothing of ours is signed with it, so it is new in every process."""
    return secrets.token_hex(32)
