"""A rendered report as files: the official document and the annex of its figures."""

from jinguo.reports.documents.annex import annex
from jinguo.reports.documents.official import docx

__all__ = ["annex", "docx"]
