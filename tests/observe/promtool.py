"""Rules and expressions in the hands of Prometheus' own promtool. Tests without it are skipped with a reason."""

import json
import re
import shutil
import subprocess
import tempfile
import unittest

needs_promtool = unittest.skipIf(shutil.which("promtool") is None, "promtool is not installed (Debian package prometheus)")

INTERVAL_SECONDS = 30
# For these 0 means "never" or "none", which is long before any time.
TIMESTAMPS = "_timestamp_seconds"


def run(*words):
    done = subprocess.run(["promtool", *words], text=True, capture_output=True)
    return done.returncode, done.stdout + done.stderr


def check_expressions(expressions):
    """What promtool says of expressions by name: (code, output)."""
    rules = [{"record": f"check:{name}", "expr": expr} for name, expr in expressions.items()]
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
        json.dump({"groups": [{"name": "check", "rules": rules}]}, file)  # JSON is YAML
        file.flush()
        return run("check", "rules", file.name)


def _labels(name, labels, instance):
    pairs = {**dict(labels), "job": "pledged", "instance": instance}
    return name + "{" + ",".join(f"{key}={json.dumps(value)}" for key, value in sorted(pairs.items())) + "}"


def history(scrapes, steps, instance="one", now=None):
    """Input series for promtool: the last of `scrapes` (samples) goes on for `steps` intervals. Of two scrapes the difference
    goes on: what happened between them happens in every interval. promtool's clock begins at 0, where `now`, the time
    of the scrape, lies; times in the samples are moved with it."""
    last, first = scrapes[-1], scrapes[0]
    series = []
    for (name, labels), value in last.items():
        if name.endswith(TIMESTAMPS):
            start, step = value - now, 0.0
        else:
            start = first.get((name, labels), 0.0)
            step = value - start
        series.append({"series": _labels(name, labels, instance), "values": f"{start!r}{step:+}x{steps}"})
    return series


def firing(rule_files, series, minutes):
    """Names of the alerts that fire after so many minutes of `series`."""
    expression = 'group by (alertname) (ALERTS{alertstate="firing"})'
    # An expectation that cannot come true, so that promtool says what it got.
    expected = [{"labels": '{alertname="none of all"}', "value": 1}]
    test = {"interval": f"{INTERVAL_SECONDS}s", "input_series": series}
    test["promql_expr_test"] = [{"expr": expression, "eval_time": f"{minutes}m", "exp_samples": expected}]
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
        evaluation = {"rule_files": rule_files, "evaluation_interval": f"{INTERVAL_SECONDS}s", "tests": [test]}
        json.dump(evaluation, file)
        file.flush()
        _, output = run("test", "rules", file.name)
    got = re.search(r"got: (.*)", output)
    if got is None:
        raise AssertionError(output)
    return set(re.findall(r'alertname="(\w+)"', got[1]))
