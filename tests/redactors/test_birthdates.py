"""Dates of birth."""

import pytest

from tests.redactors.conftest import Found

_DATES = [
    "12/05/1980",
    "5/4/1936",
    "12-05-80",
    "12.05.1980",
    "12 05 1980",
    "1980-05-12",
    "1980/05/12",
    "12051980",
    "May 12, 1980",
    "may 5th 1980",
    "5 May 1980",
    "5th of May, 1980",
    "12 de mayo de 1980",
    "12 mars 1980",
    "1er janvier 1980",
    "3. März 1980",
    "12 dic. 1980",
]
_CUES = [
    "date of birth: {}",
    "DOB {}",
    "d.o.b. {}",
    "I was born on {}, in Leeds",
    "my birthday is {}",
    "Please tell me your date of birth. It's {}",
    "fecha de nacimiento: {}",
    "nací el {}",
    "nacida el {}",
    "date de naissance : {}",
    "je suis née le {}",
    "ne le {}",
    "Geburtsdatum: {}",
    "geboren am {}",
    "geb. {}",
    "{} is my date of birth",
    "{} (DOB)",
]


@pytest.mark.parametrize("cue", _CUES)
@pytest.mark.parametrize("date", _DATES)
def test_finds_dates_beside_a_word_for_birth(cue: str, date: str, found: Found) -> None:
    """In any usual form, in four languages, before it or behind it."""
    assert found(cue.format(date)) == [("DATE_OF_BIRTH", date)]


@pytest.mark.parametrize(
    "text",
    [
        "I ordered on 12/05/1980",
        "since 5/8/1959",
        "my baby was born and I ordered on 12/05/2024",
        "a birthday gift that was paid on 12/05/2024",
        "born in Leeds",
        "DOB 99/99/1980",
        "DOB 12/05",
        "born on [DATE_OF_BIRTH] and moved on 12/05/1980",
        "appointment 12/05/2024, dob unknown",
    ],
)
def test_leaves_other_dates(text: str, found: Found) -> None:
    assert found(text) == []


def test_only_the_date_that_the_word_leads_to_goes(found: Found) -> None:
    assert found("order of 12/05/2024, dob 01/02/1990, sent 13/05/2024") == [("DATE_OF_BIRTH", "01/02/1990")]
