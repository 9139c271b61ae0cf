"""Use cases bound to the desk's services and its session, so that nobody passes both along and nobody reaches past them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Concatenate, Generic, ParamSpec, Self, TypeVar, overload

from fapiao.errors import FapiaoError
from fapiao.said import say

if TYPE_CHECKING:
    from fapiao.people import Session
    from fapiao.services import Services

P = ParamSpec("P")
R = TypeVar("R")


class Room:
    """The use cases of one room. Holds services and session for :class:`case` and :class:`ask`; gives neither away."""

    __slots__ = ("__services", "__session")

    def __init__(self, services: Services, session: Session | None) -> None:
        """``session`` None = nobody is signed in; what needs one then refuses."""
        self.__services = services
        self.__session = session

    def _bind(self, function: Callable[Concatenate[Services, P], R]) -> Callable[P, R]:
        return partial(function, self.__services)

    def _bind_signed_in(self, function: Callable[Concatenate[Services, Session, P], R]) -> Callable[P, R]:
        if self.__session is None:
            raise FapiaoError(say("还没有登录"), say("请先登录"))
        return partial(function, self.__services, self.__session)


class case(Generic[P, R]):  # noqa: N801 - reads as a declaration: `find = case(find)`
    """A use case of services, a session and what is asked."""

    def __init__(self, function: Callable[Concatenate[Services, Session, P], R]) -> None:
        self.function = function

    @overload
    def __get__(self, room: None, owner: type[Room]) -> Self: ...
    @overload
    def __get__(self, room: Room, owner: type[Room]) -> Callable[P, R]: ...
    def __get__(self, room: Room | None, owner: type[Room]) -> Self | Callable[P, R]:
        """Return it bound, or itself where the class is asked. Raises FapiaoError while nobody is signed in."""
        if room is None:
            return self
        return room._bind_signed_in(self.function)  # noqa: SLF001 - the two halves of one mechanism


class ask(Generic[P, R]):  # noqa: N801 - as case
    """A use case that needs no session."""

    def __init__(self, function: Callable[Concatenate[Services, P], R]) -> None:
        self.function = function

    @overload
    def __get__(self, room: None, owner: type[Room]) -> Self: ...
    @overload
    def __get__(self, room: Room, owner: type[Room]) -> Callable[P, R]: ...
    def __get__(self, room: Room | None, owner: type[Room]) -> Self | Callable[P, R]:
        """Return it bound, or itself where the class is asked."""
        if room is None:
            return self
        return room._bind(self.function)  # noqa: SLF001 - as above
