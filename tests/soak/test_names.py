"""Names in many more messages than a test can afford."""

import subprocess
import sys

import pytest


@pytest.mark.soak
def test_memory_stays_flat_over_two_million_messages() -> None:
    """All different. The pipeline is made anew some twenty times."""
    command = [sys.executable, "-m", "tests.support.memory", "300_000", "2_000_000"]
    grown = int(subprocess.run(command, check=True, capture_output=True).stdout)
    assert grown < 24 * 1024 * 1024
