"""Identity, account and tax numbers: shape, check digits and the words that name them."""

import pytest

from carddata import luhn_check_digit
from redactors import Redactor, splice
from redactors.identifiers.kind import Identifier, identifiers
from tests.redactors.conftest import Found
from tests.redactors.numbers import made, spoiled

_CHECKED = [
    # entity, form, module of python-stdnum, words that name it, whether it needs them
    ("US_ITIN", "9##-7#-####", "us.itin", "my ITIN is {}", False),
    ("BANK_ROUTING", "#########", "us.rtn", "the routing number is {}", True),
    ("BANK_ROUTING", "#########", "us.rtn", "ABA: {}", True),
    ("NATIONAL_ID", "### ### ####", "gb.nhs", "NHS number {}", True),
    ("NATIONAL_ID", "##########", "gb.nhs", "{} is my NHS number", True),
    ("NATIONAL_ID", "2### #### ####", "in_.aadhaar", "my Aadhaar is {}", True),
    ("NATIONAL_ID", "5###########", "in_.aadhaar", "aadhar card number {}", True),
    ("TAX_ID", "@@@P@####@", "in_.pan", "PAN card {}", False),
    ("TAX_ID", "##-#######", "us.ein", "our EIN is {}", True),
    ("NATIONAL_ID", "########@", "es.dni", "mi DNI es {}", False),
    ("NATIONAL_ID", "##.###.###-@", "es.dni", "documento de identidad {}", True),
    ("NATIONAL_ID", "X#######@", "es.nie", "NIE {}", False),
    ("TAX_ID", "B########", "es.cif", "el CIF es {}", True),
    ("NATIONAL_ID", "1 85 05 78 ### ### ##", "fr.nir", "numéro de sécurité sociale : {}", False),
    ("NATIONAL_ID", "2850578########", "fr.nir", "ma carte vitale {}", True),
    ("TAX_ID", "36 574 ### ###", "de.idnr", "meine Steuer-ID ist {}", True),
    ("TAX_ID", "DE#########", "eu.vat", "VAT number {}", True),
    ("TAX_ID", "FR## #########", "eu.vat", "n° de TVA {}", True),
    ("TAX_ID", "ATU########", "eu.vat", "USt-IdNr. {}", True),
    ("TAX_ID", "NL#########B##", "eu.vat", "btw {}", True),
    ("TAX_ID", "PL##########", "eu.vat", "VAT: {}", True),
    ("TAX_ID", "### #### ##", "gb.vat", "VAT reg {}", True),
    ("TAX_ID", "RSSMRA85T10A562@", "it.codicefiscale", "codice fiscale {}", False),
    ("NATIONAL_ID", "850515#####", "pl.pesel", "PESEL {}", True),
    ("NATIONAL_ID", "#########", "nl.bsn", "mijn BSN is {}", True),
    ("NATIONAL_ID", "85.05.15-###.##", "be.nn", "rijksregisternummer {}", False),
    ("NATIONAL_ID", "756.####.####.##", "ch.ssn", "AHV-Nummer {}", False),
    ("NATIONAL_ID", "######-####", "se.personnummer", "mitt personnummer är {}", True),
    ("NATIONAL_ID", "150585-###@", "fi.hetu", "henkilötunnus {}", False),
    ("NATIONAL_ID", "150585-####", "dk.cpr", "CPR {}", True),
    ("NATIONAL_ID", "#######@", "ie.pps", "my PPS number is {}", True),
    ("NATIONAL_ID", "### ### ###", "ca.sin", "my social insurance number is {}", True),
    ("TAX_ID", "### ### ###", "au.tfn", "TFN {}", True),
    ("TAX_ID", "##########", "gb.utr", "UTR {}", True),
    ("TAX_ID", "###.###.###-##", "br.cpf", "CPF {}", False),
]
_WITHOUT_CHECK_DIGIT = ("in_.pan", "us.ein")
_CASES = [pytest.param(*row, id=f"{row[2]} {row[1]}") for row in _CHECKED]


