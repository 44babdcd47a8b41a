"""Nothing that stands in a file makes an inspection fail."""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from golden_corpus import HERE
from hypothesis import example, given, settings
from hypothesis import strategies as st
from inspection.conftest import Inspect
from inspection.tables import people

import formats
from exportsim import inspection
from exportsim.cli import main
from exportsim.errors import ConfigurationError
from exportsim.inspection import Inspection

OUT = HERE / "spark" / "out"
SAMPLES = (
    formats.dumps(people(), formats.from_options("csv", {"header": "true", "compression": "gzip"})),
    formats.dumps(people(), formats.from_options("csv", {"header": "true", "compression": "lz4"})),
    formats.dumps(people(), formats.from_options("csv", {"header": "true", "encoding": "UTF-16", "quote": "\0"})),
    (OUT / "json-001.json").read_bytes(),
    (OUT / "parquet-001.snappy.parquet").read_bytes(),
)


def told(found: Inspection) -> str:
    """Everything in the form that is hardest to write: as JSON in UTF-8."""
    return json.dumps(inspection.document(found)).encode().decode()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_told(inspected: Inspect, data: bytes) -> None:
    """Random bytes are something or unknown, but no error."""
    assert told(inspected(data, "random"))


@settings(max_examples=60, deadline=None)
@example('","')
@given(st.text(st.sampled_from("ab,;|\"'\\\n\r\t\0é {}[]:1"), max_size=400))
def test_any_text_is_told(inspected: Inspect, text: str) -> None:
    """Text of the characters that mean something somewhere is no error either."""
    assert told(inspected(text.encode(), "random"))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_damaged_files_are_told(inspected: Inspect, sample: bytes, data: st.DataObject) -> None:
    """Cut off anywhere, with any byte changed, in any container."""
    end = data.draw(st.integers(0, len(sample)))
    cut = bytearray(sample[:end])
    for place in data.draw(st.lists(st.integers(0, max(end - 1, 0)), max_size=3)):
        if cut:
            cut[place] ^= data.draw(st.integers(1, 255))
    assert told(inspected(bytes(cut), "damaged"))


def test_a_truncated_container_says_so(inspected: Inspect) -> None:
    """What could be unpacked is looked at all the same."""
    rows = b"id,name\n" + b"".join(b"%d,Ada %x\n" % (n, n * n * 2654435761) for n in range(20_000))
    found = inspected(gzip.compress(rows)[:100_000], "people.csv.gz")
    assert [column.name for column in found.columns] == ["id", "name"]
    assert [oddity for oddity in found.oddities if oddity.startswith("Damaged gzip data")]


@pytest.mark.parametrize("location", ["", "missing.csv", "folder", "/dev/zero", "a\0b", "nope://x", "sftp://u:p@h/f"])
def test_what_cannot_be_read_is_a_sentence(location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file, a folder, a device, an unknown scheme: the exit code of a wrong configuration, and no password."""
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    with pytest.raises(ConfigurationError) as caught:
        inspection.inspect(location)
    assert "u:p" not in str(caught.value)
    result = CliRunner().invoke(main, ["inspect", location], prog_name="exportsim")
    assert (result.exit_code, result.output.splitlines()[0]) == (2, "1 problem:")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A named pipe without a writer would block for ever."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ConfigurationError, match="is a device or a pipe"):
        inspection.inspect(str(pipe))


def test_a_cloud_without_its_library_names_the_package() -> None:
    """The sentence to install it with."""
    code = "import sys; sys.modules['boto3'] = None\nfrom exportsim.cli import main\nmain(['inspect', 's3://b/people.csv'])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    expected = "s3://b/people.csv: needs a library that is not installed\n  pip install 'exportsim[s3]'"
    assert (result.returncode, expected in result.stderr) == (2, True)


HUGE = 2 << 30


HEADS = {
    "zeros": b"",
    "CSV": b"id,name\n" + b"1,Ada\n" * 60_000,
    "gzip": gzip.compress(b"id,name\n1,Ada\n"),
}


@pytest.mark.parametrize("head", HEADS)
def test_two_gigabytes_fit_in_a_little_memory(head: str, tmp_path: Path) -> None:
    """A sparse file of zeros, alone or behind something, is looked at in ten seconds and four gigabytes."""
    path = tmp_path / "sparse"
    path.write_bytes(HEADS[head])
    os.truncate(path, HUGE)
    code = f"""
import resource
from exportsim import inspection
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
size = inspection.inspect({str(path)!r}).size
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(size, grown < 200 * 1024)
"""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (10, 10))

    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, preexec_fn=limited)
    assert (result.stdout, result.stderr) == (f"{HUGE} True\n", "")
