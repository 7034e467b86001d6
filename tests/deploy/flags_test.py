#!/usr/bin/env python3
"""Starts the real pledged with every command line found under deploy/, and asks it something on every port that it names.

usage: flags_test.py DEPLOY PLEDGED PLEDGECTL      DEPLOY within its checkout
Folders are moved below a temporary one and ports replaced by free ones; everything else is taken as it stands. A flag or
value that the server does not know, or an address at which nothing answers, fails.
"""

import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import invocations

START_SECONDS = 60
FOLDERS = ("/var/lib/pledge", "/var/backups/pledge", "/run/pledge", "/etc/pledge")


class Moved:
  """A command line as the machine of the test can run it."""

  def __init__(self, invocation, folder, deploy):
    self.folder = folder
    self.ports = {}  # port of the file -> port of the test
    self.held = []   # sockets that keep these ports until the server wants them
    for path in FOLDERS:
      (folder / path[1:]).mkdir(parents=True, exist_ok=True)
    for file in (deploy / "config").iterdir():
      (folder / "etc/pledge" / file.name).write_text(self.move(file.read_text()))
    self.arguments = [self.move(argument) for argument in invocation.arguments]
    self.environment = {name: self.move(value) for name, value in invocation.environment.items()}
    self.settings = "\n".join(self.arguments)
    if "--config" in self.arguments:
      self.settings += "\n" + pathlib.Path(self.arguments[self.arguments.index("--config") + 1]).read_text()

  def move(self, text):
    for path in FOLDERS:
      text = text.replace(path, str(self.folder / path[1:]))
    return re.sub(r"\b(?:0\.0\.0\.0|127\.0\.0\.1):(\d+)", lambda m: f"127.0.0.1:{self.port(m[1])}", text)

  def port(self, number):
    if number not in self.ports:
      self.held.append(socket.create_server(("127.0.0.1", 0)))
      self.ports[number] = self.held[-1].getsockname()[1]
    return self.ports[number]

  def let_ports_go(self):
    for held in self.held:
      held.close()

  def address(self, flag):
    """What a flag is set to on the command line or in the file of settings; None when it is not set."""
    match = re.search(rf"^(?:--)?{flag}(?:=|\n|\s*=\s*)\[?\"?([^\]\"\n]+)", self.settings, re.M)
    return match and match[1]


def wait_for_ready(process, log):
  deadline = time.monotonic() + START_SECONDS
  while time.monotonic() < deadline:
    if '"event":"ready"' in log.read_text():
      return
    if process.poll() is not None:
      raise AssertionError(f"ended with code {process.returncode}: {log.read_text()}")
    time.sleep(0.05)
  raise AssertionError(f"not ready after {START_SECONDS} s: {log.read_text()}")


def ask(pledgectl, server, *command):
  run = subprocess.run([pledgectl, *command, "--server", server, "--timeout", "20s"], capture_output=True, text=True)
  assert run.returncode == 0, f"pledgectl {command[0]} at {server}: {run.stderr}"


def ask_http(address, path):
  with urllib.request.urlopen(f"http://{address}{path}", timeout=20) as answer:
    assert answer.status == 200, f"{path}: {answer.status}"


def check_server(moved, pledged, pledgectl):
  log = moved.folder / "log"
  environment = {**os.environ, **moved.environment}
  moved.let_ports_go()
  with open(log, "w") as output:
    process = subprocess.Popen([pledged, *moved.arguments], stderr=output, stdout=output, env=environment)
  try:
    wait_for_ready(process, log)
    ask(pledgectl, moved.address("listen"), "collections")
    if moved.address("operator-listen"):
      ask(pledgectl, moved.address("operator-listen"), "status")
      if moved.address("backup-dir"):
        ask(pledgectl, moved.address("operator-listen"), "backup", "one")
        assert (pathlib.Path(moved.address("backup-dir")) / "one/MANIFEST").exists(), "no backup where it was asked for"
    if moved.address("admin-listen"):
      ask_http(moved.address("admin-listen"), "/livez")
      ask_http(moved.address("admin-listen"), "/readyz")
    if moved.address("health-listen"):
      host, port = moved.address("health-listen").rsplit(":", 1)
      socket.create_connection((host, int(port)), timeout=20).close()
  finally:
    process.send_signal(signal.SIGTERM)
    code = process.wait(timeout=60)
  assert code == 0, f"ended with code {code} after SIGTERM: {log.read_text()}"


def check_config_only(moved, pledged):
  run = subprocess.run([pledged, *moved.arguments], capture_output=True, text=True)
  assert run.returncode == 0, run.stdout + run.stderr


def check_gateway(invocation, deploy):
  """The gateway itself runs in the check of its image; here only that it is told nothing that it does not know."""
  usage = (deploy.parent / "client/web/gateway/options.ts").read_text().split("`")[1]
  for argument in invocation.arguments:
    flag = argument.split("=")[0]
    assert not flag.startswith("--") or f"  {flag} " in usage, f"the gateway knows no {flag}"


def main():
  deploy, pledged, pledgectl = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3]
  checked = 0
  for invocation in invocations.all_of(deploy):
    if invocation.program == "gateway":
      check_gateway(invocation, deploy)
      print(f"{invocation.where}: known flags")
      continue
    with tempfile.TemporaryDirectory(prefix="pledge-flags-", dir="/tmp") as folder:
      moved = Moved(invocation, pathlib.Path(folder), deploy)
      try:
        if "--check-config" in moved.arguments:
          check_config_only(moved, pledged)
        else:
          check_server(moved, pledged, pledgectl)
      except AssertionError as fault:
        sys.exit(f"{invocation.where}: {fault}")
    print(f"{invocation.where}: good")
    checked += 1
  assert checked >= 4, f"only {checked} command lines were found"


if __name__ == "__main__":
  main()
