"""Which digits of a chain are a card number (ISO/IEC 7812-1), valid or suspected.

Outside card context issuer range, length and Luhn decide, and the grouping must look like a card's.
In card context Luhn is a label: what fails it is a suspect.
"""

import re
import string
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from carddata import Brand, Issuer, issuer_of
from redactors.chains import MIN_DIGITS, Chain, Gap
from redactors.cues import Stance
from redactors.iban_lengths import LENGTHS as IBAN_LENGTHS

_LONG_BRANDS = frozenset({Brand.UNIONPAY, Brand.MAESTRO})
"""Brands whose cards often have more than 16 digits."""
_PRINTED = frozenset({(4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3)})


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the search, in digits unless said otherwise (lengths: ISO/IEC 7812-1)."""

    shortest: int = MIN_DIGITS
    shortest_without_context: int = 13
    longest: int = 19
    usual: int = 16
    group_of_cards: int = 3  # groups this long are read inside longer chains
    glued_before: int = 2  # digits glued or set before a card, as a list number
    glued_after: int = 8  # expiry as MMYY or MMYYYY and a CVV
    others: int = 24  # digits beside a number in one chain: a date, a time and a telephone number
    code: int = 3  # digits of the shortest verification code
    spell: int = 2  # digits said at a stretch, between words that nobody knows
    spell_without_context: int = 4
    phone: int = 15  # ITU-T E.164


LIMITS = Limits()

_GROUPINGS = frozenset({(4, 6, 5), (4, 6, 4), (4, 4, 5), (6, 10), (6, 13), (4, 5, 4), (4, 4, 4, 4, 1)})
_FOREIGN = frozenset({(3, 7, 7), (3, 3, 3, 5), (2, 6, 6, 1), (1, 2, 2, 2, 3, 3, 2)})
"""Groups of other numbers: Amazon's orders, SIRET, IMEI, the French social security number."""
_FOREIGN_GROUPS = frozenset(map(len, _FOREIGN))
TAIL = re.compile(r"(?P<date>(?:0[1-9]|1[0-2])(?:20)?[2-4][0-9]|[2-4][0-9](?:0[1-9]|1[0-2]))(?P<code>[0-9]{3,4})?")
"""An expiry date (MMYY, MMYYYY, YYMM) and a code, glued to a number."""
_CODE = 3
_MONTH = re.compile(r"0[1-9]|1[0-2]")
_YEAR_FOLLOWS = re.compile(r"[/.-](?:20)?[2-4][0-9](?![0-9])")
_DATE = re.compile(
    r"(?:19|20)[0-9]{2}[-/. ](?:0?[1-9]|1[0-2])[-/. ]"
    r"|[0-3]?[0-9][-/.][0-3]?[0-9][-/.](?:19|20)?[0-9]{2}(?![0-9]|[-/.][0-9])"
)
_HASH = re.compile(r"[0-9a-fA-F]{16,}")
_LETTER_RUNS = re.compile(r"[a-fA-F]+")
_DATE_FOLLOWS = re.compile(r"\s{0,3}[,;|/:-]?\s{0,3}(?:0[1-9]|1[0-2])\s?[/.|-]\s?(?:20)?[2-4][0-9](?![0-9]|[/.-][0-9])")
_FRACTION_BEFORE = re.compile(r"(?<![0-9.])[0-9]{1,3}\.$|(?<![\w.,])0,$|(?:^|(?<=[\s:(\[=-]))\.$|(?<![^\W_])0[xX]$")
_SUSPECT_FIRST = "23456789"
_SUSPECT_ANY_FIRST_FROM = 15
"""Digits; below, what begins with 0 or 1 is a telephone number or a time."""
_TOKEN_REACH = 64
_ALNUM = string.ascii_letters + string.digits
_MANY_GROUPS = 256


def valid(digits: str) -> bool:
    """Whether an issuer issues numbers of this prefix and length."""
    issuer = issuer_of(digits)
    return issuer is not None and len(digits) in issuer.lengths


