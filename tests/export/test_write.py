"""An export's files, names, manifest, truth and record."""

from __future__ import annotations

import gzip
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import formats
from exportsim.errors import ConfigurationError, ExportError
from exportsim.export import load_export, write_export
from exportsim.export.manifest import manifest_text
from exportsim.model import (
    S3,
    Activation,
    Audience,
    Column,
    Export,
    ExportFile,
    LocalFolder,
    Plan,
    Rows,
    Run,
    Slice,
    Switch,
)

AUDIENCE = Audience("25768be6-ebd5-45cc-8913-12fb3f348615", "Luxury Audience")
ACTIVATION = Activation(AUDIENCE, (Column("_id", "id"), Column("person.name", "name")), key=("id",))
RUN = Run(
    "0ac8f3c0-29bd-40aa-82c1-f1b7e0657b19",
    scheduled=datetime(2023, 8, 18, 1, 0, tzinfo=UTC),
    started=datetime(2023, 8, 18, 1, 7, 18, tzinfo=UTC),
    destination="Amazon S3",
    instance_id="d0420d72-756c-4159-9e7f-7d3e2f8b501e",
)
PLAN = Plan(formats.from_options("csv", {"header": "true"}), S3("bucket", "acme"), "acme")
SCHEMA = pa.schema([("id", pa.int64()), ("name", pa.string())])
NAME = "acme/Amazon_S3_25768be6-ebd5-45cc-8913-12fb3f348615_20230818_010718"


def rows(count: int, *, slice_rows: int = 2, names: list[str | None] | None = None) -> Rows:
    """``count`` rows in slices of ``slice_rows``, each name an edge case ``x`` in odd rows."""
    table = pa.table({"id": list(range(count)), "name": names or [f"n{i}" for i in range(count)]}, SCHEMA)

    def slices() -> Iterator[Slice]:
        for batch in table.to_batches(max_chunksize=slice_rows):
            tags = ["x" if index % 2 else None for index in batch.column("id").to_pylist()]
            cases = pa.record_batch({"id": pa.nulls(batch.num_rows, pa.string()), "name": pa.array(tags, pa.string())})
            yield Slice(batch, cases)

    return Rows(SCHEMA, slices(), count)


def write(
    folder: Path, count: int = 5, *, plan: Plan = PLAN, activation: Activation = ACTIVATION, **rest: int
) -> Export:
    return write_export(rows(count, **rest), plan, activation, RUN, folder, source={"count": count})


def test_a_part_ends_at_the_row_limit(tmp_path: Path) -> None:
    """Five rows with a limit of two give parts of two, two and one, only the first unnumbered, each with the header."""
    export = write(tmp_path / "out", plan=replace(PLAN, max_file_rows=2), slice_rows=3)
    assert [(file.name, file.rows) for file in export.files] == [
        (f"{NAME}.csv", 2),
        (f"{NAME}_2.csv", 2),
        (f"{NAME}_3.csv", 1),
    ]
    assert [(export.folder / file.name).read_text() for file in export.files] == [
        "id,name\n0,n0\n1,n1\n",
        "id,name\n2,n2\n3,n3\n",
        "id,name\n4,n4\n",
    ]


def test_a_full_last_part_is_not_followed_by_an_empty_one(tmp_path: Path) -> None:
    """Four rows with a limit of two are two parts."""
    assert len(write(tmp_path / "out", 4, plan=replace(PLAN, max_file_rows=2)).files) == 2


def test_an_export_without_rows_is_one_file_with_a_header(tmp_path: Path) -> None:
    """Nobody in the audience: the file says so."""
    export = write(tmp_path / "out", 0)
    assert [(file.name, file.rows) for file in export.files] == [(f"{NAME}.csv", 0)]
    assert (export.folder / f"{NAME}.csv").read_text() == "id,name\n"


def test_the_split_number_stands_before_the_whole_extension(tmp_path: Path) -> None:
    """With compression the second part is ``name_2.csv.gz``."""
    packed = replace(PLAN, format=formats.from_options("csv", {"compression": "gzip"}), max_file_rows=3)
    export = write(tmp_path / "out", plan=packed)
    assert [file.name for file in export.files] == [f"{NAME}.csv.gz", f"{NAME}_2.csv.gz"]
    assert gzip.decompress((export.folder / f"{NAME}_2.csv.gz").read_bytes()) == b"3,n3\n4,n4\n"


