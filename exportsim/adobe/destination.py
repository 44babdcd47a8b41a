"""A destination configuration: what a partner offers to customers, read from its JSON."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from exportsim.adobe.batch import Batch, read_batch
from exportsim.adobe.card import read_card
from exportsim.adobe.delivery import Authentication, Delivery, read_authentications, read_deliveries
from exportsim.adobe.fields import Field, read_fields, warn_of_conditions
from exportsim.adobe.node import Node
from exportsim.adobe.notes import Notes
from exportsim.adobe.pasted import read_pasted
from exportsim.adobe.schema import Identity, Schema, read_identities, read_schema
from exportsim.errors import ConfigurationError

SOURCES = {"ACCOUNTS": "accounts", "UNIFIED_PROFILE_PROSPECTS": "prospects", "DATASETS": "datasets"}
PEOPLE = "UNIFIED_PROFILE"
"""In one guide, for people's audiences, which need no entry."""

SILENT = (
    *("description", "releaseNotes", "customerEncryptionConfigurations", "backfillHistoricalProfileData"),
    *("inputSchemaId", "destConfigId", "marketingActions", "duleLabels", "aggregation"),
    *("instanceId", "createdDate", "lastModifiedDate", "imsOrg", "sandboxName", "sandboxId"),
)
"""Known keys that say nothing of files, and what the authoring API adds when it is asked."""


@dataclass(frozen=True)
class Destination:
    """The JSON of a destination configuration, kept as its author wrote it."""

    file: str
    """What messages call it: the file's name without its folder."""

    document: dict[str, Any]
    remarks: tuple[str, ...] = ()
    """What had to be mended before it was JSON."""


@dataclass(frozen=True)
class AudienceTemplate:
    """How an audience is named to the partner."""

    id: str | None = None
    """Of the audience template; None: there is none."""

    by: str = "user-input"
    """What the partner knows an audience by: ``name``, ``id`` or ``user-input``."""


@dataclass(frozen=True)
class Offer:
    """What a destination configuration comes to."""

    file: str
    name: str = ""
    of: str = "people"
    """``people``, ``accounts``, ``prospects`` or ``datasets``."""

    authentications: tuple[Authentication, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    fields: tuple[Field, ...] = ()
    schema: Schema = field(default_factory=Schema)
    identities: tuple[Identity, ...] = ()
    batch: Batch = field(default_factory=Batch)
    audience_template: AudienceTemplate = field(default_factory=AudienceTemplate)
    warnings: tuple[str, ...] = ()
    """Sentences about odd but accepted configuration."""


def load_destination(path: Path) -> Destination:
    """Read a destination configuration; ``ConfigurationError`` when the file holds no JSON object."""
    document, remarks = read_pasted(path)
    return Destination(path.name, document, remarks)


def read_offer(destination: Destination) -> Offer:
    """Look at a destination configuration; ``ConfigurationError`` with every problem of it."""
    notes = Notes(destination.file)
    notes.mended(destination.remarks)
    offer = offer_of(destination, notes)
    if notes.problems:
        raise ConfigurationError(notes.problems)
    return offer


def offer_of(destination: Destination, notes: Notes) -> Offer:
    """As ``read_offer``, with the problems left in the notes and defaults for what they concern."""
    node = Node(notes, destination.document, "$")
    if node.has("destinationServerType"):
        node.problem("destinationServerType", "makes this a destination server", "--server takes it")
        return Offer(destination.file)
    of = _sources(node)
    read_card(node)
    for key in ("maxProfileAttributes", "maxIdentityAttributes"):
        node.number(key)
    deliveries = node.nodes("destinationDelivery")
    if not deliveries:
        sentence = "is missing: the platform would not know where files go"
        node.warn("destinationDelivery", sentence, code="delivery-missing")
    offer = Offer(
        destination.file,
        node.text("name") or "",
        of,
        read_authentications(node.nodes("customerAuthenticationConfigurations")),
        read_deliveries(deliveries),
        read_fields(node.nodes("customerDataFields")),
        read_schema(node.node("schemaConfig"), datasets=of == "datasets"),
        read_identities(node.named_nodes("identityNamespaces")),
        read_batch(node.node("batchConfig", "batchConfiguration")),
        _audience_template(node),
    )
    warn_of_conditions(notes, offer.fields)
    _restrict(node, offer)
    node.ignore(*SILENT)
    node.end()
    return replace(offer, warnings=tuple(notes.warnings))


def _sources(node: Node) -> str:
    """Whose data it takes."""
    given = node.words("sources", known=(*SOURCES, PEOPLE)) or ()
    kinds = [SOURCES[word] for word in given if word in SOURCES]
    if PEOPLE in given:
        sentence = f"{PEOPLE} is in no list of supported values; people are meant where nothing is said"
        node.warn("sources", sentence, code="sources-not-listed")
    if len(set(kinds)) > 1:
        node.problem("sources", f"holds {' and '.join(given)}", "one of them")
    return kinds[0] if kinds else "people"


def _audience_template(node: Node) -> AudienceTemplate:
    # The vendor's pages know the same object under two names.
    mapping, metadata = node.node("segmentMappingConfig"), node.node("audienceMetadataConfig")
    ids, ways = [], []
    for inner in filter(None, (mapping, metadata)):
        if (given := inner.text("audienceTemplateId")) is not None:
            ids.append((given, inner.at("audienceTemplateId")))
        keys = {"mapExperiencePlatformSegmentName": "name", "mapExperiencePlatformSegmentId": "id"}
        ways += [way for key, way in {**keys, "mapUserInput": "user-input"}.items() if inner.flag(key)]
        inner.end()
    if len({given for given, _ in ids}) > 1:
        places = " and ".join(place for _, place in ids)
        node.problem("segmentMappingConfig", f"{places} mean the same and differ", "one of them")
    if len(set(ways)) > 1:
        sentence = f"knows an audience by {' and '.join(ways)}; {ways[0]} is taken"
        node.warn("segmentMappingConfig", sentence, code="audience-known-twice")
    return AudienceTemplate(ids[0][0] if ids else None, ways[0] if ways else "user-input")


def _restrict(node: Node, offer: Offer) -> None:
    """Warn of what the platform does not do for the kind of data that is asked for."""
    modes = offer.batch.schedule.modes
    if offer.of == "prospects" and "incremental" in modes:
        sentence = f"prospect audiences have full exports only, yet {offer.batch.path} allows others"
        node.warn("sources", sentence, code="prospects-incremental")
    if offer.of == "datasets" and offer.batch.dataset_schedule is None:
        sentence = f"data sets are asked for, yet {offer.batch.path}.datasetBatchConfig is not there"
        node.warn("sources", sentence, code="datasets-without-settings")
    customers = [one for one in offer.deliveries if one.rule == "CUSTOMER_AUTHENTICATION"]
    if customers and not offer.authentications:
        where = node.at("customerAuthenticationConfigurations")
        path, sentence = f"{customers[0].path}.authenticationRule", f"is CUSTOMER_AUTHENTICATION, but {where} is empty"
        node.notes.warn(path, sentence, code="no-way-to-sign-in")
