"""A question in one turn, its answer in the next."""

import pytest

from redactors import Conversation, Finding, Redactor
from redactors.conversation.answering import _with_answers
from redactors.conversation.machine import Role


@pytest.mark.parametrize(
    ("question", "answer", "redacted"),
    [
        ("And your date of birth please?", "12/03/1984", "[DATE_OF_BIRTH]"),
        ("What is your social security number?", "219099999", "[US_SSN]"),
        ("your passport number?", "C01X00T47", "[PASSPORT]"),
        ("Can I have your sort code and account number?", "20 00 00 and 55779911", "[BANK_ROUTING] and [BANK_ACCOUNT]"),
        ("What is your account number?", "it is 55779911", "it is [BANK_ACCOUNT]"),
        ("Which order is it about?", "55779911", "55779911"),
        ("How can I help?", "my parcel of 12/03/2024 is late", "my parcel of 12/03/2024 is late"),
    ],
)
def test_a_question_makes_something_of_its_answer(question: str, answer: str, redacted: str) -> None:
    conversation = Conversation(Redactor("pci+pii"))
    conversation.turn("1", "agent", question)
    conversation.turn("2", "customer", answer)
    assert conversation.finished()[1] == [question, redacted]


def test_an_answer_uncovers_nothing_that_was_found_by_itself() -> None:
    alone = [("PERSON", 0, 10), ("PAN_SUSPECT", 20, 30), ("PHONE", 40, 45)]
    answers = [("US_SSN", 5, 15), ("IBAN", 18, 32), ("BANK_ACCOUNT", 38, 46)]
    made = [[Finding(*each, 0.9, "test") for each in some] for some in (alone, answers)]
    assert [f.entity for f in _with_answers(*made)] == ["PERSON", "PAN_SUSPECT", "BANK_ACCOUNT"]


def test_only_the_turn_right_before_it_is_its_question() -> None:
    conversation = Conversation(Redactor("pci+pii"))
    texts = ["And your date of birth?", "one moment please", "12/03/1984", "12/03/1984"]
    roles: list[Role] = ["agent", "customer", "agent", "customer"]
    for number, (role, text) in enumerate(zip(roles, texts, strict=True)):
        conversation.turn(str(number), role, text)
    assert conversation.finished()[1] == texts


def test_a_wiped_conversation_has_no_question() -> None:
    conversation = Conversation(Redactor("pci"))
    conversation.turn("1", "agent", "your account number?")
    assert conversation.question("customer") == "your account number?"
    assert conversation.question("agent") == ""
    conversation.wipe()
    assert conversation.question("customer") == ""
