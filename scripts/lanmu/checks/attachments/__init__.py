"""What stands in the files published beside the articles, and the facts of pictures. Nothing here trusts a file."""

from lanmu.checks.attachments.inside import pictures_in
from lanmu.checks.attachments.pictures import Picture, picture_facts, place_of
from lanmu.checks.attachments.reading import texts_of
from lanmu.checks.attachments.text import CannotLook, Sort, Text
from lanmu.untrusted.kinds import FileKind, kind_of

__all__ = [
    "CannotLook",
    "FileKind",
    "Picture",
    "Sort",
    "Text",
    "kind_of",
    "picture_facts",
    "pictures_in",
    "place_of",
    "texts_of",
]
