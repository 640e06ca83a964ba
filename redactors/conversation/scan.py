"""One turn read by itself: its findings, its digits, and what it asks for. All that is costly, and picklable."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from itertools import pairwise

from redactors.conversation.answering import Said, found
from redactors.conversation.requests import Ask, announced, asked, corrects, named
from redactors.conversation.settings import LIMITS
from redactors.conversation.words import ARTICLES, CURRENCIES, FILLERS, MOMENTS, MONTHS, NEVER_ALONE, UNITS
from redactors.cues import Stance, stance
from redactors.digits import Atom, Between, digit_atoms
from redactors.finding import Finding
from redactors.number_words import NUMBERS, Part, meaning_of
from redactors.redactor import Redactor

_LETTERS = re.compile(r"[^\W\d_]+")
_DATE = re.compile(
    r"(?:0?[1-9]|[12][0-9]|3[01])[/.-](?:0?[1-9]|1[0-2])(?:[/.-](?:19|20)?[0-9]{2})?"
    r"|(?:0?[1-9]|1[0-2])[/.-](?:0?[1-9]|[12][0-9]|3[01])(?:[/.-](?:19|20)?[0-9]{2})?"
    r"|(?:0?[1-9]|1[0-2]) ?[/.-] ?(?:20)?[2-4][0-9]"
    r"|(?:19|20)[0-9]{2}[/.-](?:0?[1-9]|1[0-2])(?:[/.-](?:0?[1-9]|[12][0-9]|3[01]))?"
)
_TIME = re.compile(r"(?:[01]?[0-9]|2[0-3])[:h.][0-5][0-9](?::[0-5][0-9])?")
_AMOUNT = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3}){0,3}[.,][0-9]{2}|[0-9]{1,3}(?:,[0-9]{3}){1,3}")
_DECIMAL = re.compile(r"[0-9]{1,3}[.,][0-9]{3,8}")
_PHONE = re.compile(r"[2-9][0-9]{2}\)?[ .-][2-9][0-9]{2}[ .-][0-9]{4}|0[1-9](?:[ .-][0-9]{2}){4}")
_CALL = re.compile(
    r"(?<!\w)(?:call|phone|cell|mobile|tel|telephone|whatsapp|text|dial|ring|reach|fax|extension|ext|ll[aá]m\w*"
    r"|tel[eé]fono|m[oó]vil"
    r"|celular|appel\w*|t[eé]l[eé]phone|portable|joindre|anruf\w*|rufen|telefon|handy\w*|erreich\w*)(?!\w)[^0-9]*$",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\W{0,2}(?:of\s+(?:them|these|those|the|us|my|our|you)|davon|de\s+(?:ellos|ellas|esos|estos)|d['’ ]entre)\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"^\s{0,8}(?:[\[(#]{0,2}([0-9]{1,2})(?:[).:\]]{1,2}|\s[-–])|#\s?([0-9]{1,2})|\(?([0-9]{1,2}/[0-9]{1,2})\))"
    r"\s{1,3}(?=\S)",
    re.MULTILINE,
)
_NAMED = re.compile(
    r"(?<!\w)(?:group|part|block|set|step|item|line|grupo|parte|bloque|groupe|partie|bloc|gruppe|teil)"
    r"\s{1,2}#?([0-9]{1,2})(?!\w)",
    re.IGNORECASE,
)
_SO_MANY = re.compile(
    r"(?<!\w)(?:first|last|next|final|other|remaining|following|primer[oa]s|[uú]ltim[oa]s|siguientes|pr[oó]xim[oa]s|otr[oa]s"
    r"|premiers|derniers|prochains|autres|ersten|letzten|n[aä]chsten|anderen|folgenden)\s{1,2}([2-8]|two|three|four|five"
    r"|six|eight|dos|tres|cuatro|cinco|seis|ocho|deux|trois|quatre|cinq|huit|zwei|drei|vier|f[uü]nf|sechs|acht)(?!\w)",
    re.IGNORECASE,
)
_OH = re.compile(r"(?<!\w)oh?(?=\W)", re.IGNORECASE)
_IDLE_OH = re.compile(r"oh?\s{1,2}(?:and|sea|so|sorry|no|wait|ok|yes|yeah)(?!\w)", re.IGNORECASE)
_ONE_BEFORE = re.compile(
    r"(?<!\w)(?:this|that|which|the|other|another|every|any|no|some|each|first|last|next|old|new|right|wrong|good|only)\s+$",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?<![0-9/])(?:0?[1-9]|1[0-2])/(?:20)?[2-4][0-9](?![0-9/])")
_CLOCK = re.compile(r"(?<![0-9:])(?:[01]?[0-9]|2[0-3])[:h][0-5][0-9](?::[0-5][0-9])?(?![0-9:])")
_ALONE = (_ORDINAL, _NAMED, _SO_MANY, _OH, _CLOCK, _MONTH)
"""What stands alone though only signs separate it from other digits."""
_LONGEST_PHONE = 13
_LONGEST_DATE = 8
_LONGEST_ORDINAL = 5
_LONGEST_COUNT = 6
_LONGEST_PIECE = 2000
_COUNTED = UNITS - frozenset(NUMBERS)
"""Units that are no number words: "sept" is seven, too."""
_PROSE = 2
"""Words that one does not say between digits: so many make a turn prose."""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NEAR = 24


class Kind(IntEnum):
    """What an island of digits is to a card that spans turns."""

    SOLID = 0  # dictated, or long enough: part of every number over them
    SOFT = 1  # one or two digits in prose, what may be an amount or a year: a number may pass over them
    COUNTED = 2  # an amount, a time, a number of things: no card's, whatever was asked
    AGAINST = 3  # an order's, a phone's: no card's
    ORDINAL = 4  # the number of a line or a group, or of the digits in it: hardly a card's
    WORD = 5  # a number word among others
    TOLD = 6  # what the other side has said before


@dataclass(frozen=True, slots=True)
class Island:
    """Digits with nothing but separators between them; `atoms` in order. `month`: a month and a year, as cards expire.
    `prose`: in a turn with more words than one says between digits. `cut`: only signs separate it from the digits
    before it, which are something else."""

    kind: Kind
    atoms: tuple[Atom, ...] = field(repr=False)
    date: bool = False
    month: bool = False
    prose: bool = False
    cut: bool = False

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.atoms[0].start

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.atoms[-1].end

    @property
    def digits(self) -> str:
        """Its digits."""
        return "".join(atom.digit for atom in self.atoms)


@dataclass(frozen=True, slots=True)
class Scan:
    """A turn by itself.

    `named`: the card data that its words name. `middle`: a span whose islands were left out, for there were too many.
    """

    findings: tuple[Finding, ...]
    islands: tuple[Island, ...]
    asked: Ask | None
    announced: bool
    corrects: bool
    dictated: bool
    middle: tuple[int, int] | None = None
    named: Ask | None = None


def scan(redactor: Redactor, text: str, findings: Sequence[Finding] | None = None, question: str = "") -> Scan:
    """Reads `text`. Linear in it. `findings`: what was found in it already. `question`: what was said before it."""
    islands = list(_islands(text, digit_atoms(text)))
    strange = _strange(text, islands)
    dictated, prose = not strange, strange >= _PROSE
    middle = None
    if len(islands) > LIMITS.islands:
        half = LIMITS.islands // 2
        middle = (islands[half][0].start, islands[-half - 1][-1].end)
        islands = [*islands[:half], *islands[-half:]]
    kept = [_island(text, atoms, dictated, prose) for atoms in islands]
    kept[1:] = [replace(b, cut=_joined(text, a.atoms[-1], b.atoms[0])) for a, b in pairwise(kept)]
    return Scan(
        findings=tuple(found(redactor, [Said(text, question)])[0] if findings is None else findings),
        islands=tuple(sorted([*kept, *_lone_words(text, kept, dictated, prose)], key=lambda island: island.start)),
        asked=asked(text),
        announced=announced(text),
        corrects=corrects(text),
        dictated=dictated,
        middle=middle,
        named=named(text) if kept else None,
    )


def _island(text: str, atoms: Sequence[Atom], dictated: bool, prose: bool) -> Island:
    source = text[atoms[0].start : atoms[-1].end]
    date = len(atoms) <= _LONGEST_DATE and _DATE.fullmatch(source) is not None
    return Island(_kind(text, atoms, dictated, prose), tuple(atoms), date, _MONTH.fullmatch(source) is not None, prose)


def _islands(text: str, atoms: Sequence[Atom]) -> Iterator[list[Atom]]:
    """Digits with only separators between them; a time of day, a month and a line's number stand alone."""
    alone = sorted(match.span(match.lastindex or 0) for pattern in _ALONE for match in pattern.finditer(text))
    starts = [start for start, _ in alone]
    island: list[Atom] = []
    last = -1
    for atom in _written(text, atoms):
        at = bisect_right(starts, atom.start) - 1
        place = at if at >= 0 and atom.start < alone[at][1] else -1
        if place >= 0 and _OH.match(text, atom.start):
            if not island and _IDLE_OH.match(text, atom.start):
                continue
            place = last if island else place
        if island and (place != last or not _joined(text, island[-1], atom)):
            yield island
            island = []
        island.append(atom)
        last = place
    if island:
        yield island


