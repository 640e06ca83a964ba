"""Policy files: what they may say, and where they are refused."""

import json
import tomllib
from pathlib import Path

import pytest

from redactors import splice
from redactors.policy import Action, Channel, Policy, PolicyError, builtin, read_policies
from redactors.policy.plan import plan_of

_WHOLE = """\
name = "support"
version = 3
extends = "pci"
find = ["PERSON", "EMAIL"]
default_action = "mask"

[channels]
chat = "payment"
reviews = "none"

[patterns]
POLICY_NUMBER = 'PL-\\d{8}'

[allow]
values = ["Info@acme.example"]
patterns = ['[a-z]+@partner\\.example']
order_ids = ['ORD-\\d{16}']
test_cards = true

[deny]
CUSTOM_PROJECT = ["blue  falcon"]

[entities.EMAIL]
data_class = "internal"
retention_days = 30

[[rules]]
entities = ["EMAIL"]
channels = ["chat"]
action = "tokenize"

[[rules]]
entities = ["PERSON"]
below_score = 0.5
action = "keep"
"""


def read(folder: Path, source: str, name: str = "support.toml") -> Policy:
    file = folder / name
    file.write_text(source, "utf-8")
    (policy,) = read_policies([file]).values()
    return policy


def refused(folder: Path, source: str, name: str = "support.toml") -> str:
    with pytest.raises(PolicyError) as caught:
        read(folder, source, name)
    return str(caught.value)


def test_a_file_says_what_to_find_and_what_to_do(tmp_path: Path) -> None:
    policy = read(tmp_path, _WHOLE)
    assert policy.id == "support@3"
    assert {"PAN", "IBAN", "PERSON", "EMAIL", "CUSTOM_POLICY_NUMBER", "CUSTOM_PROJECT"} <= policy.entities
    assert policy.channel("reviews") is Channel.NONE
    assert policy.keeping("EMAIL") == ("internal", 30)
    assert plan_of(policy, "chat", "customer").actions["EMAIL"][0][2] is Action.TOKENIZE
    assert plan_of(policy).actions["EMAIL"][0][2] is Action.MASK


def test_the_same_in_json(tmp_path: Path) -> None:
    policy = read(tmp_path, json.dumps(tomllib.loads(_WHOLE), indent=1), "support.json")
    assert policy.digest == read(tmp_path, _WHOLE).digest


def test_what_is_allowed_denied_and_patterned(tmp_path: Path) -> None:
    redactor = plan_of(read(tmp_path, _WHOLE)).redactor()
    text = (
        "Blue Falcon: write to info@ACME.example or bob@partner.example, not jane@home.example. "
        "Order ORD-4539578763621486, policy PL-12345678, test 4111 1111 1111 1111, card 4539 5787 6362 1486, blue."
    )
    assert splice(text, redactor.find(text), lambda f: f"[{f.entity}]") == (
        "[CUSTOM_PROJECT]: write to info@ACME.example or bob@partner.example, not [EMAIL]. "
        "Order ORD-4539578763621486, policy [CUSTOM_POLICY_NUMBER], test 4111 1111 1111 1111, card [PAN], blue."
    )


def test_an_order_number_in_card_context_is_a_card_still(tmp_path: Path) -> None:
    redactor = plan_of(read(tmp_path, _WHOLE)).redactor()
    text = "My credit card number is ORD-4539578763621486, CVV 123"
    assert "PAN" in [finding.entity for finding in redactor.find(text)]


