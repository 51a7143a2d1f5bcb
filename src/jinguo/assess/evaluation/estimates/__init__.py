"""From returned visits to figures with intervals."""
