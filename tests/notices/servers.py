"""Servers on this machine that answer as those of providers do, as the test says."""

from __future__ import annotations

import json
import socketserver
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """One request as it came in."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass
class Web:
    """A server over HTTP: what it was asked, and what it answers next; ``None`` hangs up instead."""

    address: str = ""
    answers: list = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def web():
    """Run a server over HTTP."""
    found = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0)))
            found.asked.append(Asked(self.path, query, headers, body))
            answer = found.answers.pop(0)
            if answer is None:
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_words):
            pass

    with running(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        found.address = f"http://127.0.0.1:{port}"
        yield found


@dataclass
class Post:
    """A mail server: the mails it took, and what it answers at each step where not as usual."""

    port: int = 0
    mails: list[bytes] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)


@contextmanager
def mail():
    """Run a mail server that speaks as much SMTP as a client needs (RFC 5321)."""
    found = Post()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self.say("220 here")
            while line := self.rfile.readline().decode().strip():
                verb = line.split()[0].upper()
                if verb == "DATA":
                    self.say("354 go on")
                    found.mails.append(self.data())
                    answer = found.answers.get("DATA", "250 taken")
                    if not answer:
                        return  # the line breaks before it says whether it took the mail
                    self.say(answer)
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say(found.answers.get(verb, "250 yes"))

        def data(self) -> bytes:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line)
            return b"".join(lines)

        def say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

    with running(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)) as port:
        found.port = port
        yield found


@contextmanager
def running(server):
    """Serve in a thread; give the port."""
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
