"""Cards over turns: what is found, what is held, what comes back, what is forgotten."""

from collections.abc import Callable

import pytest

from carddata import InputError
from redactors import Conversation, Redactor
from redactors.conversation import Limits
from tests.support.conversations import Screen

Played = Callable[..., list[str]]
VISA = "4539148803436467"
_ROLES = {"c": "customer", "a": "agent", "b": "bot", "s": "system"}


def _conversation(limits: Limits | None = None) -> Conversation:
    return Conversation(Redactor("cards"), limits or Limits())


@pytest.fixture
def played() -> Played:
    """`c: text` lines -> the final texts."""

    def final(*lines: str) -> list[str]:
        conversation, screen = _conversation(), Screen()
        for i, line in enumerate(lines):
            who, _, text = line.partition(": ")
            screen.show(str(i), conversation.turn(str(i), _ROLES[who], text))  # type: ignore[arg-type]
        screen.show(None, conversation.end())
        return list(screen.texts.values())

    return final


def test_digits_of_one_card_in_many_turns_are_one_card(played: Played) -> None:
    """Between them an agent asks, reads back and acknowledges."""
    assert played("c: 4539", "a: 4539, next?", "c: 1488 ok", "a: mhm", "c: zero three four three", "c: and 6467") == [
        "[PAN]", "[PAN], next?", "[PAN] ok", "mhm", "[PAN]", "and [PAN]",
    ]  # fmt: skip


def test_a_recall_tells_where_the_digits_stood_and_how_the_turn_shall_read() -> None:
    conversation = _conversation()
    for i, text in enumerate(("my card:", "it's 4539 1488", "0343")):
        conversation.turn(str(i), "customer", text)
    released = conversation.turn("3", "customer", "6467")
    assert released.text == "[PAN]"
    assert [(r.turn_id, r.finding.start, r.finding.end, r.text) for r in released.recalls] == [
        ("1", 5, 14, "it's [PAN]"),
        ("2", 0, 4, "[PAN]"),
    ]
    values = {f.value.expose() for f in (*released.findings, *(r.finding for r in released.recalls)) if f.value}
    assert values == {VISA}


def test_held_digits_that_prove_harmless_come_back() -> None:
    """Another number may follow; a card cannot."""
    conversation = _conversation()
    assert conversation.turn("1", "customer", "45391").text == "\u2022" * 5
    released = conversation.turn("2", "customer", "999999999999999")
    assert [(r.turn_id, r.text) for r in released.releases] == [("1", "45391")]
    assert released.text == "999999999999999"


def test_after_a_request_short_groups_are_payment_data(played: Played) -> None:
    """Also what never becomes a card."""
    assert played("a: what's the card number?", "c: 4539 1488", "c: I lost it") == [
        "what's the card number?", "[PAN_SUSPECT]", "I lost it",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("request_", "answer", "entity"),
    [
        ("and the security code?", "123", "CVV"),
        ("¿y el código de seguridad?", "es el 123", "CVV"),
        ("et le cryptogramme ?", "123", "CVV"),
        ("und die Prüfnummer?", "123", "CVV"),
        ("when does it expire?", "12 27", "CARD_EXPIRY"),
        ("¿cuándo caduca?", "12/27", "CARD_EXPIRY"),
        ("wie lautet Ihre PIN?", "4711", "PIN"),
    ],
)
def test_what_was_asked_for_is_what_it_is(request_: str, answer: str, entity: str, played: Played) -> None:
    final = played("c: 4539148803436467", f"a: {request_}", f"c: {answer}")
    assert final[2].endswith(f"[{entity}]")


def test_amounts_and_times_are_no_payment_data(played: Played) -> None:
    lines = ("a: your card number please", "c: give me 2 minutes", "c: it's about $45.60 at 10:30")
    assert played(*lines) == [line[3:] for line in lines]


@pytest.mark.parametrize("voice", [("customer", "b"), ("agent", "a")])
def test_digits_of_two_speakers_never_join(voice: tuple[str, str]) -> None:
    conversation, screen = _conversation(), Screen()
    for i, chunk in enumerate(("4539", "1488", "0343", "6467")):
        role, speaker = ("customer", "a") if i % 2 else voice
        screen.show(str(i), conversation.turn(str(i), role, chunk, speaker=speaker))  # type: ignore[arg-type]
    screen.show(None, conversation.end())
    assert list(screen.texts.values()) == ["4539", "1488", "0343", "6467"]


def test_a_ledger_ages_out_by_turns_and_what_it_held_comes_back() -> None:
    conversation, screen = _conversation(Limits(turns=3)), Screen()
    for i, (role, text) in enumerate([("customer", "4539 1488"), *[("agent", "hm")] * 3, ("customer", "0343 6467")]):
        screen.show(str(i), conversation.turn(str(i), role, text))  # type: ignore[arg-type]
    assert screen.texts["0"] == "4539 1488"
    screen.show(None, conversation.end())
    assert screen.texts["4"] == "0343 6467"


