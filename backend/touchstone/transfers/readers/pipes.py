"""Messages over a pipe: four bytes of length, then the message in MessagePack."""

from struct import Struct
from typing import BinaryIO

import msgspec

from touchstone.transfers.readers.messages import FromConversion, ToConversion

LENGTH = Struct("!I")

_encode = msgspec.msgpack.Encoder().encode
_decode_to: msgspec.msgpack.Decoder[ToConversion] = msgspec.msgpack.Decoder(ToConversion)
_decode_from: msgspec.msgpack.Decoder[FromConversion] = msgspec.msgpack.Decoder(FromConversion)


def decode_to_conversion(content: bytes) -> ToConversion:
    return _decode_to.decode(content)


def decode_from_conversion(content: bytes) -> FromConversion:
    return _decode_from.decode(content)


def frame(message: ToConversion | FromConversion) -> tuple[bytes, bytes]:
    content = _encode(message)
    return LENGTH.pack(len(content)), content


def read_frame(pipe: BinaryIO) -> bytes | None:
    """The next message, or None where the pipe ends."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    content = pipe.read(size)
    return content if len(content) == size else None
