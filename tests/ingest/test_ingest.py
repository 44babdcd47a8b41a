from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from exportsim.errors import ConfigurationError, ExportError, ParserError, Problem
from exportsim.ingest import Limits, ingest
from exportsim.ingest.ingestion import which
from exportsim.model import Activation, Audience, Column, Export, ExportFile, Ingestion, LocalFolder, Plan, Run
from formats import from_options

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ROWS = [{"id": "a", "n": 1}, {"id": "b", "n": None}]
PRINT = "import csv, json, sys\nfor row in csv.DictReader(open(sys.argv[1])):\n    print(json.dumps(row))\n"


@pytest.fixture
def export(tmp_path: Path) -> Export:
    """Two files of one row each."""
    folder = tmp_path / "export"
    (folder / "in").mkdir(parents=True)
    files = []
    for name in ("in/1.csv", "in/2 and.csv"):
        content = f"id\n{name}\n".encode()
        (folder / name).write_bytes(content)
        files.append(ExportFile(name, 1, len(content), hashlib.sha256(content).hexdigest()))
    plan = Plan(from_options("csv", {}), LocalFolder(folder), "in")
    activation = Activation(Audience("a", "A"), (Column("id", "id"),), ("id",))
    return Export(folder, tuple(files), None, plan, activation, Run("r", NOW, NOW))


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module of the partner's in the caller's folder, to be written to."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "partner.py"


def command(script: Path, arguments: str = "{file}") -> str:
    return f"'{sys.executable}' {script.name} {arguments}"


def failure(export: Export, parser: str, tmp_path: Path, limits: Limits = Limits()) -> str:  # noqa: B008
    with pytest.raises(ParserError) as error:
        ingest(export, parser, work=tmp_path / "work", limits=limits)
    return str(error.value)


def texts(ingestion: Ingestion) -> list[str]:
    return [reading.output.read_text() for reading in ingestion.readings]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_good_parser_is_run_over_each_file(export: Export, script: Path, tmp_path: Path, jobs: int) -> None:
    """Each file has a reading, in the export's order, with what the run took; relative paths are the caller's."""
    script.write_text(PRINT + "print('done', file=sys.stderr)")
    ingestion = ingest(export, command(script), work=tmp_path / "work", jobs=jobs)
    assert texts(ingestion) == ['{"id": "in/1.csv"}\n', '{"id": "in/2 and.csv"}\n']
    assert [(r.file, r.format, r.stderr_tail) for r in ingestion.readings] == [
        ("in/1.csv", "jsonl", "done"),
        ("in/2 and.csv", "jsonl", "done"),
    ]
    assert all(reading.seconds > 0 for reading in ingestion.readings)


def test_peak_memory_is_the_parsers_own(export: Export, script: Path, tmp_path: Path) -> None:
    """A small parser shows little memory however large this process is, a large one what it took."""
    script.write_text("import sys\nx = bytearray(200_000_000) if '1.csv' in sys.argv[1] else None\n")
    large, small = ingest(export, command(script), work=tmp_path / "work").readings
    assert large.peak_memory > 200_000_000
    assert small.peak_memory < 30_000_000


