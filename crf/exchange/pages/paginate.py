"""How strips fall on pages: what belongs together stays together, what goes on carries its heads along."""

from __future__ import annotations

from crf.exchange.pages.press import Strip

Placed = tuple[float, Strip]
"""How far under the head line a strip's top stands, and the strip."""


def paginate(opening: Strip, again: Strip, strips: list[Strip], room: float, floor: float) -> list[list[Placed]]:
    """Pages of strips: `opening` heads the first, `again` the further ones.

    `room` is the height for strips; a foot strip ends at `floor`, which lies a little lower.
    """
    pages = Pages(opening, again, room, floor)
    start = 0
    for end, strip in enumerate(strips, 1):
        if not strip.keep or end == len(strips):
            pages.add(strips[start:end])
            start = end
    return pages.done


class Pages:
    """Pages being filled from the top."""

    def __init__(self, opening: Strip, again: Strip, room: float, floor: float):
        self.again, self.room, self.floor = again, room, floor
        self.done: list[list[Placed]] = [[(0.0, opening)]]
        self.y = opening.height
        self.fresh = True  # nothing but repeated heads on the page yet

    def add(self, group: list[Strip]) -> None:
        """Set strips that belong together, on a new page where they don't fit; more than a page is broken anyway."""
        if not self.fresh and self.y + sum(strip.height for strip in group) > self.limit(group[-1]):
            self.turn(group[0])
        for strip in group:
            if not self.fresh and self.y + strip.height > self.limit(strip):
                self.turn(strip)
            self.set(strip)

    def limit(self, last: Strip) -> float:
        """How far down strips may reach."""
        return self.floor if last.foot else self.room

    def turn(self, first: Strip) -> None:
        """Begin a page that a strip opens, after the heads it carries."""
        self.done.append([(0.0, self.again)])
        self.y = self.again.height
        for strip in first.carry:
            self.set(strip)
        self.fresh = True

    def set(self, strip: Strip) -> None:
        """Set one strip under the last, or at the foot."""
        top = max(self.y, self.floor - strip.height) if strip.foot else self.y
        self.done[-1].append((top, strip))
        self.y = top + strip.height
        self.fresh = False
