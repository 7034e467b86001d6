"""Rules and dashboards are in good form, and ask for nothing that the server does not tell.

usage: rules_test.py DEPLOY PLEDGED
"""

import glob
import json
import os
import re
import sys
import tempfile
import unittest

import promtool
from pledged import Pledged

DEPLOY, BINARY = map(os.path.abspath, sys.argv[1:3])
del sys.argv[1:3]
RULES = sorted(glob.glob(f"{DEPLOY}/prometheus/*.rules.yml"))
DASHBOARDS = sorted(glob.glob(f"{DEPLOY}/grafana/*.json"))
# Grafana puts values in their place.
VARIABLES = {"$__rate_interval": "5m", "$job": "pledged", "$instance": ".*"}
METRIC = re.compile(r"\b(?:grpc_server|pledge|process|instance\w*:\w+)[\w:]*")
MADE_BY_PROMETHEUS = {"up", "ALERTS"}

# Told only where there is a certificate.
TLS_ONLY = {"pledge_certificate_expiry_timestamp_seconds"}


def expressions(dashboard):
    with open(dashboard, encoding="utf-8") as file:
        board = json.load(file)
    for panel in board["panels"]:
        for target in panel.get("targets", []):
            yield panel["title"], target["expr"]
    for annotation in board["annotations"]["list"]:
        yield annotation["name"], annotation["expr"]


def filled(expression):
    for name, value in VARIABLES.items():
        expression = expression.replace(name, value)
    return expression


def metrics_of(expression):
    """Names of metrics in an expression, without what stands in braces, brackets and groupings."""
    bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]|\b(?:by|without|on|ignoring)\s*\([^)]*\)", "", expression)
    return set(METRIC.findall(bare)) - MADE_BY_PROMETHEUS


class RulesTest(unittest.TestCase):
    @promtool.needs_promtool
    def test_rules_are_in_good_form_and_give_what_their_tests_expect(self):
        self.assertEqual(promtool.run("check", "rules", *RULES)[0], 0, promtool.run("check", "rules", *RULES)[1])
        tests = sorted(glob.glob(f"{DEPLOY}/prometheus/tests/*.yml"))
        self.assertTrue(tests)
        for path in tests:
            code, output = promtool.run("test", "rules", path)
            self.assertEqual(code, 0, output)

    @promtool.needs_promtool
    def test_every_expression_of_a_dashboard_parses(self):
        self.assertTrue(DASHBOARDS)
        for path in DASHBOARDS:
            named = {f"{number}": filled(expr) for number, (_, expr) in enumerate(expressions(path))}
            self.assertGreater(len(named), 20)
            code, output = promtool.check_expressions(named)
            self.assertEqual(code, 0, output)
            self.assertNotIn("$", "".join(named.values()))

    @promtool.needs_promtool
    def test_an_expression_that_does_not_parse_is_found(self):
        self.assertNotEqual(promtool.check_expressions({"0": "sum by (x) (rate(y[5m])"})[0], 0)

    def test_every_metric_that_is_asked_for_is_told_or_recorded(self):
        with tempfile.TemporaryDirectory(prefix="pledge-rules-") as folder:
            with Pledged(BINARY, folder, "--backup-dir", folder + "/backups") as server:
                told = {name for name, _ in server.metrics()} | TLS_ONLY
        recorded, asked = set(), set()
        for path in RULES:
            with open(path, encoding="utf-8") as file:
                text = re.sub(r"#.*|(?m:^ *(?:summary|description|- alert):.*$)", "", file.read())
            recorded |= set(re.findall(r"record: (\S+)", text))
            asked |= metrics_of(re.sub(r"record: \S+|- name: \S+", "", text))
        for path in DASHBOARDS:
            for _, expr in expressions(path):
                asked |= metrics_of(filled(expr))
        self.assertGreater(len(asked), 30)
        self.assertEqual(asked - told - recorded, set())


if __name__ == "__main__":
    unittest.main()
