"""Activations that end in a loss, and their gradients."""
