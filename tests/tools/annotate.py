#!/usr/bin/env python3
"""Makes the gold of the sample letters out of compact annotations that quote the letter. Nobody types an offset.

usage: annotate.py [--check] NAME.ann...

Writes NAME.gold.json (schema reply-gold/1) beside each annotation; --check compares instead and exits 1 on a difference.
tests/samples/README.md describes the form of an annotation. Python 3.9, standard library only.
"""
import hashlib
import json
import os
import re
import sys

from letter_text import read_letter

GUIDE_VERSION = "1.0"
FACT_KEYS = ("title issuer doc_number issue_date proposal_number proposal_title result_category disclosure handling_role "
             "signatory contact_person contact_phone session").split()
LIST_FACTS = {"addressee": "addressees", "cc": "cc", "attachment": "attachments"}
TYPES = "action outcome refusal referral stance".split()
STRENGTHS = "firm intent support explore".split()
ROLES = "with support guide coordinate".split()
MARKS = "，。；：、,.;: \n"
ORDINALS = {c: i for i, c in enumerate("一二三四五六七八九十", 1)}


class AnnotationError(Exception): pass


def parse(path):
    """A list of [word, rest, attributes]; attributes are the indented lines below as [word, rest]."""
    records = []
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if not line.strip() or line.startswith("#"): continue
        word, _, rest = line.strip().partition(" ")
        if not line[0].isspace(): records.append([word, rest.strip(), []])
        elif records: records[-1][2].append([word, rest.strip()])
        else: raise AnnotationError(f"{path}:{number}: an attribute without a record")
    return records


def fields(rest, count):
    """`a | b | c` as `count` values; `-` and missing ones are None."""
    parts = [p.strip() for p in rest.split("|")]
    if len(parts) > count: raise AnnotationError(f"too many fields: {rest}")
    return [None if p == "-" else p for p in parts] + [None] * (count - len(parts))


def number(text):
    if text is None: return None
    value = float(text)
    return int(value) if value == int(value) else value


