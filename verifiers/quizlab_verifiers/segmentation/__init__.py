"""Overlap scores and dilated context."""
