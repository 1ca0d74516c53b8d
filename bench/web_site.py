"""A site of a district as government content systems make it, on a real server of this machine."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

COLUMN = "/zwgk/fdzdgknr/fzzfjsndbg/"
SAMPLES = Path(__file__).resolve().parents[1] / "samples"


@dataclass
class Answer:
    """What the site says at a path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    validators: bool = True


Handler = Callable[[Any], None]


@dataclass
class Site:
    """Answers by path; `asked` lists the requests as they came (path, headers, when). Anything can be put in the place of
    an answer: a function gets the handler itself."""

    answers: dict[str, Answer | Handler] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], float]] = field(default_factory=list)
    address: str = ""
    at_once: int = 0
    most_at_once: int = 0

    def page(self, path: str, body: str | bytes, **more: Any) -> str:
        """Puts a page at a path; gives its address."""
        data = body.encode() if isinstance(body, str) else body
        kind = {"Content-Type": "text/html; charset=utf-8"} if isinstance(body, str) else {}
        self.answers[path] = Answer(data, headers=kind | more.pop("headers", {}), **more)
        return self.address + path

    def column(self, links: dict[str, str], *, path: str = COLUMN, further: str = "") -> None:
        """A list page: title by address, relative or absolute."""
        items = "".join(f'<li><a href="{at}" title="{title}">{title[:12]}…</a></li>' for at, title in links.items())
        self.page(
            path,
            "<html><head><title>法治政府建设年度报告_青澜区人民政府</title></head><body>"
            '<div class="nav"><a href="/">首页</a><a href="../">政务公开</a><a href="./">法治政府建设年度报告</a></div>'
            f'<ul class="list">{items}</ul>{further}</body></html>',
        )

    def report(self, path: str, township: str, year: int, more: str = "", links: str = "") -> str:
        """A report page with its header block."""
        title = f"{township}{year}年法治政府建设年度报告"
        return self.page(
            path,
            f'<html><head><title>{title}_青澜区人民政府</title><meta name="ArticleTitle" content="{title}">'
            f'<meta name="PubDate" content="{year + 1}-01-20 09:00"></head><body><div class="nav"><a href="/">首页</a></div>'
            f"<table><tr><td>发布机构</td><td>{township}人民政府</td><td>发布日期</td><td>{year + 1}-01-20</td></tr></table>"
            f"<h1>{title}</h1><div class='article'><p>{year}年，{township}党委、政府深入学习贯彻习近平法治思想，"
            f"全面推进法治政府建设。</p><p>一、主要工作。全年开展法治宣传活动{year % 100}场次，发放宣传资料500余份，"
            "调解矛盾纠纷38件，未发生行政复议案件。</p><p>二、存在问题。法治宣传形式较为单一，执法力量有待加强。</p>"
            f"<p>三、下一步打算。继续加强学习，提升依法行政能力。</p>{more}</div>"
            f"<div>{links}</div><p>浏览次数：{len(self.asked)}</p></body></html>",
        )

    def paths(self, skip: str = "/robots.txt") -> list[str]:
        """The paths asked for, in order."""
        return [path for path, _, _ in self.asked if path != skip]

    def forget(self) -> None:
        """Forgets the requests so far."""
        self.asked.clear()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class _Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self) -> None:
            with suppress(ConnectionError):  # whoever asked has gone
                super().handle()

        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers.items()), time.monotonic()))
            site.at_once += 1
            site.most_at_once = max(site.most_at_once, site.at_once)
            try:
                answer = site.answers.get(self.path, Answer(b"<html>404</html>", 404))
                if callable(answer):
                    answer(self)
                else:
                    self._send(answer)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            finally:
                site.at_once -= 1

        def _send(self, answer: Answer) -> None:
            headers = dict(answer.headers)
            if answer.validators and answer.status == 200:
                headers.setdefault("ETag", f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"')
                headers.setdefault("Last-Modified", formatdate(0, usegmt=True))
                if self.headers.get("If-None-Match") == headers["ETag"]:
                    self.send_response(304)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
            self.send_response(answer.status)
            headers.setdefault("Content-Length", str(len(answer.body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on the terminal."""

    return _Handler


@contextmanager
def serve(site: Site, host: str = "127.0.0.1") -> Iterator[Site]:
    """Runs the site until the block ends."""
    server = ThreadingHTTPServer((host, 0), _handler(site))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    site.address = f"http://{host}:{server.server_address[1]}"
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def packed(data: bytes, times: int = 1) -> bytes:
    """The data in gzip, once or several times."""
    for _ in range(times):
        data = gzip.compress(data)
    return data