def test_size_and_digest_are_those_of_the_file(tmp_path: Path) -> None:
    """What was counted while writing is what lies there."""
    export = write(tmp_path / "out")
    data = (export.folder / export.files[0].name).read_bytes()
    assert (export.files[0].size, export.files[0].sha256) == (len(data), hashlib.sha256(data).hexdigest())


def test_d26_the_vendors_sample_manifest_comes_out_byte_for_byte() -> None:
    """D-26: the published file, made of what stands in it."""
    file = ExportFile("destination/output001/amazon-s3_segment-name_20230818_010718.json", 1, 145854, "")
    scheduled = datetime(2023, 8, 18, 1, tzinfo=UTC)
    assert manifest_text(replace(RUN, scheduled=scheduled), [file]) == (
        '{"flowRunId":"0ac8f3c0-29bd-40aa-82c1-f1b7e0657b19","scheduledTime":"2023-08-18T01:00:00Z","exportResults":'
        '[{"sinkPath":"/destination/output001","name":"amazon-s3_segment-name_20230818_010718.json","size":145854}]}'
    )


def test_the_manifest_has_the_form_of_the_vendors_sample(tmp_path: Path) -> None:
    """One line, results nested, sink paths with a leading slash, sizes as delivered, its name from two ids."""
    export = write(tmp_path / "out", plan=replace(PLAN, manifest=True, max_file_rows=3))
    assert export.manifest is not None
    assert export.manifest.name == (
        "acme/manifest-d0420d72-756c-4159-9e7f-7d3e2f8b501e-0ac8f3c0-29bd-40aa-82c1-f1b7e0657b19.json"
    )
    name = NAME.removeprefix("acme/")
    assert (export.folder / export.manifest.name).read_text() == (
        '{"flowRunId":"0ac8f3c0-29bd-40aa-82c1-f1b7e0657b19","scheduledTime":"2023-08-18T01:00:00Z","exportResults":['
        f'{{"sinkPath":"/acme","name":"{name}.csv","size":23}},{{"sinkPath":"/acme","name":"{name}_2.csv","size":18}}]}}'
    )


def test_the_folder_macros_keep_their_blanks(tmp_path: Path) -> None:
    """The vendor's example: the audience's name and id as folders."""
    export = write(tmp_path / "out", plan=replace(PLAN, folder="acme/campaigns/2021/%SEGMENT_NAME%/%SEGMENT_ID%"))
    expected = "acme/campaigns/2021/Luxury Audience/25768be6-ebd5-45cc-8913-12fb3f348615/"
    assert export.files[0].name.startswith(expected)


def test_appended_macros_take_the_platforms_order(tmp_path: Path) -> None:
    """However they are configured, the date comes before the custom text and after the sandbox."""
    activation = replace(
        ACTIVATION,
        filename="%DESTINATION%",
        filename_append=("CUSTOM_TEXT", "DATETIME", "SANDBOX_NAME", "SEGMENT_NAME"),
        custom_text="My_Custom_Text",
    )
    export = write(tmp_path / "out", activation=activation)
    assert export.files[0].name == "acme/Amazon_S3_Luxury_Audience_prod_20230818_010718_My_Custom_Text.csv"


def test_the_truth_says_what_each_row_means(tmp_path: Path) -> None:
    """Typed values, texts where they differ, edge cases, file and row number."""
    names: list[str | None] = [" a ", None, "", "b"]
    plan = replace(PLAN, max_file_rows=3)
    export = write_export(rows(4, names=names), plan, ACTIVATION, RUN, tmp_path / "out", source={})
    truth = pq.read_table(export.truth)
    assert truth.drop_columns("file").to_pydict() == {
        "row": [1, 2, 3, 1],
        "value.id": [0, 1, 2, 3],
        "text.id": ["0", "1", "2", "3"],
        "value.name": [" a ", None, "", "b"],
        "text.name": ["a", None, None, None],
        "case.id": [None] * 4,
        "case.name": [None, "x", None, "x"],
    }
    assert truth["file"].to_pylist() == [f"{NAME}.csv"] * 3 + [f"{NAME}_2.csv"]


