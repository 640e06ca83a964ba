"""What stands for a finding that is masked: what may be shown of a card, the last four of an account or a phone."""

from carddata import Entity, brand_of, display_of
from redactors.finding import Finding

_TAILED = frozenset({Entity.IBAN, Entity.BANK_ACCOUNT, Entity.PHONE})
_TAIL, _LEAST = 4, 8


def masked(finding: Finding) -> str:
    """`[Visa ••1111]`, `[IBAN ••3000]`, `[EMAIL]`. A value of fewer than eight letters and digits shows none."""
    value = finding.value.expose() if finding.value is not None else ""
    tail, label = "", str(finding.entity)
    if finding.entity == Entity.PAN:
        tail, label = display_of(value).last4, str(brand_of(value) or label)
    elif finding.entity == Entity.PAN_SUSPECT:
        tail = display_of(value, suspect=True).last4
    elif finding.entity in _TAILED:
        signs = "".join(filter(str.isalnum, value))
        tail = signs[-_TAIL:] if len(signs) >= _LEAST else ""
    return f"[{label} ••{tail}]" if tail else f"[{label}]"
