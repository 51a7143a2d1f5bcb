"""Photographs of strangers: read in a process of their own, made plain JPEG again, compared."""
