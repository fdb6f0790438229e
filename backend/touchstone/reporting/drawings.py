"""Simple drawings as inline SVG."""

from collections.abc import Mapping, Sequence
from html import escape

from touchstone.reporting.figures import Figure

MOST_IN_MATRIX = 40
_CELL, _NAMES, _BAR, _HEIGHT = 44, 190, 46, 120
_LOW, _HIGH = (214, 69, 65), (13, 125, 118)  # from no agreement to full


def histogram(counts: Sequence[int]) -> str:
    """Ten bars from 0 to 1, each with its number."""
    most = max(counts) or 1
    parts = []
    for number, count in enumerate(counts):
        height = _HEIGHT * count / most
        x, y = number * _BAR + 4, _HEIGHT - height + 16
        middle = x + _BAR / 2 - 4
        parts.append(
            f'<rect class="bar" x="{x}" y="{y:.1f}" width="{_BAR - 8}" height="{height:.1f}">'
            f"<title>{number / 10:.1f} to {(number + 1) / 10:.1f}: {count:,} tasks</title></rect>"
            f'<text x="{middle}" y="{y - 4:.1f}" text-anchor="middle">{count:,}</text>'
            f'<text x="{x - 4}" y="{_HEIGHT + 32}">{number / 10:.1f}</text>'
        )
    end = _BAR * len(counts)
    parts.append(f'<text x="{end}" y="{_HEIGHT + 32}">1.0</text>')
    width = end + 24
    return (
        '<div class=scroll><svg role="img" aria-label="Tasks by agreement" '
        f'width="{width}" height="{_HEIGHT + 40}" viewBox="0 0 {width} {_HEIGHT + 40}">'
        f"{''.join(parts)}</svg></div>"
    )


def heat_map(names: Sequence[str], cells: Mapping[tuple[int, int], Figure]) -> str:
    """Who agrees with whom; the names of the columns are the numbers before those of the rows."""
    used = sorted({number for pair in cells for number in pair})
    shown = used[:MOST_IN_MATRIX]
    parts = []
    for row, i in enumerate(shown):
        y = 20 + row * _CELL
        parts.append(
            f'<text x="0" y="{y + _CELL / 2 + 4}">{row + 1} {escape(_short(names[i]))}'
            f"<title>{escape(names[i])}</title></text>"
            f'<text x="{_NAMES + row * _CELL + _CELL / 2}" y="14" text-anchor="middle">'
            f"{row + 1}</text>"
        )
        for column, j in enumerate(shown):
            figure = cells.get((min(i, j), max(i, j)))
            if i != j and figure is not None:
                about = f"{names[i]} and {names[j]}"
                parts.append(_cell(figure, about, _NAMES + column * _CELL, y))
    size = len(shown) * _CELL
    more = len(used) - len(shown)
    rest = f"<p class=faint>... and {more} more</p>" if more else ""
    return (
        f'<div class=scroll><svg role="img" aria-label="Matrix of agreement" '
        f'width="{_NAMES + size + 2}" height="{size + 24}" '
        f'viewBox="0 0 {_NAMES + size + 2} {size + 24}">{"".join(parts)}</svg></div>{rest}'
    )


def _cell(figure: Figure, about: str, x: float, y: float) -> str:
    place = f'x="{x + 1}" y="{y + 1}" width="{_CELL - 2}" height="{_CELL - 2}" rx="3"'
    if figure.value is None:
        title = escape(f"{about}: no figure ({figure.undefined})")
        return f'<rect class="none" {place}><title>{title}</title></rect>'
    interval = "" if figure.low is None else f" [{figure.low:.3f}, {figure.high:.3f}]"
    title = escape(f"{about}: {figure.value:.3f}{interval} over {figure.n:,} common tasks")
    center = x + _CELL / 2
    return (
        f'<g><title>{title}</title><rect fill="{_colour(figure.value)}" {place}/>'
        f'<text class="dark" x="{center}" y="{y + 20}" text-anchor="middle">'
        f"{figure.value:.2f}</text>"
        f'<text class="dark" x="{center}" y="{y + 35}" text-anchor="middle">{figure.n}</text></g>'
    )


def _colour(value: float) -> str:
    mixed = (round(low + (high - low) * value) for low, high in zip(_LOW, _HIGH, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _short(name: str) -> str:
    return name if len(name) <= 22 else f"{name[:21]}…"
