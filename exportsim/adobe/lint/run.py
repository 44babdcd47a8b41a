"""Lint configuration files: read them, pair them, look at them, tell what was found with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from exportsim.adobe.customer_data import CustomerData
from exportsim.adobe.destination import Offer, offer_of
from exportsim.adobe.form import Form
from exportsim.adobe.lint import case, choices, formatting, location, lossy, templating
from exportsim.adobe.lint.files import DestinationFile, ServerFile, partner_of, read_files
from exportsim.adobe.lint.found import Found
from exportsim.adobe.lint.rules import RULES
from exportsim.adobe.notes import Notes, Remark, step
from exportsim.adobe.pair import compare
from exportsim.adobe.switches import Settings
from exportsim.adobe.templated import asked, templates
from exportsim.errors import ConfigurationError, Problem
from exportsim.model import LintFinding, LintReport

NOTHING: Mapping[str, str] = MappingProxyType({})

File = ServerFile | DestinationFile

SILENT = frozenset(
    {"field-not-given", "encryption-not-as-said", "customer-data-unused", "option-idle", "field-not-asked-for"}
)
"""Codes of what is only odd once a customer has filled in the form, or a user has said something."""

SEVERITIES = ("error", "warning", "note")


def lint(
    paths: Iterable[Path],
    *,
    customer_data: CustomerData = NOTHING,
    switches: Mapping[str, str] = NOTHING,
) -> LintReport:
    """Look at destination servers and destination configurations.

    A folder stands for the configurations in it. A server and a destination that belong together, by id, by name or by
    standing alone side by side, are looked at together too. What is templated is rendered with ``customer_data`` over
    the defaults of the form; what customers have to fill in is left open. Raises ``ConfigurationError`` where a file
    is no configuration, or a switch is none.
    """
    if problems := Settings(switches).problems:
        raise ConfigurationError(problems)
    read = read_files(paths)
    servers = [one for one in read if isinstance(one, ServerFile)]
    destinations = [one for one in read if isinstance(one, DestinationFile)]
    found: dict[Found, None] = {}
    offers: dict[str, Offer] = {}
    for one in destinations:
        notes = Notes(one.name)
        notes.mended(one.destination.remarks)
        offers[one.name] = offer_of(one.destination, notes)
        found |= dict.fromkeys(_noted(notes))
        found |= dict.fromkeys(choices.check(one.destination, offers[one.name]))
    for server in servers:
        partner = partner_of(server, servers, destinations)
        offer = offers[partner.name] if partner else None
        found |= dict.fromkeys(_of_server(server, partner, offer, customer_data, switches))
    files = {one.name: one for one in read}
    return LintReport(tuple(files), tuple(_told(one, files[one.file]) for one in _in_order(found, files)))


def _of_server(
    file: ServerFile,
    partner: DestinationFile | None,
    offer: Offer | None,
    customer_data: CustomerData,
    switches: Mapping[str, str],
) -> Iterator[Found]:
    data = customer_data
    if partner and offer:
        together = Notes(partner.name)
        compare(file.server, offer, together)
        yield from _noted(together)
        data = _filled_in(file, offer, customer_data, switches)
    destination = partner.destination if partner else None
    looked_at = case.build(file.server, data, switches, destination, offer)
    for one in _noted(looked_at.notes):
        proof = lossy.proof_of(one.code, looked_at)
        yield Found(one.code, one.file, one.path, one.what, one.instead, proof, _within(one, file))
    for check in (location.check, formatting.check, lossy.check, templating.check):
        yield from check(looked_at)


def _filled_in(file: ServerFile, offer: Offer, given: CustomerData, switches: Mapping[str, str]) -> CustomerData:
    """The form for a customer who leaves it as it is, but for what was given, which has to fit it."""
    about = Notes("customer data")
    form = Form(offer.file, offer.fields, about, Settings(switches))
    data = form.fill_in({**_csv_where_possible(file, offer), **given}).data
    about_given = [f"{about.file}: {step('$', name)}" for name in given]
    wrong = [
        problem
        for problem in about.problems
        if any(re.fullmatch(rf"{re.escape(where)}(?:[.\[].*)?", problem.where, re.DOTALL) for where in about_given)
    ]
    if wrong:
        raise ConfigurationError(wrong)
    return data


def _csv_where_possible(file: ServerFile, offer: Offer) -> CustomerData:
    """The choice of CSV for a customer who has to choose a file type: its options are what most can go wrong with."""
    paths = {path: found for path, found in templates(file.server.document) if path.endswith(".fileType.value")}
    names = {field.path[1] for found in paths.values() for field in asked(found) if len(field.path) == 2}
    fields = [field for field in offer.fields if field.name in names and field.default is None]
    return {field.name: word for field in fields for word in field.choices if word.lower() == "csv"}


def _noted(notes: Notes) -> Iterator[Found]:
    """What was noted while a configuration was read."""
    yield from map(_of_problem, notes.problems)
    yield from (_of_remark(remark, notes.file) for remark in notes.remarks if remark.code not in SILENT)


def _of_problem(problem: Problem) -> Found:
    file, _, path = problem.where.partition(": $")
    return Found(problem.code, file, f"${path}", problem.what, problem.allowed)


def _of_remark(remark: Remark, file: str) -> Found:
    about = remark.file or file
    return Found(remark.code, about, remark.path or "$", remark.sentence.removeprefix(f"{about}: "), remark.instead)


def _within(found: Found, file: ServerFile) -> int | None:
    """The offset in a template that a message's line and column mean."""
    place = re.match(r"line (\d+), column (\d+): ", found.what)
    source = file.value(found.path) if place else None
    if place is None or source is None:
        return None
    lines = source.splitlines(keepends=True)[: int(place[1]) - 1]
    return sum(map(len, lines)) + int(place[2]) - 1


def _in_order(found: Iterable[Found], files: Mapping[str, File]) -> list[Found]:
    order = list(files)

    def place(one: Found) -> tuple[int, int, int, int]:
        region = files[one.file].places.region(one.path, one.within)
        severity = SEVERITIES.index(RULES[one.code].severity)
        return order.index(one.file), region.line, region.column, severity

    return sorted(found, key=place)


def _told(found: Found, file: File) -> LintFinding:
    rule = RULES[found.code]
    return LintFinding(
        found.code,
        rule.severity,
        rule.title,
        file.name,
        found.path,
        found.what,
        rule.why,
        found.instead or rule.instead,
        file.places.region(found.path, found.within),
        found.loss,
    )
