"""Stage 3, write: rows, a plan and a run become an export on disk."""

from exportsim.export.public_key import load_public_key
from exportsim.export.record import load as load_export
from exportsim.export.staging import require_ours
from exportsim.export.write import file_names, write_export

__all__ = ["file_names", "load_export", "load_public_key", "require_ours", "write_export"]
