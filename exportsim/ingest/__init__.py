"""Stage 5, read: the partner's own parser over every file of an export."""

from exportsim.ingest.foresight import require_parser
from exportsim.ingest.ingestion import ingest
from exportsim.ingest.outputs import FORMATS
from exportsim.ingest.process import Limits

__all__ = ["FORMATS", "Limits", "ingest", "require_parser"]
