"""From the prepared package to HTML, by mammoth. Whatever it has to say becomes a remark."""

from __future__ import annotations

import io

import mammoth  # type: ignore[import-untyped]
from mammoth.documents import Image  # type: ignore[import-untyped]

from lanmu.intake.word.steps.pictures import Placement
from lanmu.intake.word.telling.remarks import Remarks

MESSAGE = "转换时有一处没有处理好（{message}）。请把文章和原文对照一遍。"


def to_html(package: io.BytesIO, style_map: str, placements: list[Placement], remarks: Remarks) -> str:
    """The HTML of a prepared package; pictures refer to their files by name."""

    def attributes(image: Image) -> dict[str, str]:
        placement = placements[int(image.alt_text)]
        return {"src": placement.name, "alt": placement.alternative}

    result = mammoth.convert_to_html(
        package,
        style_map=style_map,
        include_default_style_map=False,
        include_embedded_style_map=False,
        external_file_access=False,
        convert_image=mammoth.images.img_element(attributes),
    )
    for message in result.messages:
        remarks.add("look", MESSAGE.format(message=message.message))
    return str(result.value)
