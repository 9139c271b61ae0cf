"""A screen that saves something into a folder: digits choose what, the line takes where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from textual import work
from textual.message import Message

from fapiao.errors import FapiaoError
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


class FolderScreen(DeskScreen, Generic[C]):
    """Subclasses write what is ``chosen`` in ``save_into``."""

    active = ("back", "menu")
    enter_label = "保存"

    @dataclass
    class Saved(Message):
        """The files are written, or could not be."""

        words: str = ""
        error: FapiaoError | None = None

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
            parts += ["  ", (f"{digit} {choice.label}", "reverse" if choice is self.chosen else "")]
        return [content("    ", (verb, "dim"), *parts), "", "    按数字选；输入要保存到的文件夹，再按 Enter"]

    def _is_elsewhere(self, text: str) -> bool:
        return False if Path(text).expanduser().is_dir() else super()._is_elsewhere(text)

    def enter(self, text: str, *, double: bool) -> None:  # noqa: ARG002 - nothing prints from here
        """Choose, or save."""
        self.clear()
        if not text:
            self.status("请输入文件夹")
        elif len(text) == 1 and text.isdigit():
            self._choose(int(text))
        elif self._saving:
            self.status("还在保存，请稍候")
        else:
            self._saving = True
            self.status("正在保存…")
            self._save(Path(text).expanduser())

    def _choose(self, digit: int) -> None:
        if 1 <= digit <= len(self._choices):
            self.chosen = self._choices[digit - 1]
            self.fill()
        else:
            self.status(f"请用 1 到 {len(self._choices)}", "warn")

    @work(thread=True, group="save", exit_on_error=False)
    def _save(self, folder: Path) -> None:
        try:
            words = self.save_into(folder)
        except FapiaoError as error:
            self.post_message(self.Saved(error=error))
        else:
            self.post_message(self.Saved(words))

    def on_folder_screen_saved(self, event: Saved) -> None:
        """Say where it is."""
        self._saving = False
        if event.error is not None:
            self.fail(event.error)
        else:
            self.status(event.words)