def regular(sizes: tuple[int, ...]) -> bool:
    """Whether groups of these sizes look meant: equal ones and a shorter last, or a known form."""
    head = sizes[:-1]
    if not head or (len(set(head)) == 1 and sizes[-1] <= head[0]) or sizes in _GROUPINGS:
        return True
    # Digits grouped as an amount of quadrillions: 4,012,888,888,881,881.
    return sum(sizes) > LIMITS.phone and set(sizes[1:]) == {3} and sizes[0] < 3


def numbers(chain: Chain, near: Stance) -> Iterator[tuple[int, int]]:
    """The valid card numbers of a chain, as (start, end) into its digits; sorted, disjoint."""
    taken = 0
    for i in _beginnings(chain, near):
        if i < taken:
            continue
        issuer = issuer_of(chain.digits[chain.marks[i] : chain.marks[i] + 6])
        last = _aligned(chain, i, issuer, near) if issuer is not None else None
        if last is not None:
            yield chain.marks[i], chain.marks[last + 1]
            taken = last + 1
        elif chain.marks[i + 1] - chain.marks[i] > LIMITS.shortest_without_context:
            yield from _glued(chain, i, near)


def _beginnings(chain: Chain, near: Stance) -> Iterable[int]:
    # Small groups deep in a long chain are a table, not a card: this keeps digit soup cheap.
    if near is Stance.CARD and len(chain.groups) <= _MANY_GROUPS:
        return range(len(chain.groups))
    return [
        i
        for i, (start, end) in enumerate(chain.groups)
        if end - start >= LIMITS.group_of_cards or chain.marks[i] <= LIMITS.glued_before
    ]


def _aligned(chain: Chain, first: int, issuer: Issuer, near: Stance) -> int | None:
    """The last group of the best number that begins with group `first` and ends with a group."""
    best: tuple[tuple[bool, bool, bool, bool, int], int] | None = None
    start = chain.marks[first]
    shortest = LIMITS.shortest if near is Stance.CARD else LIMITS.shortest_without_context
    for last in range(first, len(chain.groups)):
        end = chain.marks[last + 1]
        length = end - start
        if length > LIMITS.longest:
            break
        if length < shortest or length not in issuer.lengths or not chain.luhn(start, end):
            continue
        sizes = tuple(e - s for s, e in chain.groups[first : last + 1])
        if not _plausible(chain, first, last, sizes, near):
            continue
        usual = length == LIMITS.usual and issuer.brand not in _LONG_BRANDS
        # One or two digits that would be left over are no code: they belong to a longer number.
        rounded = last == len(chain.groups) - 1 and 0 < length - LIMITS.usual < LIMITS.code
        rank = (first == last, regular(sizes) or rounded, _complete(chain, last, issuer), usual or rounded, length)
        if best is None or rank > best[0]:
            best = (rank, last)
    if best is None or (near is Stance.CARD and not best[0][2] and first == 0 and _all_meant(chain)):
        return None
    return best[1]


def _all_meant(chain: Chain) -> bool:
    """Whether all digits look like one card number with a wrong digit, whose beginning is valid by chance."""
    return chain.marks[-1] <= LIMITS.longest and valid(chain.digits) and regular(_sizes(chain))


def _sizes(chain: Chain) -> tuple[int, ...]:
    return tuple(end - start for start, end in chain.groups)


def _complete(chain: Chain, last: int, issuer: Issuer) -> bool:
    """Whether what follows group `last` is nothing, a code or a date rather than more of the number."""
    if chain.marks[-1] - chain.marks[last + 1] > LIMITS.glued_after + LIMITS.glued_before:
        return False
    rest = chain.digits[chain.marks[last + 1] :]
    if not rest or TAIL.fullmatch(rest):
        return True
    code = len(rest) == _CODE and issuer.brand not in _LONG_BRANDS
    return code and last == len(chain.groups) - 2 and chain.gaps[last] is Gap.TIGHT


