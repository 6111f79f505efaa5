"""Amounts as pictures write them: short enough for a cell, with a true minus."""

from cx.words import minus, unsigned

SIZES = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))
LONGEST = 1e7


def short(amount: float, has_sign: bool = False, digits: int = 1) -> str:
    """Write an amount in at most six signs or so.

    >>> short(13166.5), short(-53.2), short(2.4e6), short(0.4), short(5808.0, has_sign=True)
    ('13.2k', '−53', '2.4m', '0.4', '+5.8k')
    >>> short(7_958_113.8, digits=2)
    '7.96m'
    """
    sign = "+" if has_sign and amount > 0 else ""
    for size, noun in SIZES:
        if abs(amount) >= 0.9995 * size:
            text = _cut(f"{amount / size:.{digits}f}") + noun
            break
    else:
        text = _cut(f"{amount:.1f}") if 0 < abs(amount) < 10 else f"{round(amount) + 0.0:.0f}"
    return sign + minus(text)


def _cut(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def whole(amount: float) -> str:
    """Write an amount in full, without cents; of ten millions or more only what counts.

    >>> whole(-5326493.4), whole(-0.2), whole(123_456_789)
    ('−5,326,493', '0', '123.46m')
    """
    if abs(amount) >= LONGEST:
        return short(amount, digits=2)
    return unsigned(amount)
