"""A mail server on this machine that keeps what it is given, for tests. It speaks just enough SMTP."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    """`letters` are (from, to, all bytes) in order; `greetings` is how the sender named itself. `refuses`: takes none."""

    port: int = 0
    refuses: bool = False
    greetings: list[str] = field(default_factory=list)
    letters: list[tuple[str, str, bytes]] = field(default_factory=list)


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    mailbox = Mailbox()

    class Line(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            sender = to = ""
            self.say("220 here")
            for line in self.rfile:
                verb, _, rest = line.decode().strip().partition(" ")
                if verb.upper() in ("EHLO", "HELO"):
                    mailbox.greetings.append(rest)
                    self.say("250 here")
                elif verb.upper() == "MAIL":
                    sender = rest
                    self.say("451 later" if mailbox.refuses else "250 yes")
                elif verb.upper() == "RCPT":
                    to = rest
                    self.say("250 yes")
                elif verb.upper() == "DATA":
                    self.say("354 go on")
                    mailbox.letters.append((sender, to, b"".join(iter(self.rfile.readline, b".\r\n"))))
                    self.say("250 kept")
                elif verb.upper() == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 yes")

        def say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Line) as server:
        mailbox.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield mailbox
        server.shutdown()
        thread.join()
