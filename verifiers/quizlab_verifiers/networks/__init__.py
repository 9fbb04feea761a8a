"""Questions about whole networks, and the tables that answer them."""
