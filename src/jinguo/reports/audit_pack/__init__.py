"""The pack for a year's audit: what its trail says, counted by act and account, and whether it holds."""

from jinguo.reports.audit_pack.making import Pack, make
from jinguo.reports.audit_pack.tables import Words

__all__ = ["Pack", "Words", "make"]
