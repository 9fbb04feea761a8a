"""A verifier and a deck about the patches of a vision transformer."""

CATALOGUE = {"patches.count": "quizlab_example.patches:PatchCount"}
