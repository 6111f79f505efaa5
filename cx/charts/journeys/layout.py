"""Where nodes and links of a flow stand: heights in proportion to journeys, in = out + exit."""

from collections.abc import Sequence
from dataclasses import dataclass

from cx.topics.journeys.results import END, OTHER, Flow, Link, Node

NODE_WIDTH = 0.03
"""Of a node, where the distance between two steps is 1."""

EXIT_LENGTH = 0.16
LEAST_GAP = 0.075
"""Between two nodes, as a share of all journeys: room for a name."""


@dataclass(frozen=True, slots=True)
class Box:
    """A node: from `bottom` to `top`, its left edge at its step.

    Parameters
    ----------
    share : float
        Of all journeys, 0 to 1.
    ending : int
        Journeys that end there.
    """

    node: Node
    x: float
    bottom: float
    top: float
    share: float
    ending: int

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A link: from (x0, from `low0` to `high0`) to the same at x1."""

    link: Link
    x0: float
    low0: float
    high0: float
    x1: float
    low1: float
    high1: float


def lay_out(flow: Flow, steps: int) -> tuple[list[Box], list[Ribbon]]:
    """Place the nodes of the first steps and the links between and out of them.

    Parameters
    ----------
    steps : int
        Steps drawn; what goes on after the last of them is drawn as leaving.

    Returns
    -------
    list of Box
        Heights are journeys; the tallest step fills from 0 downwards.
    list of Ribbon
        The widths at a node add up to its height, in as well as out.
    """
    order = [*flow.shown, OTHER]
    drawn = [node for node in flow.nodes if 1 <= node.step <= steps and node.journeys]
    drawn.sort(key=lambda node: (node.step, _rank(node.name, order)))
    boxes = [box for at in range(1, steps + 1) for box in _stack(_of_step(drawn, at), flow)]
    return boxes, _ribbons(flow, boxes, steps, order)


def _rank(name: str, order: Sequence[str]) -> tuple[int, str]:
    return (order.index(name) if name in order else len(order), name)


def _of_step(nodes: Sequence[Node], step: int) -> list[Node]:
    return [node for node in nodes if node.step == step]


def _stack(nodes: Sequence[Node], flow: Flow) -> list[Box]:
    boxes, top, whole = [], 0.0, max(1, flow.journeys)
    ends = {(link.step, link.source): link.journeys for link in flow.links if link.target == END}
    for node in nodes:
        bottom, ending = top - node.journeys, ends.get((node.step, node.name), 0)
        boxes.append(Box(node, node.step - 1.0, bottom, top, node.journeys / whole, ending))
        top = bottom - LEAST_GAP * whole
    return boxes


def _ribbons(flow: Flow, boxes: Sequence[Box], steps: int, order: Sequence[str]) -> list[Ribbon]:
    at = {(box.node.step, box.node.name): box for box in boxes}
    leaving = {key: box.top for key, box in at.items()}
    coming = dict(leaving)
    links = [link for link in flow.links if 1 <= link.step <= steps and link.journeys]
    links.sort(key=lambda link: (link.step, _rank(link.source, order), *_end(link, steps, order)))
    found = []
    for link in links:
        source = at[link.step, link.source]
        high = leaving[link.step, link.source]
        leaving[link.step, link.source] = low = high - link.journeys
        start = source.x + NODE_WIDTH
        target = at.get((link.step + 1, link.target))
        if target is None or link.is_exit:
            found.append(Ribbon(link, start, low, high, start + EXIT_LENGTH, low, high))
            continue
        top = coming[link.step + 1, link.target]
        coming[link.step + 1, link.target] = top - link.journeys
        found.append(Ribbon(link, start, low, high, target.x, top - link.journeys, top))
    return found


def _end(link: Link, steps: int, order: Sequence[str]) -> tuple[bool, tuple[int, str]]:
    return (link.is_exit or link.step == steps, _rank(link.target, order))
