"""Which scopes a role admits."""

import pytest

from carddata import InputError
from gateway.auth.roles import ROLES, Scope, checked_scopes


def test_no_scopes_named_means_all_that_the_role_admits() -> None:
    for role, scopes in ROLES.items():
        assert checked_scopes(role, []) == scopes


@pytest.mark.parametrize("role", ["agent", "supervisor", "admin", "platform"])
def test_only_compliance_can_be_given_reveal(role: str) -> None:
    with pytest.raises(InputError, match="cannot have reveal"):
        checked_scopes(role, ["reveal"])
    assert Scope.REVEAL in checked_scopes("compliance", ["reveal"])


def test_unknown_roles_and_scopes_are_refused_without_an_echo() -> None:
    for role, scopes in (("4111111111111111", []), ("agent", ["4111111111111111"])):
        with pytest.raises(InputError) as refused:
            checked_scopes(role, scopes)
        assert "4111" not in str(refused.value)
