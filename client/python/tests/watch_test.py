"""watch, for threads and for asyncio, against a server that behaves as each test says."""

import asyncio
import unittest

import grpc

import pledge
import pledge.aio
from fake_server import FakeServer, abort, silent
from pledge.v1 import watch_service_pb2 as watch_pb2


def changes(token, *names, continues=False, closing=False):
    message = watch_pb2.WatchChangesResponse(resume_token=token, continues=continues)
    for name in names:
        message.changes.add(name=name)
    if closing:
        message.closing_in.FromSeconds(1)
    return message


def watch_with_threads(address, count, **options):
    with pledge.connect(address) as channel:
        stream = pledge.watch(channel, watch_pb2.WatchChangesRequest(resume_token="t0"), **options)
        messages = [next(stream) for _ in range(count)]
        stream.close()
    return messages


def watch_with_asyncio(address, count, **options):
    async def run():
        async with pledge.aio.connect(address) as channel:
            stream = pledge.aio.watch(channel, watch_pb2.WatchChangesRequest(resume_token="t0"), **options)
            messages = [await stream.__anext__() for _ in range(count)]
            await stream.aclose()
            return messages

    return asyncio.run(run())


class WatchTest(unittest.TestCase):
    def both(self, make_server, count, **options):
        for run in (watch_with_threads, watch_with_asyncio):
            with self.subTest(run.__name__), make_server() as server:
                messages = run(server.address, count, **options)
                yield [[change.name for change in message.changes] for message in messages], server.seen

    def test_puts_a_commit_together_and_forgets_half_of_one(self):
        def breaks(request, context):
            yield changes("t1", "a")
            yield changes("", "b", continues=True)
            context.abort(grpc.StatusCode.UNAVAILABLE, "cut")

        def whole(request, context):
            yield changes("", "b", continues=True)
            yield changes("t2", "c")

        for names, seen in self.both(lambda: FakeServer(breaks, whole, silent), 2):
            self.assertEqual(names, [["a"], ["b", "c"]])
            self.assertEqual(seen[:2], ["t0", "t1"])

    def test_opens_again_at_a_planned_close(self):
        def closes(request, context):
            yield changes("t1", "a", closing=True)
            yield from silent(request, context)

        def goes_on(request, context):
            yield changes("t2", "b")

        for names, seen in self.both(lambda: FakeServer(closes, goes_on, silent), 2):
            self.assertEqual(names, [["a"], ["b"]])
            self.assertEqual(seen[:2], ["t0", "t1"])

    def test_leaves_a_stream_without_heartbeat(self):
        def stops(request, context):
            yield changes("t1", "a")
            yield from silent(request, context)

        def goes_on(request, context):
            yield changes("t2")

        for names, seen in self.both(lambda: FakeServer(stops, goes_on, silent), 2, heartbeat_timeout=0.3):
            self.assertEqual(names, [["a"], []])
            self.assertEqual(seen[:2], ["t0", "t1"])

    def test_raises_what_forbids_to_go_on(self):
        def trimmed(request, context):
            abort(context, grpc.StatusCode.OUT_OF_RANGE, "HISTORY_TRIMMED")
            yield

        for run in (watch_with_threads, watch_with_asyncio):
            with self.subTest(run.__name__), FakeServer(trimmed) as server:
                with self.assertRaises(pledge.OutOfRange) as caught:
                    run(server.address, 1)
                self.assertEqual(caught.exception.reason, "HISTORY_TRIMMED")


if __name__ == "__main__":
    unittest.main()
