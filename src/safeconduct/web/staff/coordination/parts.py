"""The pages of a group, as each of them links to the others."""

from typing import Any

from django.urls import reverse

PAGES = (
    ("group", "Hearings"),
    ("rota", "Rota"),
    ("group_meeting", "Meeting"),
    ("coverage", "Coverage"),
    ("trips", "Trips"),
    ("contacts", "Contact before need"),
    ("dialogues", "Dialogues"),
    ("media", "Media"),
    ("strategies", "Strategies"),
    ("lessons", "Lessons"),
)


def parts_of_group(group: str, here: str) -> list[dict[str, Any]]:
    return [
        {"text": text, "address": reverse(f"staff:{name}", args=[group]), "current": name == here}
        for name, text in PAGES
    ]
