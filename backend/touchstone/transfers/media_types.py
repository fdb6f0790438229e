"""The kinds of media that a project may hold, by the ending of their names.

An uploader's own word for the type is not taken: it is what a browser would act on.
"""

from typing import Final

from touchstone.core.errors import UnsupportedMedia

MEDIA_TYPES: Final = {
    "avif": "image/avif",
    "bmp": "image/bmp",
    "csv": "text/csv",
    "flac": "audio/flac",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "json": "application/json",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "ogv": "video/ogg",
    "opus": "audio/ogg",
    "pdf": "application/pdf",
    "png": "image/png",
    "tsv": "text/tab-separated-values",
    "txt": "text/plain",
    "wav": "audio/wav",
    "webm": "video/webm",
    "webp": "image/webp",
}


def media_type(name: str) -> str:
    """The type under which a file of this name is served. Raises UnsupportedMedia."""
    _, dot, ending = name.rpartition(".")
    found = MEDIA_TYPES.get(ending.lower()) if dot else None
    if found is None:
        kinds = ", ".join(sorted(MEDIA_TYPES))
        raise UnsupportedMedia(f"A media file's name must end in one of: {kinds}.")
    return found
