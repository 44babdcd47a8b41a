"""What a destination takes as columns: ``schemaConfig`` and ``identityNamespaces``."""

from __future__ import annotations

from dataclasses import dataclass

from exportsim.adobe.fields import Field, read_fields
from exportsim.adobe.json_file import quoted
from exportsim.adobe.node import Node

SOURCE_TYPES = {"text/x.schema-path": "attribute", "text/x.aep-xl": "expression", "text/plain": "macro"}
MACROS = ("metadata.segment.alias",)
TRANSFORMATION = "sha256(lower($))"


@dataclass(frozen=True)
class RequiredMapping:
    """A column that every customer's mapping has."""

    path: str
    """Where it is defined."""

    target: str
    source: str | None = None
    """None: the customer chooses it."""

    source_kind: str = "attribute"
    """``attribute``, ``expression`` or ``macro``."""

    mandatory: bool = False
    """Profiles without it are left out."""

    deduplication_key: bool = False


@dataclass(frozen=True)
class Schema:
    """Which columns a customer may map."""

    attributes: bool = False
    identities: bool = False
    targets: tuple[Field, ...] = ()
    """Predefined target attributes; empty: any."""

    customer_names: bool = False
    """Columns keep their source's names; a customer sees no targets."""

    required: tuple[RequiredMapping, ...] = ()
    required_only: bool = False
    """Nothing may be mapped beyond ``required``."""

    namespaces_allowed: tuple[str, ...] | None = None
    """Audience namespaces; None: not restricted this way."""

    namespaces_denied: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Identity:
    """An identity that the destination takes."""

    name: str
    attributes: bool = False
    """Whether profile attributes may be mapped to it."""

    custom_namespaces: bool = False
    global_namespaces: tuple[str, ...] = ()
    hashable: bool = False
    """Whether a customer may choose to have values hashed."""

    hashed: tuple[str, ...] = ()
    """The global namespaces whose values are always hashed."""


def read_schema(node: Node | None, *, datasets: bool) -> Schema:
    """Read ``schemaConfig``; ``datasets`` tells whether the destination takes data sets rather than audiences."""
    if node is None:
        return Schema()
    allow = node.texts("segmentNamespaceAllowList", "segmentNamespaceAllowed")
    deny = node.texts("segmentNamespaceDenyList", "segmentNamespaceDenied")
    if allow is not None and deny is not None:
        where = node.at("segmentNamespaceDenyList", "segmentNamespaceDenied")
        node.problem("segmentNamespaceAllowList", f"and {where} exclude each other", "one of them")
    if not node.flag("segmentRequired") and not datasets:
        sentence = "is not true, which it is to be for every destination that takes audiences"
        node.warn("segmentRequired", sentence, code="audiences-not-required")
    targets = read_fields(node.nodes("profileFields"))
    dynamic = node.node("dynamicSchemaConfig")
    if dynamic is not None:
        sentence = "asks the partner for target fields; a rehearsal takes any target"
        node.warn("dynamicSchemaConfig", sentence, code="targets-not-checked")
    schema = Schema(
        node.flag("profileRequired"),
        node.flag("identityRequired"),
        targets,
        node.flag("useCustomerSchemaForAttributeMapping"),
        tuple(one for inner in node.nodes("requiredMappings") if (one := _required(inner)) is not None),
        node.flag("requiredMappingsOnly"),
        allow,
        deny,
    )
    if targets and schema.customer_names:
        path = node.at("useCustomerSchemaForAttributeMapping")
        sentence = f"has no effect: {path} keeps the names of the customer's schema"
        node.warn("profileFields", sentence, code="profile-fields-idle")
    if schema.required_only and not schema.required:
        node.problem("requiredMappingsOnly", f"is true, but {node.at('requiredMappings')} lists none", "a mapping")
    node.end()
    return schema


def _required(node: Node) -> RequiredMapping | None:
    target, source = node.text("destination"), node.text("source")
    kind = node.word("sourceType", known=SOURCE_TYPES)
    mapping = RequiredMapping(
        node.path,
        target or "",
        source,
        SOURCE_TYPES[kind] if kind else "attribute",
        node.flag("mandatoryRequired"),
        node.flag("primaryKeyRequired"),
    )
    if target is None:
        what = "is missing: a source alone is not supported" if source is not None else "is missing"
        node.problem("destination", what, "the column's name")
    if source is not None and kind is None:
        node.warn("sourceType", "is missing; the source is read as an attribute", code="source-type-missing")
    if source is not None and mapping.source_kind == "macro" and source not in MACROS:
        sentence = f"{quoted(source)} is not a documented macro; known: {', '.join(MACROS)}"
        node.warn("source", sentence, code="source-macro-not-listed")
    node.end()
    return mapping if target is not None else None


def read_identities(namespaces: dict[str, Node]) -> tuple[Identity, ...]:
    """Read ``identityNamespaces``."""
    return tuple(_identity(name, node) for name, node in namespaces.items())


def _identity(name: str, node: Node) -> Identity:
    accepted = node.named_nodes("acceptedGlobalNamespaces")
    hashed = tuple(code for code, inner in accepted.items() if _transformed(inner, "requiredTransformation"))
    for inner in accepted.values():
        inner.end()
    identity = Identity(
        name,
        node.flag("acceptsAttributes"),
        node.flag("acceptsCustomNamespaces"),
        tuple(accepted),
        _transformed(node, "transformation"),
        hashed,
    )
    node.end()
    return identity


def _transformed(node: Node, key: str) -> bool:
    given = node.text(key)
    if given is not None and given != TRANSFORMATION:
        sentence = f"{quoted(given)} is not documented and is not applied; known: {TRANSFORMATION}"
        node.warn(key, sentence, code="transformation-not-listed")
    return given == TRANSFORMATION
