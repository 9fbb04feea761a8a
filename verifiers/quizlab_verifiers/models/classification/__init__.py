"""Networks that name what an image shows."""
