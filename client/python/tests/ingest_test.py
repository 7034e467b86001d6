"""ingest, for threads and for asyncio, against a server that behaves as each test says."""

import asyncio
import hashlib
import unittest

import grpc

import pledge
import pledge.aio
from fake_server import CREATED, RETRY, FakeServer, abort, ack, good, opened, result, silent, status
from pledge.v1 import document_service_pb2
from pledge.v1 import ingest_service_pb2 as ingest_pb2


def items(count):
    return [ingest_pb2.IngestItem(document_id=f"d{number}") for number in range(1, count + 1)]


def ingest_with_threads(address, source, **options):
    with pledge.connect(address) as channel:
        return list(pledge.ingest(channel, "c", "s", source, **options))


def ingest_with_asyncio(address, source, **options):
    async def run():
        async with pledge.aio.connect(address) as channel:
            return [one async for one in pledge.aio.ingest(channel, "c", "s", source, **options)]

    return asyncio.run(run())


class IngestTest(unittest.TestCase):
    def both(self, make_server, count, **options):
        """Runs against a new server of each make; yields the results, or the error, and what the server saw."""
        for run in (ingest_with_threads, ingest_with_asyncio):
            with self.subTest(run.__name__), make_server() as server:
                try:
                    outcome = run(server.address, items(count), **options)
                except pledge.PledgeError as error:
                    outcome = error
                yield outcome, server.seen

    def sequences(self, results):
        self.assertIsInstance(results, list, results)
        return [one.sequence for one in results]

    def test_gives_results_in_the_order_of_the_items(self):
        def reversed_order(requests, context):
            yield opened(credit=4)
            taken = [next(requests).item.sequence for _ in range(4)]
            yield ack(0, *[result(sequence) for sequence in reversed(taken[1:])])
            yield ack(4, result(taken[0]))

        for results, _ in self.both(lambda: FakeServer(reversed_order), 4):
            self.assertEqual(self.sequences(results), [1, 2, 3, 4])

    def test_keeps_to_the_credit(self):
        underway = []

        def counting(requests, context):
            yield opened(credit=2)
            for first in (1, 3, 5):
                batch = [next(requests).item.sequence for _ in range(2)]
                underway.append(batch)
                yield ack(first + 1, *[result(sequence) for sequence in batch])

        for results, _ in self.both(lambda: FakeServer(counting), 6):
            self.assertEqual(self.sequences(results), [1, 2, 3, 4, 5, 6])
        self.assertEqual(underway, 2 * [[1, 2], [3, 4], [5, 6]])

    def test_sends_again_what_had_no_result_when_the_stream_broke(self):
        def breaks(requests, context):
            yield opened()
            for _ in range(3):
                next(requests)
            yield ack(1, result(1))
            context.abort(grpc.StatusCode.UNAVAILABLE, "cut")

        cuts = []
        for results, seen in self.both(
            lambda: FakeServer(breaks, good(1)), 3, progress=lambda now: now.cut and cuts.append(now.cut.code)
        ):
            self.assertEqual(self.sequences(results), [1, 2, 3])
            self.assertEqual(seen[1], [2, 3])
        self.assertEqual(cuts, 2 * [grpc.StatusCode.UNAVAILABLE])

    def test_sends_again_what_was_turned_away_for_a_passing_cause(self):
        busy = status(grpc.StatusCode.RESOURCE_EXHAUSTED, "SERVER_BUSY", 0.01)

        def turns_away(requests, context):
            yield opened()
            for request in requests:
                number = request.item.sequence
                yield ack(1, result(number) if number == 1 else result(number, RETRY, busy))

        for results, seen in self.both(lambda: FakeServer(turns_away, good(1)), 3):
            self.assertEqual(self.sequences(results), [1, 2, 3])
            self.assertEqual([one.outcome for one in results], 3 * [CREATED])
            self.assertEqual(seen[1], [2, 3])

    def test_goes_on_when_the_server_drains(self):
        def make_server():
            stored = []

            def drains(requests, context):
                yield opened(credit=1)
                for request in requests:  # until the client closes its side, which it does at the first answer
                    stored.append(request.item.sequence)
                    yield ack(len(stored), result(len(stored)))
                    draining = ingest_pb2.StreamIngestResponse()
                    draining.draining.reason = "DRAINING"
                    yield draining

            def goes_on(requests, context):
                yield from good(len(stored))(requests, context)

            return FakeServer(drains, goes_on)

        for results, seen in self.both(make_server, 5):
            self.assertEqual(self.sequences(results), [1, 2, 3, 4, 5])
            self.assertEqual(len(seen), 2)

    def test_leaves_a_silent_server(self):
        for results, seen in self.both(lambda: FakeServer(silent, good()), 2, stall_timeout=0.3):
            self.assertEqual(self.sequences(results), [1, 2])
            self.assertEqual(len(seen), 2)

    def test_passes_over_what_an_earlier_run_has_sent(self):
        for results, seen in self.both(lambda: FakeServer(good(2)), 3):
            self.assertEqual(self.sequences(results), [3])
            self.assertEqual(seen, [[3]])

    def test_refuses_a_session_with_more_items_than_there_are(self):
        for error, _ in self.both(lambda: FakeServer(good(5)), 3):
            self.assertIsInstance(error, pledge.FailedPrecondition)

    def test_says_when_acknowledged_items_are_gone(self):
        def breaks(requests, context):
            yield opened()
            next(requests)
            yield ack(1, result(1))
            context.abort(grpc.StatusCode.UNAVAILABLE, "cut")

        for error, _ in self.both(lambda: FakeServer(breaks, good(0)), 3):
            self.assertIsInstance(error, pledge.DataLoss)

    def test_ends_when_another_process_feeds_the_session(self):
        def fenced(requests, context):
            yield opened()
            abort(context, grpc.StatusCode.ABORTED, "SESSION_FENCED")

        for error, _ in self.both(lambda: FakeServer(fenced), 3):
            self.assertIsInstance(error, pledge.Aborted)
            self.assertEqual(error.reason, "SESSION_FENCED")

    def test_gives_up_after_a_time_without_results(self):
        def broken(requests, context):
            context.abort(grpc.StatusCode.UNAVAILABLE, "cut")
            yield

        for error, _ in self.both(lambda: FakeServer(*100 * [broken]), 1, give_up_after=0.5):
            self.assertIsInstance(error, pledge.Unavailable)

    def test_sends_a_large_document_in_pieces(self):
        data = bytes(range(256)) * 20_000  # 5.1 MB
        taken = []

        def assembles(requests, context):
            yield opened()
            head = next(requests).item.chunked
            pieces = b""
            while len(pieces) < head.total_size:
                chunk = next(requests).chunk
                assert chunk.offset == len(pieces) and len(chunk.data) <= 1 << 20
                pieces += chunk.data
            taken.append((pieces, head.sha256))
            yield ack(1, result(1))

        item = ingest_pb2.IngestItem(content=document_service_pb2.DocumentContent(data=data))
        for run in (ingest_with_threads, ingest_with_asyncio):
            with FakeServer(assembles) as server:
                run(server.address, [item])
        self.assertEqual(taken, 2 * [(data, hashlib.sha256(data).digest())])

    def test_gives_a_result_while_the_next_item_is_awaited(self):
        async def run(address):
            released = asyncio.Event()

            async def slow():
                yield items(1)[0]
                await released.wait()
                yield items(1)[0]

            numbers = []
            async with pledge.aio.connect(address) as channel:
                async for one in pledge.aio.ingest(channel, "c", "s", slow()):
                    numbers.append(one.sequence)
                    released.set()
            return numbers

        with FakeServer(good()) as server:
            self.assertEqual(asyncio.run(run(server.address)), [1, 2])

    def test_stops_when_its_caller_is_cancelled(self):
        async def run(address):
            async with pledge.aio.connect(address) as channel:
                task = asyncio.ensure_future(pledge.aio.ingest(channel, "c", "s", items(1)).__anext__())
                await asyncio.sleep(0.2)
                task.cancel()
                with self.assertRaises(asyncio.CancelledError):
                    await task

        with FakeServer(silent) as server:
            asyncio.run(run(server.address))


if __name__ == "__main__":
    unittest.main()
