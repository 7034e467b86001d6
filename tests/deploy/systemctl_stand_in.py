#!/usr/bin/python3
"""What systemctl does for one simple service, where no systemd runs: user, folders, start, readiness, stop, as the unit says.

usage: systemctl start|stop|restart|reload|is-active|enable|daemon-reload [UNIT]
Knows what the shipped units use of User, *Directory, ExecStartPre, ExecStart, Type=exec|notify and TimeoutStopSec, and
nothing of their confinement.
"""

import os
import pathlib
import pwd
import signal
import socket
import subprocess
import sys
import time

UNITS = pathlib.Path("/lib/systemd/system")
STATE = pathlib.Path("/run/stand-in")
DIRECTORIES = {"StateDirectory": "/var/lib", "RuntimeDirectory": "/run"}


def settings(unit):
  found = {}
  for line in (UNITS / f"{unit}.service").read_text().splitlines():
    name, equals, value = line.partition("=")
    if equals and not line.startswith("#"):
      found[name] = value
  return found


def pid_of(unit):
  file = STATE / f"{unit}.pid"
  if not file.exists():
    return None
  pid = int(file.read_text())
  stat = pathlib.Path(f"/proc/{pid}/stat")
  return pid if stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z" else None


def become(user):
  def change():
    os.initgroups(user.pw_name, user.pw_gid)
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    os.umask(0o077)
  return change


def make_directories(unit, user):
  for name, parent in DIRECTORIES.items():
    if name in unit:
      folder = pathlib.Path(parent) / unit[name]
      folder.mkdir(parents=True, exist_ok=True)
      folder.chmod(int(unit.get(f"{name}Mode", "0755"), 8))
      os.chown(folder, user.pw_uid, user.pw_gid)


def start(name):
  unit = settings(name)
  user = pwd.getpwnam(unit["User"])
  STATE.mkdir(exist_ok=True)
  make_directories(unit, user)
  if "ExecStartPre" in unit:
    subprocess.run(unit["ExecStartPre"].split(), preexec_fn=become(user), check=True)
  environment = dict(os.environ)
  notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
  path = STATE / f"{name}.notify"
  path.unlink(missing_ok=True)
  notices.bind(str(path))
  path.chmod(0o666)
  STATE.chmod(0o755)
  if unit["Type"] == "notify":
    environment["NOTIFY_SOCKET"] = str(path)
  with open(STATE / f"{name}.log", "a") as log:
    process = subprocess.Popen(unit["ExecStart"].split(), preexec_fn=become(user), start_new_session=True,
                               env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
  (STATE / f"{name}.pid").write_text(str(process.pid))
  if unit["Type"] == "notify":
    notices.settimeout(60)
    while b"READY=1" not in notices.recv(4096):
      pass


def stop(name):
  pid = pid_of(name)
  if pid is None:
    return
  os.kill(pid, signal.SIGTERM)
  deadline = time.monotonic() + float(settings(name)["TimeoutStopSec"])
  while pid_of(name) is not None:
    if time.monotonic() > deadline:
      os.kill(pid, signal.SIGKILL)
      sys.exit(f"{name} did not stop within TimeoutStopSec")
    time.sleep(0.05)


def main():
  command, names = sys.argv[1], [n.removesuffix(".service") for n in sys.argv[2:] if not n.startswith("-")]
  for name in names:
    if command == "start":
      if pid_of(name) is None:
        start(name)
    elif command == "stop":
      stop(name)
    elif command == "restart":
      stop(name)
      start(name)
    elif command == "reload":
      os.kill(pid_of(name), signal.SIGHUP)
    elif command == "is-active":
      print("active" if pid_of(name) else "inactive")
      sys.exit(0 if pid_of(name) else 3)
    else:
      sys.exit(f"the stand-in knows no {command}")


if __name__ == "__main__":
  main()
