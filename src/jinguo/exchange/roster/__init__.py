"""A roster of households: which column is what, what is wrong with a row, what to write."""
