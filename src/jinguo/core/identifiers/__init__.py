"""What a person can be found or harmed by, looked for in texts and files before they leave the house."""

from jinguo.core.identifiers.documents import refuse_document
from jinguo.core.identifiers.finding import (
    IdentifierFound,
    find_identifiers,
    office_phones,
    refuse_identifiers,
)
from jinguo.core.identifiers.kinds import Finding, Kind

__all__ = ["Finding", "IdentifierFound", "Kind", "find_identifiers", "office_phones",
           "refuse_document", "refuse_identifiers"]  # fmt: skip
