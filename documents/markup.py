"""Replacing text in HTML source: the text goes, the tags stay, so that markup keeps its balance."""

import html
import re

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]*)([^<>]*+)>")
_DIGIT = re.compile(r"\d")
_MANY_DIGITS = 6


def escaped(text: str) -> str:
    """`text` as HTML source in ASCII."""
    return html.escape(text).encode("ascii", "xmlcharrefreplace").decode("ascii")


def replaced(source: str, replacement: str) -> str:
    """`replacement` (plain text) for `source` (HTML), followed by the tags that stood in it.

    A tag whose attributes hold many digits may hold the card too: it keeps its name only.
    """
    tags = []
    for match in _TAG.finditer(source):
        slash, name, attributes = match.groups()
        bare = len(_DIGIT.findall(attributes)) >= _MANY_DIGITS
        tags.append(f"<{slash}{name}>" if bare else match[0])
    return escaped(replacement) + "".join(tags)
