"""Telephone numbers: international ones, national ones by shape, and those that a word names."""

import pytest

from redactors import Redactor
from tests.redactors.conftest import Found


@pytest.mark.parametrize(
    "number",
    [
        "+44 20 7946 0958",
        "+44 (0)20 7946 0958",
        "+14155552671",
        "+33 1 42 68 53 00",
        "+49 (0) 30 901820",
        "+34 912 345 678",
        "+91 98765 43210",
        "+55 11 91234-5678",
        "+1-448-414-3381x060",
        "0049 30 901820",
        "(415) 555-2671",
        "415-555-2671",
        "415.555.2671",
        "415 555 2671",
        "(415)5552671",
        "1-415-555-2671",
        "415-555-2671 ext. 12",
        "020 7946 0958",
        "(020) 7946 0958",
        "07700 900123",
        "01 42 68 53 00",
        "06.12.34.56.78",
        "030/901820",
        "0171 1234567",
        "612 34 56 78",
    ],
)
@pytest.mark.parametrize("frame", ["it is {} today", "{}", "tel:{}", "({})", "yes, {}."])
def test_finds_telephone_numbers(frame: str, number: str, found: Found) -> None:
    """International ones anywhere, national ones by their shape; an extension belongs to its number."""
    if frame == "({})" and number[0] == "(":
        return
    assert found(frame.format(number)) == [("PHONE", number)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("call me on 4155552671", "4155552671"),
        ("You can call 33 93 31", "33 93 31"),
        ("they're not answering at (37) 788-063", "(37) 788-063"),
        ("Phone: 782 2652", "782 2652"),
        ("Fax 0319 3649187", "0319 3649187"),
        ("my mobile number is 0688 777 97 84 thanks", "0688 777 97 84"),
        ("whatsapp: 55 1234 5678", "55 1234 5678"),
        ("text me back at 781 5991", "781 5991"),
        ("llámame al 912 345 678", "912 345 678"),
        ("mi móvil es 612345678", "612345678"),
        ("mi número es el 912345678", "912345678"),
        ("mon numéro est le 612345678", "612345678"),
        ("appelez-moi au 0612345678", "0612345678"),
        ("meine Handynummer lautet 015123456789", "015123456789"),
        ("Sie erreichen mich unter 901820", "901820"),
        ("(84) 7564-8830 office", "(84) 7564-8830"),
        ("357-596-4604 mobile", "357-596-4604"),
        ("96 228011-Office", "96 228011"),
        ("001-490-155-3846 fax", "001-490-155-3846"),
        ("whatsapp +52 1 55 1234 5678", "+52 1 55 1234 5678"),
    ],
)
def test_a_word_makes_any_number_one(text: str, number: str, found: Found) -> None:
    """Before it or as its label, in four languages; no plan needs to know it."""
    assert found(text) == [("PHONE", number)]


@pytest.mark.parametrize(
    "text",
    [
        "count 4155552671",
        "order number 12345678",
        "my order 0171 1234567",
        "call me about order 12345678",
        "call me when 891369030 is shipped",
        "rufen Sie an, wenn 891369030 da ist",
        "invoice 415-555-2671",
        "call me at 12/05/2024",
        "I called you on 12 05 2024 at 10:30",
        "the mobile costs 1500000 dollars",
        "version 1.2.3.4",
        "from 2019-2024 office",
        "it took 123456 seconds",
        "a phone with 128 256 512 gb",
        "your text of 20240512",
        "we reach 100000 followers",
        "call 911 or text 12345",
        "the hotel has 123456 rooms",
        "Bestellnummer 0171 1234567",
        "pedido 612 34 56 78",
        "1.000.000",
        "tracking 1Z 999 999 99",
    ],
)
def test_leaves_other_numbers(text: str, found: Found) -> None:
    """Orders, invoices, dates, times, amounts."""
    assert found(text) == []


def test_two_numbers_each_have_their_own_label(found: Found) -> None:
    """A label belongs to the number in front of it unless it leads to the next."""
    assert found("(85) 5986-8343-Office,(790)091-7442-Fax") == [
        ("PHONE", "(85) 5986-8343"),
        ("PHONE", "(790)091-7442"),
    ]


def test_values_are_what_one_dials() -> None:
    """Digits, with a plus where the number has a country code, and the extension."""
    for text, value in (
        ("0044 20 7946 0958", "+442079460958"),
        ("+44 (0)20 7946 0958 ext 7", "+442079460958x7"),
        ("(415) 555-2671", "4155552671"),
    ):
        (finding,) = Redactor().find(text)
        assert finding.value is not None
        assert finding.value.expose() == value
