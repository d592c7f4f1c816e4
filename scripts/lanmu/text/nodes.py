"""What has been built so far: as much of the elements as the next block must know."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Node:
    """An element under construction: its name, what lies in it, and the mark of a list item."""

    name: str
    children: list[Node] = field(default_factory=list)
    mark: str = ""
    begun: bool = False
    start: int = 0
    """Where the mark of a list item stands in the file."""

    @property
    def last(self) -> Node | None:
        """The youngest child."""
        return self.children[-1] if self.children else None

    def new(self, name: str, mark: str = "", start: int = 0) -> Node:
        """A further child."""
        self.children.append(Node(name, mark=mark, start=start))
        return self.children[-1]

    def ends_with(self, *names: str) -> bool:
        """True when the youngest child is one of these."""
        return bool(self.children) and self.children[-1].name in names