def test_the_truth_tells_whose_rows_a_group_holds_and_which_columns_have_edge_cases(tmp_path: Path) -> None:
    """A reader of one file, or of no edge cases, need not read the rest."""
    export = write(tmp_path / "out", 4, plan=replace(PLAN, max_file_rows=2))
    truth = pq.read_metadata(export.truth)
    names = truth.schema.to_arrow_schema().names
    file, identity, name = (names.index(column) for column in ("file", "case.id", "case.name"))
    groups = [truth.row_group(number) for number in range(truth.num_row_groups)]
    told = [(group.column(file).statistics.min, group.column(file).statistics.max) for group in groups]
    assert told == [(f"{NAME}.csv",) * 2, (f"{NAME}_2.csv",) * 2]
    assert [group.column(identity).statistics.num_values for group in groups] == [0, 0]
    assert [group.column(name).statistics.num_values for group in groups] == [1, 1]


def test_texts_that_recur_are_in_file_and_truth_as_they_are(tmp_path: Path) -> None:
    """Many rows of few texts, some trimmed, empty or null, in slices of several sizes: values and types stay."""
    words = [" a ", None, "", "b", 'say "c"']
    names = [words[index % 5] for index in range(10_000)]
    plan = replace(PLAN, max_file_rows=7_000)
    given = rows(10_000, slice_rows=6_000, names=names)
    export = write_export(given, plan, ACTIVATION, RUN, tmp_path / "out", source={})
    table = pa.table({"id": range(10_000), "name": names}, SCHEMA)
    assert [(export.folder / file.name).read_bytes() for file in export.files] == [
        formats.dumps(table.slice(0, 7_000), PLAN.format),
        formats.dumps(table.slice(7_000), PLAN.format),
    ]
    truth = pq.read_table(export.truth)
    assert truth.schema.field("value.name").type == pa.string()
    assert truth["value.name"].to_pylist() == names
    assert truth["text.name"].to_pylist() == ["a" if name == " a " else None for name in names]


def test_an_export_is_read_back_from_its_folder(tmp_path: Path) -> None:
    """The record holds everything, switches and a place on this machine included."""
    plan = replace(
        PLAN,
        place=LocalFolder(tmp_path),
        manifest=True,
        switches=(Switch("time-zone", "UTC", "not said"),),
        format=formats.from_options("csv", {"sep": "\\t", "quote": ""}, legacy_nulls=True),
    )
    export = write(tmp_path / "out", plan=plan)
    assert load_export(tmp_path / "out") == export


