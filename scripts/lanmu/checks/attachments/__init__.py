"""What stands in the files published beside the articles, and the facts of pictures. Nothing here trusts a file."""

from lanmu.checks.attachments.reading import picture_facts, pictures_in, texts_of
from lanmu.checks.attachments.texts import Sort, Text
from lanmu.untrusted.kinds import FileKind, kind_of
from lanmu.untrusted.opening import RejectedFileError
from lanmu.untrusted.picture_facts import Picture, place_of

__all__ = [
    "FileKind",
    "Picture",
    "RejectedFileError",
    "Sort",
    "Text",
    "kind_of",
    "picture_facts",
    "pictures_in",
    "place_of",
    "texts_of",
]
