#!/usr/bin/env python3
"""Tests bench_report.py on results of its own."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

REPORT = pathlib.Path(__file__).with_name("bench_report.py")


def spread(median):
    return {"median": median, "min": median / 2, "max": median * 2}


def side(name, rate, ratio, at_least):
    return {"name": name, "at_least": at_least, "rate": spread(rate), "ratio": spread(ratio),
            "server_cpu_us": spread(40), "client_cpu_us": spread(0), "p50_us": 1, "p99_us": 2}


RESULT = {
    "benchmark": "rpc", "date": "2026-01-02", "rounds": 5,
    "comparisons": [{"name": "Get", "operation": "call", "unit": "calls/s",
                     "sides": [side("pledged", 1000, 1, 0), side("echo", 2000, 0.5, 0.8), side("other", 500, 2, 1)]}],
    "figures": [{"name": "memory", "unit": "MiB", "value": 190.4}],
    "curves": [{"name": "Memory, one", "x": "s", "y": "MiB", "points": [[0, 10], [1, 20]]}],
}


class BenchReportTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        self.addCleanup(self.folder.cleanup)

    def run_report(self, *arguments):
        return subprocess.run([sys.executable, REPORT, self.path, *arguments], capture_output=True, text=True)

    def write_results(self):
        (self.path / "rpc.json").write_text(json.dumps(RESULT))
        (self.path / "pipeline.json").write_text(json.dumps({"benchmark": "pipeline", "rows": []}))

    def test_says_which_ratios_are_reached(self):
        self.write_results()

        self.assertEqual(self.run_report().returncode, 0)

        text = (self.path / "report.md").read_text()
        self.assertIn("| Get | pledged | 1,000 (500–2,000) calls/s | 40.0 |  |  |", text)
        self.assertIn("| 0.50 (0.25–1.00) | **no**, 0.80 |", text)
        self.assertIn("| 2.00 (1.00–4.00) | yes, 1.00 |", text)
        self.assertIn("| memory | 190 MiB |", text)
        self.assertIn("2026-01-02", text)

    def test_draws_each_curve(self):
        self.write_results()

        self.run_report()

        drawing = xml.etree.ElementTree.parse(self.path / "rpc-memory-one.svg").getroot()
        line = drawing.find("{http://www.w3.org/2000/svg}polyline")
        self.assertEqual(len(line.get("points").split()), 2)
        self.assertIn("![Memory, one](rpc-memory-one.svg)", (self.path / "report.md").read_text())

    def test_puts_the_table_between_the_marks_of_a_readme(self):
        self.write_results()
        readme = self.path / "README.md"
        readme.write_text("before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n")

        self.assertEqual(self.run_report("--readme", readme).returncode, 0)

        text = readme.read_text()
        self.assertTrue(text.startswith("before\n<!-- bench -->\n"))
        self.assertTrue(text.endswith("<!-- /bench -->\nafter\n"))
        self.assertNotIn("old", text)
        self.assertIn("echo", text)

    def test_fails_without_results(self):
        self.assertNotEqual(self.run_report().returncode, 0)


if __name__ == "__main__":
    unittest.main()
