#!/usr/bin/env python3
"""Scores the commitment and achievement rules alone, on cleaned text and on the section trees of the annotators.

usage: score.py TOOL SHARED [--only NAME,…] [--constructed FILE] [--diff] [--min KEY=VALUE …]

TOOL    the extract_tool binary
SHARED  the folder that holds eval/, seed/ and gold/
--diff  prints every difference; --min fails when a figure is below its value (such as "overlap=0.9")
"""
import argparse, glob, importlib.util, json, os, subprocess, sys

KINDS = {k: i + 1 for i, k in enumerate(
    "title doc_number addressee opening overview topic background progress plan explanation inline_item closing "
    "signature date contact cc attachment category_mark note furniture".split())}


def load_evaluate(shared):
    spec = importlib.util.spec_from_file_location("evaluate", os.path.join(shared, "eval", "evaluate.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def clean_of(node):
    return (node.get("clean") or node.get("raw")) if isinstance(node, dict) else node


class Placer:
    """Turns raw places of a gold file into places of its clean text, by quoting."""

    def __init__(self, clean, raw_size, raw_start):
        self.clean, self.raw_size, self.raw_start = clean, max(1, raw_size), raw_start

    def place(self, span):
        quote = clean_of(span)
        guess = (span["start"] - self.raw_start) * len(self.clean) / self.raw_size
        best, at = None, self.clean.find(quote)
        while at >= 0:
            if best is None or abs(at - guess) < abs(best - guess): best = at
            at = self.clean.find(quote, at + 1)
        return None if best is None else (best, best + len(quote))


def byte_of(text, at):
    return len(text[:at].encode())


def with_bytes(node, text, place):
    """The node with its span in bytes of the clean text."""
    span = place(node["span"])
    if span is None: raise SystemExit("not in the clean text: " + clean_of(node["span"]))
    node = dict(node)
    node["span"] = dict(node["span"], byte_start=byte_of(text, span[0]), byte_end=byte_of(text, span[1]))
    return node


def gold_document(path):
    gold = json.load(open(path, encoding="utf-8"))
    text = gold["clean_text"]
    spans = [s["span"] for s in gold["sections"] if s.get("parent")]
    start, end = min(s["start"] for s in spans), max(s["end"] for s in spans)
    placer = Placer(text, end - start, start)
    index, rows = {}, []
    for s in preorder(gold["sections"]):
        place = placer.place(s["span"]) if (s["span"].get("clean") or s["span"].get("raw")) else None
        if place is None: place = section_by_edges(text, s, placer)
        if place is None: continue
        index[s["id"]] = len(rows)
        label = clean_of(s.get("label")) or ""
        title = clean_of(s.get("title")) or ""
        label_at = text.find(label, place[0]) if label else place[0]
        title_at = text.find(title, place[0]) if title else label_at + len(label)
        cut = lambda a, n: (byte_of(text, a), byte_of(text, a + n))
        rows.append((s["kind"], index.get(s["parent"], -1), cut(place[0], place[1] - place[0]),
                     cut(label_at, len(label)), cut(title_at, len(title))))
    for key in ("commitments", "achievements", "hard_negatives"):
        kept = []
        for c in gold.get(key) or []:
            if placer.place(c["span"]) is not None: kept.append(with_bytes(c, text, placer.place))
        gold[key] = kept
    meta = gold["metadata"]
    date = (meta.get("issue_date") or {}).get("value") or "-"
    number = ((meta.get("doc_number") or {}).get("value")) or ""
    if date == "-" and "〔" in str(number): date = number.split("〔")[1][:4]
    issuer = (meta.get("issuer") or {}).get("value") or "-"
    return os.path.basename(path), date, issuer, rows, text, gold


def preorder(sections):
    """All but the root, parents before children."""
    roots = {s["id"] for s in sections if not s.get("parent")}
    children = {}
    for s in sections: children.setdefault(s.get("parent"), []).append(s)
    def walk(parent):
        for s in sorted(children.get(parent, []), key=lambda s: s["span"]["start"]):
            yield s
            yield from walk(s["id"])
    for root in roots: yield from walk(root)


def section_by_edges(text, section, placer):
    """Sections without a quote: their edges by proportion, moved to the nearest paragraph break."""
    ratio = len(text) / placer.raw_size
    start = round((section["span"]["start"] - placer.raw_start) * ratio)
    end = round((section["span"]["end"] - placer.raw_start) * ratio)
    breaks = [0] + [i + 1 for i, c in enumerate(text) if c == "\n"] + [len(text) + 1]
    start = min(breaks, key=lambda b: abs(b - start))
    end = min(breaks, key=lambda b: abs(b - 1 - end)) - 1
    return (start, end) if start < end else None


def constructed_documents(path, only):
    for e in json.load(open(path, encoding="utf-8"))["examples"]:
        if only and e["id"] not in only: continue
        text = e["text"]
        rows = [(e["section_kind"], -1, (0, len(text.encode())), (0, 0), (0, 0))]
        gold = {"commitments": [], "hard_negatives": [], "metadata": {}}
        for c in e["commitments"]:
            c = dict(c, span={"byte_start": c["byte_start"], "byte_end": c["byte_end"]})
            if isinstance(c.get("actor"), str): c["actor"] = {"resolved": c["actor"]}
            gold["commitments"].append(c)
        for h in e["hard_negatives"]:
            start = text.find(h["clean"])
            gold["hard_negatives"].append({"span": {"byte_start": byte_of(text, start), "byte_end": byte_of(text, start + len(h["clean"]))}})
        yield e["id"], e["reference_date"], "-", rows, text, gold


def run(tool, documents):
    lines = []
    for name, date, issuer, rows, text, _ in documents:
        data = text.encode()
        lines.append(("DOC %s %s %s %d %d\n" % (name, date, issuer, len(rows), len(data))).encode())
        for kind, parent, span, label, title in rows:
            numbers = (KINDS[kind], parent) + span + label + title
            lines.append((" ".join(map(str, numbers)) + "\n").encode())
        lines.append(data + b"\n")
    out = subprocess.run([tool], input=b"".join(lines), stdout=subprocess.PIPE, check=True).stdout
    return [json.loads(line)["response"] for line in out.decode().splitlines()]


def constructed_fields(ev, gold, response, counts, diff, name):
    """Each field that an example gives; 90 % of them should be right."""
    G, P = [ev.gold_commitment(c) for c in gold["commitments"]], [ev.pred_commitment(c) for c in response["commitments"]]
    pairs = dict(ev.match(G, P, False))
    for i, c in enumerate(gold["commitments"]):
        if c.get("optional"): continue
        names = [f for f in ev.FIELDS if f in c and not (f == "actor" and not c.get("actor"))]
        counts["n"] += len(names) + 1
        if i not in pairs: continue
        p = P[pairs[i]]
        counts["ok"] += G[i]["s"] == p["s"]
        for f in names:
            counts["ok"] += G[i][f] == p[f]


def show_diff(ev, name, text, gold, response):
    data = text.encode()
    cut = lambda s: data[s[0]:s[1]].decode("utf-8", "replace")
    G, P = [ev.gold_commitment(c) for c in gold["commitments"]], [ev.pred_commitment(c) for c in response["commitments"]]
    pairs = ev.match(G, P, False)
    matched, used = dict(pairs), {j for _, j in pairs}
    for i, g in enumerate(G):
        if i not in matched:
            if not g["optional"]: print(name, "MISSED ", cut(g["s"]), g["type"])
            continue
        p = P[matched[i]]
        if g["s"] != p["s"]: print(name, "SPAN   ", cut(g["s"]), "| got", cut(p["s"]))
        if g["optional"]: continue
        bad = ["%s: %s ≠ %s" % (f, g[f], p[f]) for f in ev.FIELDS if g[f] != p[f] and not (f in ("actor",) and g[f] is None)]
        if bad: print(name, "FIELDS ", cut(g["s"]), "|", "; ".join(bad), response["commitments"][matched[i]].get("ruleIds"))
    optional = [g["s"] for g in G if g["optional"]]
    for j, p in enumerate(P):
        if j not in used and p["type"] != "stance" and not any(ev.iou(o, p["s"]) > 0 for o in optional): print(name, "EXTRA  ", cut(p["s"]), p["type"], p["strength"], response["commitments"][j]["ruleIds"])
    if gold.get("achievements"):
        A, B = [{"s": ev.gold_span(a)} for a in gold["achievements"]], [{"s": ev.source_span(a["provenance"])} for a in response["achievements"]]
        pairs = ev.match(A, B, False)
        for i, a in enumerate(A):
            if i not in dict(pairs): print(name, "A MISSED", cut(a["s"]))
        for i, j in pairs:
            if A[i]["s"] != B[j]["s"]: print(name, "A SPAN  ", cut(A[i]["s"]), "| got", cut(B[j]["s"]))
        for j, b in enumerate(B):
            if j not in {j for _, j in pairs}: print(name, "A EXTRA ", cut(b["s"]))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("tool"); ap.add_argument("shared")
    ap.add_argument("--only", default=""); ap.add_argument("--constructed", default=None)
    ap.add_argument("--diff", action="store_true"); ap.add_argument("--min", nargs="*", default=[])
    a = ap.parse_args()
    ev = load_evaluate(a.shared)
    only = [n for n in a.only.split(",") if n]
    documents, is_constructed = [], a.constructed is not None
    if is_constructed:
        documents = list(constructed_documents(a.constructed, only))
    else:
        for path in sorted(glob.glob(os.path.join(a.shared, "seed", "*.gold.json")) + glob.glob(os.path.join(a.shared, "gold", "*.gold.json"))):
            if not only or any(n in path for n in only): documents.append(gold_document(path))
    total, fields = ev.Tally(), {"n": 0, "ok": 0}
    for document, response in zip(documents, run(a.tool, documents)):
        name, _, _, _, text, gold = document
        if a.diff: show_diff(ev, name, text, gold, response)
        response["facts"] = {}
        gold = dict(gold, annotated=["achievements"])
        ev.score(dict(gold, clean_text=None), response, text.encode(), total)
        if is_constructed: constructed_fields(ev, gold, response, fields, a.diff, name)
    result = ev.table(total)
    for key, value in result.items(): print("  %-34s %s" % (key, "  ".join("%s %s" % kv for kv in value.items())))
    figures = {"overlap": result["commitment overlap"]["f1"], "exact": result["commitment exact"]["f1"],
               "strength": result["field strength"]["accuracy"]}
    if is_constructed:
        figures["fields"] = round(fields["ok"] / fields["n"], 3)
        print("  fields right: %(ok)d of %(n)d" % fields, figures["fields"])
    for need in a.min:
        key, value = need.split("=")
        if figures[key] < float(value): sys.exit("%s is %s, below %s" % (key, figures[key], value))


if __name__ == "__main__": main()
