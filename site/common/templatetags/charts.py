"""Charts drawn by the server as SVG, each with the same figures as a table beneath: no script, no inline style.

Each tag renders `templates/components/<tag>.html`; its look is in `static/css/reports.css`. Drawn 400 units wide, so
that their words stay legible on a phone.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template

register = template.Library()

WIDTH = 400
BAR_ROW, BAR_HEIGHT, BAR_TEXT_ROOM = 40, 14, 52
LINE_HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 200, 16, 34, 34, 12
LABEL_LONGEST = 48
LABELS_AT_MOST = 6


def nice_maximum(value: int) -> int:
    """Return the least of 1, 2, 4, 5, 10, 20, 40, 50 .. that is not smaller: an axis ends on a round number."""
    scale = 1
    while True:
        for step in (1, 2, 4, 5):
            if value <= step * scale:
                return step * scale
        scale *= 10


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(name: str, title: str, rows: Iterable[tuple[str, int]], unit: str) -> dict[str, Any]:
    """`{% bar_chart "jenis" _("Izin terbit per jenis") rows _("izin") %}`: lying bars, one for each row.

    Arguments: `name` (unique on the page, for ids), `title`, `rows` (list of (label, whole number)), `unit` (what is
    counted, the heading of the numbers). Nothing is drawn without rows.
    """
    rows = list(rows)
    most = max((value for _label, value in rows), default=0) or 1
    bars = [
        {
            "label": label,
            "short": label if len(label) <= LABEL_LONGEST else f"{label[: LABEL_LONGEST - 1]}…",
            "value": value,
            "width": round((WIDTH - BAR_TEXT_ROOM) * value / most, 1),
            "text_y": number * BAR_ROW + 14,
            "bar_y": number * BAR_ROW + 20,
            "value_x": round((WIDTH - BAR_TEXT_ROOM) * value / most + 6, 1),
            "value_y": number * BAR_ROW + 20 + BAR_HEIGHT - 2,
        }
        for number, (label, value) in enumerate(rows)
    ]
    return {"name": name, "title": title, "unit": unit, "bars": bars, "height": len(rows) * BAR_ROW, "width": WIDTH}


@register.inclusion_tag("components/line_chart.html")
def line_chart(
    name: str, title: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]
) -> dict[str, Any]:
    """`{% line_chart "arus" _("Masuk dan terbit") labels series %}`: one line for each series over the same labels.

    Arguments: `name` and `title` as above, `labels` (of the points, in order), `series` (list of (label, whole
    numbers), at most three; told apart by colour, dashes and marks). Nothing is drawn without labels.
    """
    top = nice_maximum(max((value for _label, values in series for value in values), default=1) or 1)
    room = WIDTH - LEFT - RIGHT
    step = room / max(len(labels) - 1, 1)
    left = LEFT if len(labels) > 1 else LEFT + room / 2

    def x(place: int) -> float:
        return round(left + step * place, 1)

    def y(value: float) -> float:
        return round(LINE_HEIGHT - BOTTOM - (LINE_HEIGHT - TOP - BOTTOM) * value / top, 1)

    every = -(-len(labels) // LABELS_AT_MOST) or 1
    return {
        "name": name,
        "title": title,
        "width": WIDTH,
        "height": LINE_HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "grid": [(value, y(value)) for value in sorted({0, top // 2 if top > 1 else 0, top})],
        "ticks": [(label, x(place)) for place, label in enumerate(labels) if place % every == 0],
        "tick_y": LINE_HEIGHT - 12,
        "lines": [
            {
                "label": label,
                "number": number,
                "points": " ".join(f"{x(place)},{y(value)}" for place, value in enumerate(values)),
                "marks": [(x(place), y(value)) for place, value in enumerate(values)],
            }
            for number, (label, values) in enumerate(series, start=1)
        ],
        "rows": [(label, [values[place] for _name, values in series]) for place, label in enumerate(labels)],
        "series": [label for label, _values in series],
    }
