"""Characters with a meaning in a view only: what stood between digits that were said or split over turns.

A text that holds them itself changes nothing: each is read as a separator, and a repair may take nothing back.
"""

REPAIR = "\x15"
"""What was said before may be taken back: "no, sorry"."""
TALK = "\x1c"
"""Words that we do not know, in the midst of a dictated number."""
FILLER = "\x1f"
"""A word that means nothing between digits: "um", "then", "dash"."""
TURN = "\x1e"
"""Other turns, and the next line's timestamp and speaker."""
LINE = "\x1d"
"""A line's timestamp and speaker: a cue may look over it, a number never joins over it."""