class Letter:
    """One annotated letter on the way from quotes to spans."""

    def __init__(self, name, text):
        self.name, self.t, self.text = name, text, text.text
        self.sections, self.records, self.cursor = [], {"commitment": [], "achievement": []}, {}

    def find(self, quote, start=0, end=None):
        at = self.text.find(quote, start, len(self.text) if end is None else end)
        if at < 0: raise AnnotationError(f"{self.name}: not found: {quote}")
        return at, at + len(quote)

    def quoted(self, kind, quote):
        """The next place of a quote, in the order of the records of its kind."""
        start, end = self.find(quote, self.cursor.get(kind, 0))
        self.cursor[kind] = end
        if "\n" in quote or quote[0] in MARKS or quote[-1] in MARKS: raise AnnotationError(f"{self.name}: edge: {quote}")
        return start, end

    def sub(self, quote, within):
        """A part of a record, or what was written last before it, which the record inherits."""
        at = self.text.find(quote, *within)
        inherited = at < 0
        if inherited: at = self.text.rfind(quote, 0, within[0])
        if at < 0: raise AnnotationError(f"{self.name}: not found in or before {self.text[slice(*within)]}: {quote}")
        return self.t.span(at, at + len(quote)), inherited

    def line_end(self, start):
        end = self.text.find("\n", start)
        return len(self.text) if end < 0 else end

    # Sections: the closing words are given after " … ", else a section goes on to the end of its paragraph or to the
    # next section that is not an item inside it.
    def add_sections(self, records):
        cursor, found = 0, []
        for word, rest, attributes in records:
            kind, _, quote = rest.partition(" ")
            first, _, last = quote.partition(" … ")
            start, first_end = self.find(first, cursor)
            end = self.find(last, start)[1] if last else None
            found.append([kind, start, end, dict(attributes)])
            cursor = start + 1 if kind in ("topic", "attachment") else first_end if kind != "progress" else start + 1
        for i, section in enumerate(found):
            kind, start, end, _ = section
            if end is None:
                outside = [s[1] for s in found[i + 1:] if kind == "inline_item" or s[0] != "inline_item"]
                section[2] = min([self.line_end(start)] + [s for s in outside if s > start])
        for kind, start, end, attributes in found: self.add_section(kind, start, end, attributes)

    def add_section(self, kind, start, end, attributes):
        parent = None
        for s in self.sections:
            if s["at"][0] <= start and end <= s["at"][1] and (s["at"] != (start, end)): parent = s
        siblings = sum(1 for s in self.sections if s["parent"] == (parent or {}).get("id", "s0"))
        label, title = attributes.get("label"), attributes.get("title")
        if label and not self.text.startswith(label, start): raise AnnotationError(f"{self.name}: label {label} not at {start}")
        ordinal = next((ORDINALS[c] for c in label or "" if c in ORDINALS), None)
        self.sections.append({
            "id": f"{parent['id'] if parent else 's'}.{siblings + 1}", "parent": parent["id"] if parent else "s0", "kind": kind,
            "level": (parent["level"] if parent else 0) + 1, "label": label, "ordinal": ordinal,
            "title": self.sub(title, (start, end))[0] if title else None, "span": self.long_span(start, end), "at": (start, end)})

    def long_span(self, start, end):
        """A span whose clean words are told only where they differ from the source."""
        span = self.t.span(start, end)
        if span["raw"] == span["clean"]: del span["clean"]
        return span

    def place(self, span):
        """Id, path and kind of the deepest section that holds a record."""
        holding = [s for s in self.sections if s["at"][0] <= span[0] and span[1] <= s["at"][1]]
        if not holding: raise AnnotationError(f"{self.name}: in no section: {self.text[slice(*span)]}")
        return {"section": holding[-1]["id"], "section_path": [s["label"] or s["kind"] for s in holding],
                "in_section_kind": next((s["kind"] for s in reversed(holding) if s["kind"] != "inline_item"), None)}

    def claim(self, kind, span):
        for other_kind, spans in self.records.items():
            for other in spans:
                if span[0] < other[1] and other[0] < span[1]: raise AnnotationError(f"{self.name}: {kind} overlaps {other_kind}: {self.text[slice(*span)]}")
        self.records[kind].append(span)

    def actor(self, rest, span, issuer):
        """The subject written last before the record in its paragraph, or the unit named in brackets after it."""
        if rest is None: return {"text": None, "resolved": issuer, "how": "issuer_default", "span": None}
        text, _, resolved = rest.partition(" = ")
        at = self.text.rfind(text, self.text.rfind("\n", 0, span[0]) + 1, span[1])
        how = "paragraph_subject" if re.search("[，；。]", self.text[at:span[0]]) else "local"
        if at < 0:
            at, how = self.text.find(text, span[1], self.line_end(span[1])), "assigned"
        if at < 0: raise AnnotationError(f"{self.name}: {text} is not in the paragraph: {self.text[slice(*span)]}")
        own = text.startswith(("我", "本"))
        return {"text": text, "resolved": resolved or (issuer or text if own else text), "how": how,
                "span": self.t.span(at, at + len(text))}

    def target(self, rest, span):
        text, quantity, unit, comparator, what, baseline = fields(rest, 6)
        return {"quantity": number(quantity), "unit": unit, "what": what, "comparator": comparator, "quantity_text": text,
                "baseline": baseline, "fuzzy": quantity is None, "span": self.sub(text, span)[0]}

    def deadline(self, rest, span):
        text, start, end, recurrence = fields(rest, 4)
        where, inherited = self.sub(text, span)
        out = {"text": text, "start": start, "end": end, "scope": "inherited" if inherited else "local", "span": where}
        if recurrence: out["recurrence"] = recurrence
        return out

    def commitment(self, quote, attributes, issuer):
        span = self.quoted("commitment", quote)
        self.claim("commitment", span)
        out = {"id": f"c{len(self.records['commitment']):02}", **self.place(span), "span": self.t.span(*span), "type": None,
               "optional": False, "polarity": "affirm", "strength": None, "strength_cue": None, "future_cue": None, "action": None,
               "object": None, "actor": None, "cooperators": [], "deadline": None, "targets": [], "condition": None, "verifiability": None}
        actor = None
        for word, rest in attributes:
            if word == "is":
                out["type"], out["strength"], out["verifiability"] = rest.split()
                out["optional"] = out["type"] == "stance"
                out["polarity"] = "refuse" if out["type"] == "refusal" else "affirm"
            elif word in ("action", "object", "manner"): out[word] = self.sub(rest, span)[0]
            elif word == "cue": out["strength_cue"] = self.sub(rest, span)[0]
            elif word == "future":
                where, inherited = self.sub(rest, span)
                out["future_cue"] = {"text": rest, "scope": "inherited" if inherited else "local", "span": where}
            elif word == "actor": actor = rest
            elif word in ROLES: out["cooperators"].append({"name": rest, "role": word, "span": self.sub(rest, span)[0]})
            elif word == "deadline": out["deadline"] = self.deadline(rest, span)
            elif word == "target": out["targets"].append(self.target(rest, span))
            elif word == "condition":
                kind, _, text = rest.partition(" ")
                out["condition"] = {"kind": kind, "text": text, "span": self.sub(text, span)[0]}
            else: raise AnnotationError(f"{self.name}: what is {word}?")
        out["actor"] = self.actor(actor, span, issuer)
        self.check(out)
        return out

    def check(self, c):
        """The guide's rules that a machine can hold an annotator to."""
        words, dated = c["span"]["clean"], c["deadline"] is not None or any(t["quantity"] is not None for t in c["targets"])
        if c["type"] not in TYPES or c["strength"] not in STRENGTHS or c["verifiability"] not in ("low", "medium", "high"):
            raise AnnotationError(f"{self.name}: `is` is missing or wrong: {words}")
        if dated != (c["verifiability"] == "high"): raise AnnotationError(f"{self.name}: high means a date or a number: {words}")

    def achievement(self, quote, attributes):
        span = self.quoted("achievement", quote)
        self.claim("achievement", span)
        out = {"id": f"a{len(self.records['achievement']):02}", **self.place(span), "span": self.t.span(*span), "status": "completed",
               "facts": [], "named_documents": [], "date": None}
        for word, rest in attributes:
            if word == "status": out["status"] = rest
            elif word == "fact":
                target = self.target(rest, span)
                out["facts"].append({"value": target.pop("quantity"), **target})
            elif word == "document": out["named_documents"].append(self.sub(rest, span)[0])
            elif word == "date":
                text, start, end = fields(rest, 3)
                out["date"] = {"span": self.sub(text, span)[0], "start": start, "end": end}
            else: raise AnnotationError(f"{self.name}: what is {word}?")
        return out

    def facts(self, records):
        out = {key: {"value": None, "span": None} for key in FACT_KEYS} | {key: [] for key in LIST_FACTS.values()}
        for _, rest, attributes in records:
            key, _, rest = rest.partition(" ")
            quote, _, value = rest.replace(" / ", "\n").partition(" = ")
            at = self.find(quote, self.find(dict(attributes)["after"])[1] if attributes else 0)
            entry = {"value": value or quote, "span": self.t.span(*at)}
            if key in LIST_FACTS: out[LIST_FACTS[key]].append(entry)
            elif key in FACT_KEYS: out[key] = entry
            else: raise AnnotationError(f"{self.name}: what is the fact {key}?")
        return out


