"""Real attempts to get out of the process of a user's function. Each is stopped, and says why."""

import asyncio
import contextlib
import os
import signal
import tempfile
import textwrap
from pathlib import Path

import orjson
import psutil
import pytest

from touchstone.sandbox import runner
from touchstone.sandbox.runner import Call, Limits, Outcome, SandboxUnavailable, check, run

CALL = Call(b'{"id":1,"result":[{"value":{"choices":["a"]}}]}', b'{"id":2,"result":[]}')
PATIENT = Limits(call_seconds=60)
IMPATIENT = Limits(call_seconds=0.5)


def function(body: str, before: str = "") -> str:
    inside = textwrap.indent(textwrap.dedent(body).strip(), "    ")
    return f"{before}\ndef agreement(annotation_1, annotation_2, per_label=False):\n{inside}\n"


async def one(body: str, before: str = "", limits: Limits = PATIENT) -> Outcome:
    outcomes = await run(function(body, before), [CALL, CALL], limits)
    assert len(outcomes) == 2
    return outcomes[0]


def children() -> list[int]:
    """The processes of functions that run now."""
    found = []
    for process in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if str(runner.CHILD) in process.cmdline():
                found.append(process.pid)
    return found


def status_of(pid: int) -> dict[str, str]:
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return {}
    return {name: value.strip() for name, value in (x.split(":", 1) for x in text.splitlines())}


async def test_a_function_sees_both_annotations() -> None:
    body = """
        choices = annotation_1["result"][0]["value"]["choices"]
        print(choices, annotation_2["result"])
        return 0.25 if per_label is False else 0
    """
    outcome = await one(body)
    assert outcome == Outcome(0.25, printed="['a'] []\n")


async def test_many_pairs_are_done_in_one_process() -> None:
    code = function("return annotation_1['n'] / 500 + 0 * len(seen.append(1) or seen)", "seen = []")
    code += "\nimport os\npid = os.getpid()\n"
    calls = [Call(b'{"n":%d}' % n, b"{}") for n in range(500)]
    outcomes = await run(code.replace("return ", "print(pid); return "), calls)
    assert [outcome.score for outcome in outcomes] == [n / 500 for n in range(500)]
    assert len({outcome.printed for outcome in outcomes}) == 1


async def test_scores_by_label() -> None:
    outcomes = await run(
        function("return {'a': 0.5, 'b': 1} if per_label else 0"),
        [Call(b"{}", b"{}", per_label=True)],
    )
    assert outcomes == [Outcome(labels={"a": 0.5, "b": 1.0})]


async def test_numpy_can_be_used() -> None:
    outcome = await one("return np.array([0.0, 1.0]).mean()", "import numpy as np")
    assert outcome.score == 0.5


@pytest.mark.parametrize(
    ("returned", "score", "note"),
    [
        ("1.4", 1.0, "returned 1.4, counted as 1"),
        ("-2", 0.0, "returned -2, counted as 0"),
        ("True", 1.0, None),
    ],
)
async def test_scores_out_of_range_are_clipped_and_noted(
    returned: str, score: float, note: str | None
) -> None:
    outcome = await one(f"return {returned}")
    assert (outcome.score, outcome.notes) == (score, () if note is None else (note,))


@pytest.mark.parametrize(
    ("body", "before", "reason"),
    [
        ("return 1 / 0", "", "ZeroDivisionError: division by zero"),
        ("return None", "", "TypeError"),
        ("return '1'", "", "must return a number or a dict of numbers"),
        ("return float('nan')", "", "agreement returned nan, which is no score"),
        ("return {'a': float('inf')}", "", "agreement returned inf"),
        ("import sys; sys.exit(0)", "", "SystemExit"),
        ("raise KeyboardInterrupt", "", "KeyboardInterrupt"),
        ("return agreement(annotation_1, annotation_2)", "", "RecursionError"),
        ("return 1", "raise ValueError('no')", "ValueError: no"),
        ("return 1", "x = (", "SyntaxError"),
        ("return 1", "import requests", "No module named 'requests'"),
    ],
)
async def test_what_goes_wrong_is_told_to_the_author(body: str, before: str, reason: str) -> None:
    outcome = await one(body, before)
    assert outcome.score is None
    assert outcome.error is not None
    assert reason in outcome.error
    assert str(Path(runner.__file__).parent) not in outcome.error


async def test_code_without_the_function_is_refused() -> None:
    outcomes = await run("def other(): pass", [CALL])
    assert "defines no function named agreement" in str(outcomes[0].error)


