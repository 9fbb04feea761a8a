"""Batch, layer, instance and group normalisation: values by hand, statistics, parameters."""
