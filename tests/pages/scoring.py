"""How Mozilla's Observatory scores a page's headers, from its table (as of November 2026). Pure."""

import re
from collections.abc import Mapping
from http.cookies import Morsel

START, BONUS_FROM = 100, 90
PRIVATE_REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
HALF_A_YEAR = 15_768_000


def score(headers: Mapping[str, str], cookies: Mapping[str, "Morsel[str]"]) -> int:
    """What is missing is taken off; what is better than asked counts only when little is missing."""
    lost = sum(penalties(headers, cookies).values())
    return START - lost + (sum(bonuses(headers, cookies).values()) if START - lost >= BONUS_FROM else 0)


def penalties(headers: Mapping[str, str], cookies: Mapping[str, "Morsel[str]"]) -> dict[str, int]:
    policy = directives(headers.get("Content-Security-Policy", ""))
    age = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    found = {
        "no content policy": 25 * (not policy),
        "unsafe content policy": 20 * any("unsafe" in value for value in policy.values()),
        "content from anywhere": 20 * any(re.search(r"(^| )(\*|https?:|data:)( |$)", v) for v in policy.values()),
        "no strict transport": 20 * (age is None or int(age[1]) < HALF_A_YEAR),
        "content is guessed": 5 * (headers.get("X-Content-Type-Options") != "nosniff"),
        "may be framed": 20 * (policy.get("frame-ancestors") != "'none'" and headers.get("X-Frame-Options") != "DENY"),
        "referrer is told": 5 * (headers.get("Referrer-Policy", "") not in PRIVATE_REFERRERS),
        "others may read": 50 * (headers.get("Access-Control-Allow-Origin") == "*"),
        "cookie without Secure": 20 * any(not cookie["secure"] for cookie in cookies.values()),
        "cookie without HttpOnly": 30 * any(not cookie["httponly"] for cookie in cookies.values()),
        "cookie without SameSite": 20 * any(cookie["samesite"] not in ("Strict", "Lax") for cookie in cookies.values()),
    }
    return {name: points for name, points in found.items() if points}


def bonuses(headers: Mapping[str, str], cookies: Mapping[str, "Morsel[str]"]) -> dict[str, int]:
    policy = directives(headers.get("Content-Security-Policy", ""))
    strict = all(name.startswith("__Host-") and cookie["samesite"] == "Strict" for name, cookie in cookies.items())
    found = {
        "content policy begins with nothing": 10 * (policy.get("default-src") == "'none'"),
        "strict cookies": 5 * (bool(cookies) and strict),
        "private referrer": 5 * (headers.get("Referrer-Policy", "") in PRIVATE_REFERRERS),
        "framing by policy": 5 * (policy.get("frame-ancestors") == "'none'"),
        "resources": 10 * (headers.get("Cross-Origin-Resource-Policy") == "same-origin"),
        "embedding": 10 * (headers.get("Cross-Origin-Embedder-Policy") == "require-corp"),
        "opening": 10 * (headers.get("Cross-Origin-Opener-Policy") == "same-origin"),
        "preloaded": 5 * ("preload" in headers.get("Strict-Transport-Security", "")),
    }
    return {name: points for name, points in found.items() if points}


def directives(policy: str) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in policy.split(";") if part.strip())
    return {name: value for name, _, value in parts}
