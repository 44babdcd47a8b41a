"""From the tree and the variables to the text, within bounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from exportsim.adobe.pebble.bounds import Budget
from exportsim.adobe.pebble.computing import Computing, text_alone
from exportsim.adobe.pebble.escaping import html
from exportsim.adobe.pebble.faults import Fault
from exportsim.adobe.pebble.nodes import Captured, Expression, For, If, Node, Print, Set, Template, Ternary, Text
from exportsim.adobe.pebble.references import references
from exportsim.adobe.pebble.rendered import Rendered
from exportsim.adobe.pebble.scopes import Scopes
from exportsim.adobe.pebble.values import Entry, Loop, Safe, Value, copied, kind, text_of


def evaluate(template: Template, variables: Mapping[str, object], *, autoescape: bool = False) -> Rendered:
    """Fill in a template; with ``autoescape`` printed values are HTML-escaped, as stock Pebble does.

    Variables are values of JSON. ``TemplateError`` for a template that cannot be computed, that asks for an unknown
    filter, test or function, or that reaches a bound.
    """
    evaluation = _Evaluation(autoescape)
    try:
        text = evaluation.run(template.body, variables)
    except Fault as fault:
        raise fault.told(template.source) from None
    found = references(template).fields
    computing = evaluation.computing
    return Rendered(
        text,
        tuple(dict.fromkeys(field.name for field in found)),
        tuple(dict.fromkeys(field.name for field in found if field.needed and field.node in computing.nulls)),
        tuple(dict.fromkeys(field.name for field in found if field.printed and field.node in computing.structures)),
    )


class _Evaluation:
    def __init__(self, autoescape: bool) -> None:
        self._escapes = autoescape
        self._budget = Budget()
        self._scopes = Scopes({})
        self.computing = Computing(self._budget, self._scopes, self._captured)

    def run(self, body: Iterable[Node], variables: Mapping[str, object]) -> str:
        for name, value in variables.items():
            self._scopes.put(name, copied(value))
        out: list[str] = []
        self._render(body, out)
        text = "".join(out)
        try:
            text.encode()
        except UnicodeEncodeError:
            raise Fault("comes to half of a character, which no file can hold") from None
        return text

    def _render(self, body: Iterable[Node], out: list[str]) -> None:
        for node in body:
            try:
                self._budget.step()
                self._node(node, out)
            except Fault as fault:
                raise fault.placed(node.at) from None

    def _node(self, node: Node, out: list[str]) -> None:
        match node:
            case Text():
                self._put(node.text, out)
            case Print():
                value = self._printed(node.expression)
                if value is not None:
                    self._put(text_of(value, self._budget), out)
            case If():
                self._render(self._chosen(node), out)
            case For():
                self._for(node, out)
            case Set():
                self._scopes.assign(node.name, self.computing.value(node.value))

    def _put(self, text: str, out: list[str]) -> None:
        self._budget.output(len(text))
        out.append(text)

    def _printed(self, expression: Expression) -> Value:
        if isinstance(expression, Ternary):
            # Each side is escaped on its own: a text that stands in the template is not.
            expression = self.computing.side(expression)
        value = self.computing.value(expression)
        if not self._escapes or value is None or isinstance(value, Safe) or text_alone(expression):
            return value
        return Safe(html(text_of(value, self._budget)))

    def _chosen(self, node: If) -> Iterable[Node]:
        for condition, body in node.branches:
            if self.computing.holds(condition):
                return body
        return node.otherwise

    def _for(self, node: For, out: list[str]) -> None:
        iterable = self.computing.value(node.iterable)
        if iterable is None:
            return
        items = _elements(iterable)
        if not items:
            self._render(node.otherwise, out)
            return
        with self._scopes.pushed():
            for index, item in enumerate(items):
                self._budget.step()
                self._scopes.put("loop", Loop(index, len(items)))
                self._scopes.put(node.name, item)
                self._render(node.body, out)

    def _captured(self, node: Captured) -> str:
        """The body of a filter tag, as a value: Pebble escapes it behind the filter, not inside."""
        escapes, self._escapes = self._escapes, False
        out: list[str] = []
        self._render(node.body, out)
        self._escapes = escapes
        return "".join(out)


def _elements(iterable: Value) -> list[Value]:
    match iterable:
        case list() | tuple():
            return list(iterable)
        case dict():
            return [Entry(key, value) for key, value in iterable.items()]
    raise Fault(f"loops over {kind(iterable)}", "for is for lists and maps")
