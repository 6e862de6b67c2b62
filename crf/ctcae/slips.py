"""Which words of the dictionary a mistyped word may mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from attrs import frozen

LEAST, LONG = 4, 8
"""Letters from which one slip is forgiven, and from which two are."""
LOOKED_AT, OFFERED = 80, 6
"""Words that share most pairs of letters are looked at; the nearest of them are offered."""


@frozen
class Vocabulary:
    """Words, and for each pair of letters those that hold it."""

    words: tuple[str, ...]
    holders: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, words: Iterable[str]) -> Vocabulary:
        """The words that are long enough to be mistyped, each once."""
        kept = tuple(sorted({word for word in words if len(word) >= LEAST}))
        holders: dict[str, list[int]] = {}
        for number, word in enumerate(kept):
            for pair in _pairs(word):
                holders.setdefault(pair, []).append(number)
        return cls(kept, {pair: tuple(numbers) for pair, numbers in holders.items()})

    def near(self, typed: str) -> tuple[str, ...]:
        """Words that what was typed, or has been typed so far, is a slip or two away from; the nearest first."""
        if len(typed) < LEAST:
            return ()
        most = 1 if len(typed) < LONG else 2
        shared = Counter(number for pair in _pairs(typed) for number in self.holders.get(pair, ()))
        found = []
        for number, _ in shared.most_common(LOOKED_AT):
            word = self.words[number]
            begun, whole = distances(typed, word)
            if begun <= most:
                found.append((begun, word[0] != typed[0], whole, word))
        return tuple(word for *_, word in sorted(found)[:OFFERED])


def _pairs(word: str) -> set[str]:
    """The pairs of letters of a word, its beginning among them."""
    marked = f" {word}"
    return {marked[at : at + 2] for at in range(len(word))}


def distances(typed: str, word: str) -> tuple[int, int]:
    """Slips between what was typed and the beginning of a word it comes nearest to, and the whole word.

    A slip is a letter left out, put in, changed, or exchanged with its neighbour.
    """
    width = min(len(word), len(typed) + 2)
    before: list[int] = []
    row = list(range(width + 1))
    for at, letter in enumerate(typed, 1):
        earlier, before, row = before, row, [at]
        for n in range(1, width + 1):
            other = word[n - 1]
            cost = min(before[n] + 1, row[n - 1] + 1, before[n - 1] + (letter != other))
            if at > 1 and n > 1 and letter == word[n - 2] and typed[at - 2] == other:
                cost = min(cost, earlier[n - 2] + 1)
            row.append(cost)
    return min(row), row[-1] + len(word) - width
