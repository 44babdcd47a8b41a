"""How the outside world delivers, so that a partner's reader can be seen to survive it: ways around ``deliver``."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from exportsim.destinations.around import Around
from exportsim.destinations.base import Moved, Store, ignore
from exportsim.destinations.connect import connect
from exportsim.destinations.deliver import deliver
from exportsim.destinations.gradual import Gradual
from exportsim.destinations.journal import Journal
from exportsim.destinations.looking import waybill
from exportsim.destinations.manners import Manner, MannerlyStore, create_append, rename, slow_write
from exportsim.destinations.settings import Settings
from exportsim.destinations.shipment import Sending
from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Delivery, Export, ExportFile, Place, Receipt
from exportsim.progress import SILENT, Progress

Aspect = Literal["connections", "order", "writing", "manifest"]
"""What a behaviour changes; of each one can be chosen."""


@dataclass(frozen=True)
class Behaviour:
    """One way in which files arrive, as a reader of the place sees it."""

    aspect: Aspect
    seen: str
    """What a reader sees, as a sentence."""

    manner: Manner | None = None
    """How a file is written, where that is what it changes."""


BEHAVIOURS: dict[str, Behaviour] = {
    "many-connections": Behaviour(
        "connections", "Every file comes over a connection of its own, and all of these are made at the same moment."
    ),
    "any-order": Behaviour("order", "Files come one after the other, in an order that is not that of their names."),
    "slow-write": Behaviour("writing", "A file stands there under its final name and grows.", slow_write),
    "rename": Behaviour("writing", "A file grows under a name that ends with .part, and is then renamed.", rename),
    "create-append": Behaviour(
        "writing", "A file stands there empty under its final name for a while, and then grows.", create_append
    ),
    "manifest-early": Behaviour("manifest", "The manifest comes before the files that it lists."),
    "manifest-late": Behaviour("manifest", "The manifest comes a while after the last file."),
    "manifest-missing": Behaviour("manifest", "The manifest never comes."),
}
GRADUAL_PLACES = "a local folder, SFTP, or a data lake with EXPORTSIM_ADLS_DIALECT=dfs"
WHERE = "--behaviour"


@dataclass(frozen=True)
class Acting:
    """The behaviours that were chosen, and how long what takes time takes."""

    names: tuple[str, ...]
    lag: float = 5.0
    """Seconds: for a file that grows, and between files and manifest."""

    where: str = WHERE
    """How problems call what the names come from."""

    sleep: Callable[[float], None] = time.sleep

    def among(self, aspect: Aspect) -> str | None:
        """The one that changes this."""
        return next((name for name in self.names if BEHAVIOURS[name].aspect == aspect), None)

    def lacking(self, export: Export) -> list[Problem]:
        """What a behaviour would change and this export has not."""
        problems = []
        if (name := self.among("manifest")) and export.manifest is None:
            problems.append(Problem(self.where, f"{name}: this export has no manifest", "a server that asks for one"))
        if (name := self.among("order")) and len(export.files) < 2:
            problems.append(Problem(self.where, f"{name}: this export has one file", "a lower --max-file-rows"))
        return problems

    def writing(self, store: Store) -> Store:
        """The store, which writes as was chosen."""
        name = self.among("writing")
        manner = BEHAVIOURS[name].manner if name else None
        return MannerlyStore(store, manner, self.lag) if manner and isinstance(store, Gradual) else store

    def travelling(self, export: Export) -> Export:
        """The export with what of it travels, in its order."""
        if self.among("order"):
            export = replace(export, files=_shuffled(export))
        return replace(export, manifest=None) if self.among("manifest") == "manifest-missing" else export


def acting(
    names: Iterable[str],
    place: Place,
    store: Store,
    export: Export | None = None,
    *,
    lag: float = 5.0,
    where: str = WHERE,
) -> Acting:
    """The behaviours by name; ``ConfigurationError`` with everything that does not go together.

    An export that is not there yet is asked for when it is delivered. ``where`` is what the names come from.
    """
    names = dict.fromkeys(names)
    unknown = [name for name in names if name not in BEHAVIOURS]
    problems = [Problem(where, f'"{name}" is not a behaviour', "known: " + ", ".join(BEHAVIOURS)) for name in unknown]
    chosen = Acting(tuple(name for name in names if name in BEHAVIOURS), lag, where)
    for name in chosen.names:
        other = next((one for one in chosen.names if BEHAVIOURS[one].aspect == BEHAVIOURS[name].aspect), name)
        if other != name:
            problems.append(Problem(where, f"{name} contradicts {other}", "one of the two"))
        if BEHAVIOURS[name].manner and not isinstance(store, Gradual):
            what = f"{name}: {type(place).__name__} shows a file whole or not at all"
            problems.append(Problem(where, what, f"where a reader can see half a file: {GRADUAL_PLACES}"))
    problems += chosen.lacking(export) if export else []
    if problems:
        raise ConfigurationError(problems)
    return chosen


def deliver_as(
    acting: Acting,
    export: Export,
    place: Place,
    store: Store,
    settings: Settings,
    *,
    sending: Sending | None = None,
    progress: Progress = SILENT,
) -> Delivery:
    """As ``deliver``, in the ways of the outside world that were chosen.

    ``ConfigurationError`` where the export lacks what they change.
    """
    if problems := acting.lacking(export):
        raise ConfigurationError(problems)
    sending = sending or Sending()
    travelling = acting.travelling(export)
    if acting.among("order"):
        sending = replace(sending, jobs=1)
    store = acting.writing(store)
    if acting.among("connections"):
        sending = replace(sending, jobs=max(1, len(export.files)))
        store = _Apart(store, lambda: acting.writing(connect(place, replace(settings, jobs=1))))
    legs = [travelling]
    if travelling.manifest and acting.among("manifest"):
        legs = [replace(travelling, manifest=None), replace(travelling, files=())]
        if acting.among("manifest") == "manifest-early":
            legs.reverse()
    deliveries = []
    for number, leg in enumerate(legs):
        if number:
            acting.sleep(acting.lag)
        deliveries.append(deliver(leg, place, store, sending=sending, progress=progress))
    return _joined(deliveries, export, place, acting)


class _Apart(Around):
    """Each file over a connection that nobody else uses."""

    def __init__(self, store: Store, connected: Callable[[], Store]) -> None:
        super().__init__(store)
        self._connected = connected

    def put(self, file: Path, key: str, *, sha256: str, overwrite: bool = False, moved: Moved = ignore) -> Receipt:
        with self._connected() as store:
            return store.put(file, key, sha256=sha256, overwrite=overwrite, moved=moved)


def _shuffled(export: Export) -> tuple[ExportFile, ...]:
    """The same for every delivery of the same run, and never as it was."""
    files = list(export.files)
    random.Random(export.run.id).shuffle(files)
    return tuple(files) if tuple(files) != export.files else (*files[1:], files[0])


def _joined(deliveries: list[Delivery], export: Export, place: Place, acting: Acting) -> Delivery:
    """One delivery of them all, in the export's order, and so written down."""
    receipts: dict[str, Receipt] = {}
    for delivery in deliveries:
        for receipt in delivery.receipts:
            receipts.setdefault(receipt.key, receipt)
    keys = tuple(file.name for file in waybill(export))
    left = tuple(key for delivery in deliveries for key in delivery.left)
    journal = Journal(export.record.parent, place)
    for receipt in receipts.values():
        journal.add(receipt)
    journal.save(export.record.parent, tuple(key for key in keys if key in receipts), left)
    return Delivery(place, tuple(receipts[key] for key in keys if key in receipts), left, acting.names)
