"""The door without a screen: every `casebook COMMAND` calls an action and prints what it says."""

from __future__ import annotations

import errno
import getpass
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from crf import VERSION
from crf.faults import CasebookError, DefinitionFault
from crf.text import say
from crf.usage import told

REFUSED = 2
"""Exit code of wrong use and of what the world refuses; 1 means that something was found."""


class Plain(click.Group):
    """Commands whose refusals, wrong use among them, are one plain line on standard error."""

    def make_context(self, *given: Any, **more: Any) -> click.Context:
        """Read the options before a command; a wrong one is told in a line."""
        try:
            return super().make_context(*given, **more)
        except click.UsageError as error:
            raise _told(error) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a fault of the world becomes its sentence and exit code 2."""
        try:
            return super().invoke(ctx)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            raise _told(error) from None
        except DefinitionFault as fault:
            click.echo(str(fault), err=True)
            for line in fault.faults:
                click.echo(f"  {line}", err=True)
            ctx.exit(REFUSED)
        except CasebookError as fault:
            click.echo(str(fault), err=True)
            ctx.exit(REFUSED)
        except OSError as error:
            if error.errno == errno.EPIPE:
                ctx.exit(0)
            click.echo(say("cli.os", path=error.filename or "-", why=error.strerror or error), err=True)
            ctx.exit(REFUSED)


def _told(error: click.UsageError) -> click.exceptions.Exit:
    """Wrong use, told in a line that names where help is."""
    command = error.ctx.command_path if error.ctx else "casebook"
    click.echo(say("cli.usage", why=told(error), command=command), err=True)
    return click.exceptions.Exit(REFUSED)


@click.group(cls=Plain, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="casebook")
def cli() -> None:
    """Case report forms of a trial site: offline, checked, printable.

    Without a command the window opens: casebook [FILE].
    """


def _now() -> datetime:
    return datetime.now(UTC)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--study", default="NK-ACT-BC_2020", show_default=True, help="The study to enter.")
def demo(folder: Path, study: str) -> None:
    """Make a casebook with synthetic subjects, entered through the same actions as the window, and print all."""
    from crf.actions.demo import demo_prints

    for path in demo_prints(folder, study):
        click.echo(path)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--study", required=True, help="A study's id, or the folder of a definition.")
@click.option("--site", required=True, help="The number of the site, for instance 01.")
@click.option("--name", default=None, help="Who makes it [your login name].")
@click.option("--role", default="coordinator", show_default=True, help="The role of that person.")
@click.option("--timezone", default="", help="The site's time zone [the study's own].")
@click.option("--plain", is_flag=True, help="Without a password; so far every casebook is plain.")
def new(file: Path, study: str, site: str, name: str | None, role: str, timezone: str, plain: bool) -> None:
    """Make an empty casebook of a study for a site."""
    from crf.actions.session import Person, new_casebook

    new_casebook(file, study, site, Person(name or getpass.getuser(), role), clock=_now, timezone=timezone).close()
    click.echo(file)
    if not plain:
        click.echo(say("cli.plain"), err=True)


@cli.command("print")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder for the PDF files.")
@click.option("--subject", help="Only this subject number.")
@click.option("--event", help="Only this visit, by its id.")
@click.option("--form", help="Only this form, by its id.")
@click.option("--as-of", "as_of", help="The record as it stood then: 2026-03-05 or 2026-03-05T16:42.")
@click.option("--study", help="Blank forms of this study instead of a casebook.")
@click.option("--blank", is_flag=True, help="Blank forms to write on.")
@click.option("--sources", is_flag=True, help="The source data list: where each item's source data is.")
@click.option("--cioms", is_flag=True, help="The reports of serious events as CIOMS I forms.")
@click.option("--paper", type=click.Choice(["A4", "Letter"]), default="A4", show_default=True)
def print_(
    file: Path | None,
    out: Path,
    subject: str | None,
    event: str | None,
    form: str | None,
    as_of: str | None,
    study: str | None,
    blank: bool,
    sources: bool,
    cioms: bool,
    paper: Any,
) -> None:
    """Print a casebook's subjects, or the blank forms of a study, as PDF."""
    from crf.actions.print_files import print_blank_file, print_files, print_source_list

    if (file is None) == (study is None):
        raise click.UsageError(say("cli.print.which"))
    if cioms:
        _print_cioms(file, out, subject, paper, bool(event or form or as_of or blank or sources))
        return
    if file is None:
        click.echo(print_blank_file(str(study), out, event, form, paper, _now()))
        return
    if sources:
        click.echo(print_source_list(file, out, paper))
        return
    for path in print_files(file, out, subject, event, form, as_of, blank, paper, getpass.getuser()):
        click.echo(path)


