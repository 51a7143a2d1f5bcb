"""Groups of commands of which one is meant when none is named."""

from __future__ import annotations

import click


class WithDefault(click.Group):
    """
    A group that takes a first word which is none of its commands for an argument of :attr:`default`.

    `jinguo figures MEASURE` is `jinguo figures show MEASURE`.
    """

    default = "show"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # Options before the first argument belong to it too, except a request for help.
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [self.default, *args]
        return super().parse_args(ctx, args)