@pytest.mark.parametrize(("gap", "final"), [(119.0, "[PAN]"), (120.0, "0343 6467")])
def test_a_ledger_ages_out_by_the_callers_clock(gap: float, final: str) -> None:
    conversation, screen = _conversation(), Screen()
    screen.show("0", conversation.turn("0", "customer", "4539 1488", at=5.0))
    screen.show("1", conversation.turn("1", "customer", "0343 6467", at=5.0 + gap))
    screen.show(None, conversation.end())
    assert screen.texts["1"] == final


@pytest.mark.parametrize(("between", "last"), [(19, "[PAN]"), (20, "0343 6467")])
def test_a_ledger_ages_out_when_twenty_turns_have_passed_since_the_last_digit(
    between: int, last: str, played: Played
) -> None:
    lines = ["c: 4539 1488", *["a: hm"] * between, "c: 0343 6467"]
    assert played(*lines)[-1] == last


def test_what_a_ledger_held_comes_back_with_the_turn_that_ages_it() -> None:
    conversation = _conversation(Limits(turns=2))
    conversation.turn("1", "customer", "4539 1488")
    assert conversation.turn("2", "agent", "hm").releases == ()
    assert [r.text for r in conversation.turn("3", "agent", "hm").releases] == ["4539 1488"]


def test_a_request_is_not_forgotten_with_digits_that_were_said_long_before(played: Played) -> None:
    lines = ["c: 4539", *["a: hm"] * 18, "a: what is your card number?", "a: hm", "a: hm", "c: 12345"]
    assert played(*lines)[-1] == "[PAN_SUSPECT]"


@pytest.mark.parametrize(
    "lines",
    [
        ("c: 4539", "c: 1489", "c: sorry typo, 1488 not 1489", "c: 0343", "c: 6467"),
        ("c: 4539", "c: 1489", "c: *1488", "c: 0343", "c: 6467"),
        ("c: 4539", "c: 1488", "c: 1488", "c: 0343", "c: 6467"),
        ("c: 4539? yes 4539", "c: 1488, no sorry, 1488", "c: 0343 6467"),
        ("c: 1) 4539", "c: 2) 1488", "c: 3) 0343", "c: 4) 6467"),
        ("c: #1 4539", "c: group 2: 1488", "c: (3/4) 0343", "c: [10:42] 6467"),
        ("c: the first four are 4539", "c: next four 1488", "c: 0343", "c: the last four 6467"),
        ("c: the first bit is 45, then 39", "c: so… 1", "c: 4? yes 4", "c: 88 0343", "c: ends with 6467"),
    ],
)
def test_corrections_repetitions_and_list_numbers_do_not_hide_a_card(lines: tuple[str, ...], played: Played) -> None:
    """Nobody has asked for it."""
    found = " ".join(played(*lines))
    assert not any(chunk in found for chunk in ("4539", "1488", "1489", "0343", "6467"))
    assert "[PAN]" in found


@pytest.mark.parametrize("lines", [("c: 12/27 and 123",), ("c: 12/27", "c: 123"), ("c: exp 12/27", "c: one two three")])
def test_date_and_code_after_a_card_over_turns_are_masked_unasked(lines: tuple[str, ...], played: Played) -> None:
    final = played("c: 4539 1488", "c: 0343 6467", *lines)[2:]
    assert not any(word in " ".join(final) for word in ("12", "27", "123", "one", "two"))


@pytest.mark.parametrize(
    "lines",
    [
        ("a: what is your order number?", "c: 4539", "a: and then?", "c: 1488", "c: 22"),
        ("a: I sent you a verification code by SMS, what is it?", "c: 482913"),
        ("b: Your code is 482913.", "c: 482913"),
        ("a: ¿su número de socio?", "c: 4539 1488"),
        ("a: wie lautet die Vertragsnummer?", "c: 4539", "c: 1488"),
        ("a: votre numéro de dossier ?", "c: 4539"),
        ("a: how many nights?", "c: 4"),
        ("a: when does your passport expire?", "c: 12/27"),
    ],
)
def test_the_answer_to_another_question_is_shown_at_once(lines: tuple[str, ...]) -> None:
    conversation = _conversation()
    for i, line in enumerate(lines):
        who, _, text = line.partition(": ")
        assert conversation.turn(str(i), _ROLES[who], text).text == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "request_",
    [
        "May I have the number on your card?",
        "Go ahead and read out your card to me",
        "¿cuál es la numeración de su tarjeta?",
        "Je vous écoute pour le numéro de carte",
        "Bitte geben Sie die 16 Ziffern Ihrer Karte ein",
    ],
)
def test_a_request_is_known_by_what_it_names(request_: str, played: Played) -> None:
    assert played(f"a: {request_}", "c: 12345")[-1] == "[PAN_SUSPECT]"