def test_the_bytes_do_not_depend_on_how_rows_arrived(tmp_path: Path) -> None:
    """One slice or many: the same compressed bytes."""
    plan = replace(PLAN, format=formats.from_options("csv", {"compression": "gzip"}))
    digests = {write(tmp_path / str(size), 1000, plan=plan, slice_rows=size).files[0].sha256 for size in (1, 7, 1000)}
    assert len(digests) == 1


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    """Somebody's file in it: a configuration error, and the file stays."""
    (tmp_path / "thesis.txt").write_text("all my work")
    with pytest.raises(ConfigurationError, match="is not empty and not an export"):
        write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_that_somebody_put_into_an_export_is_not_lost(tmp_path: Path) -> None:
    """Neither one that was there before, nor one that appears while the next is written; the folder stays as it is."""
    folder = tmp_path / "out"
    write(folder)
    (folder / "mine").mkdir()
    for name in ("parser.py", "mine/notes.txt"):
        (folder / name).write_text("mine")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(ConfigurationError, match=r"would be lost: mine/notes\.txt, parser\.py"):
        write(folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert list(tmp_path.iterdir()) == [folder]


def test_a_file_that_appears_meanwhile_is_not_lost(tmp_path: Path) -> None:
    """The folder is looked at again just before it would be replaced."""
    folder = tmp_path / "out"
    write(folder)

    def slices() -> Iterator[Slice]:
        (folder / "mine.txt").write_text("mine")
        yield from rows(1).slices

    with pytest.raises(ConfigurationError, match=r"would be lost: mine\.txt"):
        write_export(Rows(rows(1).schema, slices()), PLAN, ACTIVATION, RUN, folder, source={})
    assert (folder / "mine.txt").read_text() == "mine"


def test_the_folder_one_stands_in_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor one above it: the shell would stand in a folder that is gone."""
    write(tmp_path / "out")
    (tmp_path / "out" / "below").mkdir()
    monkeypatch.chdir(tmp_path / "out" / "below")
    for folder in (Path(), Path("..")):
        with pytest.raises(ConfigurationError, match="is the folder you are in, or above it"):
            write(folder)


def test_an_older_export_is_replaced_whole(tmp_path: Path) -> None:
    """Nothing of the older one is left, nor anything beside it."""
    write(tmp_path / "out", plan=replace(PLAN, max_file_rows=1))
    export = write(tmp_path / "out")
    assert load_export(tmp_path / "out") == export
    assert sorted(path.name for path in (tmp_path / "out" / "acme").iterdir()) == [Path(export.files[0].name).name]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_failure_while_writing_leaves_the_older_export(tmp_path: Path) -> None:
    """Rows that break in the middle: the folder is as it was."""
    before = write(tmp_path / "out")

    def broken() -> Iterator[Slice]:
        yield from rows(2).slices
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_export(Rows(SCHEMA, broken()), PLAN, ACTIVATION, RUN, tmp_path / "out", source={})
    assert load_export(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_full_disk_is_an_export_error(tmp_path: Path) -> None:
    """A limit on file sizes stands in for the full disk: one sentence, nothing under the final name."""
    script = """
import resource, signal, sys
from pathlib import Path
from test_write import write
from exportsim.errors import ExportError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    write(Path(sys.argv[1]), 100_000, slice_rows=10_000)
except ExportError as error:
    print(error)
"""
    told = in_new_process(script, tmp_path / "out").communicate()[0]
    assert "could not be written" in told
    assert "File too large" in told
    assert list(tmp_path.iterdir()) == []


def test_a_kill_leaves_nothing_under_the_final_name_and_the_next_run_sweeps(tmp_path: Path) -> None:
    """SIGKILL in the middle of writing; afterwards the same command gives the whole export and tidies up."""
    script = """
import sys
from dataclasses import replace
from pathlib import Path
from test_write import ACTIVATION, PLAN, RUN, SCHEMA, Rows, rows, write_export
def endless():
    yield from rows(50_000, slice_rows=10_000).slices
    print("writing", flush=True)
    sys.stdin.read()
write_export(Rows(SCHEMA, endless()), PLAN, ACTIVATION, RUN, Path(sys.argv[1]), source={})
"""
    process = in_new_process(script, tmp_path / "out")
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert not (tmp_path / "out").exists()
    export = write(tmp_path / "out")
    assert load_export(tmp_path / "out") == export
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def in_new_process(script: str, folder: Path) -> subprocess.Popen[str]:
    """A Python process with this folder on its path."""
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), str(root)])}
    command = [sys.executable, "-c", script, str(folder)]
    return subprocess.Popen(command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_a_column_the_format_cannot_hold_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    """A list in CSV."""
    schema = pa.schema([("id", pa.int64()), ("tags", pa.list_(pa.string()))])
    with pytest.raises(ConfigurationError, match="tags"):
        write_export(Rows(schema, iter(())), PLAN, ACTIVATION, RUN, tmp_path / "out", source={})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"filename": "%SEGMENT%"}, "%SEGMENT% is not a macro here"),
        ({"filename_append": ("EXPORT_ID",)}, "%EXPORT_ID% is not a macro here"),
        ({"filename": "a/b"}, "is not a file name"),
        ({"filename": "x" * 300}, "at most 255"),
    ],
)
def test_a_name_that_cannot_be_is_refused(tmp_path: Path, change: dict[str, object], message: str) -> None:
    """Unknown macros, slashes and long names are configuration errors."""
    with pytest.raises(ConfigurationError, match=message):
        write(tmp_path / "out", activation=replace(ACTIVATION, **change))  # type: ignore[arg-type]


def test_a_folder_path_cannot_leave_the_export(tmp_path: Path) -> None:
    """Dots that climb are refused."""
    with pytest.raises(ConfigurationError, match="would leave the export folder"):
        write(tmp_path / "out", plan=replace(PLAN, folder="../../etc"))


def test_a_folder_without_a_record_is_not_an_export(tmp_path: Path) -> None:
    """Loading it says what is missing."""
    with pytest.raises(ConfigurationError, match="is not an export"):
        load_export(tmp_path)


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ('{"plan": []}', "is no record that exportsim .* wrote"),
        ("[]", "is no record that exportsim .* wrote"),
        ('"plan"', "is no record that exportsim .* wrote"),
        ('{"plan": ', "is not JSON: .* line 1 column 10"),
    ],
)
def test_an_unreadable_record_is_a_configuration_error(tmp_path: Path, record: str, told: str) -> None:
    """JSON of another shape does not make a traceback."""
    (tmp_path / ".exportsim").mkdir()
    (tmp_path / ".exportsim" / "export.json").write_text(record)
    with pytest.raises(ConfigurationError, match=rf"export\.json: {told}"):
        load_export(tmp_path)


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    """A file where a folder should be made."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="could not be written"):
        write(tmp_path / "file" / "out")
