"""Stage 3, write: rows, a plan and a run become an export on disk."""

from exportsim.export.names import is_static
from exportsim.export.public_key import load_public_key
from exportsim.export.record import FOLDER
from exportsim.export.record import load as load_export
from exportsim.export.staging import EXPORT, FETCHED, require_ours, staged
from exportsim.export.watcher import NOBODY, Watcher
from exportsim.export.write import file_names, write_export

__all__ = [
    "EXPORT",
    "FETCHED",
    "FOLDER",
    "NOBODY",
    "Watcher",
    "file_names",
    "is_static",
    "load_export",
    "load_public_key",
    "require_ours",
    "staged",
    "write_export",
]
