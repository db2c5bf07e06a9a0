"""Settings per environment; nobody imports them."""
