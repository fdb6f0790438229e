"""The system calls that a process may still make, as a filter of the Linux kernel.

Built and installed without any library, because it runs in the bare child. Everything that is
not named here fails with EPERM: files, sockets, processes, signals, other processes' memory.
"""

import ctypes
import platform
import struct
import sys

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _PR_SET_DUMPABLE = 38, 22, 4
_MODE_FILTER = 2

_KILL_PROCESS = 0x80000000
_ALLOW = 0x7FFF0000
_EPERM = 0x00050000 | 1  # return an error number, here EPERM

_LOAD = 0x20  # a word of `struct seccomp_data` into the accumulator
_IF_EQUAL, _IF_AT_LEAST, _IF_BITS = 0x15, 0x35, 0x45
_RETURN = 0x06

_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets in `struct seccomp_data`
_X32 = 0x40000000  # calls of the x32 ABI have this bit set

_PROT_EXEC = 4

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, operand

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# Memory, locks, clocks, sleeping, random numbers, and the end.
ALLOWED: dict[str, tuple[int, int | None]] = {  # numbers on x86_64 and aarch64
    "brk": (12, 214),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "futex": (202, 98),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "getrandom": (318, 278),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "getcpu": (309, 168),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "restart_syscall": (219, 128),
    "rt_sigreturn": (15, 139),
    "exit": (60, 93),
    "exit_group": (231, 94),
}
_READ, _WRITE = (0, 63), (1, 64)
_MMAP, _MPROTECT = (9, 222), (10, 226)


class Unavailable(OSError):
    """This system cannot lock a process in."""


def program(machine: str, *, read_from: int, write_to: int) -> list[Instruction]:
    """The filter: read one descriptor, write one, no memory that can be executed."""
    if machine not in AUDIT_ARCH:
        raise Unavailable(f"no list of system calls for {machine}")
    column = list(AUDIT_ARCH).index(machine)
    code: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_IF_EQUAL, 1, 0, AUDIT_ARCH[machine]),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if machine == "x86_64":
        code += [(_IF_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _KILL_PROCESS)]
    for numbers in ALLOWED.values():
        number = numbers[column]
        if number is not None:
            code += [(_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    for call, descriptor in ((_READ, read_from), (_WRITE, write_to)):
        code += _if_argument(call[column], 0, (_IF_EQUAL, 0, 1, descriptor), _ALLOW, _EPERM)
    for call in (_MMAP, _MPROTECT):
        code += _if_argument(call[column], 2, (_IF_BITS, 0, 1, _PROT_EXEC), _EPERM, _ALLOW)
    return [*code, (_RETURN, 0, 0, _EPERM)]


def _if_argument(
    number: int, argument: int, test: Instruction, then: int, otherwise: int
) -> list[Instruction]:
    """What becomes of a call by the lower half of an argument; both systems are little-endian."""
    return [
        (_IF_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _ARGUMENTS + 8 * argument),
        test,
        (_RETURN, 0, 0, then),
        (_RETURN, 0, 0, otherwise),
    ]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def lock_in(*, read_from: int, write_to: int) -> None:
    """From here on this process, its threads included, can make no other system call. For good.

    Raises Unavailable where the kernel cannot do it, such as on other systems than Linux.
    """
    if sys.platform != "linux":
        raise Unavailable(f"{sys.platform} has no seccomp")
    code = program(platform.machine(), read_from=read_from, write_to=write_to)
    packed = b"".join(struct.pack("=HBBI", *instruction) for instruction in code)
    buffer = ctypes.create_string_buffer(packed, len(packed))
    filter_ = _Program(len(code), ctypes.cast(buffer, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    for what, arguments in (
        ("PR_SET_DUMPABLE", (_PR_SET_DUMPABLE, 0, 0, 0, 0)),
        ("PR_SET_NO_NEW_PRIVS", (_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)),
        ("PR_SET_SECCOMP", (_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(filter_), 0, 0)),
    ):
        if libc.prctl(*arguments) != 0:
            raise Unavailable(f"the kernel refused {what} (error {ctypes.get_errno()})")
