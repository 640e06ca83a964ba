"""IP addresses, URLs and bare domains."""

import pytest

from tests.redactors.conftest import Found


@pytest.mark.parametrize(
    "address",
    [
        "74.34.59.240",
        "10.0.0.1",
        "255.255.255.0",
        "2001:db8::1",
        "d80:e4b5:79da:6cf6:71f3:51f7:9161:c319",
        "fe80::1%eth0",
    ],
)
@pytest.mark.parametrize("frame", ["it says {} is blocked", "{}", "({}).", "address: {},"])
def test_finds_ip_addresses(frame: str, address: str, found: Found) -> None:
    assert found(frame.format(address)) == [("IP_ADDRESS", address)]


@pytest.mark.parametrize(
    "text",
    [
        "version 1.2.3.4",
        "v10.0.0.1",
        "firmware: 2.10.3.44",
        "section 1.2.3.4",
        "1.2.3",
        "1.2.3.4.5",
        "300.1.2.3",
        "at 10:30:45",
        "10:30 to 11:30",
        "ratio 1:2:3",
        "::1",
        "de:ad",
    ],
)
def test_leaves_versions_and_times(text: str, found: Found) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("see https://example.com/a?b=c.", "https://example.com/a?b=c"),
        ("(http://www.Example.co.uk/)", "http://www.Example.co.uk/"),
        ("go to www.example.org/x, please", "www.example.org/x"),
        ('<a href="https://example.com/x">', "https://example.com/x"),
        ("ftp://10.0.0.1/pub", "ftp://10.0.0.1/pub"),
        ("WWW.EXAMPLE.COM", "WWW.EXAMPLE.COM"),
        ("FunnyTan.co.nz is down", "FunnyTan.co.nz"),
        ("my website is tienda.es", "tienda.es"),
        ("visit firma.de heute", "firma.de"),
        ("foo.bar.example.com:8080/x", "foo.bar.example.com:8080/x"),
        ("it is on shop-one.io!", "shop-one.io"),
        ("bit.ly/abc123 has it", "bit.ly/abc123"),
        ("I bought it at acme.shop.", "acme.shop"),
        ("our site: acme.coffee", "acme.coffee"),
        ("müller.de", "müller.de"),
    ],
)
def test_finds_urls_and_bare_domains(text: str, url: str, found: Found) -> None:
    """Without the punctuation after them."""
    assert found(text) == [("URL", url)]


@pytest.mark.parametrize(
    "text",
    [
        "report.txt and main.py, see README.md",
        "archive.zip",
        "Node.js",
        "thanks.it works",
        "hello.how are you",
        "hello.world",
        "config.app.name",
        "user.name is null",
        "done.So please",
        "I lost my card.my bank said so",
        "e.g. this, i.e. that",
        "at 5 p.m. today",
        "Mr.Smith",
        "12.50 or 9.pm",
        "and so on...in the end",
        "example.invalid",
        "http:// and www.",
        "a.b",
    ],
)
def test_leaves_files_abbreviations_and_missing_spaces(text: str, found: Found) -> None:
    assert found(text) == []


def test_a_mail_address_in_a_url_is_one(found: Found) -> None:
    """What stands around it is still a URL."""
    assert found("https://example.com/?to=jane@mail.example") == [
        ("URL", "https://example.com/?to="),
        ("EMAIL", "jane@mail.example"),
    ]
