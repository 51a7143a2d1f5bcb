"""Whether assessors agree with each other, and how severe each of them is."""
