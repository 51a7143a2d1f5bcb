"""Small tables of states: from which to which an act leads. Checks and the reference page read them."""

from __future__ import annotations

from dataclasses import dataclass

NEW = ""  # the state of what is not there yet


@dataclass(frozen=True)
class Steps:
    """The lawful changes of a thing's state, each an act, the state before it and the state after."""

    rows: tuple[tuple[str, str, str], ...]

    def may(self, act: str, source: str) -> bool:
        """Say whether an act is possible in a state."""
        return any(row[:2] == (act, source) for row in self.rows)

    def as_mermaid(self) -> str:
        """Return the diagram of the table, for the reference page."""
        lines = [f"    {source or '[*]'} --> {target}: {act}" for act, source, target in self.rows]
        return "\n".join(["stateDiagram-v2", *lines])