async def test_code_that_is_too_long_is_refused() -> None:
    outcomes = await run("#" * 200, [CALL], Limits(code_characters=100))
    assert outcomes == [Outcome(error="the code is longer than 100 characters")]
    assert (await check("#" * 200, Limits(code_characters=100))).error is not None


ESCAPED = Path(tempfile.gettempdir()) / "touchstone-escaped"
DENIED = "Operation not permitted"

ESCAPES = {
    "read a file": ("return len(open('/etc/passwd').read())", DENIED),
    "read a file by the system call": (
        "import os\nfd = os.open('/etc/passwd', os.O_RDONLY)\nreturn 1",
        DENIED,
    ),
    "write a file": (f"open('{ESCAPED}', 'w').write('x')\nreturn 1", DENIED),
    "list a folder": ("import os\nos.listdir('/')\nreturn 1", DENIED),
    "remove a file": ("import os\nos.unlink('/tmp/anything')\nreturn 1", DENIED),
    "read its environment": ("open('/proc/self/environ').read()\nreturn 1", DENIED),
    "use the network": ("import socket\nreturn 1", "No module named 'socket'"),
    "open a socket by libc": (
        """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.socket(2, 1, 0) < 0:
            raise OSError(ctypes.get_errno(), "socket refused")
        return 1
        """,
        "[Errno 1] socket refused",
    ),
    "fork": ("import os\nos.fork()\nreturn 1", DENIED),
    "fork by the system call": (
        """
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.syscall(56, 17, 0, 0, 0, 0) < 0:
            raise OSError(ctypes.get_errno(), "clone refused")
        return 1
        """,
        "clone refused",
    ),
    "start a program": ("import os\nos.execv('/bin/sh', ['sh', '-c', 'true'])", DENIED),
    "start a shell": (
        "import os\nif os.system('true') != 0: raise OSError('no shell')\nreturn 1",
        "no shell",
    ),
    "start a thread": ("import _thread\n_thread.start_new_thread(print, ())", "thread"),
    "kill its parent": ("import os\nos.kill(os.getppid(), 9)\nreturn 1", DENIED),
    "kill the server by its number": (f"import os\nos.kill({os.getpid()}, 9)\nreturn 1", DENIED),
    "kill everything": ("import os\nos.kill(-1, 9)\nreturn 1", DENIED),
    "raise its limits": (
        "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (9999, 9999))\nreturn 1",
        "not allowed to raise maximum limit",
    ),
    "catch the alarm": (
        "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nreturn 1",
        DENIED,
    ),
    "make memory executable": (
        "import mmap\nmmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC)\nreturn 1",
        "",
    ),
    "take too much memory": ("return len(bytearray(10**9))", "MemoryError"),
    "take memory bit by bit": (
        "x = [0]\nwhile True: x = x + x",
        "MemoryError",
    ),
    "never end": ("while True: pass", "longer than 0.5 seconds"),
    "sleep": ("import time\ntime.sleep(3600)", "longer than 0.5 seconds"),
    "print without end": ("while True: print('x' * 1000)", "longer than 0.5 seconds"),
    "end the process": ("import os\nos._exit(0)", "the process ended"),
    "crash": ("import ctypes\nctypes.string_at(0)", "the process crashed (SIGSEGV)"),
    "abort": ("import os\nos.abort()", "the process crashed"),
    "write garbage to the channel": (
        "import os\nos.write(1, b'garbage' * 100)\nreturn 1",
        "wrote into the channel",
    ),
    "write a long frame": (
        "import os\nos.write(1, b'\\x7f\\xff\\xff\\xff' * 100)\nreturn 1",
        "wrote into the channel",
    ),
    "write a frame that is no answer": (
        "import os\nos.write(1, b'\\x00\\x00\\x00\\x02[]')\nreturn 1",
        "wrote into the channel",
    ),
    "flood the channel": (
        "import os\nwhile True: os.write(1, b'\\x00\\x00\\x00\\x02[]' * 10000)",
        "wrote into the channel",
    ),
    "answer with too much": ("return {str(n) * 100: 1 for n in range(10000)}", "wrote into"),
}


@pytest.mark.parametrize("attempt", ESCAPES)
async def test_it_cannot(attempt: str) -> None:
    body, reason = ESCAPES[attempt]
    outcome = await one(body, limits=IMPATIENT if "0.5 seconds" in reason else PATIENT)
    assert outcome.score is None
    assert outcome.error is not None
    assert reason in outcome.error, outcome.error
    assert not ESCAPED.exists()
    # The server lives, has no such child left, and the next function runs.
    assert children() == []
    assert (await one("return 1")).score == 1