def test_the_environment_is_passed_on_and_stdin_is_empty(
    export: Export, script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A parser sees the caller's variables and nothing to read from."""
    monkeypatch.setenv("PARTNER", "acme")
    script.write_text("import json, os, sys\nprint(json.dumps([os.environ['PARTNER'], sys.stdin.read()]))")
    assert '["acme", ""]' in failure(export, command(script), tmp_path)


def test_a_crash_tells_file_status_and_last_words(export: Export, script: Path, tmp_path: Path) -> None:
    """The error names the file, the exit status and the last lines of stderr, no more than asked for."""
    script.write_text("import sys\nfor n in range(9): print('line', n, file=sys.stderr)\nsys.exit(7)")
    assert failure(export, command(script), tmp_path, Limits(stderr_lines=2)) == (
        "in/1.csv: the parser ended with exit status 7\n"
        "  the last lines of its stderr:\n    line 7\n    line 8\n"
        "  this is file 1 of 2"
    )


def test_a_crash_tells_how_far_the_parser_came(export: Export, script: Path, tmp_path: Path) -> None:
    """Of several files it is told which one it was, and that those before it were no trouble."""
    script.write_text("import sys\nsys.exit(sys.argv[1].endswith('and.csv'))")
    assert failure(export, command(script), tmp_path) == (
        "in/2 and.csv: the parser ended with exit status 1\n"
        "  this is file 2 of 2; the file before it was read without complaint"
    )
    one = replace(export, files=export.files[1:])
    assert failure(one, command(script), tmp_path) == "in/2 and.csv: the parser ended with exit status 1"
    assert which(3, 1000) == "\n  this is file 3 of 1,000; the files before it were read without complaint"


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGKILL])
def test_the_parser_dies_with_us(export: Export, script: Path, tmp_path: Path, signal_number: int) -> None:
    """However this process is ended, no process of the parser's group is left to run without limits."""
    script.write_text(
        "import os, pathlib, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "pathlib.Path('pids.new').write_text(f'{os.getppid()} {os.getpid()} {child.pid}')\n"
        "pathlib.Path('pids.new').rename('pids')\n"
        "while True: print('{}', flush=True)\n"
    )
    code = (
        "import sys, threading\nfrom pathlib import Path\nfrom exportsim.ingest.process import Limits, run\n"
        f"out, err = Path('out'), Path('err')\n"
        f"run([sys.executable, {script.name!r}], Limits(), 1 << 40, out, err, [], threading.Event())\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    ours = subprocess.Popen([sys.executable, "-c", code], env=environment)
    for _ in range(400):
        if (tmp_path / "pids").exists():
            break
        time.sleep(0.05)
    ours.send_signal(signal_number)
    ours.wait()
    assert all(gone(int(pid)) for pid in (tmp_path / "pids").read_text().split())


def test_files_that_are_not_the_exports_are_not_the_parsers_fault(export: Export, script: Path, tmp_path: Path) -> None:
    """A file altered, cut or missing is told before any parser runs, all of them at once."""
    script.write_text("import pathlib; pathlib.Path('ran').touch()")
    first, second = (export.folder / file.name for file in export.files)
    first.write_bytes(first.read_bytes().swapcase())
    second.write_bytes(second.read_bytes()[:5])
    with pytest.raises(ConfigurationError) as error:
        ingest(export, command(script), work=tmp_path / "work")
    again, size = "generate the export again", export.files[1].size
    assert error.value.problems == (
        Problem(str(first), "is not the file that was written: its SHA-256 differs", again),
        Problem(str(second), f"is not the file that was written: its size is 5 bytes instead of {size}", again),
    )
    second.unlink()
    with pytest.raises(ConfigurationError, match=r"2 and\.csv: is gone\n  generate the export again"):
        ingest(export, command(script), work=tmp_path / "work")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("tail", "operator"),
    [("| head", "|"), ("2>/dev/null", ">"), ("&& true", "&&"), ("; true", ";"), ("x; true", ";"), ("'|'", "")],
)
def test_what_only_a_shell_understands_is_hinted_at(
    export: Export, script: Path, tmp_path: Path, tail: str, operator: str
) -> None:
    """A command that fails with an operator of a shell in it is told that none is there; quoted ones are meant."""
    script.write_text("import sys\nsys.exit('?' if len(sys.argv) > 2 else 0)")
    hint = (
        f"  no shell is involved, so '{operator}' is an argument like others; sh -c '...' sh {{file}} calls a shell\n"
    )
    assert failure(replace(export, files=export.files[:1]), command(script, "{file} " + tail), tmp_path) == (
        f"in/1.csv: the parser ended with exit status 1\n{hint if operator else ''}"
        "  the last lines of its stderr:\n    ?"
    )


def test_a_long_line_of_stderr_is_cut(export: Export, script: Path, tmp_path: Path) -> None:
    """A parser that writes endless lines to stderr does not hide what is said about it."""
    script.write_text("import sys\nsys.exit('x' * 9999)")
    assert f"    {'x' * 500}…\n" in failure(export, command(script), tmp_path)


