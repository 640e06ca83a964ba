"""The package's door."""

import subprocess
import sys

import pytest

import dtmf


def test_every_public_name_loads() -> None:
    assert all(getattr(dtmf, name) is not None for name in dtmf.__all__)
    assert set(dtmf.__all__) <= set(dir(dtmf))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        _ = dtmf.nonsense


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, dtmf; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_errors_have_one_base() -> None:
    assert issubclass(dtmf.AudioError, dtmf.DtmfError)
    assert issubclass(dtmf.WavError, dtmf.DtmfError)
