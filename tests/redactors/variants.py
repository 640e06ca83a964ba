"""Card numbers as people write and say them: a generator with a seed, so that no example is a special case."""

import base64
import random
from collections.abc import Callable

from carddata import luhn_check_digit

Variant = Callable[[random.Random, str], str]

_UNITS = {
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
    "es": ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"],
    "fr": ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"],
    "de": ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"],
}
_TEENS = {
    "en": [
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ],
    "es": ["diez", "once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve"],
    "fr": ["dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"],
    "de": ["zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"],
}
_TENS = {
    "en": ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
    "es": ["veinte", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"],
    "fr": ["vingt", "trente", "quarante", "cinquante", "soixante"],
    "de": ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"],
}
_FILLERS = {
    "en": ["um", "uh", "then", "and", "ok"],
    "es": ["este", "y luego"],
    "fr": ["euh", "puis"],
    "de": ["äh", "dann"],
}
_REPAIRS = {
    "en": ["no sorry", "sorry I mean", "scratch that", "no wait"],
    "es": ["perdón", "no perdón", "digo"],
    "fr": ["non pardon", "pardon", "euh non"],
    "de": ["nein", "nein Entschuldigung", "ich meine"],
}
_CUES = {"en": "my card number is", "es": "mi tarjeta es", "fr": "ma carte c'est le", "de": "meine Kartennummer ist"}
LANGUAGES = tuple(_UNITS)


def card(rnd: random.Random) -> str:
    """A number of a random brand with its own length."""
    prefix, length = rnd.choice(
        [("4", 16), ("51", 16), ("55", 16), ("2221", 16), ("37", 15), ("6011", 16), ("3528", 16)]
    )
    payload = prefix + "".join(rnd.choices("0123456789", k=length - len(prefix) - 1))
    return payload + luhn_check_digit(payload)


def _groups(pan: str, size: int = 4) -> list[str]:
    return [pan[i : i + size] for i in range(0, len(pan), size)]


def said(digits: str, language: str) -> str:
    """Digit by digit."""
    return " ".join(_UNITS[language][int(d)] for d in digits)


def pair_said(pair: str, language: str) -> str:
    """Two digits as one number where that is how people say them."""
    value, units = int(pair), _UNITS[language]
    if pair[0] == "0" or len(pair) < 2:
        return said(pair, language)
    if value < 20:
        return _TEENS[language][value - 10]
    tens, unit = divmod(value, 10)
    if language == "de":
        head = "ein" if unit == 1 else units[unit]
        return (f"{head}und" if unit else "") + _TENS["de"][tens - 2]
    if language == "es":
        return _TENS["es"][tens - 2] + (f" y {units[unit]}" if unit else "")
    if language == "en":
        return _TENS["en"][tens - 2] + (f"-{units[unit]}" if unit else "")
    return _french(value)


def _french(value: int) -> str:
    if value >= 80:
        rest = value - 80
        low = _UNITS["fr"][rest] if rest < 10 else _TEENS["fr"][rest - 10]
        return "quatre-vingts" if rest == 0 else f"quatre-vingt-{low}"
    base = min(value // 10, 6) * 10
    rest = value - base
    if rest == 0:
        return _TENS["fr"][base // 10 - 2]
    low = _UNITS["fr"][rest] if rest < 10 else _TEENS["fr"][rest - 10]
    return f"{_TENS['fr'][base // 10 - 2]}{' et ' if rest in (1, 11) else '-'}{low}"


def _pairs(rnd: random.Random, pan: str, language: str) -> str:
    del rnd
    return " ".join(pair_said(pair, language) for pair in _groups(pan, 2))


def _filled(rnd: random.Random, pan: str, language: str) -> str:
    return f" {rnd.choice(_FILLERS[language])} ".join(said(group, language) for group in _groups(pan))


def _repaired(rnd: random.Random, pan: str, language: str) -> str:
    groups = _groups(pan)
    at = rnd.randrange(1, len(groups))
    wrong = "".join(rnd.choices("0123456789", k=len(groups[at])))
    head = "".join(groups[:at])
    return (
        f"{_CUES[language]} {said(head, language)} {said(wrong, language)} {rnd.choice(_REPAIRS[language])} "
        f"{said(''.join(groups[at:]), language)}"
    )


def _repeated(rnd: random.Random, pan: str) -> str:
    out: list[str] = []
    at = 0
    while at < len(pan):
        run = 3 if pan[at : at + 3] == pan[at] * 3 else 2 if pan[at : at + 2] == pan[at] * 2 else 1
        word = rnd.choice(["oh", "zero"]) if pan[at] == "0" else _UNITS["en"][int(pan[at])]
        out.append({1: "", 2: "double ", 3: rnd.choice(["triple ", "treble "])}[run] + word)
        at += run
    return " ".join(out)


def _mixed(rnd: random.Random, pan: str) -> str:
    return " ".join(group if rnd.random() < 0.5 else said(group, "en") for group in _groups(pan))


def _lookalikes(rnd: random.Random, pan: str) -> str:
    letters = {"0": "OoО", "1": "lI", "5": "S", "2": "Z", "8": "B"}
    return " ".join(
        "".join(rnd.choice(letters[d]) if d in letters and rnd.random() < 0.4 else d for d in group)
        for group in _groups(pan)
    )


def _base64(rnd: random.Random, pan: str) -> str:
    text = rnd.choice(["card ", "pan=", "", "number: "]) + pan + rnd.choice(["", " exp", "!"])
    return rnd.choice(["see ", "", "data:"]) + base64.b64encode(text.encode()).decode().rstrip("=")


def _turns(rnd: random.Random, pan: str) -> str:
    name = rnd.choice(["Customer", "cust", "Ana María", "John"])
    form = rnd.choice(["{name}: {text}", "[10:0{i}] {name}: {text}", "{name} (10:0{i}): {text}", "<{name}> {text}"])
    lines: list[str] = []
    for i, group in enumerate(_groups(pan, rnd.choice([4, 4, 8, 5]))):
        text = rnd.choice(["", "", "then ", "it's "]) + group + rnd.choice(["", "", ",", " ok?"])
        lines.append(form.format(name=name, text=text, i=i * 2))
        if rnd.random() < 0.5:
            lines.append(form.format(name="Agent", text=rnd.choice(["ok", "thanks, go on", "and then?"]), i=i * 2 + 1))
    return "\n".join(lines)


def _phrases(rnd: random.Random, pan: str) -> str:
    orders = ["the first four are", rnd.choice(["the next four are", "followed by"]), "then", "and the last ones"]
    return "so " + " ".join(f"{order} {group}" for order, group in zip(orders, _groups(pan), strict=True))


_SEPARATORS = [
    "+",
    "=",
    "#",
    "&",
    "@",
    "%",
    "x",
    " x ",
    "a",
    "><",
    ") (",
    '" + "',
    "' || '",
    "->",
    " and ",
    "\n\n",
    "§",
    "🎉👨‍👩‍👧",
]
_COUNTED = [
    "part {i}: {g}",
    "p{i}={g}",
    '"p{i}": "{g}"',
    "{i}/4 {g}",
    "[{i}] {g}",
    "<p{i}>{g}</p{i}>",
    "Teil {i} = {g}",
]
_SCRIPTS = [0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xBE6, 0xE50, 0xF20, 0x17E0, 0xFF10, 0x1D7D8, 0x1FBF0]
_NUMERALS = [
    "〇一二三四五六七八九",
    "零壹贰叁肆伍陆柒捌玖",
    "영일이삼사오육칠팔구",
    "⓪①②③④⑤⑥⑦⑧⑨",
    "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "🄋➀➁➂➃➄➅➆➇➈",
]
_ENCODINGS: list[Callable[[str], str]] = [
    lambda text: "".join(f"%{ord(c):02X}" for c in text),
    lambda text: "".join(f"&#{ord(c)};" for c in text),
    lambda text: "".join(f"\\u{ord(c):04x}" for c in text),
    lambda text: "".join(f"\\U{ord(c):08x}" for c in text),
    lambda text: "".join(f"\\{ord(c):03o}" for c in text),
    lambda text: base64.b64encode(text.encode()).decode().rstrip("="),
    lambda text: text.encode().hex(),
]
_TRACKS = [
    "{p}=27121010000000000000",
    "{p}D27121010000000000000F",
    "%b{p}^doe/jane ann^2712101000000?",
    ";{p} =2712101 000000?",
]


def _counted(rnd: random.Random, pan: str) -> str:
    form, between = rnd.choice(_COUNTED), rnd.choice([" ", ", ", "\n", "; "])
    return between.join(form.format(i=i, g=group) for i, group in enumerate(_groups(pan), 1))


def _encoded(times: int) -> Variant:
    def variant(rnd: random.Random, pan: str) -> str:
        for encode in rnd.choices(_ENCODINGS[: 6 if times > 1 else None], k=times):
            pan = encode(pan)
        return pan

    return variant


def _subtitles(rnd: random.Random, pan: str) -> str:
    del rnd
    return "\n\n".join(f"{i}\n00:0{i} --> 00:0{i + 1}\n{group}" for i, group in enumerate(_groups(pan), 1))


def _spoken_in_each(kind: str, said_in: Callable[[random.Random, str, str], str]) -> dict[str, Variant]:
    def variant(language: str) -> Variant:
        return lambda rnd, pan: said_in(rnd, pan, language)

    return {f"{kind} {language}": variant(language) for language in LANGUAGES}


VARIANTS: dict[str, Variant] = {
    **_spoken_in_each("digits", lambda _, pan, lang: said(pan, lang)),
    **_spoken_in_each("pairs", _pairs),
    **_spoken_in_each("fillers", _filled),
    **_spoken_in_each("repair", _repaired),
    "repetitions": _repeated,
    "commas": lambda _, pan: said(pan, "en").replace(" ", ", "),
    "capitals": lambda _, pan: said(pan, "en").title() + ".",
    "mixed": _mixed,
    "look-alikes": _lookalikes,
    "base64": _base64,
    "hex": lambda _, pan: pan.encode().hex(),
    "spaced hex": lambda _, pan: pan.encode().hex(" "),
    "C escapes": lambda _, pan: "".join(f"\\x{ord(d):02x}" for d in pan),
    "quoted-printable": lambda _, pan: "".join(f"={ord(d):02X}" for d in pan),
    "escaped twice": lambda _, pan: "".join(f"&amp;#{ord(d)};" for d in pan),
    "list numbers": lambda _, pan: " ".join(f"{i}. {group}" for i, group in enumerate(_groups(pan), 1)),
    "list letters": lambda _, pan: "\n".join(f"{c}) {group}" for c, group in zip("abcd", _groups(pan), strict=True)),
    "written fillers": lambda _, pan: " then ".join(_groups(pan)),
    "dashes said": lambda _, pan: " dash ".join(_groups(pan)),
    "phrases": _phrases,
    "turns": _turns,
    "quoted": lambda _, pan: "\n".join(f"> {group}" for group in _groups(pan)),
    "the same between all groups": lambda rnd, pan: rnd.choice(_SEPARATORS).join(_groups(pan)),
    "letters that count": lambda _, pan: "".join(
        f"{c}{group}" for c, group in zip("zabcd", _groups(pan), strict=False)
    ),
    "counted parts": _counted,
    "a list of numbers": lambda _, pan: f'{{"d": [{", ".join(_groups(pan))}]}}',
    "each digit of another script": lambda rnd, pan: "".join(chr(rnd.choice(_SCRIPTS) + int(d)) for d in pan),
    "numerals": lambda rnd, pan: (lambda row: "".join(row[int(d)] for d in pan))(rnd.choice(_NUMERALS)),
    "one encoding": _encoded(1),
    "two encodings": _encoded(2),
    "three encodings": _encoded(3),
    "base32": lambda _, pan: base64.b32encode(pan.encode()).decode(),
    "character codes": lambda _, pan: " ".join(str(ord(d)) for d in pan),
    "bytes around": lambda rnd, pan: base64.b64encode(
        b"\x00\x01\x80" + pan.encode() + b"\xff" * rnd.randrange(4)
    ).decode(),
    "tracks": lambda rnd, pan: rnd.choice(_TRACKS).format(p=pan),
    "padded": lambda rnd, pan: rnd.choice(["0", "00"]) + pan,
    "expiry glued": lambda rnd, pan: pan + rnd.choice(["12/27", "1227", "2712", "1227123"]),
    "subtitles": _subtitles,
    "one line of turns": lambda _, pan: " Agent: ok ".join(f"Customer: {group}" for group in _groups(pan)),
}
"""Kind -> (randomness, a number) -> a text that says this number."""

_NAMES = """order number
order id:|orderId=|purchase order|tracking no.|FedEx|waybill|IMEI|imei2:|ICCID|serial number|S/N
ISBN-13:|ticket|booking reference|claim number|invoice #|transaction id|customer number|my account number is
policy|contract number|passport|userId:|"id":|gift card|loyalty card number|library card
my membership number is|ID card|SIM card|voucher code|número de pedido|pedido n.º|seguimiento:
código de seguimiento|factura|referencia|reserva|número de cliente|cuenta|póliza|tarjeta regalo
tarjeta de fidelidad|tarjeta de la biblioteca|commande n°|numéro de suivi|colis|facture|réf :|dossier
numéro client|contrat|carte cadeau|carte de fidélité|carte d'identité|carte SIM|Bestellnummer|Auftragsnummer:
Sendungsnummer|Paket|Rechnungs-Nr.|Vorgangsnummer|meine Kundennummer ist|Kontonummer|Vertrag|Geschenkkarte
Kundenkarte Nr.|Treuekartennummer|SIM-Karte|Gutscheincode""".replace("\n", "|").split("|")


def _amounts(rnd: random.Random) -> str:
    rows = ["\t".join(str(rnd.randrange(1000, 9999)) for _ in range(6)) for _ in range(6)]
    return "\n".join(rows)


INNOCENT: dict[str, Callable[[random.Random], str]] = {
    "named numbers": lambda rnd: f"{rnd.choice(_NAMES)} {card(rnd)}",
    "tables of amounts": _amounts,
    "fractions": lambda rnd: rnd.choice(["-0,{}", "0.{}", "3.{}", "width: .{}em", "0x{}"]).format(card(rnd)),
    "accounts mistyped": lambda rnd: f"ES{rnd.randrange(10, 99)} " + " ".join(_groups(card(rnd) + "1234"))[:24],
    "a series of counts": lambda rnd: " and ".join(f"{rnd.randrange(100, 999)} units" for _ in range(8)),
    "counts": lambda rnd: (
        f"press {said(str(rnd.randrange(10**6)), 'en')} then {pair_said(str(rnd.randrange(20, 99)), 'en')} times"
    ),
    "phone said": lambda rnd: f"call me at {said(str(rnd.randrange(2 * 10**9, 10**10)), rnd.choice(LANGUAGES))}",
    "long phone said": lambda rnd: f"my phone is plus {said('44' + str(rnd.randrange(10**9, 10**10)), 'en')}",
    "prices said": lambda rnd: (
        f"it was {pair_said(str(rnd.randrange(20, 99)), 'en')} dollars and {rnd.randrange(99)} cents for one"
    ),
    "times said": lambda rnd: (
        f"between {pair_said(str(rnd.randrange(10, 12)), 'en')} thirty "
        f"and {rnd.randrange(13, 20)} {rnd.randrange(10, 59)}"
    ),
    "words": lambda rnd: (
        f"one of the two is for you, no, sorry, I mean {rnd.randrange(99)} of the first ten to try once"
    ),
    "order said": lambda rnd: f"order number {said(str(rnd.randrange(10**9, 10**10)), 'en')} please",
    "product keys": lambda rnd: "-".join("".join(rnd.choices("ABDEGILOQSTZ0123456789", k=5)) for _ in range(5)),
    "hashes": lambda rnd: f"commit {rnd.randbytes(20).hex()}",
    "base64 bytes": lambda rnd: base64.b64encode(rnd.randbytes(30)).decode(),
    "base64 words": lambda rnd: base64.b64encode(f"hello {rnd.randrange(10**6)} you".encode()).decode(),
    "chat": lambda rnd: (
        f"Customer: order {rnd.randrange(10**7, 10**8)}\nAgent: and the invoice?\n"
        f"Customer: {rnd.randrange(10**7, 10**8)}"
    ),
    "log": lambda rnd: "\n".join(f"[10:{rnd.randrange(10, 59)}] svc: took {rnd.randrange(99)} ms" for _ in range(6)),
    "table": lambda rnd: "\n".join(f"{i}. {rnd.randrange(1000)} units" for i in range(1, 9)),
    "dates": lambda rnd: (
        f"from 2026-{rnd.randrange(10, 12)}-{rnd.randrange(10, 28)} "
        f"to 2027-{rnd.randrange(10, 12)}-{rnd.randrange(10, 28)} at 10"
    ),
}
"""Kind -> a text with many digits and no card."""
