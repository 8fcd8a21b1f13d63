"""Reading a page as its visitor does, and walking through the form step by step."""

import html
import json
import re
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client

STEPS: dict[str, dict[str, Any]] = {
    "happened": {"happened": "They waited outside the mill.", "urgency": "days"},
    "where": {"country": "Velmora", "place": "Karsa"},
    "need": {"needs": ["lawyer"], "need_words": "A lawyer by Monday."},
    "you": {"name": "Teresa (invented)", "work": "I speak for the river."},
    "reach": {"channel": "phone", "address": "000 111 222", "unsafe": "After dark."},
    "readers": {"organisations": ["harbour-desk"]},
    "files": {},
}
NAMES = tuple(STEPS)


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def heading(response: HttpResponse) -> str:
    """The first heading of the page, without its markup."""
    found = re.search(r"<h1>(.*?)</h1>", text_of(response), re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])).strip() if found else ""


def sentences(response: HttpResponse) -> list[str]:
    """What the page says went wrong."""
    box = re.search(r'<div class="errors".*?</div>', text_of(response), re.DOTALL)
    said = re.findall(r"<p>(.*?)</p>", box[0], re.DOTALL) if box else []
    return [html.unescape(re.sub(r"<a .*?</a>|<[^>]+>", "", one)).strip() for one in said]


def typed_into(response: HttpResponse, name: str) -> str:
    """What stands in the field of this name."""
    page = text_of(response)
    area = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\r?\n?(.*?)</textarea>', page, re.DOTALL)
    if area:
        return html.unescape(area[1])
    line = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    value = re.search(r'value="(.*?)"', line[0], re.DOTALL) if line else None
    return html.unescape(value[1]) if value else ""


@dataclass(frozen=True)
class Question:
    """What a page asks a device, and the sealed challenge that goes back with the answer."""

    asked: dict[str, Any]
    token: str


def question_in(response: HttpResponse) -> Question:
    page = text_of(response)
    asked = re.search(r'data-passkey="(.*?)"', page)
    token = re.search(r'name="question" value="([0-9a-f]*)"', page)
    assert asked and token
    return Question(json.loads(html.unescape(asked[1])), token[1])


def token_of(response: HttpResponse) -> str:
    found = re.search(r'name="draft" value="([0-9a-f]*)"', text_of(response))
    return found[1] if found else ""


@dataclass
class Form:
    """One visitor on the way through the form. `response` is the page that they see."""

    client: Client
    address: str = "/en/"
    response: HttpResponse = field(init=False)

    def __post_init__(self) -> None:
        self.response = self.client.get(self.address)

    def start(self, about: str = "me") -> "Form":
        return self.post(step="start", about=about)

    def post(self, **data: Any) -> "Form":
        self.response = self.client.post(self.address, {"draft": token_of(self.response), **data})
        return self

    def answer(self, step: str, go: str = "next", **data: Any) -> "Form":
        return self.post(step=step, go=go, **({**STEPS[step], **data} if data or go == "next" else {}))

    def up_to(self, last: str, **changed: dict[str, Any]) -> "Form":
        """Answer everything before the step `last`, which is then on the page."""
        for step in NAMES:
            if step == last:
                return self
            self.answer(step, **changed.get(step, {}))
        return self

    @property
    def words(self) -> list[str]:
        return re.findall(r"<li><bdi>(.*?)</bdi>", text_of(self.response))

    def keep(self, *, own_word: str = "kingfisher", **changed: Any) -> dict[str, Any]:
        """What confirms the words that the page shows."""
        labels = re.findall(r'<label for="id_check_(?:one|two)">\D*(\d+)\D*</label>', text_of(self.response))
        first, second = (int(number) - 1 for number in labels)
        words = self.words
        return {
            "step": "code",
            "go": "send",
            "own_word": own_word,
            "check_one": words[first],
            "check_two": words[second],
            **changed,
        }

    def send(self, **changed: Any) -> list[str]:
        """Press Send; the words that lead back."""
        words = self.words
        self.post(**self.keep(**changed))
        return words
