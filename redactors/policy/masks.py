"""What stands for a finding that is masked: what may be shown of a card, the last four of an IBAN, else its name only.

Of numbers without a check nothing is shown: two parts of a card could pass for them.
"""

from carddata import Entity, brand_of, display_of
from redactors.finding import Finding


def masked(finding: Finding) -> str:
    """`[Visa ••1111]`, `[IBAN ••3000]`, `[EMAIL]`."""
    value = finding.value.expose() if finding.value is not None else ""
    tail, label = "", str(finding.entity)
    if finding.entity == Entity.PAN:
        tail, label = display_of(value).last4, str(brand_of(value) or label)
    elif finding.entity == Entity.PAN_SUSPECT:
        tail = display_of(value, suspect=True).last4
    elif finding.entity == Entity.IBAN:
        tail = value[-4:]
    return f"[{label} ••{tail}]" if tail else f"[{label}]"
