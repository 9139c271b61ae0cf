"""The verdict on an OFD's electronic signatures, in words: the worst of them counts (docs/invoices.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fapiao.invoice import Seal, SealState
from fapiao.said import listed, say
from fapiao.text import clean
from ofd import signatures
from ofd.signatures import Found, Signature

if TYPE_CHECKING:
    from ofd.package import Package

_FOREIGN = say("含电子签章，本程序不能验证其算法")
_NOTES = {
    Found.UNREADABLE_LIST: (SealState.UNVERIFIED, say("签章目录无法读取，未验")),
    Found.MISSING: (SealState.ALTERED, say("签章文件缺失或损坏")),
    Found.FOREIGN: (SealState.UNVERIFIED, _FOREIGN),
    Found.DAMAGED: (SealState.ALTERED, say("签章值已损坏")),
    Found.DIGEST: (SealState.ALTERED, say("签章文件被改动：摘要与签名中的不符")),
    Found.SIGNATURE: (SealState.ALTERED, say("签名值与证书不符")),
}
_SEVERITY = (SealState.ALTERED, SealState.UNVERIFIED, SealState.TEST, SealState.INTACT, SealState.NONE)


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found of one package's signatures."""

    seal: Seal = field(default_factory=Seal)
    refs_ok: int = 0
    refs_bad: int = 0


def examine(package: Package) -> Examination:
    """Return the verdict on all signatures of the package."""
    found = signatures.examine(package)
    if not found:
        return Examination()
    worst = min(map(_seal, found), key=lambda seal: _SEVERITY.index(seal.state))
    return Examination(worst, sum(s.ok for s in found), sum(len(s.bad) for s in found))


def _seal(signature: Signature) -> Seal:
    signer = clean(signature.signer, limit=120)
    if signature.found in _NOTES:
        state, note = _NOTES[signature.found]
        return Seal(state, signer, note)
    counted = say("{count} 项引用", count=signature.ok + len(signature.bad))
    if signature.found is Found.REFERENCES:
        files = listed(clean(path.lstrip("/"), limit=80) for path in signature.bad[:2])
        wrong = len(signature.bad)
        note = say("签章后内容被改动：{counted}中 {wrong} 项不符（{files}）", counted=counted, wrong=wrong, files=files)
        return Seal(SealState.ALTERED, "", note)
    if signature.found is Found.PARTIAL:
        return Seal(SealState.UNVERIFIED, signer, say("签名有效，但未覆盖全部页面（{counted}）", counted=counted))
    late = say("；签章时证书不在有效期内") if signature.is_late else ""
    if signature.found is Found.TEST:
        note = say("签名有效，{counted}相符；证书由测试机构签发，不受信任{late}", counted=counted, late=late)
        return Seal(SealState.TEST, signer, note)
    return Seal(
        SealState.INTACT, signer, say("签名有效，{counted}相符；证书链未核验{late}", counted=counted, late=late)
    )
