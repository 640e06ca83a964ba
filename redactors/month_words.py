"""The names of the months in English, Spanish, French and German, and as people shorten them."""

_NAMES = """
    january february march april may june july august september october november december
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
    janvier février fevrier mars avril mai juin juillet août aout septembre octobre novembre décembre decembre
    januar februar märz maerz marz juni juli oktober dezember jänner
    janv févr juil jän mrz okt dez
"""
_SHORTEST = 3
_SHORTENED = {name[:size] for name in _NAMES.split() for size in range(_SHORTEST, len(name) + 1)}
MONTHS = tuple(sorted(_SHORTENED, key=lambda name: (-len(name), name)))
"""Lower-case, also cut off after three letters or more; the longest first, so that none hides a longer one."""
