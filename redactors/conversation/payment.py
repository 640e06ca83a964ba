"""What digits are that were given while payment data was asked for."""

from redactors.conversation.requests import Ask
from redactors.conversation.scan import Island

_CODE = (3, 4)
_PIN = (4, 5, 6)
_DATE = 6


def entity_of(island: Island, ask: Ask | None, *, after_card: bool) -> str:
    """The entity of an island: what was asked for, as far as its length allows it; else part of a card."""
    size = len(island.atoms)
    if ask is Ask.PIN and size in _PIN:
        return "PIN"
    if ask is Ask.CVV and size in _CODE:
        return "CVV"
    if island.date or (ask is Ask.EXPIRY and size <= _DATE):
        return "CARD_EXPIRY"
    if after_card and size in _CODE and ask is not Ask.CARD:
        return "CVV"
    return "PAN_SUSPECT"
