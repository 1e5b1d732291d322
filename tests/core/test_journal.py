"""Records: what goes in comes out; a cut or a damaged block costs only itself."""

import unittest

from strapcore import journal, session
from strapcore.journal import BLOCK, CONTACT, OPEN, VERSION, Journal, crc16
from strapcore.record import ENDED, decode


def record(seconds, end=True):
    """Bytes of a record of so many seconds."""
    book = Journal()
    out = bytearray()
    book.fill(OPEN, VERSION, 7, b"upper-back", b"upper-trapezius-left", 20600, 1335, 12)
    out.extend(book.block)
    book.setup(2, 102525, (600, 720, 1500), 1, 1, 50, 200, 1, 0)
    out.extend(book.block)
    for t in range(seconds):
        if book.row(t, 9000 + 4 * t, 3120 - t, CONTACT, 70, 61):
            book.seal()
            out.extend(book.block)
    if book.seal():
        out.extend(book.block)
    if end:
        book.end(3, 720000, 733000, 1, 4, 9000, 9800, 655, 102500)
        out.extend(book.block)
    return bytes(out)


class JournalTest(unittest.TestCase):
    def test_crc_is_the_published_one(self):
        # CRC-16/CCITT-FALSE check value of "123456789".
        self.assertEqual(crc16(b"123456789", 0, 9), 0x29B1)

    def test_what_goes_in_comes_out(self):
        r = decode(record(21))
        self.assertEqual((r.number, r.routine, r.point), (7, "upper-back", "upper-trapezius-left"))
        self.assertEqual((r.day, r.minute, r.boots), (20600, 1335, 12))
        self.assertEqual((r.least_s, r.target_s, r.most_s), (600, 720, 1500))
        self.assertEqual((r.spot, r.zero_pa, r.override, r.rate_hz), (2, 102525, 1, 50))
        self.assertEqual((r.ended, r.hold_ms, r.wall_ms), ("target", 720000, 733000))
        self.assertEqual((r.pauses, r.moves, r.dose_s), (1, 4, 655))
        self.assertEqual((r.load_mean_pa, r.load_most_pa, r.zero_after_pa), (9000, 9800, 102500))
        self.assertEqual([row["t_s"] for row in r.rows], list(range(21)))
        self.assertEqual([row["load_pa"] for row in r.rows], [9000 + 4 * t for t in range(21)])
        self.assertEqual(r.rows[3]["temp_cc"], 3117)
        self.assertEqual(r.damaged, 0)

    def test_what_leak_warmth_and_tissue_took_comes_out(self):
        book = Journal()
        book.fill(journal.AIR, 4870, -12, 1830, 640, 192, 150, 390, -1)
        r = decode(record(8) + bytes(book.block))
        self.assertEqual((r.firm_pa, r.leak_ppm, r.heat_pa_k), (4870, 192, 150))
        self.assertEqual((r.gave_pa, r.lost_pa, r.heat_pa), (-12, 1830, 640))
        self.assertEqual((r.throb_ratio, r.inhale), (390, -1))
        self.assertEqual(r.damaged, 0)

    def test_a_record_without_them_says_so(self):
        self.assertFalse(hasattr(decode(record(8)), "gave_pa"))

    def test_a_cut_record_keeps_its_whole_blocks(self):
        whole = record(40, end=False)
        for cut in range(2 * BLOCK, len(whole), 13):
            r = decode(whole[:cut])
            self.assertEqual(r.ended, "cut")
            self.assertEqual(len(r.rows), 8 * (cut // BLOCK - 2))
            self.assertEqual(r.hold_ms, 1000 * len(r.rows))

    def test_at_most_eight_seconds_wait_in_ram(self):
        book = Journal()
        self.assertEqual([book.row(t, 0, 0, 0, 0, 0) for t in range(8)], [False] * 7 + [True])

    def test_a_damaged_block_costs_only_itself(self):
        data = bytearray(record(40))
        data[3 * BLOCK + 9] ^= 4
        r = decode(bytes(data))
        self.assertEqual(r.damaged, 1)
        self.assertEqual(len(r.rows), 32)
        self.assertEqual(r.ended, "target")

    def test_erased_flash_is_no_block(self):
        self.assertEqual(decode(record(8) + b"\xff" * BLOCK).damaged, 1)
        self.assertEqual(decode(record(8) + b"\x00" * BLOCK).damaged, 1)

    def test_something_else_is_refused(self):
        for data in (b"", b"x" * 20, b"y" * 640, record(8)[BLOCK:]):
            with self.assertRaises(ValueError):
                decode(data)

    def test_loads_beyond_the_field_are_the_most_it_holds(self):
        book = Journal()
        book.fill(OPEN, VERSION, 1, b"r", b"p", 0, 0, 0)
        head = bytes(book.block)
        book.row(0, -5, 0, 0, 0, 0)
        book.row(1, 400000, 0, 0, 0, 0)
        book.seal()
        rows = decode(head + bytes(book.block)).rows
        self.assertEqual([row["load_pa"] for row in rows], [0, 4 * 0xFFFF])

    def test_the_closing_block_may_be_written_twice(self):
        book = Journal()
        data = record(8)
        book.end(1, 5, 6, 0, 0, 0, 0, 0, 99)
        self.assertEqual(decode(data + bytes(book.block)).zero_after_pa, 99)

    def test_every_reason_has_a_word(self):
        self.assertEqual(ENDED[session.DID], "done")
        self.assertEqual(len(ENDED), session.DID + 1)


if __name__ == "__main__":
    unittest.main()
