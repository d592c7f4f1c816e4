"""The text of the HTML that reading gives, a line to a paragraph, in the form of the document's visible text."""

from __future__ import annotations

from html.parser import HTMLParser

BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "tr", "table", "aside", "blockquote", "ul"}
)
BACK = "↑"


class Collector(HTMLParser):
    """Collects text; the list of notes at the end gets the numbers that a browser would show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.notes = 0
        self.in_back_link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line; a note begins with its number."""
        said = dict(attrs)
        if tag in BLOCKS or tag == "br":
            self.parts.append("\n")
        if tag == "li" and (said.get("id") or "").startswith("footnote-"):
            self.notes += 1
            self.parts.append(f"[{self.notes}]")
        self.in_back_link = tag == "a" and (said.get("href") or "").startswith("#footnote-ref-")
        if self.in_back_link:
            # The converter puts a blank before the arrow.
            self.parts[-1] = self.parts[-1].removesuffix(" ")

    def handle_endtag(self, tag: str) -> None:
        """The end of a block ends the line."""
        self.in_back_link = False
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Text, but for the arrow that leads back from a note."""
        if not (self.in_back_link and data == BACK):
            self.parts.append(data)


def text_of(html: str) -> str:
    """The text of a fragment; lines that are blank are left out."""
    collector = Collector()
    collector.feed(html)
    collector.close()
    return "\n".join(line for line in "".join(collector.parts).split("\n") if line.strip())


def compact(text: str) -> str:
    """A text without the ends of its lines and the tabs there, which nobody sees, to be compared: all else counts."""
    return "".join(line.rstrip("\t") for line in text.split("\n"))