def _plausible(chain: Chain, first: int, last: int, sizes: tuple[int, ...], near: Stance) -> bool:
    if near is Stance.CARD and len(chain.groups) <= _MANY_GROUPS:
        return True
    before, after = chain.marks[first], chain.marks[-1] - chain.marks[last + 1]
    whole = not before and not after
    beside = before <= LIMITS.glued_before and after <= LIMITS.glued_after
    if Gap.LOOSE in chain.gaps[first:last]:
        even = chain.even(first, last)
        if not regular(sizes):
            return whole and even and sum(sizes) >= LIMITS.phone
        return whole or ((even or beside) and sizes[0] >= LIMITS.group_of_cards)
    return whole or first == last or (regular(sizes) and sizes[0] >= LIMITS.group_of_cards) or beside


def in_table(chain: Chain, start: int, end: int, others: int) -> bool:
    """Whether digits `start` to `end` are cells of a table rather than a number.

    `others`: how many digits of the chain belong to no number.
    """
    if others <= LIMITS.glued_after:
        return False
    first, last = bisect_right(chain.marks, start) - 1, bisect_left(chain.marks, end) - 1
    lines = {"\n" in chain.gap(i) for i in range(first, last)}
    if len(lines) > 1:
        return True
    apart = (first == 0 or "\n" in chain.gap(first - 1)) and (last == len(chain.gaps) or "\n" in chain.gap(last))
    return others > LIMITS.others and not apart


def _glued(chain: Chain, index: int, near: Stance) -> Iterator[tuple[int, int]]:
    """Numbers inside one longer group: with an expiry, a CVV, a second card or a prefix digit glued on."""
    start, end = chain.marks[index], chain.marks[index + 1]
    while end - start > LIMITS.shortest_without_context:
        found = _front(chain, start, end, near, follows=start != chain.marks[index])
        if found is None:
            break
        yield found
        start = found[1]
    else:
        return
    if start == chain.marks[index]:
        yield from _behind_prefix(chain, start, end, near)


def _behind_prefix(chain: Chain, start: int, end: int, near: Stance) -> Iterator[tuple[int, int]]:
    """A number behind zeros that pad it, or behind a digit or two."""
    if near is Stance.CARD and valid(chain.digits[start:end]):
        return  # one digit of it is wrong: it is all of a card
    zeros = end - start - len(chain.digits[start:end].lstrip("0"))
    offsets = [zeros] if zeros else range(1, LIMITS.glued_before + 1)
    for offset in offsets:
        length = end - start - offset
        sure = near is Stance.CARD or (zeros and length >= LIMITS.phone) or (offset == 1 and length == LIMITS.usual)
        if sure and valid(chain.digits[start + offset : end]) and chain.luhn(start + offset, end):
            yield start + offset, end
            return


def _front(chain: Chain, start: int, end: int, near: Stance, *, follows: bool) -> tuple[int, int] | None:
    issuer = issuer_of(chain.digits[start : start + 6])
    if issuer is None:
        return None
    for length in sorted(issuer.lengths, key=lambda n: (n != LIMITS.usual, -n)):
        cut = start + length
        if length < LIMITS.shortest_without_context or cut > end or not chain.luhn(start, cut):
            continue
        rest = chain.digits[cut : min(end, cut + LIMITS.longest + 1)]
        overlong = follows or (near is Stance.CARD and end - start > LIMITS.longest)
        if not rest or TAIL.fullmatch(rest) or (overlong and len(rest) <= LIMITS.glued_after):
            return start, cut
        if _MONTH.fullmatch(rest) and _YEAR_FOLLOWS.match(chain.text, chain.place(start, end)[1]):
            return start, cut
        second = issuer_of(rest)
        if second is not None and any(
            n <= end - cut and chain.luhn(cut, cut + n)
            for n in second.lengths
            if n >= LIMITS.usual or (n == end - cut and n > LIMITS.shortest_without_context)
        ):
            return start, cut
    return None


