"""Calculated columns as statements over whole columns, worked out by DuckDB."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import duckdb
import pyarrow as pa
from duckdb.func import ARROW

from exportsim.profiles.expressions.functions import FUNCTIONS, HASHES, OF_ARRAYS, crc32, sha512
from exportsim.profiles.expressions.syntax import (
    Call,
    Element,
    Expression,
    ExpressionError,
    Lambda,
    Literal,
    Member,
    Operation,
    Path,
    Variable,
)

_OPERATORS = {"==": "=", "!=": "<>", "&&": "AND", "||": "OR", "and": "AND", "or": "OR"}
_SOURCE = "profiles"


class Calculator:
    """Works out expressions over batches of one schema; keep it for many batches, close it at the end."""

    def __init__(
        self,
        schema: pa.Schema,
        expressions: Mapping[str, Expression],
        columns: Mapping[str, str],
        constants: Mapping[str, str],
    ) -> None:
        """``expressions`` by the name of the column they make; ``columns`` gives the column that has a path's values.

        ``constants`` are paths that are no values of a profile. Raises ``ExpressionError`` for what cannot be worked
        out over these types.
        """
        self._connection = duckdb.connect(config={"threads": 1, "enable_external_access": False})
        for function in (sha512, crc32):
            self._connection.create_function(function.__name__, function, ["VARCHAR"], "VARCHAR", type=ARROW)
        self._connection.execute("SET TimeZone = 'UTC'").fetchall()
        self._nobody = pa.Table.from_batches([], schema)
        self._places = {path: _quoted(name) for path, name in columns.items()}
        self._places |= {path: _literal(value) for path, value in constants.items()}
        written = [f"{self._checked(name, expression)} AS {_quoted(name)}" for name, expression in expressions.items()]
        self._select = ", ".join(written)
        self.schema = self._run(self._select, self._nobody).schema

    def close(self) -> None:
        self._connection.close()

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The columns of ``schema`` for these profiles."""
        table = self._run(self._select, pa.Table.from_batches([batch])).cast(self.schema).combine_chunks()
        return table.to_batches()[0] if len(table) else pa.RecordBatch.from_pylist([], schema=self.schema)

    def _run(self, select: str, table: pa.Table) -> pa.Table:
        try:
            self._connection.register(_SOURCE, table)
            found = self._connection.sql(f"SELECT {select} FROM {_SOURCE}").to_arrow_table()  # noqa: S608
        except duckdb.Error as error:
            raise ExpressionError(str(error).splitlines()[0]) from error
        return found.cast(pa.schema([(field.name, _plain(field.type)) for field in found.schema]))

    def _checked(self, name: str, expression: Expression) -> str:
        try:
            written = self._write(expression)
            self._type(written)
        except ExpressionError as error:
            error.column = name
            raise
        return written

    def _type(self, statement: str) -> pa.DataType:
        return self._run(statement, self._nobody).field(0).type

    def _write(self, expression: Expression, inside: bool = False) -> str:
        """``inside`` a lambda no type can be asked for."""
        match expression:
            case Literal(value):
                return _literal(value)
            case Path(source):
                return self._places[source]
            case Variable(name):
                return _quoted(name)
            case Member(of, name):
                return f"({self._write(of, inside)}).{_quoted(name)}"
            case Element(of, position):
                return f"({self._write(of, inside)})[{position + 1}]"
            case Lambda(variable, body):
                return f"lambda {_quoted(variable)}: {self._write(body, inside=True)}"
            case Operation(operator, left, right):
                sign = _OPERATORS.get(operator, operator)
                return f"({self._write(left, inside)} {sign} {self._write(right, inside)})"
            case Call(function, arguments):
                return self._call(function, arguments, inside)
        assert_never(expression)

    def _call(self, name: str, arguments: tuple[Expression, ...], inside: bool) -> str:
        written = tuple(self._write(argument, inside) for argument in arguments)
        if name in ("array_to_string", "coalesce"):
            if inside and (name == "array_to_string" or len(written) == 1):
                raise ExpressionError(f"{name} is not known inside ->")
            return self._joined(written) if name == "array_to_string" else self._first_of(written)
        function = FUNCTIONS.get(name)
        if function is None:
            known = ", ".join(sorted((*FUNCTIONS, "array_to_string", "coalesce")))
            raise ExpressionError(f"{name} is no function here; known: {known}")
        if not function.least <= len(written) <= function.most:
            raise ExpressionError(f"{name} has {len(written)} arguments")
        if name in OF_ARRAYS and not inside and not pa.types.is_list(given := self._type(written[0])):
            raise ExpressionError(f"{name} takes an array, not {given}")
        if name == "hash" and written[0].strip("'").lower().replace("-", "") not in HASHES:
            raise ExpressionError(f"{written[0]} is no hash; known: {', '.join(HASHES)}")
        if name == "to_object" and not all(isinstance(key, Literal) for key in arguments[::2]):
            raise ExpressionError("to_object takes names and values in turn")
        return function.write(written)

    def _joined(self, arguments: tuple[str, ...]) -> str:
        """``array_to_string(separator, list)``; objects among the elements have single-quoted names and texts."""
        if len(arguments) != 2:
            raise ExpressionError("array_to_string takes a separator and an array")
        separator, values = arguments
        type_ = self._type(values)
        if not pa.types.is_list(type_):
            raise ExpressionError(f"array_to_string takes an array, not {type_}")
        element = type_.value_type
        text = _object(element, "_one") if pa.types.is_struct(element) else "CAST(_one AS VARCHAR)"
        return f"array_to_string(list_transform({values}, lambda _one: {text}), {separator})"

    def _first_of(self, arguments: tuple[str, ...]) -> str:
        """The first value that is not null, of the arguments or of one array."""
        if len(arguments) == 1 and pa.types.is_list(self._type(arguments[0])):
            return f"list_filter({arguments[0]}, lambda _one: _one IS NOT NULL)[1]"
        return f"coalesce({', '.join(arguments)})"