def settings(records):
    return {word: rest for word, rest, _ in records if word in ("kind", "reference", "source", "same-as", "letter", "truth")}


def build(path):
    """The gold of one annotation, as a dict."""
    folder, name = os.path.split(path)[0], os.path.basename(path).removesuffix(".ann")
    records = parse(path)
    own = settings(records)
    if "same-as" in own: records = parse(os.path.join(folder, own["same-as"] + ".ann"))
    head = {**settings(records), **own}
    first, _, last = head.get("letter", "").partition(" … ")
    truth = head.get("truth") and os.path.join(folder, head["truth"])
    source_path = os.path.join(folder, own["source"])
    letter = Letter(name, read_letter(source_path, first, last, truth))
    pick = lambda word: [r for r in records if r[0] == word]
    facts = letter.facts(pick("fact"))
    letter.add_sections(pick("section"))
    issuer = facts["issuer"]["value"] or head.get("issuer")
    data = open(source_path, "rb").read()
    gold = {"schema": "reply-gold/1", "guide_version": GUIDE_VERSION, "doc_id": name, "source_path": own["source"],
            "source_sha256": hashlib.sha256(data).hexdigest(), "source_bytes": len(data), "source_code_points": len(letter.t.source),
            "reference_date": head.get("reference"), "annotator": "composed and annotated by the project", "annotated":
            ["metadata", "sections", "commitments", "achievements", "hard_negatives"],
            "metadata": {"doc_kind": {"value": head["kind"], "span": None}, **facts}}
    root = {"id": "s0", "parent": None, "kind": "document", "level": 0, "label": None, "ordinal": None, "title": None, "span": letter.long_span(0, len(letter.text))}
    gold["sections"] = [root] + [{k: v for k, v in s.items() if k != "at"} for s in letter.sections]
    gold["commitments"] = [letter.commitment(r[1], r[2], issuer) for r in pick("commitment")]
    gold["achievements"] = [letter.achievement(r[1], r[2]) for r in pick("achievement")]
    gold["hard_negatives"] = []
    for _, rest, _ in pick("negative"):
        reason, _, quote = rest.partition(" ")
        gold["hard_negatives"].append({"id": f"n{len(gold['hard_negatives']) + 1:02}", "reason": reason, "span": letter.t.span(*letter.find(quote))})
    gold["noise"] = []
    gold["clean_text"] = letter.text
    gold["counts"] = {k: len(gold[k]) for k in ("sections", "commitments", "achievements", "hard_negatives")}
    return gold


def dump(gold):
    """JSON with one record a line, so that a change is a readable diff."""
    compact = lambda v: json.dumps(v, ensure_ascii=False)
    lines = []
    for key, value in gold.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines.append(f' {compact(key)}: [\n' + ",\n".join("  " + compact(v) for v in value) + "\n ]")
        elif key == "metadata":
            lines.append(f' {compact(key)}: {{\n' + ",\n".join(f"  {compact(k)}: {compact(v)}" for k, v in value.items()) + "\n }")
        else: lines.append(f" {compact(key)}: {compact(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main(arguments):
    check, paths, different = "--check" in arguments, [a for a in arguments if a != "--check"], 0
    if not paths: sys.exit(__doc__)
    for path in paths:
        gold, target = dump(build(path)), path.removesuffix(".ann") + ".gold.json"
        if not check:
            open(target, "w", encoding="utf-8").write(gold)
        elif not os.path.exists(target) or open(target, encoding="utf-8").read() != gold:
            print(f"{target} does not follow from {path}; run annotate.py")
            different = 1
    sys.exit(different)


if __name__ == "__main__":
    try: main(sys.argv[1:])
    except AnnotationError as e: sys.exit(f"annotate.py: {e}")