@pytest.mark.parametrize(("entity", "form", "check", "frame", "cued"), _CASES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_finds_a_number_by_its_check_digits(
    entity: str, form: str, check: str, frame: str, cued: bool, seed: int, found: Found
) -> None:
    """Beside a word that names it, also in lower case, and exactly; without one where the shape says enough."""
    number = made(form, check, seed)
    assert found(f"hi, {frame.format(number)}, thanks") == [(entity, number)]
    assert found(frame.format(number).lower()) == [(entity, number.lower())]
    assert (found(f"so {number} then") == [(entity, number)]) is not cued


@pytest.mark.parametrize(
    ("entity", "form", "check", "frame", "cued"),
    [case for case in _CASES if case.values[2] not in _WITHOUT_CHECK_DIGIT],
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_wrong_check_digit_makes_it_none_of_its_kind(
    entity: str, form: str, check: str, frame: str, cued: bool, seed: int, found: Found
) -> None:
    """Whatever stands beside it."""
    del cued
    wrong = spoiled(made(form, check, seed), check)
    assert (entity, wrong) not in found(frame.format(wrong))


@pytest.mark.parametrize(
    ("text", "entity", "number"),
    [
        ("my SSN is 536-90-4399", "US_SSN", "536-90-4399"),
        ("social security number: 536 90 4399", "US_SSN", "536 90 4399"),
        ("ssn 536904399 please", "US_SSN", "536904399"),
        ("it is 536-90-4399", "US_SSN", "536-90-4399"),
        ("078-05-1120 is my social", "US_SSN", "078-05-1120"),
        ("sort code 20-00-00", "BANK_ROUTING", "20-00-00"),
        ("the sort-code is 200000", "BANK_ROUTING", "200000"),
        ("BLZ 37040044", "BANK_ROUTING", "37040044"),
        ("IFSC SBIN0001234", "BANK_ROUTING", "SBIN0001234"),
        ("my account number is 000123456789", "BANK_ACCOUNT", "000123456789"),
        ("Account No: 5577-9911", "BANK_ACCOUNT", "5577-9911"),
        ("my checking account 00123456", "BANK_ACCOUNT", "00123456"),
        ("send it to account 12345678 at my bank", "BANK_ACCOUNT", "12345678"),
        ("mi número de cuenta es 2100 0418 45 0200051332", "BANK_ACCOUNT", "2100 0418 45 0200051332"),
        ("mon numéro de compte est 00012345678", "BANK_ACCOUNT", "00012345678"),
        ("Kontonummer 532013000", "BANK_ACCOUNT", "532013000"),
        ("Konto 532013000 bei der Sparkasse", "BANK_ACCOUNT", "532013000"),
        ("account # 98765432", "BANK_ACCOUNT", "98765432"),
        ("account #98765432", "BANK_ACCOUNT", "98765432"),
        ("Steuernummer 93815/08152", "TAX_ID", "93815/08152"),
        ("my NI number is QQ 12 34 56 C", "NATIONAL_ID", "QQ 12 34 56 C"),
        ("National Insurance: qq123456c", "NATIONAL_ID", "qq123456c"),
        ("so JG 10 37 59 A then", "NATIONAL_ID", "JG 10 37 59 A"),
        ("Personalausweis T220001293", "NATIONAL_ID", "T220001293"),
        ("my passport number is 533380006", "PASSPORT", "533380006"),
        ("Passport No. C01X00T47", "PASSPORT", "C01X00T47"),
        ("passport AB 1234567", "PASSPORT", "AB 1234567"),
        ("passport number: X 123 4567", "PASSPORT", "X 123 4567"),
        ("driver licence no. 12 345 678", "DRIVER_LICENSE", "12 345 678"),
        ("Agent: the account number? Customer: 12345678", "BANK_ACCOUNT", "12345678"),
        ("Agent: your SSN please\nCustomer: it's 536904399", "US_SSN", "536904399"),
        ("mi pasaporte es AAA123456", "PASSPORT", "AAA123456"),
        ("mon passeport 12AB34567", "PASSPORT", "12AB34567"),
        ("Reisepass-Nr. C01X00T47", "PASSPORT", "C01X00T47"),
        ("my driver's license number is LH329609T", "DRIVER_LICENSE", "LH329609T"),
        ("driver’s licence 950735093", "DRIVER_LICENSE", "950735093"),
        ("driving licence MORGA657054SM9IJ", "DRIVER_LICENSE", "MORGA657054SM9IJ"),
        ("DL# S530-460-35-123-0", "DRIVER_LICENSE", "S530-460-35-123-0"),
        ("Führerschein B072RRE2I55", "DRIVER_LICENSE", "B072RRE2I55"),
        ("permis de conduire 123456789012", "DRIVER_LICENSE", "123456789012"),
        ("carnet de conducir 12345678", "DRIVER_LICENSE", "12345678"),
    ],
)
def test_finds_a_number_by_the_word_that_names_it(text: str, entity: str, number: str, found: Found) -> None:
    """In four languages; the words are no part of it."""
    assert found(text) == [(entity, number)]


@pytest.mark.parametrize(
    "text",
    [
        "order 536-90-4399",
        "order number 536904399",
        "000-12-3456",
        "my ssn is 666-12-3456",
        "My passport expired in 2023, order number 12345678",
        "my account is locked since 12-05-2024",
        "I moved $100000 from my bank account",
        "there are 100000 points on my bank account",
        "customer account number 12345678",
        "my account number is 12345678 for the broadband",
        "I transferred 150000 to my account",
        "my account number ends in 1234",
        "tracking 940011189922385774",
        "my bank account was opened on 2024-05-12 10:30",
        "Windows license number 12345678",
        "the passport fee is 123456",
        "wire me the invoice 12345678",
        "sort code please, order 123456",
        "room 123456",
        "bank account balance 123456",
        "I opened a savings account with 100000",
        "I lost my passport on flight 123456",
        "my license expires 20261231",
        "mi cuenta bancaria tiene 150000",
        "mein Bankkonto zeigt 150000",
        "wire 021000021 dollars",
        "my driver's license expired in 2023",
        "the passport is valid until 12/2026",
        "a state id is required by 2024",
        "my social media post 536904399",
        "uid 234123412346",
        "the small1234b one",
        "is ab123456c here",
        "see abcd0123456",
        "ticket AB12CD34",
    ],
)
def test_leaves_other_numbers(text: str, found: Found) -> None:
    """Orders, amounts, dates, accounts of other firms, numbers that a word does not lead to."""
    assert [f for f in found(text) if f[0] != "PHONE"] == []


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("sort code 20-00-00 account number 55779911", ["BANK_ROUTING", "BANK_ACCOUNT"]),
        ("Account number: 55779911, sort code: 200000", ["BANK_ACCOUNT", "BANK_ROUTING"]),
        ("my bank details are 20-00-00 12345678", ["BANK_ROUTING", "BANK_ACCOUNT"]),
        ("sort code and account number: 20-00-00 55779911", ["BANK_ROUTING", "BANK_ACCOUNT"]),
        ("routing number 021000021 and account 000123456789", ["BANK_ROUTING", "BANK_ACCOUNT"]),
        ("my account numbers are 12345678 and 87654321", ["BANK_ACCOUNT", "BANK_ACCOUNT"]),
        ("ssn 536-90-4399, dob 01/02/1990, call 415-555-2671", ["US_SSN", "DATE_OF_BIRTH", "PHONE"]),
        ("my ssn is 536-90-4399 and my order number is 123456789", ["US_SSN"]),
        ("BLZ 37040044 Konto 532013000", ["BANK_ROUTING", "BANK_ACCOUNT"]),
    ],
)
def test_each_of_several_numbers_has_its_own_words(text: str, entities: list[str], found: Found) -> None:
    assert [entity for entity, _ in found(text)] == entities


