"""What comes next, said once to somebody new: at the first article, the first tag, the first link of a project."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal

from annotui.project.opening import Project

Moment = Literal["article", "tag", "candidates", "link"]
HINTS: Final[Mapping[Moment, str]] = MappingProxyType(
    {
        "article": "{select.phrase} selects the name here, a digit tags it; {step.next} goes on; {help} explains all",
        "tag": "Saved. {undo} takes it back, {repeat} tags so again, {article.done} says that the article is done",
        "candidates": "Which agreement? A digit takes a row; {pick.nil} none of these, {pick.unsure} cannot tell",
        "link": "{span.same} shows where else it is named, {show.catalogue} the whole catalogue",
    }
)
"""What is said when; a command's id in braces stands for its key."""


def once(project: Project, moment: Moment, key: Callable[[str], str]) -> str:
    """What there is to say at a moment, the first time it comes; else nothing. `key` gives the key of a command."""
    name = f"hint:{moment}"
    if not project.settings.hints or project.state.text(name):
        return ""
    project.state.set_text(name, "said")
    return re.sub("{(.+?)}", lambda command: key(command[1]), HINTS[moment])
