"""Tables of networks: recorded from the built module, shipped as data, worked out by arithmetic."""
