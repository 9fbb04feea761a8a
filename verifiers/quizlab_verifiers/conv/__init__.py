"""Convolutions: sizes, shapes, parameters and cost."""
