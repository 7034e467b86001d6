#!/usr/bin/python3
"""A TCP proxy that cuts connections at random, for tests of clients that must survive it.

usage: fault_proxy.py HOST:PORT [--cuts N] [--seed N]      prints "proxy HOST:PORT status HOST:PORT", then serves

Each connection gets a fate from the seed: after how many bytes or seconds it is cut, whichever comes first;
whether the piece that reached the limit is still forwarded, so that the far side acts on something whose
answer is lost, or not, so that it never hears of it; and whether the ends see an orderly end or a reset. After
N cuts the proxy lets everything pass. Fates are the same for the same seed; which message they hit is not.

Standard library only; a thread for each direction of each connection.
"""

import argparse
import random
import socket
import struct
import sys
import threading

MAX_BYTES = 30_000  # of both directions; a letter of the tests has some 700
MAX_SECONDS = 1.0
PIECE_BYTES = 16_384


class Fate:
    """When and how one connection ends."""

    def __init__(self, generator):
        # Half of the cuts come early, where a stream is opened.
        limit = 3_000 if generator.random() < 0.5 else MAX_BYTES
        self.bytes_left = generator.randrange(limit)
        self.seconds = generator.uniform(0.02, MAX_SECONDS)
        self.forwards_last = generator.random() < 0.5
        self.resets = generator.random() < 0.5


class FaultProxy:
    """Listens on two free ports from construction on and serves from start() on, on threads of its own."""

    def __init__(self, target, cuts, seed):
        self._target = target
        self._cuts_left = cuts
        self._total = cuts
        self._generator = random.Random(seed)
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._status = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self._listener.getsockname()[1]
        self.status_address = "127.0.0.1:%d" % self._status.getsockname()[1]

    def start(self):
        _spawn(self._accept)
        _spawn(self._tell)

    def _accept(self):
        while True:
            client, _ = self._listener.accept()
            try:
                server = socket.create_connection(self._target)
            except OSError:
                client.close()
                continue
            with self._lock:
                fate = Fate(self._generator) if self._cuts_left > 0 else None
            _Connection(client, server, fate, self._take_cut).start()

    def _tell(self):
        while True:
            asker, _ = self._status.accept()
            with self._lock:
                done = self._total - self._cuts_left
            with asker:
                asker.sendall(b"%d %d\n" % (done, self._total))

    def _take_cut(self):
        """True when there was still a cut to be made."""
        with self._lock:
            if self._cuts_left == 0:
                return False
            self._cuts_left -= 1
            return True


class _Connection:
    def __init__(self, client, server, fate, take_cut):
        self._ends = (client, server)
        self._fate = fate
        self._take_cut = take_cut
        self._lock = threading.Lock()
        self._is_over = False

    def start(self):
        client, server = self._ends
        for end in self._ends:
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _spawn(self._forward, client, server)
        _spawn(self._forward, server, client)
        if self._fate is not None:
            timer = threading.Timer(self._fate.seconds, self._cut_by_time)
            timer.daemon = True
            timer.start()

    def _forward(self, source, sink):
        try:
            while piece := source.recv(PIECE_BYTES):
                cuts = self._counts_to_limit(len(piece)) and self._begin_cut()
                if not cuts or self._fate.forwards_last:
                    sink.sendall(piece)
                if cuts:
                    self._close(self._fate.resets)
        except OSError:
            pass  # the other direction has ended the connection
        with self._lock:
            self._is_over = True
        self._close(resets=False)

    def _counts_to_limit(self, size):
        with self._lock:
            if self._fate is None:
                return False
            self._fate.bytes_left -= size
            return self._fate.bytes_left < 0

    def _cut_by_time(self):
        if self._begin_cut():
            self._close(self._fate.resets)

    def _begin_cut(self):
        """True for the one caller that is to cut; from then on the fate stays."""
        with self._lock:
            if self._is_over or self._fate is None:
                return False
            if not self._take_cut():
                self._fate = None
                return False
            self._is_over = True
            return True

    def _close(self, resets):
        for end in self._ends:
            try:
                if resets:  # closing without lingering sends RST, once no thread reads any more
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    end.shutdown(socket.SHUT_RD)
                else:
                    end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # that end is gone already
            end.close()


def _spawn(function, *arguments):
    threading.Thread(target=function, args=arguments, daemon=True).start()


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1])
    parser.add_argument("target")
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    host, port = options.target.rsplit(":", 1)
    proxy = FaultProxy((host, int(port)), options.cuts, options.seed)
    proxy.start()
    print(f"proxy {proxy.address} status {proxy.status_address}", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
