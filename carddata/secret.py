"""`Secret`: a value that does not show itself by accident."""

import hmac
from typing import Generic, NoReturn, TypeVar

_Value = TypeVar("_Value", str, bytes)


class Secret(Generic[_Value]):
    """Wraps a raw value (str or bytes). `repr`, `str`, f-strings and logs show `Secret(***)`.

    Only `expose()` gives the value back. It cannot be pickled, copied, iterated, hashed or changed;
    comparison takes constant time. Its length is not shown either.
    """

    __slots__ = ("_value",)

    def __init__(self, value: _Value) -> None:
        if not isinstance(value, str | bytes):
            raise TypeError("a Secret wraps str or bytes")
        object.__setattr__(self, "_value", value)

    def expose(self) -> _Value:
        """The raw value. Every call is a place to review."""
        value: _Value = object.__getattribute__(self, "_value")
        return value

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a Secret does not change")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a Secret does not change")

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return "Secret(***)"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(_as_bytes(self.expose()), _as_bytes(other.expose()))

    def __hash__(self) -> NoReturn:
        raise TypeError("a Secret is not hashed: a hash of a short value gives it away")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a Secret is not pickled or copied; expose() it where it must travel")


def _as_bytes(value: str | bytes) -> bytes:
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
