"""Wrong use of the command line in our own words: what was typed, and what can stand there."""

from __future__ import annotations

import click

from crf.text import say


def told(error: click.UsageError) -> str:
    """What is wrong with a command line, as a sentence with the mend."""
    match error:
        case click.exceptions.NoSuchOption():
            return _foreign("cli.option.unknown", error.option_name, error.possibilities)
        case click.exceptions.NoSuchCommand():
            return _foreign("cli.command.unknown", error.command_name, error.possibilities)
        case click.exceptions.BadOptionUsage():
            return say("cli.option.value", option=error.option_name)
        case click.exceptions.MissingParameter():
            return say("cli.argument.missing", argument=_name(error.param, error.ctx))
        case click.exceptions.BadParameter() if error.param is not None:
            return _value(error, error.param)
    return error.format_message()


def _foreign(id: str, found: str, near: object) -> str:
    names = sorted(near) if isinstance(near, list | tuple | set) else []
    return say(f"{id}.near", found=found, near=", ".join(names)) if names else say(id, found=found)


def _name(param: click.Parameter | None, ctx: click.Context | None) -> str:
    if isinstance(param, click.Option):
        return param.opts[0]
    return param.make_metavar(ctx) if param and ctx else ""


def _value(error: click.BadParameter, param: click.Parameter) -> str:
    """A value that can't stand there: of a choice the values that can, else what the type says of it."""
    name = param.opts[0] if isinstance(param, click.Option) else str(param.name).upper()
    if isinstance(param.type, click.Choice):
        return say("cli.value.choice", name=name, known=", ".join(map(str, param.type.choices)))
    return say("cli.value", name=name, why=error.message)
