"""Derivations that lead back to themselves."""

from __future__ import annotations

from collections.abc import Iterator

from crf.study.expressions import AGGREGATES, Call, In, Minus, Node, Not, Operation, Ref, parse
from crf.study.faults import Told
from crf.study.model import Form, Item, Study
from crf.study.references import parses
from crf.text import message

Derived = tuple[str, str]
"""Form and item."""

Graph = dict[Derived, list[Derived]]


def cycles(study: Study) -> Iterator[Told]:
    """Every way round, told once at its first derivation."""
    graph = {
        (form.id, item.id): sorted(set(_needs(form, item)))
        for form in study.forms
        for item in form.items
        if item.method and parses(item.method)
    }
    done: set[Derived] = set()
    for start in sorted(graph):
        yield from _visit(start, [], graph, done)


def _visit(node: Derived, path: list[Derived], graph: Graph, done: set[Derived]) -> Iterator[Told]:
    if node in path:
        way = " → ".join(".".join(step) for step in [*path[path.index(node) :], node])
        yield (f"form {node[0]}", f"item {node[1]}", "method"), message("study.cycle", way=way)
    elif node not in done:
        for other in graph.get(node, ()):
            yield from _visit(other, [*path, node], graph, done)
        done.add(node)


def _needs(form: Form, item: Item) -> Iterator[Derived]:
    for ref in _reads(parse(item.method)):
        yield ref.form or form.id, ref.item


def _reads(node: Node) -> Iterator[Ref]:
    """The items a derivation reads, except other records asked for with `before` or `via`: time, or an act that
    tied them, keeps those apart."""
    match node:
        case Ref():
            yield node
        case Call(function, args, options):
            earlier = function in AGGREGATES and ("before" in options or "via" in options)
            for kid in (*(() if earlier else args), *options.values()):
                yield from _reads(kid)
        case Operation(_, left, right):
            yield from _reads(left)
            yield from _reads(right)
        case Not(operand) | Minus(operand):
            yield from _reads(operand)
        case In(operand, choices):
            for kid in (operand, *choices):
                yield from _reads(kid)
