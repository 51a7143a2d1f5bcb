"""The tables of the register: households and people, who lives where, consents, and what happened."""

from __future__ import annotations

from jinguo.people.models.consents import GUARDIANS, Consent
from jinguo.people.models.erasures import Erased, Erasure, Restraint
from jinguo.people.models.histories import Change, KeptApart, Merge, Reveal
from jinguo.people.models.households import (
    TOWN,
    VILLAGE,
    Household,
    HouseholdQuerySet,
    area_condition,
    name_signs,
    reach_condition,
)
from jinguo.people.models.memberships import LeftBecause, Membership, Relation
from jinguo.people.models.persons import Person, PersonQuerySet, Sex
from jinguo.people.models.requests import DataRequest
from jinguo.people.models.residents import GUARDIAN_OF, OF_AGE, Guardianship, Resident

__all__ = [
    "GUARDIANS",
    "GUARDIAN_OF",
    "OF_AGE",
    "TOWN",
    "VILLAGE",
    "Change",
    "Consent",
    "DataRequest",
    "Erased",
    "Erasure",
    "Guardianship",
    "Household",
    "HouseholdQuerySet",
    "KeptApart",
    "LeftBecause",
    "Membership",
    "Merge",
    "Person",
    "PersonQuerySet",
    "Relation",
    "Resident",
    "Restraint",
    "Reveal",
    "Sex",
    "area_condition",
    "name_signs",
    "reach_condition",
]
