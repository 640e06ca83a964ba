"""Tickets as data."""

import pytest

from gateway.auth import tickets
from gateway.auth.principal import Principal
from gateway.auth.tickets import LIFETIME_SECONDS, Tickets, TicketsExhausted

PRINCIPAL = Principal("default", "k", "agent", frozenset())


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_ticket_dies_after_thirty_seconds() -> None:
    clock = Clock()
    open_tickets = Tickets(clock)
    ticket = open_tickets.issue(PRINCIPAL, "/a", "")
    clock.now = LIFETIME_SECONDS
    assert open_tickets.redeem(ticket, "/a", "") is None


def test_tickets_that_nobody_uses_are_bounded_and_dead_ones_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tickets, "_MAX_OPEN", 3)
    clock = Clock()
    open_tickets = Tickets(clock)
    for _ in range(3):
        open_tickets.issue(PRINCIPAL, "/a", "")
    with pytest.raises(TicketsExhausted):
        open_tickets.issue(PRINCIPAL, "/a", "")
    clock.now = LIFETIME_SECONDS + 1
    assert open_tickets.issue(PRINCIPAL, "/a", "")