def test_a_redacted_text_is_redacted_to_itself(tmp_path: Path) -> None:
    redactor = plan_of(read(tmp_path, _WHOLE)).redactor()
    text = "Blue falcon, jane@home.example, PL-12345678, card 4539 5787 6362 1486"
    once = splice(text, redactor.find(text), lambda f: f"[{f.entity}]")
    assert redactor.find(once) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ('find = ["PERSON", "EMAIL"]', 'find = ["PERSON", "EMIAL"]', 4, "find.1: no such entity"),
        ("default_action", "defualt_action", 5, "defualt_action: unknown key"),
        ('reviews = "none"', 'reviews = "maybe"', 9, "channels.reviews"),
        ("'PL-\\d{8}'", "'PL-(?=\\d{8})'", 12, "patterns.POLICY_NUMBER: pattern POLICY_NUMBER: is no RE2 pattern"),
        ("'ORD-\\d{16}'", "'(ORD-)?\\d{16}'", 17, "allow.order_ids.0: a bare card number fits it"),
        ("'[a-z]+@partner\\.example'", "'(a'", 16, "allow.patterns.0: is no RE2 pattern"),
        ('"Info@acme.example"', '"4539 5787 6362 1486"', 15, "allow.values.0: must not hold a card number"),
        ("CUSTOM_PROJECT", "PAN", 21, "deny.PAN: only names"),
        ("retention_days = 30", "retention_days = 0", 25, "entities.EMAIL.retention_days"),
        ("[entities.EMAIL]", "[entities.URL]", 23, "entities.URL: is not looked for"),
        ('entities = ["PERSON"]', 'entities = ["LOCATION"]', 33, "rules.1.entities.0: is not looked for"),
        ('entities = ["PERSON"]\nbelow_score = 0.5', 'entities = ["EMAIL"]\nroles = ["bot"]', 32, "rules.1: rules 1"),
        ('entities = ["PERSON"]', 'entities = ["PAN"]', 32, "rules.1: card data is never kept"),
        ('entities = ["PERSON"]', 'entities = ["CVV"]', 32, "rules.1: CVV, PIN and track data"),
        ('extends = "pci"', 'extends = "pic"', 3, "extends: no such policy"),
        ("version = 3", "version = 0", 2, "version"),
        ("version = 3", "version =", 2, "not valid TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, key: str) -> None:
    assert old in _WHOLE
    problem = refused(tmp_path, _WHOLE.replace(old, new))
    assert problem.startswith(f"policy file support.toml, line {line}: ")
    assert key in problem
    assert "4539" not in problem


def test_a_contradiction_in_json_is_told_with_its_line(tmp_path: Path) -> None:
    rules = [{"action": "mask", "entities": ["IBAN"]}, {"action": "remove", "entities": ["IBAN"]}]
    source = json.dumps({"name": "x", "version": 1, "extends": "pci", "rules": rules}, indent=1)
    problem = refused(tmp_path, source, "x.json")
    lines = source.splitlines()
    assert f"line {[i for i, line in enumerate(lines, 1) if line.strip() == '{'][-1]}: rules.1" in problem


def test_a_name_is_taken_once(tmp_path: Path) -> None:
    assert "already" in refused(tmp_path, 'name = "pci"\nversion = 1\n')


def test_one_file_extends_another_that_stands_before_it(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('name = "a"\nversion = 1\nfind = ["EMAIL"]\n[[rules]]\naction = "mask"\n')
    (tmp_path / "b.toml").write_text(
        'name = "b"\nversion = 2\nextends = "a"\n[[rules]]\nentities = ["EMAIL"]\naction = "keep"\n'
    )
    policies = read_policies([tmp_path / "a.toml", tmp_path / "b.toml"])
    assert "EMAIL" in plan_of(policies["a"]).entities
    assert "EMAIL" not in plan_of(policies["b"]).entities
    with pytest.raises(PolicyError, match="line 3: extends"):
        read_policies([tmp_path / "b.toml", tmp_path / "a.toml"])


@pytest.mark.parametrize(
    ("name", "raw"), [("a.toml", b"\xff"), ("a.yaml", b""), ("a.json", b"[" * 100_000), ("a.json", b"{")]
)
def test_what_is_no_policy_file_is_refused(tmp_path: Path, name: str, raw: bytes) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(PolicyError):
        read_policies([tmp_path / name])


def test_no_card_data_class_but_cardholder(tmp_path: Path) -> None:
    source = 'name = "a"\nversion = 1\n[entities.PAN]\ndata_class = "public"\n'
    assert "line 4: entities.PAN.data_class" in refused(tmp_path, source)


def test_built_in_policies_are_five_and_each_finds_cards() -> None:
    assert set(builtin()) == {"cards", "pci", "pci+pii", "health-identifiers", "gdpr"}
    for policy in builtin().values():
        assert [f.entity for f in plan_of(policy).redactor().find("card 4111 1111 1111 1111")] == ["PAN"]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("My MRN is A-4471920.", "CUSTOM_MEDICAL_RECORD"),
        ("medical record number: 00451187", "CUSTOM_MEDICAL_RECORD"),
        ("Her member ID is XEH884412095", "CUSTOM_HEALTH_PLAN"),
        ("Medicare number 1EG4-TE5-MK73", "CUSTOM_HEALTH_PLAN"),
        ("the device serial number is SN-20934X81", "CUSTOM_DEVICE"),
        ("VIN 1HGCM82633A004352", "CUSTOM_VEHICLE"),
    ],
)
def test_identifiers_of_health_care_are_found_without_their_cue(text: str, entity: str) -> None:
    (found,) = plan_of(builtin()["health-identifiers"]).redactor().find(text)
    assert found.entity == entity
    assert any(map(str.isdigit, text[found.start : found.end]))
    assert " is" not in text[found.start : found.end]


