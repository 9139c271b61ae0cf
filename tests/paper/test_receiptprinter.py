"""Receipts through a printer that the project did not write: no unknown command, all text, symbols that decode."""

from __future__ import annotations

import io
import socket
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

from fapiao.paper import Paper, PrinterProfile
from fapiao.ports.faces import FaceJob
from netports import until

PRINTERS = {"front": Paper.ROLL_80, "narrow": Paper.ROLL_57, "middle": Paper.ROLL_76}


def send(printer, data):
    """Print ``data`` and wait until the receipt is out."""
    before = len(printer.receipts())
    with socket.create_connection(("127.0.0.1", printer.tcp), timeout=60) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(64):
            pass
    until(lambda: len(printer.receipts()) > before, what="the receipt")


def squeezed(text):
    return "".join(text.replace("￥", "¥").split())


@pytest.mark.parametrize("name", PRINTERS)
def test_a_receipt_is_understood_whole(emupos_all, renderer, sample, mark, name):
    printer, paper = emupos_all[name], PRINTERS[name]
    invoice = sample(6)
    job = FaceJob(invoice, paper, replace(mark, training=True), PrinterProfile.for_paper(paper))

    send(printer, renderer.render(job).data)

    text = squeezed(printer.text())
    wanted = [
        invoice.kind.official, invoice.number, invoice.buyer.name, invoice.buyer.tax_id, invoice.seller.name,
        invoice.lines[0].name, invoice.lines[0].price.source, f"¥{invoice.net:.2f}", f"¥{invoice.gross:.2f}",
        invoice.gross_words, *invoice.tables[0].rows[1], "补打第2次", "7K2P", "培训·非发票", "本件依据发票数据排版",
    ]  # fmt: skip
    assert [part for part in wanted if squeezed(part) not in text] == []
    assert printer.unknown_commands() == []


@pytest.mark.parametrize("name", ["front", "narrow"])
def test_the_printed_symbol_decodes(emupos_all, renderer, sample, mark, name):
    printer, paper = emupos_all[name], PRINTERS[name]
    job = FaceJob(sample(8), paper, mark, PrinterProfile.for_paper(paper))

    send(printer, renderer.render(job).data)

    picture = Image.open(io.BytesIO(printer.image())).convert("L")
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [sample(8).qr]
    assert printer.unknown_commands() == []
