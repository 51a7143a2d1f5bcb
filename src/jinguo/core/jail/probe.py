"""A process that reads nothing: it binds itself as the others do and tells whether it left the network."""

from __future__ import annotations

from jinguo.core.jail import child


def main() -> None:
    refused = child.limit()
    child.take()
    child.say({"refused": refused})


if __name__ == "__main__":
    main()