async def test_the_server_is_not_in_its_memory_or_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TOUCHSTONE_SECRET_KEY", "do-not-tell" * 4)
    body = """
        import os, sys
        print(sorted(os.environ), [m for m in sys.modules if m.startswith("touchstone")])
        return 1
    """
    outcome = await one(body)
    assert outcome.printed == (
        "['LANG', 'MKL_NUM_THREADS', 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS'] []\n"
    )


async def test_the_kernel_says_that_it_is_locked_in() -> None:
    running = asyncio.create_task(run(function("while True: pass"), [CALL], Limits(60)))
    status: dict[str, str] = {}
    async with asyncio.timeout(60):
        while status.get("Seccomp") != "2":
            await asyncio.sleep(0.01)
            status = status_of(children()[0]) if children() else {}
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert status["NoNewPrivs"] == "1"
    assert set(status["CapEff"]) == {"0"}
    assert "0" not in status["Uid"].split()
    assert children() == []


async def test_output_is_cut() -> None:
    outcome = await one("print('x' * 10**6); return 1", limits=Limits(output_characters=100))
    assert outcome.printed == "x" * 100 + "\n... 999901 more characters"
    assert outcome.score == 1


async def test_one_bad_pair_leaves_the_others_alone() -> None:
    body = """
        import os
        n = annotation_1["n"]
        if n == 3: os._exit(1)
        if n == 5: os.write(1, b"garbage!")
        if n == 7: raise ValueError("seven")
        return n / 10
    """
    calls = [Call(orjson.dumps({"n": n}), b"{}") for n in range(10)]
    outcomes = await run(function(body), calls, PATIENT)
    assert [n for n, outcome in enumerate(outcomes) if outcome.score is None] == [3, 5, 7]
    assert [o.score for n, o in enumerate(outcomes) if n not in (3, 5, 7)] == [
        n / 10 for n in range(10) if n not in (3, 5, 7)
    ]


async def test_after_three_lost_processes_the_rest_is_not_called() -> None:
    outcomes = await run(function("import os\nos._exit(1)"), [CALL] * 6, PATIENT)
    assert [str(outcome.error)[:15] for outcome in outcomes[:3]] == ["the process end"] * 3
    assert {outcome.error for outcome in outcomes[3:]} == {
        "not called: 3 processes were lost before"
    }


async def test_a_run_ends_in_time() -> None:
    outcomes = await run(function("return 1"), [CALL] * 100, Limits(run_seconds=0))
    assert {outcome.error for outcome in outcomes} == {
        "not called: the 0 seconds for all pairs together are over"
    }
    body = "import time\ntime.sleep(0.05)\nreturn 1"
    outcomes = await run(function(body), [CALL] * 200, Limits(run_seconds=1))
    scores = [outcome.score for outcome in outcomes]
    made = scores.index(None)
    assert scores == [1.0] * made + [None] * (200 - made)
    assert made >= 1


async def test_large_annotations_reach_it() -> None:
    large = orjson.dumps({"result": ["x" * 1000] * 5000})
    outcomes = await run(
        function("return len(annotation_1['result']) / 5000"), [Call(large, large)] * 4
    )
    assert [outcome.score for outcome in outcomes] == [1.0] * 4


async def test_a_check_runs_the_code_but_no_pair() -> None:
    assert await check(function("return 1", "print('loaded')")) == Outcome(printed="loaded\n")
    assert "never closed" in str((await check("x = (")).error)
    assert "longer than" in str((await check("while True: pass", Limits(start_seconds=2))).error)


async def test_nothing_runs_where_it_cannot_be_locked_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("child.py", "seccomp.py"):
        text = Path(runner.__file__).with_name(name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("platform.machine()", "'riscv64'"), "utf-8")
    monkeypatch.setattr(runner, "CHILD", tmp_path / "child.py")
    with pytest.raises(SandboxUnavailable, match="no list of system calls for riscv64"):
        await run(function("return 1"), [CALL])


async def test_it_ends_by_itself_when_the_server_is_gone() -> None:
    """What the server would stop is stopped by the alarm, which the function cannot catch."""
    body = "import os, signal, sys\nwhile True: pass"
    limits = Limits(call_seconds=60, start_seconds=1, run_seconds=1)
    process = await runner._start(function(body), 1, limits)
    writer = process.stdin
    assert writer is not None
    writer.write(runner._framed(b"[{},{},false]"))
    async with asyncio.timeout(120):
        status = await process.wait()
    assert -status in (signal.SIGALRM, signal.SIGXCPU, signal.SIGKILL)