def test_it_never_ages_while_digits_keep_coming(played: Played) -> None:
    chunks = [f"c: {digit}" for digit in VISA]
    lines = [line for chunk in chunks for line in (chunk, *["a: hm"] * 15)]
    assert [text for text in played(*lines) if text != "hm"] == ["[PAN]"] * 16


def test_where_nothing_can_be_edited_undecided_digits_are_never_shown() -> None:
    conversation = _conversation()
    for i, chunk in enumerate(("34", "5 ", "1", "22", "4539 1488")):
        released = conversation.turn(str(i), "customer", chunk, recall="none")
        assert not any(c.isdigit() for c in released.text)
        assert released.recalls == ()


def test_a_turn_sent_again_gives_the_same_answer_and_changes_nothing() -> None:
    conversation = _conversation()
    conversation.turn("1", "customer", "4539 1488 0343")
    first = conversation.turn("2", "customer", "6467")
    assert conversation.turn("2", "customer", "6467") is first
    assert conversation.turn("3", "customer", "well").text == "well"
    with pytest.raises(InputError):
        conversation.turn("2", "customer", "6468")
    with pytest.raises(InputError):
        conversation.turn("2", "agent", "6467")


def test_memory_is_capped_and_what_goes_stays_masked() -> None:
    """In bytes: the dog counts four."""
    conversation, screen = _conversation(Limits(bytes=40)), Screen()
    screen.show("0", conversation.turn("0", "customer", "4539 1488"))
    for i in range(1, 9):
        screen.show(str(i), conversation.turn(str(i), "customer", "\U0001f415 well, " * 2))
        assert conversation.size <= 40 + 24
    screen.show(None, conversation.end())
    assert screen.texts["0"] == "\u2022\u2022\u2022\u2022 \u2022\u2022\u2022\u2022"


@pytest.mark.parametrize("rest", ["0343 6467", "zero three four three", "0343 and then 6467"])
def test_when_the_beginning_of_a_number_is_dropped_its_rest_is_masked(rest: str) -> None:
    """What may be shown of a number nobody can know any more."""
    conversation, screen = _conversation(Limits(bytes=40)), Screen()
    for i, text in enumerate(("4539 1488", "well, " * 7, rest)):
        screen.show(str(i), conversation.turn(str(i), "customer", text))
    screen.show(None, conversation.end())
    assert not any(character.isdigit() for text in screen.texts.values() for character in text)


def test_more_digits_than_a_ledger_holds_stay_masked() -> None:
    conversation, screen = _conversation(Limits(cells=16)), Screen()
    for i in range(40):
        screen.show(str(i), conversation.turn(str(i), "customer", f"I think {4 + i % 2}"))
    screen.show(None, conversation.end())
    assert screen.texts["0"] == "I think [PAN_SUSPECT]"


def test_too_many_speakers_are_refused() -> None:
    conversation = _conversation(Limits(speakers=2))
    conversation.turn("1", "customer", "a")
    conversation.turn("2", "agent", "a")
    with pytest.raises(InputError):
        conversation.turn("3", "customer", "a", speaker="b")


def test_a_copy_goes_its_own_way() -> None:
    conversation = _conversation()
    conversation.turn("1", "customer", "4539 1488 0343")
    twin = conversation.copy()
    assert twin.turn("2", "customer", "6467").text == "[PAN]"
    assert conversation.turn("2", "customer", "nothing").text == "nothing"
    assert conversation.turn("3", "customer", "6467").text == "[PAN]"


def test_nothing_that_it_gives_shows_digits_in_its_repr() -> None:
    conversation = _conversation()
    conversation.turn("1", "customer", "card 4539 1488 0343")
    released = conversation.turn("2", "customer", "6467")
    assert "6467" not in repr(released)
    assert "4539" not in repr((released, conversation.__dict__))


def test_after_its_end_nothing_is_left() -> None:
    conversation = _conversation()
    conversation.turn("1", "customer", "4539 1488 0343")
    conversation.end()
    assert conversation.size == 0
    assert conversation.turn("2", "customer", "my 1467").text == "my 1467"


def test_when_it_is_wiped_nothing_is_decided_and_nothing_is_left() -> None:
    conversation = _conversation()
    conversation.turn("1", "customer", "4539 1488 0343")
    conversation.wipe()
    assert conversation.size == 0
    assert conversation.end().releases == ()
    assert conversation.turn("2", "customer", "6467", recall="none").recalls == ()
