"""Jinguo, the work platform of a Women's Federation."""

__version__ = "0.1.0"
