"""The filter itself, run by a small interpreter of its instructions, for both machines."""

import pytest

from touchstone.sandbox import seccomp
from touchstone.sandbox.seccomp import ALLOWED, AUDIT_ARCH, Unavailable, program

REQUESTS, ANSWERS = 0, 1
ALLOW, EPERM, KILL = 0x7FFF0000, 0x00050001, 0x80000000
PROT_READ, PROT_EXEC = 1, 4

# What must not work, by its numbers on x86_64 and aarch64 (asm/unistd.h).
FORBIDDEN = {
    "open": (2, None),
    "openat": (257, 56),
    "openat2": (437, 437),
    "stat": (4, None),
    "newfstatat": (262, 79),
    "unlinkat": (263, 35),
    "socket": (41, 198),
    "connect": (42, 203),
    "bind": (49, 200),
    "sendto": (44, 206),
    "clone": (56, 220),
    "clone3": (435, 435),
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "pidfd_send_signal": (424, 424),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "bpf": (321, 280),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "perf_event_open": (298, 241),
    "memfd_create": (319, 279),
    "mount": (165, 40),
    "unshare": (272, 97),
    "setns": (308, 268),
    "prctl": (157, 167),
    "prlimit64": (302, 261),
    "setrlimit": (160, 164),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "setitimer": (38, 103),
    "alarm": (37, None),
    "close": (3, 57),
    "dup": (32, 23),
    "dup3": (292, 24),
    "fcntl": (72, 25),
    "ioctl": (16, 29),
    "pread64": (17, 67),
    "readv": (19, 65),
    "writev": (20, 66),
    "sendfile": (40, 71),
    "keyctl": (250, 219),
    "userfaultfd": (323, 282),
    "pkey_mprotect": (329, 288),
    "shmat": (30, 196),
}


def decide(machine: str, number: int, *arguments: int, arch: int | None = None) -> int:
    """What the kernel would do with a call."""
    code = program(machine, read_from=REQUESTS, write_to=ANSWERS)
    words = {0: number, 4: AUDIT_ARCH[machine] if arch is None else arch}
    words |= {16 + 8 * n: value & 0xFFFFFFFF for n, value in enumerate(arguments)}
    place = accumulator = 0
    while True:
        operation, if_true, if_false, operand = code[place]
        place += 1
        match operation:
            case 0x20:
                accumulator = words[operand]
            case 0x15:
                place += if_true if accumulator == operand else if_false
            case 0x35:
                place += if_true if accumulator >= operand else if_false
            case 0x45:
                place += if_true if accumulator & operand else if_false
            case 0x06:
                return operand


@pytest.fixture(params=list(AUDIT_ARCH))
def machine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def numbers(calls: dict[str, tuple[int | None, int | None]], machine: str) -> dict[str, int]:
    column = list(AUDIT_ARCH).index(machine)
    return {name: n for name, both in calls.items() if (n := both[column]) is not None}


def test_nothing_reaches_out(machine: str) -> None:
    for name, number in numbers(FORBIDDEN, machine).items():
        assert decide(machine, number, 0, 0, 0) == EPERM, name


def test_computing_goes_on(machine: str) -> None:
    for name, number in numbers(dict(ALLOWED), machine).items():
        assert decide(machine, number, 0, 0, 0) == ALLOW, name


def test_no_number_is_allowed_that_the_list_does_not_have(machine: str) -> None:
    named = set(numbers(dict(ALLOWED), machine).values())
    column = list(AUDIT_ARCH).index(machine)
    special = {seccomp._READ[column], seccomp._WRITE[column]}
    special |= {seccomp._MMAP[column], seccomp._MPROTECT[column]}
    passed = {n for n in range(1024) if decide(machine, n, 7, 7, PROT_EXEC) == ALLOW}
    assert passed == named
    assert not named & special


def test_only_the_two_pipes_can_be_used(machine: str) -> None:
    read, write = ((0, 1), (63, 64))[list(AUDIT_ARCH).index(machine)]
    assert decide(machine, read, REQUESTS) == ALLOW
    assert decide(machine, write, ANSWERS) == ALLOW
    for descriptor in (2, 3, 200, 0xFFFFFFFF):
        assert decide(machine, read, descriptor) == EPERM
        assert decide(machine, write, descriptor) == EPERM
    assert decide(machine, read, ANSWERS) == EPERM
    assert decide(machine, write, REQUESTS) == EPERM


def test_no_memory_becomes_executable(machine: str) -> None:
    mmap, mprotect = ((9, 10), (222, 226))[list(AUDIT_ARCH).index(machine)]
    for call in (mmap, mprotect):
        assert decide(machine, call, 0, 4096, PROT_READ) == ALLOW
        assert decide(machine, call, 0, 4096, PROT_READ | PROT_EXEC) == EPERM


def test_calls_of_another_machine_kill(machine: str) -> None:
    assert decide(machine, 1, ANSWERS, arch=0x40000003) == KILL  # 32 bit x86


def test_calls_of_the_x32_abi_kill() -> None:
    assert decide("x86_64", 0x40000000 | 1, ANSWERS) == KILL


def test_other_machines_are_refused() -> None:
    with pytest.raises(Unavailable, match="riscv64"):
        program("riscv64", read_from=0, write_to=1)
