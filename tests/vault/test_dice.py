import itertools

import pytest

from vault.dice import dice


@pytest.mark.parametrize("n", [1, 2, 58, 255, 256])
def test_every_number_comes_equally_often_from_every_byte_once(n: int) -> None:
    """Exactly uniform: bytes above the largest multiple of n are thrown away."""
    source = itertools.cycle(range(256))
    randbelow = dice(lambda count: bytes(itertools.islice(source, count)))
    usable = 256 - 256 % n
    counts = [0] * n
    for _ in range(usable):
        counts[randbelow(n)] += 1
    assert set(counts) == {usable // n}