@pytest.mark.parametrize("text", ["the serial number is correct", "my member number is missing", "plate number please"])
def test_cues_of_health_care_alone_are_nothing(text: str) -> None:
    assert plan_of(builtin()["health-identifiers"]).redactor().find(text) == []


def test_more_phrases_than_one_pattern_takes_are_refused(tmp_path: Path) -> None:
    phrases = json.dumps([f"{i:x} {'word ' * 38}" for i in range(1_000)])
    source = f'name = "a"\nversion = 1\n[deny]\nCUSTOM_A = {phrases}\n'
    assert "line 4: deny.CUSTOM_A: too many" in refused(tmp_path, source)


def test_an_order_number_is_one_only_where_letters_are_glued_to_it_and_nothing_says_card(tmp_path: Path) -> None:
    patterns = r"['PX-?[0-9 -]{5,40}', '49\d{14}', '\D\d{16}', 'PX.*']"
    loose = f'name = "a"\nversion = 1\n[allow]\norder_ids = {patterns}\n'
    redactor = plan_of(read(tmp_path, loose)).redactor()
    for text in (
        "take 4916338506082832 thanks",
        "here 4539578763621486",
        "PX-12345 4539 5787 6362 1486",
        "my card number is PX-4539578763621486",
        "visa PX-4539578763621486",
        "charge PX-4539578763621486 please, it is my mastercard",
    ):
        assert [f.entity for f in redactor.find(text)] == ["PAN"], text
    assert redactor.find("your parcel PX-4539578763621486 left") == []
    assert [f.entity for f in redactor.find("PX-1 cvv 123, pin is 1234")] == ["CVV", "PIN"]
    assert [f.entity for f in redactor.find("PX %B4539578763621486^DOE/JOHN^25121011234567890?")] == ["TRACK_DATA"]


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ('{"name": "a", "version": 1, "rules": [], "rules": []}', "rules: stands there twice"),
        ('{"name": "a", "version": "1"}', "version"),
        ('{"name": "a", "version": 1, "allow": {"test_cards": "yes"}}', "allow.test_cards"),
        ('{"name": "a", "version": 1, "patterns": {"ID_1": "x"}}', "patterns.ID_1: must not end in a number"),
        ('{"name": "a", "version": 1, "deny": {"TOKEN": ["xx"]}}', "deny.TOKEN: only names"),
        ('{"name": "a", "version": 1, "deny": {"IBAN": ["xx"]}}', "deny.IBAN: only names"),
        ('{"name": "a", "version": 1, "find": ["TOKEN"]}', "find.0: no such entity"),
        ('{"name": "a", "version": 1, "allow": {"patterns": ["4539578763621486"]}}', "must not hold a card number"),
        ('{"name": "p4539578763621486", "version": 1}', "must not hold a card number"),
        ('{"name": "a", "version": ' + "1" * 5_000 + "}", "number too long"),
        ('{"name": "a", "version": 1, "rules": [{"action": "mask", "channels": ["chatt"]}]}', "is not declared"),
    ],
)
def test_more_that_is_wrong(tmp_path: Path, source: str, key: str) -> None:
    problem = refused(tmp_path, source, "a.json")
    assert key in problem
    assert "4539" not in problem


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    assert read(tmp_path, '\ufeffname = "a"\nversion = 1\n').id == "a@1"


def test_what_may_be_a_card_is_neither_kept_nor_masked_whatever_it_was_taken_for(tmp_path: Path) -> None:
    source = """name = "a"\nversion = 1\nextends = "pci"\n[[rules]]\nentities = ["BANK_ACCOUNT"]\naction = "mask"\n"""
    plan = plan_of(read(tmp_path, source))
    (finding,) = plan.redactor().find("account number 4539578763621486")
    assert plan.action(finding) is Action.REMOVE
