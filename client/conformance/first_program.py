#!/usr/bin/python3
"""Runs the first program of a README as its reader would, with one of the sample letters.

usage: first_program.py COMMAND...      environment: PLEDGE_SERVER

COMMAND gets the server's address and the letter as its last two arguments, twice: the second run finds the work
done, and must still print what the letter promises.
"""

import os
import subprocess
import sys

LETTER = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "samples", "short-letter.txt")
PROMISE = "组织专家对实施方案进行评审"


def main():
    command = [*sys.argv[1:], os.environ["PLEDGE_SERVER"], LETTER]
    for _ in range(2):
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        output = done.stdout.decode("utf-8")
        print(output)
        if done.returncode or PROMISE not in output:
            return f"exit code {done.returncode}; wanted among its output: {PROMISE}"
    return 0


if __name__ == "__main__":
    sys.exit(main())
