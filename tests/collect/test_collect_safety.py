"""No request leads to a private network, whoever points there: a source, a redirect, a link or the name service."""

from __future__ import annotations

import ipaddress
import socket

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.web_site import COLUMN, Site, serve
from tasks.collect.guard import Backend, PrivateAddress, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2002:c0a8:101::",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "114.114.114.114", "2400:3200::1", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_as_public_as_each_way_to_write_it_in_ipv6(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    mapped = ipaddress.IPv6Address(0xFFFF << 32 | number)
    translated = ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | number)
    assert is_public(str(address)) == is_public(str(mapped)) == is_public(str(translated))


def test_source_on_a_private_address_says_so_or_is_refused(column: Site, place) -> None:
    place.source("qinglan", column.address + COLUMN, allow_private=False)
    row = place.collect()["qinglan"]

    assert (row["status"], row["reason"]) == ("failing", "private_address")
    assert "allow_private" in row["detail_zh"]
    assert column.asked == []


def test_redirect_and_attachment_to_another_private_place_are_refused(column: Site, place) -> None:
    with serve(Site()) as inner:
        inner.report("/t20250120_3.html", "栗坪镇", 2024)
        column.page(
            f"{COLUMN}202501/t20250120_1.html",
            "",
            status=302,
            headers={"Location": f"{inner.address}/t20250120_3.html"},
        )
        link = f'<a href="{inner.address}/secret.docx">附件.docx</a>'
        column.report(f"{COLUMN}202501/t20250120_2.html", "柳塘乡", 2024, links=link)
        row = place.collect()["qinglan"]

        assert (row["status"], row["reason"], row["n_troubles"], row["n_new"]) == ("partial", "private_address", 2, 1)
        assert inner.asked == []


def test_name_that_changes_its_mind_is_resolved_once(column: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the name answers with a public address first and a private one after."""
    port = int(column.address.rpartition(":")[2])
    asked: list[str] = []
    real = socket.getaddrinfo

    def answers(host: str, *rest: object, **more: object) -> object:
        if host != "rebinding.example":
            return real(host, *rest, **more)
        asked.append(host)
        address = "203.0.113.7" if len(asked) > 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    with pytest.raises(PrivateAddress):
        Backend(frozenset()).connect_tcp("rebinding.example", port, timeout=1)
    assert len(asked) == 1

    asked.clear()
    stream = Backend(frozenset({("rebinding.example", port)})).connect_tcp("rebinding.example", port, timeout=5)
    assert stream.get_extra_info("server_addr") == ("127.0.0.1", port), "the address that was looked at, not another"
    assert len(asked) == 1
    stream.close()


def test_name_with_a_public_and_a_private_address_never_leads_to_the_private_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[str] = []

    def connects(_: object, host: str, *rest: object) -> httpcore.NetworkStream:
        tried.append(host)
        raise httpcore.ConnectError("nobody there")

    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("127.0.0.1", "8.8.8.8")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connects)
    with pytest.raises(httpcore.ConnectError):
        Backend(frozenset()).connect_tcp("two.example", 80, timeout=1)
    assert tried == ["8.8.8.8"]


def test_proxy_of_the_environment_is_not_asked(column: Site, place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert place.collect()["qinglan"]["status"] == "ok"


def test_other_schemes_are_no_links(column: Site, place) -> None:
    column.report(
        f"{COLUMN}202501/t20250120_2.html",
        "柳塘乡",
        2024,
        links='<a href="file:///etc/passwd.txt">附件.txt</a><a href="javascript:down(1)">附件2.docx</a><a href="ftp://x/3.doc">附件3</a>',
    )
    row = place.collect()["qinglan"]
    assert (row["status"], row["n_troubles"]) == ("ok", 0)
    column.page(f"{COLUMN}202501/t20250120_2.html", "", status=302, headers={"Location": "file:///etc/passwd"})
    assert place.collect(day=1)["qinglan"]["reason"] == "bad_address"
