"""Gets one address: within limits, by the rules of its host, and only where it has changed."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx
from protego import Protego

from tasks.collect.gates import Gate, Gates
from tasks.collect.guard import Endpoint, GuardedTransport, PrivateAddress
from tasks.collect.reasons import Trouble
from tasks.collect.validators import Validators

_MB = 1 << 20
_REDIRECTS = (301, 302, 303, 307, 308)
_ENCODINGS = ("", "identity", "gzip", "deflate")  # one of them, since packed twice a page can hold anything
_NO_DOCUMENT = ("video/", "audio/", "font/")
_REASON_OF = {
    401: "forbidden",
    403: "forbidden",
    404: "not_found",
    410: "not_found",
    412: "forbidden",
    451: "forbidden",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one address may cost: bytes once unpacked, seconds in all, redirects, tries where the site may heal; the
    pause before the second try, which doubles; and the longest Retry-After that is waited for."""

    page_bytes: int = 16 * _MB
    file_bytes: int = 64 * _MB
    seconds: float = 180.0
    silence: float = 30.0
    redirects: int = 5
    tries: int = 3
    backoff: float = 5.0
    longest_wait: float = 120.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: the address after redirects, and the bytes; None where they have not changed."""

    address: str
    data: bytes | None
    validators: Validators


class Session:
    """Requests for one source."""

    def __init__(
        self, gates: Gates, *, user_agent: str, delay: float, private: Collection[Endpoint], limits: Limits
    ) -> None:
        self._gates = gates
        self._user_agent = user_agent
        self._delay = delay
        self._limits = limits
        self._transport = GuardedTransport(private)
        self._client = httpx.Client(
            transport=self._transport,
            trust_env=False,
            timeout=limits.silence,
            headers={
                "User-Agent": user_agent,
                "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
                "Accept-Language": "zh-CN,zh;q=0.9",
                "Accept-Encoding": "gzip, deflate",
            },
        )

    def close(self) -> None:
        """Closes the connection."""
        self._client.close()

    def get(self, address: str, known: Validators | None = None, *, most: int | None = None) -> Fetched:
        """The bytes at an address, `most` of them at most, unless they are those that `known` stands for.

        Raises:
            Trouble: the address gives nothing, and why.
        """
        for left in range(self._limits.tries - 1, -1, -1):
            try:
                return self._follow(address, known or Validators(), most or self._limits.page_bytes)
            except Trouble as trouble:
                wait = trouble.wait or self._limits.backoff * 2 ** (self._limits.tries - 1 - left)
                heals = trouble.reason in ("timeout", "unreachable", "server_error", "too_many_requests")
                if not left or not heals or wait > self._limits.longest_wait:
                    raise
                time.sleep(wait)
        raise AssertionError("a try gives bytes or trouble")

    def _follow(self, address: str, known: Validators, most: int) -> Fetched:
        at = address
        for _ in range(self._limits.redirects + 1):
            gate = self._admit(at)
            answer = self._ask(at, gate, known, most)
            if isinstance(answer, Fetched):
                return answer
            at = answer
        raise Trouble("redirects", address, at)

    def _admit(self, address: str) -> Gate:
        """The gate of an address that may be asked for."""
        try:
            parts = urlsplit(address)
        except ValueError as error:
            raise Trouble("bad_address", address, str(error)) from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Trouble("bad_address", address)
        gate = self._gates.of(parts.hostname)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in gate.robots:
            gate.robots[origin] = self._robots(f"{origin}/robots.txt", gate)
        robots = gate.robots[origin]
        if robots is not None and not robots.can_fetch(address, self._user_agent):
            raise Trouble("robots", address)
        return gate

    def _robots(self, address: str, gate: Gate) -> Protego | None:
        """What robots.txt says; None, all is allowed, where there is none. A site that fails over it is left alone."""
        at = address
        try:
            for _ in range(self._limits.redirects + 1):
                answer = self._ask(at, gate, Validators(), _MB // 2)
                if isinstance(answer, Fetched):
                    return Protego.parse((answer.data or b"").decode("utf-8", "replace"))
                at = answer
        except Trouble as trouble:
            if trouble.reason not in (
                "not_found",
                "forbidden",
                "bad_status",
                "too_large",
                "wrong_type",
                "unreadable_page",
            ):
                raise
        return None

    def _ask(self, address: str, gate: Gate, known: Validators, most: int) -> Fetched | str:
        """One request: what came, or where the site points to instead."""
        headers = {"If-None-Match": known.etag} if known.etag else {}
        if known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        with gate.turn(gate.pause(self._delay, self._user_agent)):
            self._transport.backend.deadline = time.monotonic() + self._limits.seconds
            try:
                with self._client.stream("GET", address, headers=headers) as response:
                    return self._take(address, response, known, most)
            except PrivateAddress as error:
                raise Trouble("private_address", address, str(error)) from error
            except httpcore.TimeoutException as error:
                raise Trouble("timeout", address, str(error)) from error
            except (httpcore.NetworkError, httpcore.ProtocolError) as error:
                raise Trouble("unreachable", address, str(error)) from error
            except httpx.DecodingError as error:
                raise Trouble("unreadable_page", address, str(error)) from error
            except (httpx.InvalidURL, httpx.RemoteProtocolError, httpcore.UnsupportedProtocol, ValueError) as error:
                raise Trouble("bad_address", address, str(error)) from error
            except OSError as error:
                raise Trouble("unreachable", address, str(error)) from error

    def _take(self, address: str, response: httpx.Response, known: Validators, most: int) -> Fetched | str:
        status, headers = response.status_code, response.headers
        if status in _REDIRECTS and "location" in headers:
            return urljoin(address, headers["location"].strip())
        if status == 304 and known != Validators():
            return Fetched(address, None, known)
        if status == 429 or (status == 503 and "retry-after" in headers):
            raise Trouble("too_many_requests", address, str(status), _seconds(headers.get("retry-after", "")))
        if status != 200:
            reason = _REASON_OF.get(status, "server_error" if status >= 500 else "bad_status")
            raise Trouble(reason, address, str(status))
        kind = headers.get("content-type", "").lower()
        if kind.startswith(_NO_DOCUMENT) or headers.get("content-encoding", "").strip().lower() not in _ENCODINGS:
            raise Trouble("wrong_type", address, kind)
        announced = headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > most:
            raise Trouble("too_large", address, f"{int(announced) // _MB} MB")
        data = bytearray()
        for piece in response.iter_bytes(_MB // 16):
            data += piece
            if len(data) > most:
                raise Trouble("too_large", address, f"> {most // _MB} MB")
        if not data:
            raise Trouble("wrong_type", address, "0 bytes")
        return Fetched(address, bytes(data), Validators(headers.get("etag", ""), headers.get("last-modified", "")))


def _seconds(retry_after: str) -> float:
    """What Retry-After asks for: seconds, or a date."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(retry_after).timestamp() - time.time())
    except ValueError:
        return 0.0
