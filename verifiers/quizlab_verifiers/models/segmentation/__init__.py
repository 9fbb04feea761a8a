"""Networks that name what each pixel shows, and what sharpens their answer."""
