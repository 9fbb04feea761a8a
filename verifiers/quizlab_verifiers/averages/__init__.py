"""Exponentially weighted averages, as optimisers, batch norm and training logs keep them."""
