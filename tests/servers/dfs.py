"""The dfs dialect of Azure Data Lake Storage Gen2 in front of a blob emulator, which knows none of it.

As the service does, because clients depend on it:

- a created file is there at once, empty; what is appended shows when it is flushed
- a flush at a position that is not the end of what was appended is refused (`InvalidFlushPosition`)
- creating or renaming with `If-None-Match: *` onto a path that is there is refused (`PathAlreadyExists`)
- a rename moves a file or a whole folder in one step, over what was there; a folder that is not empty needs `recursive`
- who may do it: a Shared Key is checked here, tokens and shared access signatures are judged by the emulator

Every other request is handed on as it is, so one port speaks both dialects. This is our reading of the service: that a
client passes here proves its requests, not the service's answers. Not done: ACLs, leases, signatures for one folder,
soft delete. Here a caller who writes must also have the right to read.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import re
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from servers.azurite import Azurite
from servers.blob_requests import SIGNATURE, Blobs, Listed, Reply, Upstream
from servers.certificates import Certificates
from servers.httpd import Handler, serving
from servers.process import LOOPBACK
from servers.shared_key import authorization

NAMES = {
    "BlobNotFound": "PathNotFound",
    "ContainerNotFound": "FilesystemNotFound",
    "BlobAlreadyExists": "PathAlreadyExists",
}
"""What the emulator calls an error, and what the dfs dialect calls it."""

NOT_CONTIGUOUS = (
    "The uploaded data is not contiguous or the position query parameter value is not equal to the length of the file "
    "after appending the uploaded data."
)


@contextlib.contextmanager
def serve(azurite: Azurite, tls: Certificates | None = None) -> Iterator[str]:
    """Run the front, until the block is left; gives its address, `https://127.0.0.1:PORT/ACCOUNT`."""

    class Dfs(_Dfs):
        upstream = Upstream(azurite)
        lock = threading.RLock()

    with serving(Dfs, tls) as port:
        yield f"{'https' if tls else 'http'}://{LOOPBACK}:{port}/{azurite.account}"


class _Refused(Exception):
    def __init__(self, status: int, code: str, message: str = "") -> None:
        self.status, self.code, self.message = status, code, message or code


class _Call(NamedTuple):
    """One request of the dialect."""

    blobs: Blobs
    name: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_new(self) -> bool:
        """Whether nothing may be there yet."""
        return self.headers.get("if-none-match") == "*"


class _Dfs(Handler):
    upstream: Upstream
    lock: threading.RLock

    def answer(self) -> None:
        at = urlsplit(self.path)
        query = parse_qsl(at.query, keep_blank_values=True)
        body = self.body()
        _, account, filesystem, name = [*at.path.split("/", 3), "", "", ""][:4]
        call = _Call(
            blobs=self._as_caller(f"/{account}/{filesystem}", query),
            name=unquote(name).strip("/"),
            query=dict(query),
            headers={header.lower(): value for header, value in self.headers.items()},
            body=body,
        )
        verb = _verb(self.command, call)
        if verb is None:
            self._hand_on(call)
            return
        try:
            self._check_key(at.path, query)
            # renames are atomic here because nothing else happens meanwhile
            with self.lock:
                reply = verb(call)
        except _Refused as refused:
            error = {"error": {"code": refused.code, "message": refused.message}}
            headers = {"x-ms-error-code": refused.code, "Content-Type": "application/json"}
            reply = Reply(refused.status, headers, json.dumps(error).encode())
        self.reply(reply.status, {"x-ms-request-id": str(uuid.uuid4()), **reply.headers}, reply.body)

    def _as_caller(self, path: str, query: list[tuple[str, str]]) -> Blobs:
        shown = self.headers.get("Authorization", "")
        if shown.startswith("SharedKey "):
            return Blobs(self.upstream, path, None, ())
        if shown.startswith("Bearer "):
            return Blobs(self.upstream, path, shown, ())
        # with nothing shown at all the emulator refuses this one
        signature = tuple(pair for pair in query if pair[0] in SIGNATURE)
        return Blobs(self.upstream, path, None, signature or (("sig", ""),))

    def _check_key(self, path: str, query: list[tuple[str, str]]) -> None:
        shown = self.headers.get("Authorization", "")
        if shown.startswith("SharedKey "):
            server = self.upstream.server
            right = authorization(self.command, path, query, dict(self.headers.items()), server.account, server.key)
            if not hmac.compare_digest(shown, right):
                raise _Refused(403, "AuthenticationFailed", "Server failed to authenticate the request.")

    def _hand_on(self, call: _Call) -> None:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        reply = self.upstream.send(self.command, self.path, headers, call.body)
        told = {
            name: value
            for name, value in reply.headers.items()
            if name.lower() not in ("connection", "keep-alive", "transfer-encoding", "server", "date")
            and (name.lower() != "content-length" or self.command == "HEAD")
        }
        if self.command in ("HEAD", "GET") and reply.status == 200 and call.name and "comp" not in call.query:
            told["x-ms-resource-type"] = "directory" if reply.is_folder else "file"
        self.reply(reply.status, told, reply.body)


def _verb(command: str, call: _Call) -> Callable[[_Call], Reply] | None:
    """What the dialect is asked for; None where the request is of the blob dialect."""
    match command, call.query.get("resource"), call.query.get("action"):
        case "PUT", _, _ if "x-ms-rename-source" in call.headers:
            return _rename
        case "PUT", "file" | "directory", _:
            return _create
        case "PATCH", _, "append":
            return _append
        case "PATCH", _, "flush":
            return _flush
        case "GET", "filesystem", _:
            return _list
        case "HEAD", _, "getStatus":
            return _status
        case "DELETE", _, _ if call.name and "recursive" in call.query:
            return _delete
        case ("PATCH", _, _) | (_, _, str()):
            return _unknown
    return None


def _unknown(call: _Call) -> Reply:
    raise _Refused(400, "UnsupportedHttpVerb", f"not emulated: {dict(call.query)}")


def _create(call: _Call) -> Reply:
    folder = call.query["resource"] == "directory"
    there = _look(call.blobs, call.name)
    _make_parents(call.blobs, call.name)
    if there and call.is_new:
        raise _Refused(409, "PathAlreadyExists", "The specified path already exists.")
    if there and there.is_folder != folder:
        raise _Refused(409, "PathConflict")
    if folder:
        return _done(201, there or call.blobs.put_folder(call.name))
    made = _done(201, call.blobs.put(call.name, _properties(call)))
    if call.blobs.blocks(call.name):
        # unlike the service the emulator keeps what was staged under the name before: a new file begins with nothing
        return _done(201, call.blobs.put_block_list(call.name, (), _properties(call)))
    return made


def _append(call: _Call) -> Reply:
    if _look(call.blobs, call.name) is None:
        raise _Refused(404, "PathNotFound", "The specified path does not exist.")
    checks = {name: value for name, value in call.headers.items() if name in ("content-md5", "x-ms-content-crc64")}
    position = int(call.query["position"])
    reply = _done(202, call.blobs.put_block(call.name, position, checks, call.body))
    if call.query.get("flush") == "true":
        at_end = {**call.query, "position": str(position + len(call.body))}
        return _flush(call._replace(query=at_end))._replace(status=202)
    return reply


def _flush(call: _Call) -> Reply:
    there = _look(call.blobs, call.name)
    if there is None:
        raise _Refused(404, "PathNotFound", "The specified path does not exist.")
    blocks, end = call.blobs.blocks(call.name), 0
    for position in sorted(blocks):
        if position != end:
            break
        end += blocks[position]
    if end != int(call.query["position"]) or end != sum(blocks.values()):
        raise _Refused(400, "InvalidFlushPosition", NOT_CONTIGUOUS)
    kind = there.headers.get("Content-Type", "application/octet-stream")
    conditions = {name: call.headers[name] for name in ("if-match", "if-none-match") if name in call.headers}
    headers = {"x-ms-blob-content-type": kind, **_properties(call), **conditions}
    return _done(200, call.blobs.put_block_list(call.name, sorted(blocks), headers))


def _rename(call: _Call) -> Reply:
    source = unquote(urlsplit(call.headers["x-ms-rename-source"]).path).strip("/")
    filesystem, _, name = source.partition("/")
    origin = replace(call.blobs, path=f"{call.blobs.path.rpartition('/')[0]}/{filesystem}")
    moved = _look(origin, name)
    if moved is None:
        raise _Refused(404, "SourcePathNotFound", "The source path for a rename operation does not exist.")
    if call.is_new and _look(call.blobs, call.name):
        raise _Refused(409, "PathAlreadyExists", "The specified path already exists.")
    _make_parents(call.blobs, call.name)
    if moved.is_folder:
        for path in _everything(origin, name + "/"):
            _move(origin, path.name, call.blobs, call.name + path.name[len(name) :])
    return _move(origin, name, call.blobs, call.name)


def _move(origin: Blobs, source: str, target: Blobs, name: str) -> Reply:
    """Copy and take away, under the lock; test files are small."""
    found = origin.request("GET", source)
    _done(200, found)
    headers = {header: value for header, value in found.headers.items() if header.lower().startswith("x-ms-meta-")} | {
        "x-ms-blob-content-type": found.headers.get("Content-Type", "application/octet-stream")
    }
    if "Content-MD5" in found.headers:
        headers["x-ms-blob-content-md5"] = found.headers["Content-MD5"]
    reply = _done(201, target.put(name, headers, found.body))
    _done(202, origin.request("DELETE", source))
    return reply


def _delete(call: _Call) -> Reply:
    there = _look(call.blobs, call.name)
    if there is None:
        raise _Refused(404, "PathNotFound", "The specified path does not exist.")
    if there.is_folder:
        inside = _everything(call.blobs, call.name + "/")
        if inside and call.query["recursive"] != "true":
            raise _Refused(409, "DirectoryNotEmpty", "The recursive query parameter value must be true.")
        for path in inside:
            _done(202, call.blobs.request("DELETE", path.name))
    return _done(200, call.blobs.request("DELETE", call.name))


def _list(call: _Call) -> Reply:
    folder = call.query.get("directory", "").strip("/")
    prefix = f"{folder}/" if folder else ""
    found = _everything(call.blobs, prefix)
    if folder and not found and _look(call.blobs, folder) is None:
        raise _Refused(404, "PathNotFound", "The specified path does not exist.")
    if call.query.get("recursive", "false") != "true":
        found = [path for path in found if "/" not in path.name[len(prefix) :]]
    start, most = int(call.query.get("continuation") or 0), int(call.query.get("maxResults") or 5000)
    paths = [
        {
            "name": path.name,
            "contentLength": str(path.size),
            "etag": path.etag,
            "lastModified": path.modified,
            **({"isDirectory": "true"} if path.is_folder else {}),
        }
        for path in found[start : start + most]
    ]
    more = {"x-ms-continuation": str(start + most)} if len(found) > start + most else {}
    return Reply(200, {"Content-Type": "application/json", **more}, json.dumps({"paths": paths}).encode())


def _status(call: _Call) -> Reply:
    there = _look(call.blobs, call.name)
    if there is None:
        raise _Refused(404, "PathNotFound")
    kept = ("content-length", "content-type", "content-md5", "etag", "last-modified")
    headers = {name: value for name, value in there.headers.items() if name.lower() in kept}
    return Reply(200, {**headers, "x-ms-resource-type": "directory" if there.is_folder else "file"})


def _look(blobs: Blobs, name: str) -> Reply | None:
    """What lies under a name; None where nothing does."""
    reply = blobs.head(name)
    if reply.status == 404 and reply.headers.get("x-ms-error-code", "BlobNotFound") == "BlobNotFound":
        return None
    _done(200, reply)
    return reply


def _everything(blobs: Blobs, prefix: str) -> list[Listed]:
    found = blobs.list(prefix)
    if isinstance(found, Reply):
        _done(200, found)
        return []
    return found


def _make_parents(blobs: Blobs, name: str) -> None:
    steps = name.split("/")[:-1]
    for depth in range(1, len(steps) + 1):
        folder = "/".join(steps[:depth])
        there = _look(blobs, folder)
        if there is None:
            _done(201, blobs.put_folder(folder))
        elif not there.is_folder:
            raise _Refused(409, "PathConflict", f"{folder} is a file")


def _properties(call: _Call) -> dict[str, str]:
    """The properties that a file is given, in the blob dialect's names."""
    names = ("content-type", "content-encoding", "content-md5")
    return {f"x-ms-blob-{name}": call.headers[f"x-ms-{name}"] for name in names if f"x-ms-{name}" in call.headers}


def _done(status: int, reply: Reply) -> Reply:
    """The emulator's answer in the words of the dialect; raises what it refused."""
    if reply.status < 300:
        kept = ("etag", "last-modified", "content-md5", "x-ms-version")
        return Reply(status, {name: value for name, value in reply.headers.items() if name.lower() in kept})
    message = re.search(rb"<Message>(.*?)(\n|</)", reply.body)
    raise _Refused(reply.status, NAMES.get(reply.code, reply.code), message[1].decode() if message else "")
