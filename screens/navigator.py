"""Gets from place to place: which screen a place is, and what lies beneath it. The only importer of screens.

Sign-in always lies at the bottom, home above it once somebody is signed in; Esc therefore comes home after a scan.
Screens load when one first goes there, so that the first paint waits for none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from fapiao.said import CHINESE, LANGUAGES, read_in, reader_language, say
from fapiao.usecases.people.language import check_language
from screens import places
from screens.base import DeskScreen

if TYPE_CHECKING:
    from textual.app import App

    from screens.desk import Desk
    from screens.places import Place

HEAD_START = 0.05
"""Seconds in which a print has Python to itself before its screen is drawn: drawing at once doubles the time until the
first byte, and nobody sees a twentieth of a second."""
Screen = DeskScreen[Any]


class How(Enum):
    """What a place does to the screens that are there."""

    OVER_HOME = "over home"
    """Only home stays beneath it."""
    PUSH = "push"
    """The screen that was there stays beneath it."""


@dataclass(frozen=True, slots=True)
class Route:
    """How one comes to a kind of place."""

    make: Callable[[Desk, Any], Screen]
    how: How = How.OVER_HOME
    beneath: Place | None = None
    """The place that must be beneath it: gone to first, unless it is there."""


def _home(desk: Desk, _: places.Home) -> Screen:
    from screens.home import HomeScreen

    return HomeScreen(desk)


def _new_password(desk: Desk, _: places.NewPassword) -> Screen:
    from screens.people.new_password import NewPasswordScreen

    return NewPasswordScreen(desk)


def _help(desk: Desk, _: places.Help) -> Screen:
    from screens.help import HelpScreen

    return HelpScreen(desk)


def _menu(desk: Desk, _: places.Menu) -> Screen:
    from screens.menu import MenuScreen

    below = desk.app.screen
    assert isinstance(below, DeskScreen)
    return MenuScreen(desk, below)


def _find(desk: Desk, place: places.Find) -> Screen:
    from screens.invoices.find import FindScreen

    return FindScreen(desk, place)


def _import(desk: Desk, _: places.Import) -> Screen:
    from screens.invoices.import_files import ImportScreen

    return ImportScreen(desk)


def _save(desk: Desk, place: places.Save) -> Screen:
    from screens.invoices.save import SaveScreen

    return SaveScreen(desk, place)


def _verify(desk: Desk, place: places.Verify) -> Screen:
    from screens.paper.verify import VerifyScreen

    order, seen = desk.cases.invoices.verify(place.number, reason=place.reason, digit=place.digit)
    return VerifyScreen(desk, order, seen)


def _last(desk: Desk, _: places.Last) -> Screen:
    return _verify(desk, places.Verify(desk.cases.records.last_printed()))


def _why(desk: Desk, place: places.Why) -> Screen:
    from screens.paper.why import WhyScreen

    return WhyScreen(desk, desk.cases.invoices.inspect(desk.cases.invoices.find_one(place.number)))


def _findings(desk: Desk, place: places.Findings) -> Screen:
    from screens.paper.why import WhyScreen

    return WhyScreen(desk, place.seen)


def _preview(desk: Desk, place: places.Preview) -> Screen:
    if desk.cases.paper.shows_pages(place.seen, place.order):
        from screens.paper.page_preview import PagePreviewScreen

        return PagePreviewScreen(desk, place)
    from screens.paper.preview import PreviewScreen

    return PreviewScreen(desk, place)


def _printing(desk: Desk, place: places.Printing) -> Screen:
    from screens.paper.printing import PrintingScreen

    return PrintingScreen(desk, place)


def _settings(desk: Desk, place: places.Settings) -> Screen:
    from screens.settings.print_settings import SettingsScreen

    return SettingsScreen(desk, place)


def _layout(desk: Desk, place: places.Layout) -> Screen:
    from screens.settings.layout import LayoutScreen

    return LayoutScreen(desk, place)


def _wizard(desk: Desk, place: places.Wizard) -> Screen:
    from screens.settings.wizard import WizardScreen

    return WizardScreen(desk, place)


def _batches(desk: Desk, _: places.Batches) -> Screen:
    from screens.batch.batches import BatchesScreen

    return BatchesScreen(desk)


def _batch(desk: Desk, place: places.Batch) -> Screen:
    from screens.batch.lines import BatchLinesScreen

    return BatchLinesScreen(desk, place)


def _manifest(desk: Desk, place: places.Manifest) -> Screen:
    from screens.batch.manifest import ManifestScreen

    return ManifestScreen(desk, place)


def _records(desk: Desk, _: places.Records) -> Screen:
    from screens.records.history import HistoryScreen

    return HistoryScreen(desk)


def _record(desk: Desk, place: places.Record) -> Screen:
    from screens.records.record import RecordScreen

    return RecordScreen(desk, desk.cases.records.read(place.reprint_id))


def _scan(desk: Desk, place: places.Scan) -> Screen:
    from screens.records.scan import ScanScreen

    return ScanScreen(desk, desk.cases.records.read(place.reprint_id))


def _export(desk: Desk, place: places.Export) -> Screen:
    from screens.records.export import ExportScreen

    return ExportScreen(desk, place)


def _worklist(desk: Desk, _: places.Worklist) -> Screen:
    from screens.records.worklist import WorklistScreen

    return WorklistScreen(desk)


def _day(desk: Desk, _: places.Day) -> Screen:
    from screens.records.day import DayScreen

    return DayScreen(desk)


def _slip(desk: Desk, place: places.Slip) -> Screen:
    from screens.records.slip import SlipScreen

    return SlipScreen(desk, desk.cases.records.check_slip(place.text))


ROUTES: dict[type[Place], Route] = {
    places.Home: Route(_home),
    places.NewPassword: Route(_new_password, How.PUSH),
    places.Help: Route(_help, How.PUSH),
    places.Menu: Route(_menu, How.PUSH),
    places.Find: Route(_find),
    places.Import: Route(_import, How.PUSH),
    places.Save: Route(_save, How.PUSH),
    places.Verify: Route(_verify),
    places.Last: Route(_last),
    places.Why: Route(_why),
    places.Findings: Route(_findings, How.PUSH),
    places.Preview: Route(_preview, How.PUSH),
    places.Printing: Route(_printing),
    places.Settings: Route(_settings, How.PUSH),
    places.Layout: Route(_layout, How.PUSH),
    places.Wizard: Route(_wizard, How.PUSH),
    places.Batches: Route(_batches),
    places.Batch: Route(_batch, How.PUSH, places.Batches()),
    places.Manifest: Route(_manifest, How.PUSH),
    places.Records: Route(_records),
    places.Record: Route(_record, How.PUSH),
    places.Scan: Route(_scan, How.PUSH),
    places.Export: Route(_export, How.PUSH),
    places.Worklist: Route(_worklist, How.PUSH),
    places.Day: Route(_day),
    places.Slip: Route(_slip),
}
"""Every place that is a screen."""


class Navigator:
    """Moves the screens of one app."""

    def __init__(self, app: App[None], desk: Desk) -> None:
        self._app, self._desk = app, desk
        desk.ways = self

    def go(self, place: Place, then: Callable[[Any], None] | None = None) -> None:
        """Open ``place``; ``then`` gets what its screen answers, if it answers. Raises FapiaoError where it cannot be."""
        match place:
            case places.Language():
                self._choose(place.language)
            case places.SignedIn():
                chosen = self._desk.language or self._desk.cases.of(place.session).people.read_language()
                self._desk.signs_in(place.session)
                self._read_in(chosen or reader_language())
                self.go(places.NewPassword() if place.must_change else places.Home())
            case places.SignedOut():
                self._sign_out()
            case places.Home():
                self._leave_only(1)
                self._open(place, then)
            case places.Printing():
                self._print(place)
            case _:
                self._open(place, then)

    def _open(self, place: Place, then: Callable[[Any], None] | None) -> None:
        route = ROUTES[type(place)]
        if route.beneath is not None and not self._is_at(route.beneath):
            self.go(route.beneath)
        screen = route.make(self._desk, place)
        screen.then = then
        screen.place = place
        # A search that answers a screen lies over it; a search of its own comes home.
        if route.how is How.OVER_HOME and then is None:
            self._leave_only(self._floor)
        self._app.push_screen(screen)

    def _is_at(self, place: Place) -> bool:
        screen = self._app.screen
        return isinstance(screen, DeskScreen) and screen.place == place

    def _print(self, place: places.Printing) -> None:
        """Begin the paper, and show how it goes instead of the screen that is there."""
        screen: Any = ROUTES[places.Printing].make(self._desk, place)
        screen.place = place
        self._desk.keyboard.hold()
        screen.start()
        self._app.set_timer(HEAD_START, lambda: self._shown(screen))

    def _shown(self, screen: Screen) -> None:
        try:
            self._app.switch_screen(screen)
        finally:
            self._desk.keyboard.release()

    def back(self) -> None:
        """One step back; home and sign-in stay."""
        if len(self._app.screen_stack) > self._floor:
            self._app.pop_screen()

    @property
    def _floor(self) -> int:
        """How many screens always stay: sign-in, and home once somebody is signed in."""
        return 1 if self._desk.session is None else 2

    def _sign_out(self) -> None:
        """End the session and show the sign-in screen, whatever becomes of the record of it."""
        try:
            if self._desk.session is not None:
                self._desk.cases.people.sign_out()
        finally:
            self._desk.signs_in(None)
            self._leave_only(1)
            self._read_in(self._desk.language or CHINESE)

    def _choose(self, asked: str) -> None:
        """Read on in the language asked for, else in the other one; an account keeps it. Raises BadInput."""
        other = next(each for each in LANGUAGES if each != reader_language())
        language = check_language(asked.lower() or other)
        if self._desk.session is not None:
            self._desk.cases.people.choose_language(language)
        if self._is_at(places.Menu()):
            self.back()
        self._read_in(language)
        self._desk.say(say("语言：{language}", language=LANGUAGES[language]))

    def _read_in(self, language: str) -> None:
        if language == reader_language():
            return
        read_in(language)
        for screen in self._app.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.reworded()

    def _leave_only(self, count: int) -> None:
        while len(self._app.screen_stack) > count:
            self._app.pop_screen()