def test_a_signal_is_told_by_name(export: Export, script: Path, tmp_path: Path) -> None:
    """A parser that dies of a signal is told so in words."""
    script.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)")
    assert "was killed by signal 11 (SIGSEGV, Segmentation fault)" in failure(export, command(script), tmp_path)


def test_a_hanging_parser_is_ended_with_all_its_processes(export: Export, script: Path, tmp_path: Path) -> None:
    """At the time limit the whole process group is killed, children that the parser started among it."""
    script.write_text(
        "import pathlib, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "pathlib.Path('child').write_text(str(child.pid))\n"
        "time.sleep(60)\n"
    )
    said = failure(export, command(script), tmp_path, Limits(seconds=1.5))
    assert said == "in/1.csv: the parser timed out after 1.5 s\n  this is file 1 of 2"
    assert gone(int((tmp_path / "child").read_text()))


def test_a_child_left_behind_does_not_outlive_the_run(export: Export, script: Path, tmp_path: Path) -> None:
    """What a parser leaves running in its group ends with it, and does not keep the run waiting."""
    script.write_text(
        "import pathlib, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "pathlib.Path('child').write_text(str(child.pid))\n"
    )
    ingest(export, command(script), work=tmp_path / "work")
    assert gone(int((tmp_path / "child").read_text()))


def gone(process: int) -> bool:
    """Whether a process ends within ten seconds; a killed one may wait to be reaped."""
    for _ in range(200):
        stat = Path(f"/proc/{process}/stat")
        if not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_flood_is_stopped(export: Export, script: Path, tmp_path: Path, stream: str) -> None:
    """A parser that prints without end is killed at the limit, on either stream."""
    script.write_text(f"import sys\nwhile True: sys.{stream}.write('x' * 9999 + chr(10))")
    said = failure(export, command(script), tmp_path, Limits(output=3 << 20, stderr_lines=0))
    assert said == "in/1.csv: the parser printed more than 3 MiB\n  this is file 1 of 2"


def test_the_bound_of_the_output_follows_the_file(export: Export, script: Path, tmp_path: Path) -> None:
    """Unless it is given, a parser may print 64 MiB and 200 times the bytes of the file, and no more."""
    path = export.folder / export.files[0].name
    assert (Limits().output_for(path), Limits(output=5).output_for(path)) == ((64 << 20) + 200 * 12, 5)
    script.write_text("import sys\nwhile True: sys.stdout.write('x' * 99999 + chr(10))")
    assert failure(export, command(script), tmp_path).startswith("in/1.csv: the parser printed more than 64 MiB")


def test_a_greedy_parser_meets_the_memory_limit(export: Export, script: Path, tmp_path: Path) -> None:
    """An allocation beyond the limit is refused, and the error says which limit that was."""
    script.write_text("x = bytearray(1 << 30)")
    said = failure(export, command(script), tmp_path, Limits(memory=256 << 20))
    assert said.startswith("in/1.csv: the parser was killed by the memory limit of 256 MiB")
    assert said.endswith("MemoryError\n  this is file 1 of 2")


@pytest.mark.parametrize(
    ("printed", "line", "fault"),
    [
        ("{'id': 1}", 2, "Expecting property name enclosed in double quotes at column 2"),
        ("[1, 2]", 2, "it is an array"),
        ('{"id": 1} {"id": 2}', 2, "Extra data at column 11"),
        ('{"id": "\\ud83d"}', 2, "it holds half of a surrogate pair"),
        ("Parsed 12 rows in 0.3 s", 2, "Expecting value at column 1"),
    ],
)
def test_junk_on_stdout_is_shown(
    export: Export, script: Path, tmp_path: Path, printed: str, line: int, fault: str
) -> None:
    """Output that is not JSON Lines is told with line number, fault, the line's beginning and what to print."""
    script.write_text(f"print('{{}}')\nprint({printed!r})")
    assert failure(export, command(script), tmp_path) == (
        f"in/1.csv: line {line} of what the parser wrote is not a JSON object ({fault}):\n"
        f"  {printed}\n"
        '  expected one JSON object on each line, such as {"email": "ann@example.com", "age": 7}\n'
        "  this is file 1 of 2"
    )


