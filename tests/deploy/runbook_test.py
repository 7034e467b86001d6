#!/usr/bin/env python3
"""Holds deploy/README.md to what it speaks of: every alert has its row, every command and flag of ours is one.

usage: runbook_test.py DEPLOY PLEDGED PLEDGECTL
"""

import functools
import pathlib
import re
import subprocess
import sys

import yaml


@functools.cache
def flags_of(program, *words):
  run = subprocess.run([program, *words, "--help"], capture_output=True, text=True)
  # For a command that it does not know pledgectl says so and fails.
  return set(re.findall(r"--[a-z][a-z-]*", run.stdout)) if run.returncode == 0 else None


def alert_faults(text, deploy):
  rows = re.findall(r"^\| (Pledge\w+) \|", text, re.M)
  rules = yaml.safe_load((deploy / "prometheus/alerts.rules.yml").read_text())
  alerts = [rule["alert"] for group in rules["groups"] for rule in group["rules"]]
  assert alerts, "no alerts were read"
  yield from (f"no row for the alert {alert}" for alert in alerts if alert not in rows)
  yield from (f"a row for {row}, which is no alert" for row in rows if row not in alerts)


def command_faults(text, pledged, pledgectl):
  # In code alone: blocks, and words between backticks.
  blocks = re.findall(r"```\w*\n(.*?)```", text, re.S)
  inline = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.S))
  lines = [line for block in blocks for line in block.splitlines()] + inline
  count = 0
  spoken_of = flags_of(pledged) | {"--install"}  # the latter of ./dev check-deploy
  for line in lines:
    for program, words in re.findall(r"(?:^|\s)(pledged(?! pledgectl)|pledgectl)\s([^|;#&`]*)", line):
      count += 1
      used = re.findall(r"(--[a-z][a-z-]*)", words)
      if program == "pledged":
        known = flags_of(pledged)
      else:
        command = words.split()[0]
        known = flags_of(pledgectl, command)
        if known is None:
          yield f"pledgectl knows no {command}"
          continue
      spoken_of |= known
      yield from (f"{program} knows no {flag}: {line.strip()}" for flag in used if flag not in known)
  assert count > 10, f"only {count} commands were found"
  # Flags that stand alone are the server's, or those of a command of the page.
  for words in inline:
    if re.fullmatch(r"--[a-z][a-z-]*", words) and words not in spoken_of:
      yield f"no command of the page knows {words}"


def main():
  deploy, pledged, pledgectl = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
  text = (deploy / "README.md").read_text()
  faults = list(alert_faults(text, deploy)) + list(command_faults(text, pledged, pledgectl))
  for fault in faults:
    print(f"deploy/README.md: {fault}", file=sys.stderr)
  if not faults:
    print("deploy/README.md names every alert, and no command or flag that is none")
  sys.exit(1 if faults else 0)


if __name__ == "__main__":
  main()
