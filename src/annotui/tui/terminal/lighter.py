"""Imports Textual without what it would import at start and annotui has no use for then."""

from __future__ import annotations

import sys
from abc import ABC, ABCMeta
from importlib import import_module
from types import ModuleType

PUT_OFF = (
    "textual.command",  # Textual's own palette with the widgets it is made of; annotui has another one
    "textual.types",  # names of a dozen widgets (trees, inputs, selects) for those who annotate with them
    "textual.markup",  # annotui shows no text as markup
    "platformdirs",  # where a screenshot would be saved
    "rich.table",
)
"""Modules of which Textual takes classes and functions that are called later, if at all."""


def import_textual() -> None:
    """Import Textual's app, by a fifth lighter than it would be. Nothing is missing afterwards.

    What Textual takes from the modules `PUT_OFF` is looked up when it is used; whoever else imports them gets them.
    asyncio does without TLS where there is none, for annotui speaks to no network.
    """
    if "textual.app" in sys.modules:
        return
    if "asyncio" not in sys.modules and "ssl" not in sys.modules:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # None is how an import is told to fail
        try:
            import_module("asyncio")
        finally:
            del sys.modules["ssl"]
    standing_in = [_ModuleWhenAsked(name) for name in PUT_OFF if name not in sys.modules]
    sys.modules.update({module.__name__: module for module in standing_in})
    try:
        import_module("textual.app")
    finally:
        for module in standing_in:
            module.step_back()


class _ModuleWhenAsked(ModuleType):
    """Stands in for a module: what is imported from it is looked up when it is used."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._given: dict[str, _WhenAsked] = {}

    def __getattr__(self, name: str) -> _WhenAsked:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._given.setdefault(name, _WhenAsked(self, name))

    def step_back(self) -> None:
        """Let the next import of the module find the module itself."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]

    def asked(self) -> ModuleType:
        """The module itself. What was derived from one of its classes has its real base from now on."""
        self.step_back()
        real = import_module(self.__name__)
        for given in self._given.values():
            given.give_real_base(real)
        return real


class _WhenAsked:
    """Stands in for a class or a function: to call it, look into it or ask for its instances imports its module."""

    def __init__(self, module: _ModuleWhenAsked, name: str) -> None:
        self._module = module
        self._name = name
        self._base: type | None = None

    def __call__(self, *args: object, **kwargs: object) -> object:
        return self._asked()(*args, **kwargs)

    def __getattr__(self, name: str) -> object:
        return getattr(self._asked(), name)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, self._asked())

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        self._base = self._base or ABCMeta(self._name, (ABC,), {})  # as Textual's: the base of a class keeps its form
        return (self._base,)

    def give_real_base(self, real: ModuleType) -> None:
        """Let what was derived from this in the meantime derive from the class."""
        waiting: list[type] = self._base.__subclasses__() if self._base else []
        for derived in waiting:
            derived.__bases__ = (getattr(real, self._name),)

    def _asked(self) -> type:
        found: type = getattr(self._module.asked(), self._name)
        return found
