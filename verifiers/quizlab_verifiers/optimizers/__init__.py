"""Optimisers: what a step does to one weight."""
