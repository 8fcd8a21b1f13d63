"""A browser without a screen: it keeps cookies by hand (ours are Secure, the test's line is not) and fills in forms."""

import html
import http.client
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.at_rest.running import Program

Fields = Mapping[str, str | list[str]]
File = tuple[str, str, bytes]
"""The field, the file's name and its content."""

SECONDS = 60


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.text, re.S)
        return html.unescape(found[1]).strip() if found else ""

    def value_of(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        return found[1] if found else ""


class Visitor:
    """One browser session."""

    def __init__(self, program: Program, language: str = "en") -> None:
        self._program, self.cookies = program, {}
        self.language = language

    def get(self, path: str) -> Answer:
        return self._request("GET", path)

    def post(self, path: str, fields: Fields, files: Iterable[File] = ()) -> Answer:
        listed = [
            (name, one) for name, value in fields.items() for one in ([value] if isinstance(value, str) else value)
        ]
        files = tuple(files)
        if not files:
            return self._request("POST", path, urlencode(listed).encode(), "application/x-www-form-urlencoded")
        body, kind = multipart(listed, files)
        return self._request("POST", path, body, kind)

    def post_form(self, page: Answer, path: str, fields: Fields, files: Iterable[File] = ()) -> Answer:
        """Post a form of a page that was answered before, with its token."""
        return self.post(path, {"csrfmiddlewaretoken": page.value_of("csrfmiddlewaretoken"), **fields}, files)

    def headers(self) -> dict[str, str]:
        kept = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        return {
            "Host": f"localhost:{self._program.port}",
            "Connection": "close",
            "Accept-Language": self.language,
            **kept,
        }

    def _request(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self._program.port, timeout=SECONDS)
        try:
            headers = self.headers() | ({"Content-Type": kind} if kind else {})
            line.request(method, path, body, headers)
            response = line.getresponse()
            answer = Answer(response.status, dict(response.getheaders()), response.read())
            self._keep_cookies(response.headers.get_all("Set-Cookie") or ())
        finally:
            line.close()
        return answer

    def _keep_cookies(self, lines: Iterable[str]) -> None:
        for line in lines:
            name, _, value = line.partition(";")[0].partition("=")
            if value in ("", '""') or "Max-Age=0" in line:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value


def multipart(fields: Iterable[tuple[str, str]], files: Iterable[File]) -> tuple[bytes, str]:
    edge = secrets.token_hex(16)
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    for name, file_name, content in files:
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        parts.append(f"{head}Content-Type: image/jpeg\r\n\r\n".encode() + content + b"\r\n")
    return b"".join([*parts, f"--{edge}--\r\n".encode()]), f"multipart/form-data; boundary={edge}"


# What people do


STEPS = ("happened", "where", "need", "you", "reach", "readers", "files")


def ask_for_help(
    visitor: Visitor,
    answers: Mapping[str, Fields],
    *,
    own_word: str = "kingfisher",
    about: str = "me",
    files: Iterable[File] = (),
) -> tuple[list[str], Answer, str]:
    """The whole way to the receipt: the words of the code, the last answer and the draft's token."""
    page, token = to_the_code(visitor, answers, about=about, files=files)
    words = words_on(page)
    return words, send(visitor, token, page, own_word=own_word), token


def to_the_code(
    visitor: Visitor, answers: Mapping[str, Fields], *, about: str = "me", files: Iterable[File] = ()
) -> tuple[Answer, str]:
    start = f"/{visitor.language}/"
    page = visitor.post(start, {"step": "start", "about": about})
    token = page.value_of("draft")
    for step in STEPS:
        page = visitor.post(start, {"draft": token, "step": step, "go": "next", **answers.get(step, {})})
        if step == "readers":
            for file in files:
                page = visitor.post(start, {"draft": token, "step": "files", "go": "next"}, [file])
    assert words_on(page), page.heading
    return page, token


def send(visitor: Visitor, token: str, page: Answer, *, own_word: str = "kingfisher") -> Answer:
    words = words_on(page)
    asked = [int(number) for number in re.findall(r"(?:Word|Group) (\d+)", page.text)]
    checks = {name: words[place - 1] for name, place in zip(("check_one", "check_two"), asked, strict=True)}
    fields = {"draft": token, "step": "code", "go": "send", "own_word": own_word, **checks}
    return visitor.post(f"/{visitor.language}/", fields)


def words_on(page: Answer) -> list[str]:
    return [html.unescape(word) for word in re.findall(r"<li><bdi>(.*?)</bdi>", page.text)]


def come_back(visitor: Visitor, words: Iterable[str], own_word: str = "") -> Answer:
    answer = visitor.post(f"/{visitor.language}/back/", {"words": " ".join([*words, own_word]).strip()})
    return visitor.get(answer.headers["Location"]) if answer.status == 302 else answer


def sign_in(program: Program, name: str) -> Visitor:
    desk = Visitor(program)
    page = desk.get("/desk/sign-in/")
    typed = program.signs_in(name)
    typed.pop("totp_secret")
    answer = desk.post_form(page, "/desk/sign-in/", typed)
    assert answer.status == 302, answer.heading
    return desk


def dossiers_on(page: Answer) -> list[str]:
    return list(dict.fromkeys(re.findall(r"/desk/dossiers/(\w{32})/", page.text)))
