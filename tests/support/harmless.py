"""Conversations without a card, full of other numbers."""

import random
import re

_EXCHANGES = """
customer: hi, my order {6} has not arrived | agent: let me check order {6} | customer: tracking {12}
agent: what is your order number? | customer: {8} | agent: and the postcode? | customer: {5}
agent: what's the order number? | customer: {4} | agent: and then? | customer: {4} | customer: {2}
agent: order number please, digit by digit | customer: {1} | customer: {1} | customer: {1} | customer: {1} |
customer: {1} | customer: {1} | customer: {1} | customer: {1} | agent: found it
agent: can you read me the order number? | customer: it starts with {3} | agent: yes? | customer: then {3}
customer: call me at 415 555 {b:4} | agent: is that 415 555 {b}? | customer: yes, after 10:30
customer: my number is +44 7700 900{3} | agent: thanks, we'll call in 5 minutes
agent: your phone number? | customer: 555 | customer: {3} | customer: {4}
customer: I paid ${2}.{2} on March 1{1} | agent: the refund of ${2}.{2} takes 5 days
customer: it was {3} euros and 9{1} cents | agent: I see a charge of {3},{2} €
agent: how many tickets do you need? | customer: {1} | agent: for which date? | customer: 12/0{1}/2026
customer: mi pedido {7} no llegó | agent: ¿me da su código postal? | customer: 28{3}
agent: ¿número de pedido? | customer: {4} | customer: {4} | agent: gracias
customer: ma commande {7} est en retard | agent: votre téléphone ? | customer: 06 {2} {2} {2} {2}
agent: votre numéro de commande ? | customer: {3} | agent: oui | customer: {5}
customer: meine Bestellung {8} fehlt | agent: Ihre Postleitzahl bitte? | customer: 1{4}
agent: wie lautet die Bestellnummer? | customer: {4} | customer: und {4} | agent: danke
customer: flight BA{4} seat 2{1}C | agent: gate {2}, boarding 18:{2} | customer: my ref is {6}
customer: I have {1} dogs and {1} cats | agent: ok | customer: room {3}, floor {1} | agent: thanks
agent: your case is {9} | customer: the old one was {9} | agent: I see both
customer: model X{3} serial {10} | agent: when did you buy it? | customer: in 20{2}
customer: my card was declined {1} times | agent: sorry to hear that | customer: I tried at 1{1}:{2}
agent: can I have your date of birth? | customer: 0{1}/0{1}/19{2} | agent: thank you
agent: date of birth? | customer: {2} May 19{2} | agent: and your zip? | customer: {5}
agent: please rate us from 1 to 10 | customer: {1} | agent: thanks!
agent: I sent you a code by SMS, what is it? | customer: {a:6} | agent: thanks, verified
bot: Your verification code is {a:6}. It is valid for 10 minutes. | customer: got it, {a} | bot: Thank you
agent: please read me the one-time code | customer: {3} {3} | agent: that worked
agent: what is your loyalty number? | customer: {9} | agent: you have {4} points
customer: my membership number is {8} | agent: since 20{2}? | customer: yes, since 20{2}
agent: the meter reading? | customer: {5} | agent: last year it was {5} | customer: so {4} kWh
agent: Zählerstand bitte? | customer: {5} | agent: danke, letztes Jahr {5}
customer: is the branch at {2} Main Street open? | agent: from 9 to 17, Saturdays 10 to 14
customer: I weigh {2} kg and I'm 1{2} cm | agent: then size {2} fits | customer: {1}? | agent: no, {2}
customer: error {3} on step {1} | agent: which version? | customer: v{1}.{1}.{2} | agent: try 1{1}.0.2
customer: ticket INC{8} | agent: linked to {7} | customer: and {7} too
customer: how do I top up my card? | agent: in 3 steps: 1. open the app 2. tap top-up 3. enter the amount |
customer: {2}?
customer: I lost {3} points | customer: {1} weeks ago | customer: at {1} pm | agent: checking
agent: invoice number? | customer: 2026-{5} | agent: amount? | customer: {3}.{2}
customer: account ending {4}? | agent: yes, ending {4} | customer: ok and the other {4}?
agent: table for how many? | customer: four | agent: and at what time? | customer: seven thirty
agent: ¿para cuántas personas? | customer: dos | agent: ¿a qué hora? | customer: a las nueve
agent: Ihre Kundennummer? | customer: {3} {3} {2} | agent: einen Moment
customer: IMEI {15} | agent: thanks | customer: SIM {10}
customer: the parcel {4} {4} {4} is lost | agent: your reference {10} | customer: since 1{1} days
"""
"""One a line; `|` parts turns. `{4}`: four random digits; `{a:8}`: eight, and the same again at `{a}`."""

EXCHANGES = [
    [tuple(turn.strip().split(": ", 1)) for turn in line.split("|")]
    for line in _EXCHANGES.replace("|\n", "| ").strip().splitlines()
]


def filled(text: str, dice: random.Random, named: dict[str, str]) -> str:
    """`text` with digits in its places; `named` are those that return."""

    def digits(place: re.Match[str]) -> str:
        name, size = place[1], place[2]
        if name and name in named:
            return named[name]
        made = "".join(dice.choices("0123456789", k=int(size)))
        if name:
            named[name] = made
        return made

    return re.sub(r"\{(?:([a-z]):?)?(\d*)\}", digits, text)


def harmless(dice: random.Random, count: int) -> list[tuple[str, str]]:
    """`count` exchanges one after the other: role and text."""
    turns = []
    for _ in range(count):
        named: dict[str, str] = {}
        turns += [(role, filled(text, dice, named)) for role, text in dice.choice(EXCHANGES)]
    return turns