def test_junk_far_behind_the_beginning_is_shown_where_it_is(export: Export, script: Path, tmp_path: Path) -> None:
    """Of a long line the eighty characters around the fault."""
    line = '{"id": "' + 200 * "a" + '", oops: 1, "more": "' + 200 * "b" + '"}'
    script.write_text(f"print({line!r})")
    said = failure(export, command(script), tmp_path).splitlines()
    assert said[0].endswith("(Expecting property name enclosed in double quotes at column 212):")
    assert said[1] == f"  …{line[172:252]}…"


def test_bytes_that_are_no_text_are_told(export: Export, script: Path, tmp_path: Path) -> None:
    """JSON in another charset than UTF-8 is refused with the byte."""
    script.write_text('import sys\nsys.stdout.buffer.write(b\'{"id": "\\xe9"}\')')
    assert "(byte 9 is not UTF-8)" in failure(export, command(script), tmp_path)


@pytest.mark.parametrize(
    ("parser", "what"),
    [
        ("no-such-program {file}", "there is no program 'no-such-program'"),
        ("cat", "'cat' does not name the file to parse"),
        ("", "'' does not name the file to parse"),
        ("cat '{file}", "cannot be split into words"),
        ("no_such_module:parse", "there is no module 'no_such_module'"),
        ("no_such.py:parse", "there is no file no_such.py"),
        ("partner.py:parse", "the module 'partner.py' has no 'parse'"),
        ("partner:parse", "the module 'partner' has no 'parse'"),
        ("partner:sys", "'partner:sys' is no function but a module"),
    ],
)
def test_a_parser_that_cannot_be_is_a_configuration_error(
    export: Export, script: Path, tmp_path: Path, parser: str, what: str
) -> None:
    """Before any file is blamed, the option is."""
    script.write_text("import sys")
    with pytest.raises(ConfigurationError) as error:
        ingest(export, parser, work=tmp_path / "work")
    (problem,) = error.value.problems
    assert problem.where == "--parser"
    assert what in problem.what


def test_a_script_without_its_interpreter_is_told(export: Export, script: Path, tmp_path: Path) -> None:
    """A program that exists and cannot be started is the parser's failure, in the system's words."""
    script.write_text("#!/no/such/interpreter\n")
    script.chmod(0o755)
    said = failure(export, "./partner.py {file}", tmp_path)
    assert said == "in/1.csv: the parser could not be started: No such file or directory\n  this is file 1 of 2"


@pytest.mark.parametrize(
    ("format", "code"),
    [
        ("jsonl", "open(out, 'w').write('\\n {\"id\": \"a\"}\\n')"),
        ("jsonl", "open(out, 'w').write('[{\"id\": \"a\"}]')"),
        ("csv", "open(out, 'w').write('id\\na\\n')"),
        ("parquet", "import pyarrow as pa, pyarrow.parquet as pq; pq.write_table(pa.table({'id': ['a']}), out)"),
        ("arrow", "import pyarrow.feather as f, pyarrow as pa; f.write_feather(pa.table({'id': ['a']}), out)"),
        (
            "arrow",
            "import pyarrow as pa; t = pa.table({'id': ['a']}); w = pa.ipc.new_stream(out, t.schema); "
            "w.write_table(t); w.close()",
        ),
    ],
)
def test_an_output_file_is_recognised_by_its_content(
    export: Export, script: Path, tmp_path: Path, format: str, code: str
) -> None:
    """A parser that writes {output} may write any of four formats; what it prints is talk."""
    script.write_text(f"import sys\nprint('reading', sys.argv[1])\nout = sys.argv[2]\n{code}\n")
    first, _ = ingest(export, command(script, "{file} {output}"), work=tmp_path / "work").readings
    assert (first.format, first.stderr_tail) == (format, f"reading {export.folder / 'in/1.csv'}")


def test_an_output_format_that_is_given_is_believed(export: Export, script: Path, tmp_path: Path) -> None:
    """CSV whose header begins like JSON can be named as what it is; an unknown format cannot."""
    script.write_text("import sys\nopen(sys.argv[1], 'w').write('{id}\\na\\n')")
    parser = command(script, "{output} {file}")
    readings = ingest(export, parser, work=tmp_path / "work", output_format="csv").readings
    assert [reading.format for reading in readings] == ["csv", "csv"]
    with pytest.raises(ConfigurationError, match="'xml' is not a format"):
        ingest(export, parser, work=tmp_path / "work", output_format="xml")


