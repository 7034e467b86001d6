"""Sample sources as clean text with a map to the source: the test suite's own, simple reading of them.

It shares no code with the pipeline on purpose, so that the two can disagree. It reads only what tests/samples holds:
plain UTF-8 text, one well-formed web page, and a damaged copy whose truth the damage generator wrote.
Python 3 standard library only.
"""
import html
import json
import re

BLOCKS = set("p div h1 h2 h3 h4 table tr td th ul ol li br body head header footer nav section article".split())
DROPPED = ("script", "style", "title")
BLANKS = " \t\r\u2003\u3000\u00a0"


class LetterText:
    """Clean text, and for each of its characters the half-open range of source characters that it stands for."""

    def __init__(self, source, chars):
        self.source = source
        self.text = "".join(c for c, _, _ in chars)
        self.ranges = [(start, end) for _, start, end in chars]
        self.byte_at = [0]
        for c in source:
            self.byte_at.append(self.byte_at[-1] + len(c.encode("utf-8")))

    def span(self, start, end):
        """The gold's form of clean[start:end]."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"empty or outside: {start}..{end}")
        raw_start, raw_end = self.ranges[start][0], self.ranges[end - 1][1]
        return {"start": raw_start, "end": raw_end, "byte_start": self.byte_at[raw_start],
                "byte_end": self.byte_at[raw_end], "raw": self.source[raw_start:raw_end], "clean": self.text[start:end]}


def paragraphs(chars):
    """One paragraph a line: no indentation, no trailing blanks, no blank lines, no line break at the end."""
    lines, line = [], []
    for c in chars + [("\n", -1, -1)]:
        if c[0] != "\n":
            line.append(c)
            continue
        while line and line[0][0] in BLANKS: line.pop(0)
        while line and line[-1][0] in BLANKS: line.pop()
        if line:
            if lines:
                end = lines[-1][2]
                lines.append(("\n", end, end))  # a break of the layout, whatever stands for it in the source
            lines.extend(line)
        line = []
    return lines


def read_plain(source):
    return [(c, i, i + 1) for i, c in enumerate(source)]


def read_page(source):
    """Characters of a page's text; markup gone, entities replaced, a line break for each block element."""
    chars, i, skipping = [], 0, None
    for m in re.finditer(r"<!--.*?-->|<(/?)([a-zA-Z0-9]+)[^>]*>|<![^>]*>|&#?\w+;|[^<&]", source, re.S):
        token, name = m.group(), (m.group(2) or "").lower()
        if m.start() != i: raise ValueError(f"markup not understood at {i}")
        i = m.end()
        if name in DROPPED: skipping = None if m.group(1) else name
        if skipping or token.startswith("<!"): continue
        if name in BLOCKS: chars.append(("\n", m.start(), m.end()))
        elif name: continue
        elif token.startswith("&"): chars.append((html.unescape(token), m.start(), m.end()))
        else: chars.append((" " if token.isspace() else token, m.start(), m.end()))
    if i != len(source): raise ValueError(f"markup not understood at {i}")
    return chars


def keep_letter(chars, first, last):
    """Cuts what stands before `first` and after `last`: a page's own furniture."""
    text = "".join(c for c, _, _ in chars)
    start = text.index(first)
    return chars[start:text.index(last, start) + len(last)]


def read_damaged(source, truth):
    """Characters by the runs of tests/damage: a gloss belongs to its character, and a shifted block is atomic."""
    chars = []
    for clean, start, end, kind in truth["runs"]:
        if kind == "same": chars += [(c, start + k, start + k + 1) for k, c in enumerate(clean)]
        else: chars += [(c, start, end) for c in clean]
    return chars


def read_letter(path, first=None, last=None, truth_path=None):
    with open(path, encoding="utf-8", newline="") as f: source = f.read()
    if truth_path:
        with open(truth_path, encoding="utf-8") as f: return LetterText(source, paragraphs(read_damaged(source, json.load(f))))
    chars = paragraphs(read_page(source) if path.endswith(".html") else read_plain(source))
    return LetterText(source, keep_letter(chars, first, last) if first else chars)
