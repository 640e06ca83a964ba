"""The words that no name begins or holds: a text of nothing else needs no model (`redactors/plain_words.txt`).

They are the words of the corpus' plain sentences, without given names, places, and what stands in addresses; and the
short words of English. `make model` writes them.
"""

from importlib import import_module
from pathlib import Path

import redactors
from training.grammar import LISTS, templates

PLAIN_WORDS = Path(redactors.__file__).parent / "plain_words.txt"
_LOCALES = (
    "en_US", "en_GB", "en_IE", "en_IN", "en_NZ", "es_ES", "es_MX", "fr_FR", "de_DE", "it_IT", "nl_NL", "pt_BR", "sv_SE",
    "da_DK",
)  # fmt: skip
_SHORT = """
    a about after again ago all already also although always am an and another any are around as at back be because
    been before being between both but by can cannot could did do does doing done down during each either else
    enough even ever every few for from get gets getting go goes going gone got had has have having he her here hers
    him his how however i if in instead into is it its just least less let longer lot made make makes making many me
    mine more most much my need needs neither never no nobody none nor not nothing now of off often ok okay on once
    one only onto or other others our ours out over own per please quite rather really said same see seen several
    shall she should since so some someone something soon still such taken than thank thanks that the their theirs
    them themselves then there therefore these they this those though three through till to today together tomorrow
    tonight too two unless until up us very via was way we well went were what when where whether which while who
    whom whose why with within without would yes yesterday yet you your yours hi hello hey yeah sorry sure pm cvv
    cvc pin atm app info mastercard visa id ids email e-mail login sms url pdf iban i'm i've i'll i'd you're you've
    you'll you'd he's she's it's we're we've we'll they're they've they'll that's there's what's where's who's let's
    don't doesn't didn't isn't aren't wasn't weren't won't can't couldn't wouldn't shouldn't haven't hasn't hadn't
    card's cant dont didnt doesnt isnt wasnt wont im ive transferred transferring recognize recognise refunded
    withdrawn declining cancelled canceled direct disposable funds earlier information shown status restrictions
    recipient specific required issued progress reflect compromised cleared advise frequent outside higher placed
    typically concerned duplicated trace require causing regarding faster associated unfamiliar closest alternatives
    unsure shipped realized according extremely cancelling
"""
_COMMON = """
    appointment appointments room rooms o'clock house home card cards on cash like pay ago set first second open
    place store must might else old end far per bit via under inside goes given info said side small little auto
    top-up top-ups topup maximum shopping interested id ids bad good interbank gotten guys known recall a access am
    an and are as at back be billed branch by can case cases clear close company container date day do down due
    early edit enter extra fee final fine flat give go heard hi high holder in is it job key keys line locate lock
    long low made marine me merchant minor more my new no none nor of ok or owe page plan point points popular port
    post power price quota range read reader real rest route run sale sales see short so the them till to track up
    us view way weeks well yes
"""
"""Also family names or parts of names of towns, but far more often words."""
_TELLING = """
    miss sir madam maam live lives lived living based moved employed employer signed sincerely regards precious
    princess comfort sky joy patience mercy blessing favour favor gift goodness honour honor justice prudence
    charity destiny dawn autumn ruby pearl amber jade rose lily violet olive ivy hazel heather holly daisy poppy
    rusty rocky sunny apple orange shell target boots virgin address addresses age aged avenue birth birthday
    birthdays born boulevard called dob estate highway lane name named names postal postcode postcodes street
    streets surname zip road roads drive square court
"""
"""What names and addresses stand beside, and words that are names too: such a text is read."""


_NAMING = (
    "given names that are words",
    "family names that are words",
    "names of other countries",
    "cities",
    "beginnings of towns",
    "countries",
    "regions",
    "states",
    "streets in English",
    "words of street names",
    "streets in front",
    "streets behind",
    "beginnings of brands",
)


def plain_words() -> list[str]:
    """In alphabetical order, lower-case."""
    told = {word for line in templates("words") for word in line.partition(":")[2].split()}
    listed = {word.lower() for kind in _NAMING for item in LISTS[kind] for word in item.split()}
    return sorted(({*told, *_SHORT.split()} - (_named() | listed) | set(_COMMON.split())) - set(_TELLING.split()))


def _named() -> set[str]:
    """The words of Faker's names of people and places, in lower case."""
    words: set[str] = set()
    for provider in ("person", "address"):
        for locale in _LOCALES:
            source = import_module(f"faker.providers.{provider}.{locale}").Provider
            kinds = ("name",) if provider == "person" else ("city", "cities", "state", "countr", "region", "province")
            for attribute in dir(source):
                if not attribute.startswith("_") and any(kind in attribute for kind in kinds):
                    words |= _words(getattr(source, attribute))
    return words


def _words(listed: object) -> set[str]:
    items = listed if isinstance(listed, list | tuple | dict | set) else ()
    return {word.lower() for item in items if isinstance(item, str) for word in item.split()}
