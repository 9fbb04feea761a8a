"""Gradients through layers: their shapes and their numbers."""
