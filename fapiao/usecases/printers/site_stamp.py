"""The site stamp: uploaded by who keeps the layouts, one per store, told in the ledger."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING

from fapiao.errors import NotFound
from fapiao.ledger import Draft
from fapiao.people import Permission
from fapiao.said import say
from fapiao.stamp import Stamp, check_words

if TYPE_CHECKING:
    from fapiao.people import Session
    from fapiao.ports.store import Unit
    from fapiao.services import Services

_SCOPE, _KEY = "site", "stamp"


def stamp_of(unit: Unit) -> Stamp | None:
    """Return the stamp in force. Raises StoreError where its picture was damaged."""
    kept = unit.settings.get(_SCOPE, _KEY)
    if not kept:
        return None
    value = json.loads(kept)
    picture = unit.documents.get(value["sha256"])
    return None if picture is None else Stamp.of(value["words"], picture)


def stamp_in_force(services: Services) -> Stamp | None:
    """Return the stamp that a paper may carry; None where none was uploaded."""
    with services.store.reading() as unit:
        return stamp_of(unit)


def set_stamp(services: Services, session: Session, words: str, data: bytes) -> Stamp:
    """Keep a PNG or JPEG as the site stamp called ``words``. Raises BadInput, NotPermitted."""
    session.operator.require(Permission.PRINTERS)
    stamp = Stamp.of(check_words(words), services.renderer.stamp_picture(data))
    with services.store.writing() as unit:
        sha256 = unit.documents.put(stamp.picture)
        unit.settings.put(_SCOPE, _KEY, json.dumps({"words": stamp.words, "sha256": sha256}, ensure_ascii=False))
        key = f"stamp:{secrets.token_hex(8)}"
        services.record(unit, Draft("stamp.set", session.actor, services.desk, key, {"sha256": sha256}))
        unit.commit()
    return stamp


def remove_stamp(services: Services, session: Session) -> None:
    """Let no further paper carry it. Raises NotFound where there is none."""
    session.operator.require(Permission.PRINTERS)
    with services.store.writing() as unit:
        stamp = stamp_of(unit)
        if stamp is None:
            raise NotFound(say("没有站点印章"), say("用 fapiao stamp set 图片 --words 名称 上传"))
        unit.settings.put(_SCOPE, _KEY, "")
        key = f"stamp:{secrets.token_hex(8)}"
        services.record(unit, Draft("stamp.removed", session.actor, services.desk, key, {}))
        unit.commit()
