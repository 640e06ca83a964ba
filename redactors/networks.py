"""Addresses in networks: IPv4, IPv6 (RFC 4291), URLs (RFC 3986) and bare domain names."""

import ipaddress
import re
from collections.abc import Iterator
from functools import cache

from redactors.barriers import BARRIERS
from redactors.gate import DOMAIN, NETWORK, places
from redactors.recognizer import Hit
from redactors.view import View

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = re.compile(rf"(?<![\w.:-]){_OCTET}(?:\.{_OCTET}){{3}}(?![\w-]|\.[0-9])")
_IPV6 = re.compile(r"(?<![\w:.])(?=[0-9a-fA-F]{0,4}:[0-9a-fA-F:])[0-9a-fA-F:]{2,39}(?:%\w{1,16})?(?![\w:])")
_NUMBERED = re.compile(
    r"(?<![^\W\d_])(?:v|ver|version|versi[oó]n|release|firmware|build|update|software|section|clause|chapter|paragraph"
    rf"|abschnitt|kapitel|secci[oó]n|ios|android|windows|chrome|app)[^\w{BARRIERS}]{{0,3}}$",
    re.IGNORECASE,
)
_URL = re.compile(
    rf"(?<![\w@])(?:[a-z][a-z0-9+.-]{{1,15}}+://|www\.(?=\w))[^\s<>\"'{BARRIERS}]{{2,2000}}+", re.IGNORECASE
)
_BARE = re.compile(
    rf"(?<![\w@./\\:-])(?P<name>(?:[^\W_][\w-]{{0,62}}+\.){{1,5}})(?P<tld>[^\W\d_]{{2,24}}+)(?![\w@-])"
    rf"(?P<path>(?::[0-9]{{2,5}})?/[^\s<>\"'{BARRIERS}]{{0,2000}}+)?"
)
_TRAILING = ".,;:!?)]}'\"»”’*"
_NEAR = 16
_LONGEST = 2_400
_WORDS = """
    is it in my me so no to at be by am as do us id la es et im se ne pm ma mo vi va sa ya tu su mi un an pa ps mm
"""
"""Top-level domains that are words: behind a full stop without a space they begin a sentence."""
_SURE = "com org net edu gov mil int info biz"
_USUAL = "dev xyz online site website shop store tech cloud blog"
"""Top-level domains of three letters and more that people use; most others are words or the names of things."""
_ENDINGS = "py md sh zip mov ai pl rs cc so ps pm ml tf cab box java"
"""Top-level domains that are the endings of file names."""
_WORD_DOMAINS, _FILE_DOMAINS = frozenset(_WORDS.split()), frozenset(_ENDINGS.split())
_SURE_DOMAINS, _USUAL_DOMAINS = frozenset(_SURE.split()), frozenset(_USUAL.split())
_PLACE = re.compile(
    r"(?<![^\W\d_])(?:web\w{0,8}|site|visit\w{0,3}|domains?|url|link|page|online|browse|seite|sitio"
    r"|p[aá]gina|dominio|enlace|visit[ae]\w{0,2}|lien|besuch\w{0,3}|hosted|tienda|boutique|shop)(?![^\W\d_])[^\w\x18\x1a]{1,3}(?:(?:is|es|est|ist)\s)?$",
    re.IGNORECASE,
)
_PLACE_REACH = 28


class NetworkRecognizer:
    """IP addresses and URLs; a bare domain by its top-level domain."""

    entities: frozenset[str] = frozenset({"IP_ADDRESS", "URL"})

    def wanted(self, view: View) -> bool:
        """A scheme, `www.`, four numbers or two colons, or two letters behind a dot."""
        return view.clues.bits & (NETWORK | DOMAIN) != 0

    def find(self, view: View) -> Iterator[Hit]:
        """Every address, without the punctuation after it."""
        text, bits = view.text, view.clues.bits
        if bits & NETWORK:
            for begin, end in places(text, NETWORK, 40, _LONGEST):
                yield from _addresses(text, begin, end)
                for match in _URL.finditer(text, begin, end):
                    yield from _url(match, "url")
        if bits & DOMAIN:
            for begin, end in places(text, DOMAIN, 320, _LONGEST):
                for match in _BARE.finditer(text, begin, end):
                    if _is_domain(text, match):
                        yield from _url(match, "bare-domain")


def _addresses(text: str, begin: int, end: int) -> Iterator[Hit]:
    for match in _IPV4.finditer(text, begin, end):
        if not _NUMBERED.search(text, max(0, match.start() - _NEAR), match.start()):
            yield Hit("IP_ADDRESS", *match.span(), 0.9, "ipv4", match[0])
    for match in _IPV6.finditer(text, begin, end):
        if _is_ipv6(match[0]):
            yield Hit("IP_ADDRESS", *match.span(), 0.9, "ipv6", match[0])


def _is_ipv6(text: str) -> bool:
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return int(address) > 1


def _url(match: re.Match[str], rule: str) -> Iterator[Hit]:
    value = match[0].rstrip(_TRAILING)
    if not value.endswith("://"):
        yield Hit("URL", match.start(), match.start() + len(value), 0.8, rule, value)


def _is_domain(text: str, match: re.Match[str]) -> bool:
    """Whether a name with dots in it is a domain rather than a file's, or two sentences without a space."""
    labels = match["name"].split(".")[:-1]
    tld = match["tld"].casefold()
    if not any(c.isalpha() for c in labels[-1]) or labels[-1].endswith("-") or tld not in _top_level_domains():
        return False
    if match["path"] or _PLACE.search(text, max(0, match.start() - _PLACE_REACH), match.start()):
        return len(labels[-1]) > 1 or tld in ("com", "co", "org", "net", "me", "ly")
    if len(labels[-1]) == 1 or (match["tld"].istitle() and tld not in ("com", "net", "org")):
        return False
    if tld in _FILE_DOMAINS:
        return False
    if len(tld) > 2 and tld not in _SURE_DOMAINS and tld not in _USUAL_DOMAINS:
        return False
    if tld in _WORD_DOMAINS or tld in _USUAL_DOMAINS:
        # "thanks.it works" goes on with a word; a domain ends what it stands in, or has more labels.
        return len(labels) > 1 or not text[match.end() : match.end() + 2].strip().isalpha()
    return True


@cache
def _top_level_domains() -> frozenset[str]:
    # The list that comes with the package; it never asks the network.
    from tldextract import TLDExtract

    return frozenset(tld for tld in TLDExtract(suffix_list_urls=(), cache_dir=None).tlds if "." not in tld)
