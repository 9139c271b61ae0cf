"""What every screen has: line 1, one input field, one status sentence, the key line, and keys that never change meaning.

Input rules (docs/screens.md): Enter decides by content. A scan or a command word works from any screen. Whatever a key
raises is said, a fault of the program is logged besides, and the next key is answered.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from fapiao.identity import payload_in
from fapiao.said import in_words, say, words
from fapiao.slip import looks_like_slip
from fapiao.text import clean
from screens.guarded import GuardedScreen
from screens.keys import BY_ID, key, key_line, keys_of
from screens.places import Find, Help, Menu, Place, Records, SignedOut, Slip, Verify, place_of
from screens.widgets.cells import fit, width
from screens.widgets.field import Field
from screens.widgets.lines import Text, content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import ComposeResult
    from textual.await_complete import AwaitComplete

    from fapiao.errors import FapiaoError
    from screens.desk import Desk

A = TypeVar("A")
DOUBLE_ENTER = 0.3
"""Seconds: a printing Enter sooner after another one does not count (scanners that send two, keys held down)."""
TOO_FAST = say("按得太快，没有打印；看清后再按一次 Enter")


class DeskScreen(GuardedScreen[A], Generic[A]):
    """A screen of the desk; ``A`` is what it answers to the screen that opened it, None where nothing is asked.

    Subclasses give :attr:`title_text`, :attr:`active`, ``compose_body``, ``fill``, ``enter``, and methods marked with
    :func:`screens.keys.key`.
    """

    DEFAULT_CSS = """
    DeskScreen { layout: vertical; background: $background; color: $foreground; overflow: hidden; }
    DeskScreen #head { height: 1; color: $foreground; }
    DeskScreen #body { height: 1fr; }
    DeskScreen #entry { height: 1; }
    DeskScreen #prompt { width: 3; color: $accent; text-style: bold; }
    DeskScreen #status { height: 1; }
    DeskScreen #keys { height: 1; color: $dim; }
    """
    AUTO_FOCUS = "#field"
    title_text: ClassVar[str] = ""
    active: ClassVar[tuple[str, ...]] = ()
    enter_label: ClassVar[str] = ""
    shows_printers: ClassVar[bool] = False
    prints: ClassVar[bool] = False
    """True where an Enter may begin a paper; only such a screen may call :meth:`print_now`."""
    stay: ClassVar[str] = say("正在打印；结果写好之前请留在这里")
    """Said where a key would lead away while something is being printed."""
    key_labels: ClassVar[dict[str, str]] = {}
    pressed: ClassVar[dict[str, str]] = {}
    """Key id -> name of the method that acts on it here; made from what is marked with :func:`screens.keys.key`."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Look at the marked methods once, when the class is made."""
        super().__init_subclass__(**kwargs)
        cls.pressed = keys_of(cls)

    def __init__(self, desk: Desk) -> None:
        """Keep the desk: what can be done, and the way to other places."""
        super().__init__(desk)
        self.drawn = False
        self.drawn_at = 0.0
        self.ready = False
        self.place: Place | None = None
        """Where this is; a screen that was opened from no place has none."""
        self.then: Callable[[Any], None] | None = None
        """Who waits for this screen's answer."""
        self._hasty = False

    def compose(self) -> ComposeResult:
        """Lay out head, body, input, status and keys."""
        yield Text("", text_id="head")
        yield Vertical(*self.compose_body(), id="body")
        yield from self.compose_entry()
        yield Text("", text_id="status")
        yield Text("", text_id="keys")

    def compose_body(self) -> Iterable[Widget]:
        """Return the widgets between head and input."""
        return ()

    def compose_entry(self) -> Iterable[Widget]:
        """Return the input row."""
        return (Horizontal(Text(" > ", text_id="prompt"), Field(), id="entry"),)

    def on_mount(self) -> None:
        """Fill the screen; it counts as drawn after its first paint."""
        self.guarded(self.show_head, "head")
        self.guarded(self.refresh_keys, "keys")
        self.refilled()
        self.ready = True
        self.call_after_refresh(self._mark_drawn)
        self.desk.keyboard.drain()

    def _mark_drawn(self) -> None:
        self.drawn = True
        self.drawn_at = time.monotonic()

    def on_screen_resume(self) -> None:
        """Show again what may have changed meanwhile; a screen that was only passed on the way out is left alone."""
        self.show_head()
        if self.drawn and self.is_current:
            self.refilled()

    def on_screen_suspend(self) -> None:
        """What was said here is over once another screen came; else it would be read as said of what was done there."""
        if self.drawn:
            self.status("")

    def on_resize(self) -> None:
        """Lay the lines out anew for the new width."""
        self.refresh_keys()
        self.show_head()
        if self.drawn:
            self.refilled()

    def fill(self) -> None:
        """Put the facts on the screen; called at the start and whenever they may have changed."""

    def refilled(self) -> None:
        """Fill; what hinders it is said."""
        self.guarded(self.fill, "fill")

    def reworded(self) -> None:
        """Draw everything anew in the reader's language; what lies beneath is filled when it is on top again."""
        if not self.ready:
            return
        self.show_head()
        self.refresh_keys()
        if self.is_current:
            self.refilled()

    @property
    def cells(self) -> int:
        """How wide a line may be."""
        return self.app.size.width

    @property
    def field(self) -> Field:
        """The one input field."""
        return self.query_one("#field", Field)

    def _head(self) -> Any:
        left = f" {self.desk.product} · {in_words(self.title_text)}" if self.title_text else f" {self.desk.product}"
        right = self.desk.head_right()
        room = self.app.size.width - width(right) - 2
        left = left if width(left) <= room else fit(left, room)
        gap = max(self.app.size.width - width(left) - width(right) - 1, 1)
        return content((left, "accent"), " " * gap, right)

    def show_head(self) -> None:
        """Draw line 1 anew."""
        self.query_one("#head", Text).show(self._head())

    def _keys(self) -> str:
        return key_line(self.active, self.cells, self.key_labels, self.enter_word)

    @property
    def enter_word(self) -> str:
        """What an empty Enter does now, for the key line."""
        return self.enter_label

    def refresh_keys(self) -> None:
        """Show the key line anew (what Enter does has changed)."""
        self.query_one("#keys", Text).show(self._keys())

    def polled(self) -> None:
        """Show what a status poll changed: line 1, and the printer's state where the screen has it."""
        self.show_head()
        if self.shows_printers and self.drawn:
            self.refilled()

    def status(self, sentence: str, style: str = "") -> None:
        """Say one sentence: what just happened, what to do."""
        shown = fit(f" {in_words(sentence)}", self.cells).rstrip()
        self.query_one("#status", Text).show(content((shown, style) if style else shown))

    def fail(self, error: FapiaoError) -> None:
        """Show an error until the next key: what is wrong, what to do; on the screen that is there now."""
        top = self.app.screen
        if top is not self and isinstance(top, DeskScreen):
            top.fail(error)
            return
        sentence = words("{message}；{cure}", message=error.message, cure=error.cure) if error.cure else error.message
        self.status(f"✗ {in_words(sentence)}", "bad")
        self.app.bell()

    def entered(self, at: float) -> None:
        """Take Enter, pressed at ``at``: a scan or a command from anywhere, else this screen's own business."""
        self._hasty = at - self.desk.last_enter < DOUBLE_ENTER or at < self.drawn_at
        self.desk.last_enter = at
        text = clean(self.field.value).strip()

        def act() -> None:
            if not self.is_elsewhere(text):
                self.enter(text)

        self.desk.background.guarded(act, self._refused, where=f"{type(self).__name__} enter")

    def _refused(self, error: FapiaoError) -> None:
        self.clear()
        self.fail(error)

    def print_now(self, start: Callable[[], None]) -> None:
        """Begin a paper, unless this Enter came too soon after another one or before the screen was seen."""
        assert self.prints, "only a screen that says so begins papers"
        if self._hasty or not self.drawn:
            self.status(TOO_FAST, "warn")
        else:
            start()

    def is_elsewhere(self, text: str) -> bool:
        """Follow a scan or a command word; False where the text is this screen's own business."""
        place = self._leads_to(text)
        if place is None:
            return False
        self.clear()
        if self.desk.session is not None:
            self.desk.cases.people.check_session(self.desk.cases.care.now())
        self.desk.go(place)
        return True

    def _leads_to(self, text: str) -> Place | None:
        if self.desk.session is None:
            return place_of(text, signed_in=False)
        if not text:
            return None
        if looks_like_slip(text):
            return Slip(text)
        scanned = payload_in(text)
        return Verify(scanned) if scanned else place_of(text)

    def search(self, text: str) -> None:
        """Open the one hit of a typed search, or the list."""
        found = self.desk.cases.invoices.find(text, limit=2)
        self.desk.go(Verify(found.rows[0].full_no) if len(found.rows) == 1 else Find(text))

    def enter(self, text: str) -> None:
        """Act on Enter, with what stands on the line."""

    def clear(self) -> None:
        """Empty the input field."""
        self.field.value = ""

    def dismiss(self, result: A | None = None) -> AwaitComplete:
        """Leave, and answer whoever opened this screen: at once, so that a key typed ahead finds it answered."""
        then, self.then = self.then, None
        leaving = super().dismiss(None)
        if then is not None and result is not None:
            then(result)
        return leaving

    def action_press(self, key_id: str) -> None:
        """Do what a key of the table means here, or say that it does nothing here."""
        name = self.pressed.get(key_id)
        if name is None:
            shown = BY_ID[key_id]
            self.status(say("{key} {label}：这个画面上没有这一项", key=shown.shown, label=shown.label))
            return
        self.guarded(getattr(self, name), f"key {key_id}")

    def can_press(self, key_id: str) -> bool:
        """Tell whether the key does something here; the menu greys the others."""
        return key_id in self.pressed

    @key("help")
    def press_help(self) -> None:
        """F1."""
        self.desk.go(Help())

    @key("menu")
    def press_menu(self) -> None:
        """ctrl+g."""
        self.desk.go(Menu())

    @key("back")
    def press_back(self) -> None:
        """Esc: one step back, never out."""
        self.desk.back()

    @key("find")
    def press_find(self) -> None:
        """F2."""
        if self.desk.session is not None:
            self.leave(Find())

    @key("records")
    def press_records(self) -> None:
        """F9."""
        if self.desk.session is not None:
            self.leave(Records())

    @key("sign_out")
    def press_sign_out(self) -> None:
        """F10."""
        self.leave(SignedOut())

    @property
    def is_printing(self) -> bool:
        """True until the ending of a paper is written: nothing leads away, and the idle lock waits."""
        return False

    def leave(self, place: Place) -> None:
        """Go there, once nothing is being printed here."""
        if self.is_printing:
            self.status(self.stay)
        else:
            self.desk.go(place)
