"""No link leads us to this machine or its network, however it is written."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.domain.errors import InvalidValue, Refused, TawthiqError
from tawthiq.evidence.guard import PUBLIC_ONLY, Reach, addresses_of, is_reachable, target_of

INSIDE = [
    *(
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.5.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
    ),
    *("224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1"),
    *("::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1"),
    *(
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2002:a00:1::",
    ),
]
WRITTEN = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "localhost",
    "[::1]",
    "[::ffff:7f00:1]",
]


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_inside_are_refused(address: str) -> None:
    assert not is_reachable(ipaddress.ip_address(address), PUBLIC_ONLY)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_public_addresses_are_reached(address: str) -> None:
    assert is_reachable(ipaddress.ip_address(address), PUBLIC_ONLY)


@given(st.integers(0, 2**32 - 1))
def test_wrapping_an_address_changes_nothing(number: int) -> None:
    plain = ipaddress.IPv4Address(number)
    for wrapped in (
        f"::ffff:{plain}",
        str(ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) + number)),
    ):
        assert is_reachable(ipaddress.ip_address(wrapped), PUBLIC_ONLY) == is_reachable(plain, PUBLIC_ONLY)


@pytest.mark.parametrize("host", WRITTEN)
def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    target = target_of(f"http://{host}:8080/admin")
    with pytest.raises(Refused, match=r"inside this machine or its network|cannot be found"):
        addresses_of(target.host, target.port)


def test_an_operator_can_allow_a_network_and_that_one_only() -> None:
    reach = Reach((ipaddress.ip_network("127.0.0.0/8"),))
    assert addresses_of("127.0.0.1", 80, reach) == ["127.0.0.1"]
    with pytest.raises(Refused):
        addresses_of("10.0.0.1", 80, reach)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "file:///etc/passwd",
            "ftp://a.org/",
            "gopher://a.org/",
            "javascript:alert(1)",
            "//a.org",
            "a.org",
            "",
        ),
        *(
            "http://user:word@a.org/",
            "http://a.org:99999/",
            "http://[::1",
            "http:///path",
            "http://a.org/\r\nX: y",
        ),
        *("http://a.org\\@127.0.0.1/", "http://a b/", "http://a.org/" + "x" * 9000),
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidValue, match=r"Not a web address|user name or password"):
        target_of(url)


def test_arabic_addresses_are_understood() -> None:
    target = target_of("https://موقع.وزارة-الاتصالات.مصر/شهادة 1".replace(" ", "%20") + "?س=ج")
    assert target.host.startswith("xn--") and target.path.isascii() and target.port == 443


@given(st.text(max_size=60))
def test_no_text_raises_anything_else(text: str) -> None:
    for url in (text, f"http://{text}", f"https://a.org/{text}"):
        try:
            target_of(url)
        except TawthiqError:
            continue
