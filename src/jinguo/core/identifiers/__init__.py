"""
What a person can be found or harmed by, looked for in texts before they leave the house.

Files are looked through by :mod:`jinguo.core.identifiers.documents`, which is imported by itself: its
reader of PDFs would cost every start a third of a second.
"""

from jinguo.core.identifiers.finding import IdentifierFound, find_identifiers, refuse_identifiers
from jinguo.core.identifiers.kinds import Finding, Kind

__all__ = ["Finding", "IdentifierFound", "Kind", "find_identifiers", "refuse_identifiers"]
