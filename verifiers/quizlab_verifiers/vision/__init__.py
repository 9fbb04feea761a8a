"""Classical computer vision."""
