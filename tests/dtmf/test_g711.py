"""G.711 tables against values of the Recommendation."""

import numpy as np

from dtmf import alaw_decode, alaw_encode, ulaw_decode, ulaw_encode

BYTES = np.arange(256, dtype=np.uint8)


def test_mu_law_decodes_to_the_values_of_g711() -> None:
    codes = np.array([0x00, 0x80, 0xFF, 0x7F, 0xF0, 0x8F], dtype=np.uint8)
    assert ulaw_decode(codes).tolist() == [-32_124, 32_124, 0, 0, 120, 16_764]


def test_a_law_decodes_to_the_values_of_g711() -> None:
    codes = np.array([0xD5, 0x55, 0xAA, 0x2A, 0x80, 0xC5], dtype=np.uint8)
    assert alaw_decode(codes).tolist() == [8, -8, 32_256, -32_256, 5_504, 264]


def test_every_byte_survives_decoding_and_encoding() -> None:
    back = ulaw_encode(ulaw_decode(BYTES))
    # mu-law has two zeros; the negative one becomes the positive.
    assert back.tolist() == [0xFF if code == 0x7F else code for code in range(256)]
    assert alaw_encode(alaw_decode(BYTES)).tolist() == list(range(256))


def test_coding_errs_by_half_a_step_at_most() -> None:
    samples = np.arange(-32_000, 32_001, dtype=np.int16)
    for decoded in (ulaw_decode(ulaw_encode(samples)), alaw_decode(alaw_encode(samples))):
        error = np.abs(decoded.astype(np.int32) - samples)
        assert (error <= np.maximum(16, np.abs(samples.astype(np.int32)) / 16)).all()
