"""Make .ci/reader.svg, the picture in the README, from the app on the shipped example: `python .ci/picture.py`."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from pathlib import Path

from annotui.tui.terminal.environment import prepare

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = "2022-06-01-telephone-call.txt"
MENTION = "agreements between the leaders"
SIZE = (100, 30)


def main() -> None:
    """Write the picture."""
    prepare(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "settings.toml"
        settings.write_text("suggest = false\nhints = false\n", encoding="utf-8")
        os.environ["ANNOTUI_SETTINGS"] = str(settings)
        place = Path(folder) / "annotui"
        place.mkdir()
        shutil.copytree(ROOT / "corpus", place / "corpus")
        shutil.copy(ROOT / "annotations.db", place)
        svg = asyncio.run(_picture(place))
    without_fonts = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    (ROOT / ".ci" / "reader.svg").write_text(without_fonts, encoding="utf-8")


async def _picture(folder: Path) -> str:
    from annotui.project import opening
    from annotui.tui.app import AnnotuiApp
    from annotui.tui.screens.workspace import Workspace

    project = opening.open_project(folder, "example")
    project.state.set_text("reading", ARTICLE)
    app = AnnotuiApp(project)
    async with app.run_test(size=SIZE) as pilot:
        await app.all_shown()
        workspace = app.screen
        assert isinstance(workspace, Workspace)
        at = workspace.reader.article.text.index(MENTION)
        workspace.open(ARTICLE, at)
        await pilot.press("i")
        await pilot.press("enter")
        await pilot.pause()
        svg = app.export_screenshot(title="annotui")
    project.close()
    return svg


if __name__ == "__main__":
    main()
