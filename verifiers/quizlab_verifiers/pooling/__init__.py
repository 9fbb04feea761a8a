"""Pooling, its reversal, and resizing."""
