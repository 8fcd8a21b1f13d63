"""A bad line between a browser and the instance: it can lose what is sent, or the reply to it."""

import socket
from contextlib import suppress
from threading import Thread

PIECE = 65_536
SECONDS = 30


class Line:
    """Passes everything on, unless `loses` is set: then it concerns every form that is sent."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.loses = ""
        """ "request": nothing arrives; "half": the sending breaks off; "reply": all arrives, and no reply comes back."""
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://localhost:{self._door.getsockname()[1]}"
        Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    def _listen(self) -> None:
        while True:
            try:
                browser, _ = self._door.accept()
            except OSError:
                return
            Thread(target=self._pass_on, args=(browser,), daemon=True).start()

    def _pass_on(self, browser: socket.socket) -> None:
        with suppress(OSError), browser:
            browser.settimeout(SECONDS)
            request = _whole_request(browser)
            loses = self.loses if request.startswith(b"POST") else ""
            if loses == "request" or not request:
                return
            with socket.create_connection(("127.0.0.1", self._port), SECONDS) as server:
                if loses == "half":
                    server.sendall(request[: request.index(b"\r\n\r\n") + 24])
                    return
                server.sendall(request)
                while piece := server.recv(PIECE):
                    if not loses:
                        browser.sendall(piece)


def _whole_request(browser: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        if not (piece := browser.recv(PIECE)):
            return b""
        request += piece
    head, _, body = request.partition(b"\r\n\r\n")
    length = next((int(row[15:]) for row in head.split(b"\r\n") if row.lower().startswith(b"content-length:")), 0)
    while len(body) < length and (piece := browser.recv(PIECE)):
        body += piece
    return head + b"\r\n\r\n" + body
