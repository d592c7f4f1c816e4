"""Pages that lie in a Word file: what stands at the edges of the paper stays where it is on every page (GB/T 9704-2012, 8)."""

from __future__ import annotations

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section, _Header
from docx.shared import Length, Mm
from docx.text.paragraph import Paragraph

from lanmu.channels.common.sizes import PAGE
from lanmu.channels.common.word_page import FOOTER, page_number, set_grid, stamped

# The width of the text: the height that it has upright.
ROOM = Mm(PAGE.height - PAGE.top - PAGE.bottom)
# From the edge to the header and the footer, which must leave the text its area.
LYING_HEADER = Mm(12)
# The height of the line of a page number, as in the footer of an upright page.
NUMBER_LINE = Length(Mm(14 / 72 * 25.4))
VML = "urn:schemas-microsoft-com:vml"


def lie_down(section: Section, stamp: str) -> None:
    """The pages on their long side, the head of a table at the left edge of the paper."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(PAGE.height), Mm(PAGE.width)
    section.top_margin, section.bottom_margin = Mm(PAGE.left), Mm(PAGE.right)
    section.left_margin, section.right_margin = Mm(PAGE.bottom), Mm(PAGE.top)
    section.header_distance = section.footer_distance = LYING_HEADER
    # Of the lines of the grid, fewer than the area is high, LibreOffice has as much above as below.
    set_grid(section, "default")
    for header, side in ((section.header, ALIGN.RIGHT), (section.even_page_header, ALIGN.LEFT)):
        header.is_linked_to_previous = False
        number_at_the_side(header, stamped(header, stamp), side)
    for footer in (section.footer, section.even_page_footer):
        footer.is_linked_to_previous = False


def number_at_the_side(header: _Header, anchor: Paragraph, side: ALIGN) -> None:
    """The number at the foot of the paper, which is the left side of the page: a text box with its text along that side. It is
    VML: LibreOffice loses the place of newer shapes on even pages."""
    places = {
        "margin-left": FOOTER,
        "margin-top": Mm(PAGE.left),
        "width": NUMBER_LINE,
        "height": Mm(PAGE.width - PAGE.left - PAGE.right),
    }
    style = ";".join(f"{name}:{place.pt:.2f}pt" for name, place in places.items())
    drawing = parse_xml(
        f'<w:r {nsdecls("w")} xmlns:v="{VML}"><w:pict><v:rect id="number-{int(side)}" stroked="f" filled="f" '
        f'style="position:absolute;{style};mso-position-horizontal-relative:page;mso-position-vertical-relative:page">'
        '<v:textbox inset="0,0,0,0" style="layout-flow:vertical"><w:txbxContent><w:p/></w:txbxContent></v:textbox>'
        "</v:rect></w:pict></w:r>"
    )
    anchor._element.append(drawing)
    page_number(Paragraph(drawing.find(f".//{qn('w:txbxContent')}/{qn('w:p')}"), header), side)
