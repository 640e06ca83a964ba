"""The vocabulary every room shares: card numbers, what may be shown of them, secrets, tokens and errors.

Pure and small: nothing here does I/O but reading the issuer table that ships with it.
"""

from carddata.display import Display, display_of
from carddata.entities import ENTITIES, POLICIES, SENSITIVE, DataClass, Entity, data_class_of
from carddata.errors import GettoneError, InputError
from carddata.issuers import Brand, Issuer, brand_of, issuer_of, lengths_from
from carddata.labels import holds_card_number
from carddata.luhn import luhn_check_digit, luhn_valid
from carddata.scrub import scrub
from carddata.secret import Secret
from carddata.tokens import TOKEN_PATTERN, is_token, mint_token

__all__ = [
    "ENTITIES",
    "POLICIES",
    "SENSITIVE",
    "TOKEN_PATTERN",
    "Brand",
    "DataClass",
    "Display",
    "Entity",
    "GettoneError",
    "InputError",
    "Issuer",
    "Secret",
    "brand_of",
    "data_class_of",
    "display_of",
    "holds_card_number",
    "is_token",
    "issuer_of",
    "lengths_from",
    "luhn_check_digit",
    "luhn_valid",
    "mint_token",
    "scrub",
]
