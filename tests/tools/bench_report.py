#!/usr/bin/env python3
"""Makes one report of what the benchmarks have written: a table in Markdown and the curves as SVG.

usage: bench_report.py RESULTS [--readme FILE]

RESULTS is the folder with the JSON files of `./dev bench`; report.md and one SVG a curve are written into it.
With --readme the table between the lines "<!-- bench -->" and "<!-- /bench -->" of FILE is made anew.
"""
import argparse
import json
import os
import pathlib
import re
import sys

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
WIDTH, HEIGHT, MARGIN = 640, 300, 56


def number(value):
    """Three digits, and more where the whole part has more."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def spread(one):
    return f"{number(one['median'])} ({number(one['min'])}–{number(one['max'])})"


def verdict(side):
    if side["at_least"] == 0:
        return ""
    word = "yes" if side["ratio"]["median"] >= side["at_least"] else "**no**"
    return f"{word}, {side['at_least']:.2f}"


def comparison_rows(comparison):
    """One row for each side; the first is Pledge's, against which the others stand."""
    for index, side in enumerate(comparison["sides"]):
        name = comparison["name"] if index == 0 else ""
        ratio = "" if index == 0 else spread(side["ratio"])
        cpu = number(side["server_cpu_us"]["median"])
        if side["client_cpu_us"]["median"] > 0:
            cpu += " + " + number(side["client_cpu_us"]["median"])
        yield f"| {name} | {side['name']} | {spread(side['rate'])} {comparison['unit']} | {cpu} | {ratio} | {verdict(side)} |"


def comparison_table(reports):
    lines = ["| what | side | median (least–most) | CPU µs, server + client | Pledge to this side | reached, at least |",
             "|---|---|---|---|---|---|"]
    for report in reports:
        for comparison in report.get("comparisons", []):
            lines += comparison_rows(comparison)
    return lines if len(lines) > 2 else []


def figure_table(reports):
    figures = [figure for report in reports for figure in report.get("figures", [])]
    if not figures:
        return []
    return ["", "| figure | value |", "|---|---|"] + [
        f"| {figure['name']} | {number(figure['value'])} {figure['unit']} |" for figure in figures]


def ticks(limit, count=5):
    return [limit * i / count for i in range(count + 1)]


def svg(curve):
    """A line on axes that begin at zero."""
    points = curve["points"]
    right = max((x for x, _ in points), default=1) or 1
    top = (max((y for _, y in points), default=1) or 1) * 1.1

    def place(x, y):
        return (MARGIN + (WIDTH - 2 * MARGIN) * x / right, HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * y / top)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="11">',
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
           f'<text x="{WIDTH / 2}" y="20" text-anchor="middle" font-size="14">{curve["name"]}</text>']
    for value in ticks(top):
        x, y = place(0, value)
        out.append(f'<line x1="{x}" y1="{y:.1f}" x2="{WIDTH - MARGIN}" y2="{y:.1f}" stroke="#ddd"/>'
                   f'<text x="{x - 6}" y="{y + 4:.1f}" text-anchor="end">{number(value)}</text>')
    for value in ticks(right):
        x, y = place(value, 0)
        out.append(f'<text x="{x:.1f}" y="{y + 16}" text-anchor="middle">{number(value)}</text>')
    line = " ".join("%.1f,%.1f" % place(x, y) for x, y in points)
    out += [f'<polyline points="{line}" fill="none" stroke="#1f6feb" stroke-width="1.5"/>',
            f'<text x="{WIDTH / 2}" y="{HEIGHT - 14}" text-anchor="middle">{curve["x"]}</text>',
            f'<text x="14" y="{HEIGHT / 2}" transform="rotate(-90 14 {HEIGHT / 2})" text-anchor="middle">{curve["y"]}</text>',
            "</svg>"]
    return "\n".join(out) + "\n"


def write_curves(reports, folder):
    """Gives the Markdown that shows them."""
    lines = []
    for report in reports:
        for curve in report.get("curves", []):
            name = re.sub(r"[^a-z0-9]+", "-", f"{report['benchmark']}-{curve['name']}".lower()).strip("-") + ".svg"
            (folder / name).write_text(svg(curve), encoding="utf-8")
            lines.append(f"![{curve['name']}]({name})")
    return [""] + lines if lines else []


def read_reports(folder):
    """Those of this form; the pipeline writes another one."""
    reports = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return [report for report in reports if "comparisons" in report]


def caption(reports):
    days = sorted({report["date"] for report in reports})
    rounds = sorted({report["rounds"] for report in reports})
    return (f"{' and '.join(days)}, {os.cpu_count()} shared cores, {'/'.join(map(str, rounds))} interleaved rounds; "
            "ratios are medians of the rounds.")


def put_between(text, table):
    begin, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    return text[:begin] + "\n" + table + "\n" + text[end:]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=pathlib.Path)
    parser.add_argument("--readme", type=pathlib.Path)
    arguments = parser.parse_args()
    reports = read_reports(arguments.results)
    if not reports:
        sys.exit(f"no results in {arguments.results}; run ./dev bench first")
    table = "\n".join([caption(reports), ""] + comparison_table(reports) + figure_table(reports))
    curves = "\n".join(write_curves(reports, arguments.results))
    (arguments.results / "report.md").write_text(f"# Benchmarks\n\n{table}\n{curves}\n", encoding="utf-8")
    print(arguments.results / "report.md")
    if arguments.readme:
        text = arguments.readme.read_text(encoding="utf-8")
        arguments.readme.write_text(put_between(text, table), encoding="utf-8")


if __name__ == "__main__":
    main()
