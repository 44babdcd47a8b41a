"""``.exportsim/delivery.json``: what has arrived where, kept for the next delivery."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from exportsim.destinations.urls import url_of
from exportsim.errors import ExportError
from exportsim.model import Place, Receipt

NAME = "delivery.json"


class Journal:
    """The receipts of one place; what was delivered to others stays in the same file untouched.

    ``folder`` is where an earlier delivery's receipts may lie.
    """

    def __init__(self, folder: Path, place: Place) -> None:
        self._url = url_of(place)
        self._lock = threading.Lock()
        self._deliveries = _read(folder / NAME)
        self._receipts = {one["key"]: Receipt(**one) for one in self._deliveries.get(self._url, {}).get("receipts", [])}

    def add(self, receipt: Receipt) -> None:
        """Keep the proof that a file lies there whole."""
        with self._lock:
            self._receipts[receipt.key] = receipt

    def of(self, key: str) -> Receipt | None:
        """The proof of an earlier delivery, which is only worth something where the file still lies there."""
        return self._receipts.get(key)

    def save(self, folder: Path, keys: tuple[str, ...], left: tuple[str, ...]) -> None:
        """Write down the receipts of these keys in their order, and the names under which other content was left.

        Whole or not at all; ``ExportError`` when the disk refuses.
        """
        receipts = [asdict(self._receipts[key]) for key in keys if key in self._receipts]
        self._deliveries[self._url] = {"receipts": receipts, "left": list(left)}
        text = json.dumps({"deliveries": self._deliveries}, ensure_ascii=False, indent=2)
        path, writing = folder / NAME, folder / f".{NAME}.{os.getpid()}"
        try:
            writing.write_text(text + "\n", encoding="utf-8")
            writing.replace(path)
        except OSError as error:
            raise ExportError(f"{path} could not be written: {error.strerror}") from error
        finally:
            writing.unlink(missing_ok=True)


def _read(path: Path) -> dict[str, Any]:
    try:
        deliveries = json.loads(path.read_text("utf-8"))["deliveries"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return deliveries if isinstance(deliveries, dict) else {}