def _written(text: str, atoms: Sequence[Atom]) -> Iterator[Atom]:
    """The atoms without signs that only look like a digit at the end of a number: "1234!"."""
    following = False
    kept: list[Atom] = []
    for atom in reversed(atoms):
        sign = atom.end - atom.start == 1 and not text[atom.start].isalnum()
        if sign and not (following and kept and kept[-1].before is Between.NOTHING):
            following = False
            continue
        following = True
        kept.append(atom)
    return reversed(kept)


def _lone_words(text: str, islands: Sequence[Island], dictated: bool, prose: bool) -> Iterator[Island]:
    """Number words that stand alone among other words, and so are no digits outside a dictation."""
    ends = [island.end for island in islands]
    starts = [island.start for island in islands]
    count = 0
    for match in _LETTERS.finditer(text):
        word = match[0].casefold()
        if word not in NUMBERS or word in NEVER_ALONE:
            continue
        meaning = meaning_of(word)
        covered = _before(ends, match.start()) != _before(starts, match.end() - 1)
        if meaning is None or meaning.part is not Part.VALUE or covered:
            continue
        following = _LETTERS.match(text, match.end() + 1)
        if (
            word in ARTICLES
            and not dictated
            and (
                (following and following[0].casefold() not in FILLERS)
                or _ONE_BEFORE.search(text, max(0, match.start() - _NEAR), match.start())
            )
        ):
            continue
        if following is not None and following[0].casefold() in (MOMENTS if dictated else _COUNTED):
            continue
        if _OF.match(text, match.end()):
            continue
        atoms = (Atom(digit, *match.span(), Between.WORD) for digit in str(meaning.value))
        yield Island(Kind.WORD if meaning.weak else Kind.SOFT, tuple(atoms), prose=prose)
        count += 1
        if count >= LIMITS.edge:
            return


