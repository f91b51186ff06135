"""A widget that draws its lines itself: they go to the screen as they are, and its styles are worked out once."""

from __future__ import annotations

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from annotui.tui.widgets.cells import base_style


class DrawnLines(Widget):
    """Has no border, padding, tint or opacity to add to what `render_line` gives, as wide as the widget."""

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._looks: dict[str, Style] = {}

    def look(self, component: str = "") -> Style:
        """The widget's own style, with that of one of its component classes upon it."""
        found = self._looks.get(component)
        if found is None:
            found = base_style(self)
            if component:
                found += self.get_component_rich_style(component, partial=True)
            self._looks[component] = found
        return found

    def notify_style_update(self) -> None:
        """Take the styles anew."""
        super().notify_style_update()
        self._looks.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines of the screen."""
        strips = [self.render_line(y) for y in crop.line_range]
        for line_filter in self.get_line_filters():
            background = self.background_colors[1]
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        if crop.x == 0 and crop.width == self.outer_size.width:
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def _set_dirty(self, *regions: Region) -> None:
        """Note what is to be painted anew; without a border nothing lies elsewhere, and no lines are kept here."""
        if regions:
            self._dirty_regions.update(regions)
            self._repaint_regions.update(regions)
        else:
            super()._set_dirty()
