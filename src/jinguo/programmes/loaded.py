"""A pack as it was read, before anything of it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from jinguo.programmes import schema
from jinguo.programmes.sections import Context
from jinguo.programmes.source import Document


@dataclass(frozen=True)
class Loaded:
    """A pack that could be read. ``files`` is its exact text, ``base`` the pack it extends."""

    head: Document
    pack: schema.Pack
    programmes: Mapping[str, schema.Programme]
    documents: Mapping[str, Document]
    sections: Mapping[str, list[Document]]
    files: Mapping[str, str]
    base: Loaded | None = field(default=None, repr=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of every file's name and text, hexadecimal."""
        parts = [f"{name}\0{text}\0" for name, text in sorted(self.files.items())]
        return sha256("".join(parts).encode()).hexdigest()

    @cached_property
    def measures(self) -> dict[str, schema.Measure]:
        """The measures of this pack over those of the pack it extends."""
        inherited = self.base.measures if self.base else {}
        own = {m.id: m for one in self.programmes.values() for m in one.measures}
        return {**inherited, **own}

    @cached_property
    def with_volunteers(self) -> frozenset[str]:
        """The programmes with volunteers, of this pack and of those it extends."""
        inherited = self.base.with_volunteers if self.base else frozenset()
        own = {
            one.programme
            for one in self.programmes.values()
            if any(version.volunteers for version in one.members)
        }
        return inherited | own

    @property
    def context(self) -> Context:
        return Context(self.pack.name, self.pack.area, self.measures)