def test_a_function_that_ends_the_process_is_told(export: Export, script: Path, tmp_path: Path) -> None:
    """It was never asked for a file."""
    script.write_text("import sys\ndef read(path):\n    sys.exit(0)\n")
    said = failure(export, "partner:read", tmp_path)
    assert said.startswith("in/1.csv: the parser ended well but gave no rows: something in it ends the process")


def test_a_parser_that_writes_no_output_is_told(export: Export, script: Path, tmp_path: Path) -> None:
    """A run that ends well without its file is a failure, even where an earlier run left one."""
    script.write_text("import sys\nopen(sys.argv[2], 'w').write('id\\n')")
    ingest(export, command(script, "{file} {output}"), work=tmp_path / "work")
    script.write_text("")
    said = failure(export, command(script, "{file} {output}"), tmp_path)
    assert said == "in/1.csv: the parser ended well but wrote no file at {output}\n  this is file 1 of 2"


@pytest.mark.parametrize(
    ("code", "format"),
    [
        ("def parse(path): return [{'id': 'a', 'n': 1}, {'id': 'b', 'n': None}]", "jsonl"),
        ("def parse(path):\n    yield {'id': 'a', 'n': 1}\n    yield {'id': 'b', 'n': None}", "jsonl"),
        ("import pyarrow as pa\ndef parse(path): return pa.table({'id': ['a', 'b'], 'n': [1, None]})", "arrow"),
        (
            "import pyarrow as pa\ndef parse(path): return pa.table({'id': ['a', 'b'], 'n': [1, None]}).to_reader()",
            "arrow",
        ),
        (
            "import pandas as pd\ndef parse(path):\n"
            "    return pd.DataFrame({'id': ['a', 'b'], 'n': pd.array([1, None], 'Int64')}, index=[5, 6])",
            "arrow",
        ),
        (
            "import pandas as pd\n"
            "def parse(path): return pd.DataFrame({'id': ['a', 'b'], 'n': [1, None]}, dtype=object)",
            "arrow",
        ),
    ],
)
def test_a_function_may_give_rows_in_any_of_three_forms(
    export: Export, script: Path, tmp_path: Path, code: str, format: str
) -> None:
    """An iterable of dicts, a DataFrame, and a Table or its reader give the same rows; prints are talk."""
    script.write_text(f"print('hello')\n{code}\n")
    first, _ = ingest(export, "partner:parse", work=tmp_path / "work").readings
    assert (first.format, first.stderr_tail) == (format, "hello")
    if format == "jsonl":
        assert first.output.read_text() == '{"id": "a", "n": 1}\n{"id": "b", "n": null}\n'
    else:
        assert pa.ipc.open_stream(first.output.read_bytes()).read_all().to_pylist() == ROWS


def test_a_function_may_be_named_by_its_file(export: Export, script: Path, tmp_path: Path) -> None:
    """A file in any folder, called as a module of Python's own, which finds what lies beside it."""
    folder = tmp_path / "their code"
    folder.mkdir()
    (folder / "rows.py").write_text("ROWS = [{'id': 'a', 'n': 1}, {'id': 'b', 'n': None}]")
    (folder / "csv.py").write_text("import json\nimport rows\ndef parse(path): return rows.ROWS")
    ingestion = ingest(export, f"{folder / 'csv.py'}:parse", work=tmp_path / "work")
    assert texts(ingestion)[0] == '{"id": "a", "n": 1}\n{"id": "b", "n": null}\n'


def test_a_frame_of_mixed_types_comes_as_json(export: Export, script: Path, tmp_path: Path) -> None:
    """A column that holds numbers and texts keeps both."""
    frame = "pd.DataFrame({'n': [1, 'x', None]}, dtype=object)"
    script.write_text(f"import pandas as pd\ndef parse(path): return {frame}")
    first, _ = ingest(export, "partner:parse", work=tmp_path / "work").readings
    assert first.output.read_text() == '{"n": 1}\n{"n": "x"}\n{"n": null}\n'


