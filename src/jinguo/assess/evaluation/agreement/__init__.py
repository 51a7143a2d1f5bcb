"""How severe each assessor is."""
