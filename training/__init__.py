"""How the NER model is made: a generated corpus, training, scores, the card. `make model` runs it.

Development only: no room imports it, and it is not in the wheel.
"""