@pytest.mark.parametrize(
    ("field", "entity", "value"),
    [
        ("ssn", "US_SSN", "536904399"),
        ("customer_ssn", "US_SSN", "536904399"),
        ("account_number", "BANK_ACCOUNT", "12345678"),
        ("bankAccount", "BANK_ACCOUNT", "12345678"),
        ("routing_number", "BANK_ROUTING", "021000021"),
        ("sort_code", "BANK_ROUTING", "200000"),
        ("passport_no", "PASSPORT", "533380006"),
        ("passportNumber", "PASSPORT", "533380006"),
        ("driver_license_number", "DRIVER_LICENSE", "D1234567"),
        ("nhs_number", "NATIONAL_ID", "9434765919"),
        ("date_of_birth", "DATE_OF_BIRTH", "1980-05-12"),
        ("dateOfBirth", "DATE_OF_BIRTH", "1980-05-12"),
        ("phone_number", "PHONE", "4155552671"),
        ("mobileNumber", "PHONE", "4155552671"),
    ],
)
def test_a_field_names_its_value(field: str, entity: str, value: str, found: Found) -> None:
    """As records are read: the name of a field, a colon, the value."""
    assert found(f"{field}: {value}") == [(entity, value)]


def test_card_data_comes_first() -> None:
    """No identifier hides a card, a suspect or what stands beside a card."""
    payload = "453201511283036"
    pan = payload + luhn_check_digit(payload)
    for text, entities in (
        (f"bank account number 12345678 {pan}", ["BANK_ACCOUNT", "PAN"]),
        (f"ssn {pan[:4]} {pan[4:8]} {pan[8:12]} {pan[12:]}", ["PAN"]),
        (f"card {payload}{(int(pan[-1]) + 1) % 10} account number", ["PAN_SUSPECT"]),
        (f"account {pan} exp 12/27 cvv 123", ["PAN", "CARD_EXPIRY", "CVV"]),
        (f"account number 12345678, card {pan} 12/27 123", ["BANK_ACCOUNT", "PAN", "CARD_EXPIRY", "CVV"]),
        ("dob 01/02/1990, card exp 12/27, cvv 123", ["DATE_OF_BIRTH", "CARD_EXPIRY", "CVV"]),
    ):
        assert [f.entity for f in Redactor().find(text)] == entities


