"""Several actors of whom one acts at a time; at each pause chance says who goes on. The same seed, the same play.

Actors are threads so that a use case may stand still in the middle of itself, but never run side by side.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable


class Stage:
    """``chance`` picks who goes on."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._turns: dict[int, threading.Semaphore] = {}
        self._playing: list[int] = []
        self._done = threading.Semaphore(0)
        self._failure: BaseException | None = None
        self._me = threading.local()

    def play(self, actors: list[Callable[[], None]]) -> None:
        """Let all act to their ends; raise what the first of them raised."""
        self._turns = {n: threading.Semaphore(0) for n in range(len(actors))}
        self._playing = list(self._turns)
        threads = [threading.Thread(target=self._act, args=(n, actor), daemon=True) for n, actor in enumerate(actors)]
        for thread in threads:
            thread.start()
        self._turns[self._next()].release()
        self._done.acquire()
        if self._failure is not None:
            raise self._failure
        for thread in threads:
            thread.join(10)

    def pause(self) -> None:
        """Perhaps let somebody else go on; outside a play, nothing."""
        me = getattr(self._me, "number", None)
        if me is None:
            return
        follows = self._next()
        if follows != me:
            self._turns[follows].release()
            self._turns[me].acquire()

    def _next(self) -> int:
        return self._chance.choice(self._playing)

    def _act(self, number: int, actor: Callable[[], None]) -> None:
        self._me.number = number
        self._turns[number].acquire()
        try:
            actor()
        except BaseException as error:  # noqa: BLE001 - it is raised where the play was begun
            self._failure = error
            self._done.release()
            return
        self._playing.remove(number)
        if self._playing:
            self._turns[self._next()].release()
        else:
            self._done.release()
