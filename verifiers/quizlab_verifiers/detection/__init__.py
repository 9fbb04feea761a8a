"""Boxes, anchors, suppression and average precision."""