def _print_cioms(file: Path | None, out: Path, subject: str | None, paper: Any, more: bool) -> None:
    from crf.actions.cioms import print_cioms_files

    if file is None or more:
        raise click.UsageError(say("cli.cioms"))
    for path in print_cioms_files(file, out, subject, paper, getpass.getuser()):
        click.echo(path)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "format", default="csv", show_default=True, help="The format of the files: csv.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A folder that is new or empty.")
@click.option("--subject", help="Only this subject number.")
@click.option("--as-of", "as_of", help="The record as it stood then: 2026-03-05 or 2026-03-05T16:42.")
def export(file: Path, format: str, out: Path, subject: str | None, as_of: str | None) -> None:
    """Write a casebook's data as files: every form, subjects, visits, findings, queries, the journal, the codebook.

    CSV is UTF-8 as RFC 4180 has it; manifest.json has the state and the SHA-256 of each file.
    """
    from crf.actions.exporting import export_files

    done = export_files(file, out, format, subject, as_of, getpass.getuser())
    for path in done.files:
        click.echo(path)
    if done.formulas:
        click.echo(say("export.formulas", count=done.formulas), err=True)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
def verify(file: Path) -> None:
    """Check a casebook's chains, guards and caches; names the first act or entry that is wrong."""
    from crf.actions.verifying import verify as check

    found = check(file)
    for sentence in found.troubles:
        click.echo(sentence)
    if found.troubles:
        sys.exit(1)
    click.echo(say("cli.whole", acts=found.acts, entries=found.entries, head=found.head.digest))
    for sentence in found.signatures:
        click.echo(sentence)


@cli.group()
def study() -> None:
    """Study definitions."""


@study.command("check")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--csv", "table", type=click.Path(path_type=Path), help="Write visits and forms as CSV into this file.")
@click.option(
    "--against", type=click.Path(path_type=Path), help="Compare with this folder or casebook; --csv then writes that."
)
def check_definition(folder: Path, table: Path | None, against: Path | None) -> None:
    """Report every fault of a definition, or its counts and its form × visit matrix, or what it changes."""
    from crf.actions.check_study import check_study

    checked = check_study(folder)
    if against and checked.study:
        _compared(checked.study, against, table)
        return
    if table and checked.study:
        from crf.actions.plan_files import write_plan

        write_plan(checked.study, table)
    for line in (*checked.faults, *checked.lines):
        click.echo(line)
    if checked.faults:
        sys.exit(1)


def _compared(new: Any, against: Path, table: Path | None) -> None:
    """Tell what a definition changes; exit code 1 where the amendment would be refused."""
    from crf.actions.comparing import compare_with, lines_of, write_differences

    compared = compare_with(new, against)
    if table:
        write_differences(compared, table)
    for line in lines_of(compared):
        click.echo(line)
    if compared.refused:
        sys.exit(1)


@cli.command()
@click.argument("name", type=click.Choice(["bsa", "dose", "clearance", "grade"]))
@click.option("--assume", type=click.Choice(["worst"]), help="grade: take the clinical fact that decides as the worst.")
def calculate(name: str, assume: str | None) -> None:
    """Run a clinical function over a CSV table, from standard input to standard output.

    grade is the CTCAE v5.0 grade of laboratory values; its result is a list such as 1|2 where a clinical fact decides.
    """
    from crf.actions.calculate import calculate as run

    run(name, _input(), _output(), worst=assume == "worst")


@cli.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--find", help="Only the terms that match, best first.")
@click.option("--version", "version", help="A version the casebook carries [the one its study codes in].")
@click.option(
    "--load", "workbook", type=click.Path(path_type=Path), help="Take NCI's workbook (xlsx) into the casebook."
)
@click.option("--name", help="Who loads it [who sat at the casebook last].")
@click.option("--role", default="coordinator", show_default=True, help="The role of that person.")
def ctcae(
    file: Path | None, find: str | None, version: str | None, workbook: Path | None, name: str | None, role: str
) -> None:
    """Print the CTCAE dictionary as CSV: v5.0 as it ships, or that of a casebook FILE with what was loaded into it."""
    from crf.actions import dictionaries

    if workbook is not None:
        if file is None:
            raise click.UsageError(say("cli.ctcae.file"))
        for line in dictionaries.load_into(file, workbook, _now, name or "", role):
            click.echo(line)
        return
    dictionaries.print_table(_output(), file, find, version)


def _input() -> Any:
    return open(_number(sys.stdin), encoding="utf-8-sig", errors="surrogateescape", newline="", closefd=False)


def _output() -> Any:
    return open(_number(sys.stdout), "w", encoding="utf-8", errors="surrogateescape", newline="", closefd=False)


def _number(stream: Any) -> int:
    """The number of a standard stream; OSError where it was closed before the program began."""
    if stream is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return int(stream.fileno())


def main() -> int:
    """Run the command line; returns the exit code."""
    result = cli(prog_name="casebook", standalone_mode=True)
    return int(result or 0)
