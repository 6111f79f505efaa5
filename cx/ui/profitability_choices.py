"""What may be moved on the Profitability page: names to choose from, the most promising first."""

from collections.abc import Iterator, Sequence

from cx.analysis.profit.basis import Basis
from cx.analysis.profit.move_results import Move

Place = tuple[int, int, int]
SHARE = 0.2


def purposes(basis: Basis, segment: str) -> list[str]:
    """Return the purposes of a segment's contacts, the commonest first."""
    held = basis.contacts[basis.segments.index(segment)].sum(axis=1)
    return _commonest(basis.purposes, held.tolist())


def origins(basis: Basis, segment: str, purpose: str | None) -> list[str]:
    """Return the channels that a segment's contacts come by, the commonest first."""
    own = basis.contacts[basis.segments.index(segment)]
    held = own.sum(axis=0) if purpose is None else own[basis.purposes.index(purpose)]
    return _commonest(basis.channels, held.tolist())


def _commonest(names: Sequence[str], held: Sequence[float]) -> list[str]:
    """Return the names that hold anything, the most first.

    >>> _commonest(["a", "b", "c"], [1.0, 0.0, 5.0])
    ['c', 'a']
    """
    size = dict(zip(names, held, strict=True))
    return sorted((name for name in names if size[name] > 0), key=lambda name: -size[name])


def promising(basis: Basis, segment: str | None = None) -> Move:
    """Return the move that would earn most of those that enough is known of, as a start.

    Parameters
    ----------
    segment : str, optional
        Only of this one, where it has any.
    """
    wanted = [segment] if segment in basis.segments else list(basis.segments)
    every = [gain for name in wanted for gain in _gains(basis, basis.segments.index(name))]
    if not every:
        return _any(basis, wanted[0])
    _, (at, purpose, origin), target = max(every)
    return Move(
        basis.segments[at],
        basis.purposes[purpose],
        basis.channels[origin],
        basis.channels[target],
        SHARE,
    )


def _gains(basis: Basis, segment: int) -> Iterator[tuple[float, Place, int]]:
    """What each move of a segment would earn, were all of its gap true of all its contacts."""
    for purpose in range(len(basis.purposes)):
        known = [at for at in range(len(basis.channels)) if _is_known(basis, segment, purpose, at)]
        value = basis.margin.value[segment, purpose]
        for origin in known:
            volume = float(basis.contacts[segment, purpose, origin])
            for target in known:
                if target != origin:
                    gap = float(value[target] - value[origin])
                    yield volume * gap, (segment, purpose, origin), target


def _is_known(basis: Basis, segment: int, purpose: int, channel: int) -> bool:
    return basis.refuse_cell(segment, purpose, channel) is None


def _any(basis: Basis, segment: str) -> Move:
    """Return some move where too little is known of all of them: the page then says so."""
    purpose = purposes(basis, segment)[0]
    origin = origins(basis, segment, purpose)[0]
    target = next((name for name in basis.channels if name != origin), origin)
    return Move(segment, purpose, origin, target, SHARE)


def place_of(names: Sequence[str], wanted: str) -> int:
    """Return where a name stands, 0 where it does not.

    >>> place_of(["a", "b"], "b"), place_of(["a"], "z")
    (1, 0)
    """
    return list(names).index(wanted) if wanted in names else 0