def test_values_that_json_lacks_come_as_text(export: Export, script: Path, tmp_path: Path) -> None:
    """Dates are ISO 8601, decimals and NaN their own text, NumPy's numbers numbers."""
    script.write_text(
        "import datetime, decimal, numpy\n"
        "def parse(path):\n"
        "    yield {'d': datetime.date(2024, 2, 29), 'x': decimal.Decimal('1.50')}\n"
        "    yield {'f': float('nan'), 'n': numpy.int64(7)}\n"
    )
    first, _ = ingest(export, "partner:parse", work=tmp_path / "work").readings
    assert first.output.read_text() == '{"d": "2024-02-29", "x": "1.50"}\n{"f": "nan", "n": 7}\n'


def test_a_function_that_fails_shows_its_traceback(export: Export, script: Path, tmp_path: Path) -> None:
    """The partner's own frames and exception are told and none of ours; so is a module of theirs that is missing."""
    one = replace(export, files=export.files[:1])
    script.write_text("def parse(path):\n    yield {}\n    raise ValueError('no header')\n")
    assert failure(one, "partner:parse", tmp_path) == (
        "in/1.csv: the parser ended with exit status 1\n"
        "  the last lines of its stderr:\n"
        "    Traceback (most recent call last):\n"
        f'      File "{script}", line 3, in parse\n'
        "        raise ValueError('no header')\n"
        "    ValueError: no header"
    )
    script.write_text("import no_such_dependency\n")
    assert failure(one, "partner:parse", tmp_path).splitlines()[2:] == [
        "    Traceback (most recent call last):",
        f'      File "{script}", line 1, in <module>',
        "        import no_such_dependency",
        "    ModuleNotFoundError: No module named 'no_such_dependency'",
    ]


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("return None", "partner:parse returned None"),
        ("return 7", "partner:parse returned a int"),
        ("return {'id': 1}", "partner:parse returned a dict"),
        ("return [{}, None]", "row 2 that partner:parse gave is None"),
        ("yield 3", "row 1 that partner:parse gave is a int"),
    ],
)
def test_what_is_no_rows_is_told(export: Export, script: Path, tmp_path: Path, code: str, what: str) -> None:
    """A function that gives anything but rows is told what it gave and what it should, without a traceback."""
    script.write_text(f"def parse(path): {code}\n")
    assert failure(replace(export, files=export.files[:1]), "partner:parse", tmp_path) == (
        "in/1.csv: the parser ended with exit status 1\n"
        "  the last lines of its stderr:\n"
        f"    {what}; it gives an iterable of dicts, a pandas DataFrame, or a pyarrow Table or RecordBatchReader"
    )


def test_an_interrupt_ends_the_parser(export: Export, script: Path, tmp_path: Path) -> None:
    """Ctrl-C while a parser runs is passed to the caller once the parser is gone."""
    script.write_text("import os, pathlib, time\npathlib.Path('pid').write_text(str(os.getpid()))\ntime.sleep(60)\n")

    def interrupt() -> None:
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        ingest(export, command(script), work=tmp_path / "work")
    thread.join()
    assert gone(int((tmp_path / "pid").read_text()))


def test_a_typed_output_is_handed_on_as_written(export: Export, script: Path, tmp_path: Path) -> None:
    """The rows of a Parquet file stay in it, types and all."""
    script.write_text(
        "import sys, pyarrow as pa, pyarrow.parquet as pq\npq.write_table(pa.table({'n': [1, 2]}), sys.argv[2])\n"
    )
    first, _ = ingest(export, command(script, "{file} {output}"), work=tmp_path / "work").readings
    assert pq.read_table(first.output).to_pydict() == {"n": [1, 2]}


def test_a_full_disk_is_not_the_parsers_fault(export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where its rows find no room, that is told, and which folder it was; what has room fails as ever."""
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=4096))
    with pytest.raises(ExportError, match=r"1\.csv: no room is left in .*work, where .*TMPDIR"):
        ingest(export, "false {file}", work=tmp_path / "work")
    monkeypatch.undo()
    assert "ended with exit status 1" in failure(export, "false {file}", tmp_path)
