"""A rendered report as files: the official document and the annex of its figures."""

from jinguo.reports.documents.annex import annex
from jinguo.reports.documents.brief import Brief, Part, brief_docx
from jinguo.reports.documents.official import docx

__all__ = ["Brief", "Part", "annex", "brief_docx", "docx"]