def suspect(chain: Chain) -> tuple[int, int] | None:
    """The digits of a chain in card context that nobody could check: 12-19 of them, or None."""
    text, total = chain.text, chain.marks[-1]
    start = chain.groups[0][0]
    short = total < _SUSPECT_ANY_FIRST_FROM and chain.digits[0] not in _SUSPECT_FIRST
    if short or _dialled(text, start, total) or _DATE.match(text, start) or hashed(chain, 0, total):
        return None
    ends = [mark for mark in chain.marks[1:] if LIMITS.shortest <= mark <= LIMITS.longest]
    if not ends:
        return None
    sizes = _sizes(chain)
    if total <= LIMITS.longest and sizes[0] <= LIMITS.usual // 2 and regular(sizes):
        return 0, total
    issuer = issuer_of(chain.digits)
    lengths = issuer.lengths if issuer is not None else frozenset({LIMITS.usual})
    issued = [end for end in ends if end in lengths]
    if LIMITS.usual in issued:
        return 0, LIMITS.usual
    return 0, max(issued or ends)


def dated(chain: Chain) -> int | None:
    """How many digits of an issuer's number stand before an expiry date in this chain; None without such a date."""
    if issuer_of(chain.digits) is None:
        return None
    for group, mark in enumerate(chain.marks[1:]):
        if mark > LIMITS.longest:
            break
        if not valid(chain.digits[:mark]) or _DATE_FOLLOWS.match(chain.text, chain.groups[group][1]) is None:
            continue
        return mark if group == 0 or as_printed(chain, 0, mark) else None
    return None


def speaks_against(chain: Chain, start: int, end: int) -> bool:
    """Whether the characters around a number make it something else: a decimal, a phone, a date, a bank account."""
    text, last = chain.text, chain.place(start, end)[1]
    first = chain.head(start)
    if _dialled(text, first, end - start):
        return True
    if _DATE.match(text, first) or _of_bank(chain) or _foreign(chain):
        return True
    head, dot, tail = text[first:last].partition(".")
    if bool(dot) and len(head) <= 3 and tail.isdigit():
        return True
    return text[first:last].isdigit() and _FRACTION_BEFORE.search(text, max(0, first - 5), first) is not None


def _foreign(chain: Chain) -> bool:
    return len(chain.groups) in _FOREIGN_GROUPS and _sizes(chain) in _FOREIGN


def _of_bank(chain: Chain) -> bool:
    """Whether country, check digits and length are an IBAN's, be the check digits right or not."""
    start, end = chain.groups[0][0], chain.groups[-1][1]
    country = chain.text[max(0, start - 3) : start]
    return IBAN_LENGTHS.get(country[-2:]) == chain.marks[-1] + 2 and not country[:-2].isalnum() and end > start


def _dialled(text: str, first: int, length: int) -> bool:
    return length <= LIMITS.phone and text[max(0, first - 2) : first].rstrip(" (").endswith("+")


def hashed(chain: Chain, start: int, end: int) -> bool:
    """Whether digits `start` to `end` are part of a longer hexadecimal word."""
    text = chain.text
    first, last = chain.place(start, end)
    if not (text[first - 1 : first].isalpha() or text[last : last + 1].isalpha()):
        return False
    before, after = text[max(0, first - _TOKEN_REACH) : first], text[last : last + _TOKEN_REACH]
    token = before[len(before.rstrip(_ALNUM)) :] + text[first:last] + after[: len(after) - len(after.lstrip(_ALNUM))]
    return _HASH.fullmatch(token) is not None and len(_LETTER_RUNS.findall(token)) > 1


def as_printed(chain: Chain, start: int, end: int) -> bool:
    """Whether digits `start` to `end` are grouped as cards print them: such a number is no order's."""
    inside = [mark for mark in chain.marks if start <= mark <= end]
    if inside[:1] != [start] or inside[-1:] != [end]:
        return False
    return tuple(b - a for a, b in pairwise(inside)) in _PRINTED
