"""A pledged process of its own for tests: on a new store, on ports that the system chooses, with its metrics parsed."""

import json
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request

START_SECONDS = 60
STOP_SECONDS = 60
SAMPLE = re.compile(r'^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$')
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')


def letter(number):
    """A short letter with two commitments; `number` makes its bytes unique."""
    return (
        f"临澜市水务局关于市政协第{number}号提案的答复函\n临水函〔2024〕{number}号\n林清和委员：\n"
        f"您提出的关于改造老旧管网的提案（第{number}号）收悉，现答复如下：\n一、工作进展\n2023年，我局更换旧管{number}公里。\n"
        f"二、下一步打算\n下一步，我局将于2025年底前完成{number}公里管网改造，制定管网巡检办法。\n"
        "感谢您对水务工作的关心。\n临澜市水务局\n2024年6月12日\n"
    ).encode("utf-8")


class Samples(dict):
    """(name, labels as a frozen set of pairs) → value."""

    @staticmethod
    def parse(text):
        samples = Samples()
        for line in text.splitlines():
            if not line or line.startswith("#"):
                continue
            found = SAMPLE.match(line)
            if not found:
                raise ValueError(f"not a sample: {line!r}")
            name, labels, value = found.groups()
            samples[name, frozenset(LABEL.findall(labels or ""))] = float(value)
        return samples

    def value(self, name, **labels):
        """The value of the one series with these labels and no others; 0 when there is none."""
        return self.get((name, frozenset(labels.items())), 0.0)

    def total(self, name, **labels):
        """The sum of all series of the name that have these labels."""
        return sum(v for (n, have), v in self.items() if n == name and set(labels.items()) <= have)


class Pledged:
    """Starts with `with`; whatever still runs at the end is ended."""

    def __init__(self, binary, folder, *flags, store=None, before_exec=None, port=0, admin_port=0):
        self._before_exec = before_exec  # runs in the new process, before it is pledged
        self._words = [binary, "--listen", f"127.0.0.1:{port}", "--admin-listen", f"127.0.0.1:{admin_port}"]
        self._words += ["--store", store or f"rocksdb:{folder}/store"]
        self._words += ["--cache-mib", "16", "--write-buffer-mib", "16", *flags]
        self._log_path = f"{folder}/log"
        self.process = None
        self.port = self.admin_port = 0

    def __enter__(self):
        begin = len(self.log())
        with open(self._log_path, "ab") as log:
            self.process = subprocess.Popen(
                self._words, stdout=log, stderr=log, stdin=subprocess.DEVNULL, preexec_fn=self._before_exec
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            lines = self.log()[begin:]
            if any(line["event"] == "ready" for line in lines):
                listening = [line for line in lines if line["event"] == "listening"]
                self.port = next(line["port"] for line in listening if line.get("for") == "all")
                self.admin_port = next(line["port"] for line in listening if line.get("for") == "admin")
                return self
            time.sleep(0.02)
        self.kill()
        raise RuntimeError("pledged did not start:\n" + open(self._log_path, encoding="utf-8").read())

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.terminate()

    def log(self):
        """The whole lines of the log so far that are JSON."""
        try:
            with open(self._log_path, encoding="utf-8") as log:
                return [json.loads(line) for line in log if line.startswith("{") and line.endswith("\n")]
        except FileNotFoundError:
            return []

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def get(self, path):
        """Status code and body of a page of the admin port."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.admin_port}{path}", timeout=30) as answer:
                return answer.status, answer.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8")

    def metrics_text(self):
        code, text = self.get("/metrics")
        if code != 200:
            raise RuntimeError(f"/metrics: {code}")
        return text

    def metrics(self):
        return Samples.parse(self.metrics_text())

    def wait_for(self, condition, what, seconds=30):
        """Scrapes until `condition` holds for the samples, and gives them."""
        deadline = time.monotonic() + seconds
        while True:
            samples = self.metrics()
            if condition(samples):
                return samples
            if time.monotonic() > deadline:
                raise AssertionError(f"in vain waited for {what}")
            time.sleep(0.05)

    def terminate(self):
        """Ends the process in order; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        return self.process.wait()