def _before(places: Sequence[int], at: int) -> int:
    return bisect_right(places, at)


def _joined(text: str, last: Atom, atom: Atom) -> bool:
    gap = text[last.end : atom.start]
    return atom.before <= Between.FILLER and len(gap) <= LIMITS.gap and not any(c in CURRENCIES for c in gap)


def _strange(text: str, islands: Sequence[Sequence[Atom]]) -> int:
    """How many words there are that one does not say between digits."""
    at, rest = 0, []
    for atoms in islands:
        rest.append(text[at : atoms[0].start])
        at = atoms[-1].end
    rest.append(text[at:])
    words = (word.casefold() for piece in rest for word in _LETTERS.findall(piece[:_LONGEST_PIECE]))
    return sum(word not in FILLERS and word not in NUMBERS for word in words)


def _kind(text: str, atoms: Sequence[Atom], dictated: bool, prose: bool) -> Kind:
    start, end = atoms[0].start, atoms[-1].end
    source = text[start:end]
    if _counted(text, start, end, source, len(atoms), dictated):
        return Kind.COUNTED
    if _numbers_line(text, start, end):
        return Kind.ORDINAL
    if dictated:
        dialled = _PHONE.fullmatch(source) or text[max(0, start - 2) : start].rstrip("(").endswith("+")
        return Kind.AGAINST if dialled else Kind.SOLID
    if len(atoms) < 20 and stance(text, start, end) is Stance.AGAINST:
        return Kind.AGAINST
    if _dialled(text, start, source, len(atoms)) or _glued(text, start, end):
        return Kind.AGAINST
    if prose and (_AMOUNT.fullmatch(source) or _DECIMAL.fullmatch(source)):
        return Kind.COUNTED
    return Kind.SOFT if len(atoms) <= 2 or _AMOUNT.fullmatch(source) or _YEAR.fullmatch(source) else Kind.SOLID


def _numbers_line(text: str, start: int, end: int) -> bool:
    """Whether it is the number of a line or a group, how many digits follow, or an "oh" that may be no zero."""
    if end - start > _LONGEST_ORDINAL:
        return False
    if _OH.match(text, start) is not None:
        return True
    line = text.rfind("\n", max(0, start - _NEAR), start) + 1
    near = max(0, start - _NEAR), end + 1
    found = (_ORDINAL.match(text, line), _NAMED.search(text, *near), _SO_MANY.search(text, *near))
    return any(match is not None and match.span(match.lastindex or 0) == (start, end) for match in found)


def _dialled(text: str, start: int, source: str, count: int) -> bool:
    """Whether it is a telephone number by its shape, or by the words before it."""
    if text[max(0, start - 2) : start].rstrip("(").endswith("+"):
        return True
    if not 6 <= count <= _LONGEST_PHONE:
        return False
    return _PHONE.fullmatch(source) is not None or _CALL.search(text, max(0, start - _NEAR), start) is not None


def _glued(text: str, start: int, end: int) -> bool:
    """Whether letters stand right at the digits: a flight, a part number, an ordinal."""
    return text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()


def _counted(text: str, start: int, end: int, source: str, count: int, dictated: bool) -> bool:
    before, after = text[max(0, start - 2) : start].strip(), text[end : end + 2].strip()
    if (before[-1:] and before[-1:] in "$€£¥") or (after[:1] and after[:1] in "$€£¥%°"):
        return True
    if _TIME.fullmatch(source) and (":" in source or "h" in source):
        return True
    if count > _LONGEST_COUNT:
        return False
    if count <= 2 and _OF.match(text, end):
        return True
    following = _LETTERS.match(text[end : end + _NEAR].lstrip(" -"))
    if following is not None and following[0].casefold() in _COUNTED:
        return True
    if count > 2 or dictated:
        return False
    preceding = _LETTERS.findall(text[max(0, start - _NEAR) : start])
    return bool(preceding) and preceding[-1].casefold() in MONTHS