@pytest.mark.parametrize("kind", identifiers(), ids=lambda kind: kind.rule)
def test_every_kind_of_the_table_holds_together(kind: Identifier) -> None:
    """Its patterns compile, and something can lead to it."""
    assert kind.entity in Redactor("pci").entities
    assert kind.cues or kind.alone
    kind.load()
    assert kind.pattern.search("") is None
    assert kind.named(b"") == []
    assert list(kind.standing_alone(b"")) == []
    assert kind.suits("", "") is not bool(kind.needs)
    assert not kind.holds("", "") or not kind.check
    assert len({each.rule for each in identifiers()}) == len(identifiers())


def test_redacting_twice_is_redacting_once_beside_identifiers() -> None:
    """What a finding uncovers is found in the same pass."""
    redactor = Redactor()
    for text in (
        "sort code 20-00-00 55779911 account 123456 sort code 20-00-01",
        "account numbers 12345678 and 87654321 and 20-00-00, 536-90-4399 ssn",
        "123456 sort code 200000 account",
        "call 415-555-2671 office 123-4567 mobile 020 7946 0958",
        "born 12/05/1980 and 12/05/1981 dob 01/02/1990",
    ):
        once = splice(text, redactor.find(text), lambda f: f"[{f.entity}]")
        assert redactor.find(once) == []
