"""What is locked for development is what is locked for use, and more."""

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "requirements"


def locked(name):
    """Each locked requirement with its version and hashes, as it stands in the file."""
    lines = [line for line in (FOLDER / name).read_text().splitlines() if line[:1] not in ("#", "")]
    return {entry.strip() for entry in "\n".join(lines).replace("\\\n", " ").splitlines()}


def test_what_development_installs_holds_all_of_what_use_installs():
    assert locked("base.txt") <= locked("dev.txt")
    assert len(locked("base.txt")) > 20
