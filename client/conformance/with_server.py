#!/usr/bin/python3
"""Runs a command against a pledged of its own, on a new store, and ends both.

usage: with_server.py [--cuts N --seed N] [--tls | --mtls] PLEDGED COMMAND...

The command finds the server in PLEDGE_SERVER (HOST:PORT). With --cuts it also finds a proxy that cuts
connections N times (fault_proxy.py) in PLEDGE_PROXY, and in PLEDGE_CUTS the HOST:PORT where whoever
connects is told "DONE TOTAL\\n", the cuts made and those to come.

With --tls the server serves TLS only, and the command finds in PLEDGE_CA the file of the authority that it is to
believe. With --mtls it takes only clients with a certificate: in PLEDGE_CERTIFICATE and PLEDGE_KEY are the files
of one. All are made anew with openssl.

Exit code: that of the command; 1 when the server does not start or does not end in order. The server's
log is shown when anything failed. Standard library only.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

import certificates
import fault_proxy

START_SECONDS = 60
STOP_SECONDS = 60


def wait_for_port(server, log_path):
    """The port in the log line that says the server listens."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with open(log_path, encoding="utf-8") as log:
            lines = [json.loads(line) for line in log if line.endswith("\n") and line.startswith("{")]
        if any(line["event"] == "ready" for line in lines):
            return next(line["port"] for line in lines if line["event"] == "listening")
        time.sleep(0.05)
    return None


def run(options, folder):
    log_path = os.path.join(folder, "log")
    words = [options.pledged, "--listen", "127.0.0.1:0", "--store", f"rocksdb:{folder}/store"]
    words += ["--cache-mib", "16", "--write-buffer-mib", "16"]
    files = {}
    if options.tls or options.mtls:
        files = certificates.make(folder)
        words += ["--tls-cert", files["server.pem"], "--tls-key", files["server.key"]]
    if options.mtls:
        words += ["--tls-client-ca", files["ca.pem"], "--tls-require-client-cert"]
    with open(log_path, "wb") as log:
        server = subprocess.Popen(words, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    code = 1
    try:
        port = wait_for_port(server, log_path)
        if port is not None:
            environment = dict(os.environ, PLEDGE_SERVER=f"127.0.0.1:{port}")
            if files:
                environment.update(PLEDGE_CA=files["ca.pem"])
            if options.mtls:
                environment.update(PLEDGE_CERTIFICATE=files["client.pem"], PLEDGE_KEY=files["client.key"])
            if options.cuts:
                proxy = fault_proxy.FaultProxy(("127.0.0.1", port), options.cuts, options.seed)
                proxy.start()
                environment.update(PLEDGE_PROXY=proxy.address, PLEDGE_CUTS=proxy.status_address)
            code = subprocess.call(options.command, env=environment)
    finally:
        server.terminate()
        try:
            server_code = server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server_code = server.wait()
    if code or server_code:
        print(f"the server ended with code {server_code}; its log:", file=sys.stderr)
        with open(log_path, encoding="utf-8") as log:
            sys.stderr.writelines(log.readlines()[-50:])
    return code or (1 if server_code else 0)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1])
    parser.add_argument("--cuts", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--mtls", action="store_true")
    parser.add_argument("pledged")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pledge-client-") as folder:
        return run(options, folder)


if __name__ == "__main__":
    sys.exit(main())
