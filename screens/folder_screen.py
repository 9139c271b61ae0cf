"""A screen that saves something into a folder: digits choose what, the line takes where."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from fapiao.errors import FapiaoError
from fapiao.said import in_words, say
from screens.base import DeskScreen
from screens.widgets.lines import Part, content

if TYPE_CHECKING:
    from textual.content import Content

    from screens.desk import Desk


class Choice(Protocol):
    """One of the things that can be saved."""

    @property
    def label(self) -> str:
        """The choice in words."""
        ...


C = TypeVar("C", bound=Choice)


class FolderScreen(DeskScreen[None], Generic[C]):
    """Subclasses write what is ``chosen`` in ``save_into``."""

    active = ("back", "menu")
    enter_label = say("保存")

    def __init__(self, desk: Desk, choices: Iterable[C]) -> None:
        """``choices`` in the order of their digits; the first is chosen."""
        super().__init__(desk)
        self._choices = tuple(choices)
        self.chosen = self._choices[0]
        self._saving = False

    def save_into(self, folder: Path) -> str:
        """Write what is chosen and return the sentence about it; runs in a worker. Raises BadInput."""
        raise NotImplementedError

    def choice_lines(self, verb: str) -> list[Content | str]:
        """Return the choices and what to do, for the foot of the screen."""
        parts: list[Part] = []
        for digit, choice in enumerate(self._choices, 1):
            parts += ["  ", (f"{digit} {in_words(choice.label)}", "reverse" if choice is self.chosen else "")]
        return [content("    ", (verb, "dim"), *parts), "", say("    按数字选；输入要保存到的文件夹，再按 Enter")]

    def is_elsewhere(self, text: str) -> bool:
        """A path is this screen's own business."""
        return False if Path(text).expanduser().is_dir() else super().is_elsewhere(text)

    def enter(self, text: str) -> None:
        """Choose, or save."""
        self.clear()
        if not text:
            self.status(say("请输入文件夹"))
        elif len(text) == 1 and text.isdigit():
            self._choose(int(text))
        elif self._saving:
            self.status(say("还在保存，请稍候"))
        else:
            self._saving = True
            self.status(say("正在保存…"))
            folder = Path(text).expanduser()
            self.background(lambda: self.save_into(folder), self._saved, self._stopped)

    def _choose(self, digit: int) -> None:
        if 1 <= digit <= len(self._choices):
            self.chosen = self._choices[digit - 1]
            self.fill()
        else:
            self.status(say("请用 1 到 {count}", count=len(self._choices)), "warn")

    def _saved(self, sentence: str) -> None:
        self._saving = False
        self.status(sentence)

    def _stopped(self, error: FapiaoError) -> None:
        self._saving = False
        self.fail(error)
