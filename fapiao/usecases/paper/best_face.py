"""The face by merit: the best of the stored pages that can be drawn, else one typeset from data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fapiao.chosenface import chosen_face, faces_by_merit
from fapiao.errors import FaceError, UnreadableFile
from fapiao.paper import FaceChoice
from fapiao.said import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from fapiao.policy import Policy
    from fapiao.ports.faces import Artefact, FaceJob
    from fapiao.services import Services
    from fapiao.stored import Document, StoredInvoice
    from fapiao.verdict import Wish


def draw_best(
    services: Services,
    job: FaceJob,
    stored: StoredInvoice,
    wish: Wish,
    policy: Policy,
    watch: Callable[[str], None],
) -> tuple[FaceJob, Artefact, Document | None]:
    """Return ``job`` with its face, the paper drawn, and the stored file whose page it is; None where it is typeset.

    ``job`` comes without an original. A page that cannot be drawn whole gives way to the next, at last to the data where
    the policy allows that freely; what gave way is told to ``watch``. Raises FaceError or UnreadableFile of the best one.
    """
    if chosen_face(stored, wish) is FaceChoice.TYPESET:
        return job, services.renderer.render(job), None
    best: FaceError | UnreadableFile | None = None
    for document in faces_by_merit(stored):
        try:
            faced = replace(job, original=_bytes_of(services, document), original_media=document.media)
            return faced, services.renderer.render(faced), document
        except (FaceError, UnreadableFile) as error:
            best = best or error
            watch(say("{media} 原件画不完整（{why}）", media=document.media.upper(), why=error.message))
    if policy["face.typeset"] == "allow" and job.invoice.is_complete:
        watch(say("改用数据排版"))
        return job, services.renderer.render(job), None
    assert best is not None
    raise best


def _bytes_of(services: Services, document: Document) -> bytes:
    with services.store.reading() as unit:
        data = unit.documents.get(document.sha256)
    if data is None:
        raise FaceError(say("原件文件已不在库中"), say("请重新导入该发票的版式文件"))
    return data
