"""Which simulcast layer each slot gets. Pure."""

from collections.abc import Mapping, Sequence

from server.media.wire import Layer

ORDER = (Layer.LOW, Layer.MEDIUM, Layer.HIGH)
BY_NAME = {
    "low": Layer.LOW, "medium": Layer.MEDIUM, "high": Layer.HIGH,
    "q": Layer.LOW, "h": Layer.MEDIUM, "f": Layer.HIGH,
}  # fmt: skip


def named(rids: Sequence[str]) -> dict[str, Layer]:
    """Which layer each rid is: by its name when all are known, else by order, smallest first."""
    if all(rid in BY_NAME for rid in rids):
        return {rid: BY_NAME[rid] for rid in rids}
    ladder = {1: (Layer.HIGH,), 2: (Layer.LOW, Layer.HIGH)}.get(len(rids), ORDER)
    return dict(zip(rids, ladder, strict=False))


def best(wished: Layer, flowing: Sequence[Layer]) -> Layer | None:
    """The wished layer if it flows, else the next poorer one, else the next better one."""
    at = ORDER.index(wished)
    for layer in (*reversed(ORDER[: at + 1]), *ORDER[at + 1 :]):
        if layer in flowing:
            return layer
    return None


def choose(slots: Sequence[tuple[Layer, Mapping[Layer, int]]], budget: int | None) -> list[Layer | None]:
    """A layer for each slot (its wish, and the rates of what flows) within the budget in bits per second.

    Everybody is seen before anybody is seen sharply: all get the poorest flowing layer (earlier slots first, while
    that fits), then each in turn goes one step towards its wish while that fits.
    """
    if budget is None:
        return [best(wish, list(rates)) for wish, rates in slots]
    ladders = [_ladder(wish, rates) for wish, rates in slots]
    steps, spent = [-1] * len(slots), 0
    raised = True
    while raised:
        raised = False
        for at, ((_, rates), ladder) in enumerate(zip(slots, ladders, strict=True)):
            if steps[at] + 1 >= len(ladder):
                continue
            more = max(0, rates[ladder[steps[at] + 1]] - (rates[ladder[steps[at]]] if steps[at] >= 0 else 0))
            if spent + more <= budget:
                spent += more
                steps[at] += 1
                raised = True
    return [ladder[step] if step >= 0 else None for ladder, step in zip(ladders, steps, strict=True)]


def _ladder(wish: Layer, rates: Mapping[Layer, int]) -> list[Layer]:
    top = best(wish, list(rates))
    if top is None:
        return []
    return [layer for layer in ORDER[: ORDER.index(top) + 1] if layer in rates]
