"""What Textual would import at start and annotui has no use for then: put off until somebody asks for it."""

from __future__ import annotations

import sys
from abc import ABC, ABCMeta
from importlib import import_module
from types import ModuleType


def lighten() -> None:
    """Make the first import of Textual lighter, by about a sixth; to be called before it. Nothing is missing later.

    - asyncio does without TLS where there is none: annotui speaks to no network.
    - `textual.types` gathers names from a dozen widgets (trees, inputs, selects) for those who annotate with them.
    - `textual.command` is Textual's own palette with the widgets it is made of; annotui has another one.
    """
    if "asyncio" not in sys.modules and "ssl" not in sys.modules:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # None is how an import is told to fail
        try:
            import_module("asyncio")
        finally:
            del sys.modules["ssl"]
    for name in ("textual.types", "textual.command"):
        if name not in sys.modules:
            sys.modules[name] = _ModuleWhenAsked(name)


class _ModuleWhenAsked(ModuleType):
    """Stands in for a module: what is imported from it is a class that is looked up when it is used."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.given: dict[str, _ClassWhenAsked] = {}

    def __getattr__(self, name: str) -> _ClassWhenAsked:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.given.setdefault(name, _ClassWhenAsked(self, name))

    def asked(self) -> ModuleType:
        """The module itself, imported now. What was derived from one of its classes gets its real base."""
        name = self.__name__
        if sys.modules.get(name) is self:
            del sys.modules[name]
            real = import_module(name)
            for given in self.given.values():
                given.give_real_base(real)
        return sys.modules[name]


class _ClassWhenAsked:
    """Stands in for a class: to call it, to look into it or to ask for its instances imports its module."""

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