def only_digests(expression: Expression) -> bool:
    """Whether it does nothing but hash one value: then different values give different results."""
    match expression:
        case Path(_):
            return True
        case Call(name, (inner, *_)) if name in (*HASHES, "lower", "lcase") and name != "crc32":
            return only_digests(inner)
    return False


def _object(type_: pa.StructType, of: str) -> str:
    """``{'id':123,'orgName':'Acme Inc'}``; a date in it is milliseconds since 1970."""
    members = []
    for field in type_:
        value = f"{of}.{_quoted(field.name)}"
        label = _literal(f"'{field.name}':")
        members.append(f"{label} || coalesce({_inner(field.type, value)}, 'null')")
    return "'{' || " + " || ',' || ".join(members) + " || '}'"


def _inner(type_: pa.DataType, value: str) -> str:
    if pa.types.is_struct(type_):
        return f"CASE WHEN {value} IS NULL THEN NULL ELSE {_object(type_, value)} END"
    if pa.types.is_list(type_):
        texts = f"list_transform({value}, lambda _part: coalesce({_inner(type_.value_type, '_part')}, 'null'))"
        return f"'[' || array_to_string({texts}, ',') || ']'"
    if pa.types.is_string(type_):
        return f"'''' || {value} || ''''"
    if pa.types.is_date(type_) or pa.types.is_timestamp(type_):
        return f"CAST(epoch_ms(CAST({value} AS TIMESTAMP)) AS VARCHAR)"
    return f"CAST({value} AS VARCHAR)"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: str | int | float | bool | None) -> str:
    match value:
        case None:
            return "NULL"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case bool():
            return str(value).lower()
        case _:
            return repr(value)


def _plain(type_: pa.DataType) -> pa.DataType:
    """As other sources have it: a column of nulls is of texts, the elements of a list have no name of their own."""
    if pa.types.is_struct(type_):
        return pa.struct([pa.field(field.name, _plain(field.type)) for field in type_])
    if pa.types.is_list(type_):
        return pa.list_(_plain(type_.value_type))
    return pa.string() if pa.types.is_null(type_) else type_
