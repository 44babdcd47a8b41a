"""SFTP: files uploaded over several connections, renamed when they are whole."""

from __future__ import annotations

from exportsim.destinations.sftp.store import SftpStore

__all__ = ["SftpStore"]
