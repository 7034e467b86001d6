// The letter as the page needs it: places in the cleaned text as numbers, the
// source cut into segments, both cut into rows, and what can be chosen.
const data = JSON.parse(document.getElementById('data').textContent);
const response = data.response;
const text = response.cleanText ?? '';
const lower = (name, prefix) => (name ?? '').slice(prefix.length).toLowerCase();
const idOf = (name) => (name ?? '').slice((name ?? '').lastIndexOf('/') + 1);
const range = (r) => [Number(r?.start ?? 0), Number(r?.end ?? 0)];
const placeOf = (provenance) => range(provenance?.textRange);
const valueOf = (argument) => (argument ? argument.value || argument.text || '' : '');

const sections = (response.sections ?? []).filter((s) => s.kind !== 'SECTION_KIND_FURNITURE');
const sectionOf = new Map(sections.map((s) => [s.name, s]));
const kindOf = (section) => lower(section?.kind, 'SECTION_KIND_');

// Where rows end besides the ends of lines: a letter may stand in one unbroken
// line, and a row should not be longer than a paragraph.
const LONGEST_ROW = 600;
function findBreaks() {
  const breaks = new Set();
  const starts = sections.map((s) => placeOf(s.provenance)[0]);
  let next = 0;
  const cutLong = (a, b) => {
    for (let at = a; b - at > LONGEST_ROW;) {
      const stop = text.indexOf('。', at + LONGEST_ROW / 2);
      if (stop < 0 || stop + 1 >= b) return;
      breaks.add(stop + 1);
      at = stop + 1;
    }
  };
  for (let a = 0; a < text.length;) {
    const line = text.indexOf('\n', a);
    const b = line < 0 ? text.length : line;
    let from = a;
    for (; next < starts.length && starts[next] < b; ++next) {
      if (b - a <= LONGEST_ROW || starts[next] <= from) continue;
      breaks.add(starts[next]);
      cutLong(from, starts[next]);
      from = starts[next];
    }
    cutLong(from, b);
    a = b + 1;
  }
  return breaks;
}

// Pieces of the source in order. `same` holds the words of the cleaned text;
// any other kind is a repair, with the words of the source.
function cutSource() {
  const segments = [];
  let at = 0;
  const breakSet = findBreaks();
  const breaks = [...breakSet].sort((x, y) => x - y);
  let next = 0;
  const piece = (end) => {
    if (end <= at) return;
    segments.push({ kind: 'same', a: at, b: end, words: text.slice(at, end), isBreak: breakSet.has(at) });
    at = end;
  };
  const same = (end) => {
    for (; next < breaks.length && breaks[next] <= end; ++next) piece(breaks[next]);
    piece(end);
  };
  (response.repairs ?? []).forEach((repair, i) => {
    const [a, b] = range(repair.textRange);
    const [from, to] = range(repair.sourceRange);
    same(a);
    const kind = lower(repair.kind, 'REPAIR_KIND_');
    const source = data.repairs[i];
    segments.push({ kind, a, b, isBreak: a < b && breakSet.has(a), words: source.words, cut: source.cut, size: to - from, detail: repair.detail ?? '' });
    at = b;
  });
  same(text.length);
  return segments;
}

const isBlock = (s) => s.a === s.b && (s.kind === 'furniture' || s.kind === 'duplicate' || s.words.length > 400);

// One row a line of the cleaned text, each with the segments behind it; what
// was cut out as a whole gets a row of its own, neighbours together.
function cutRows(segments) {
  const rows = [];
  let row = { a: 0, b: 0, segments: [], spans: [] };
  const close = (next) => {
    if (row.b > row.a || row.segments.some((s) => s.words.trim() !== '' && s.kind !== 'markup')) rows.push(row);
    row = { a: next, b: next, segments: [], spans: [] };
  };
  for (const segment of segments) {
    if (isBlock(segment)) {
      const before = rows[rows.length - 1];
      if (row.b === row.a && row.segments.every((s) => s.words.trim() === '' || s.kind === 'markup') && before?.blocks) {
        before.blocks.push(segment);
      } else if (row.b === row.a || text[row.b] === '\n' || row.b === text.length) {
        close(row.b);
        rows.push({ a: row.a, b: row.a, blocks: [segment], segments: [], spans: [] });
      } else {
        row.segments.push({ ...segment, inline: true });
      }
      continue;
    }
    if (segment.isBreak && row.b === segment.a) close(segment.a);
    let start = segment.a;
    const shown = text.slice(segment.a, segment.b);
    let from = 0;
    for (let line = shown.indexOf('\n'); line >= 0; line = shown.indexOf('\n', from)) {
      const words = segment.kind === 'same' ? shown.slice(from, line) : from === 0 ? segment.words : '';
      row.segments.push({ ...segment, a: start, b: segment.a + line, words });
      row.b = segment.a + line;
      close(segment.a + line + 1);
      from = line + 1;
      start = segment.a + from;
    }
    const rest = segment.kind === 'same' ? shown.slice(from) : from === 0 ? segment.words : '';
    if (rest !== '' || segment.b > start) row.segments.push({ ...segment, a: start, words: rest });
    row.b = segment.b;
  }
  close(text.length);
  return rows;
}

const STEPS = { firm: 4, intent: 3, support: 2, explore: 1 };
function tintOf(commitment) {
  if (commitment.type === 'COMMITMENT_TYPE_STANCE') return 'stance';
  if (commitment.type === 'COMMITMENT_TYPE_REFUSAL' || commitment.polarity === 'POLARITY_REFUSE') return 'refusal';
  return lower(commitment.strength, 'STRENGTH_');
}

const sentences = response.sentences ?? [];

// Everything that can be chosen, by id: commitments c01, achievements a01, and
// sentences without record s1.
const items = new Map();
const lists = { commitments: [], achievements: [], unread: [] };
function addItem(list, item) {
  items.set(item.id, item);
  lists[list].push(item);
}
for (const record of response.commitments ?? []) {
  const [a, b] = placeOf(record.provenance);
  addItem('commitments', { id: idOf(record.name), type: 'commitment', tint: tintOf(record), record, a, b });
}
for (const record of response.achievements ?? []) {
  const [a, b] = placeOf(record.provenance);
  addItem('achievements', { id: idOf(record.name), type: 'achievement', tint: 'achievement', record, a, b });
}
const readingOf = new Map(); // id of a record → sentences that hold it
sentences.forEach((sentence, i) => {
  const [a, b] = placeOf(sentence.provenance);
  const item = { id: `s${i + 1}`, type: 'sentence', tint: 'unread', sentence, a, b };
  const records = new Set(sentence.clauses.map((clause) => idOf(clause.record)).filter(Boolean));
  if (records.size === 0) addItem('unread', item);
  for (const id of records) readingOf.set(id, [...(readingOf.get(id) ?? []), item]);
});

const segments = cutSource();
const rows = cutRows(segments);
function rowAt(position) {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rows[middle].a <= position) low = middle; else high = middle - 1;
  }
  while (low > 0 && rows[low].blocks) --low;
  return low;
}

// A span marks [a, b) of the cleaned text in every row that it touches.
function addSpan(span) {
  if (span.b <= span.a) return;
  for (let i = rowAt(span.a); i < rows.length && rows[i].a < span.b; ++i) {
    if (rows[i].b > span.a) rows[i].spans.push(span);
  }
}
for (const item of lists.commitments) {
  addSpan({ a: item.a, b: item.b, item });
  const cues = [['strengthCue', 'cue'], ['futureCue', 'evidence'], ['actor', 'evidence']];
  for (const [field, role] of cues) {
    const [a, b] = placeOf(item.record[field]?.provenance);
    addSpan({ a, b, role, id: item.id });
  }
  const [a, b] = placeOf(item.record.deadline?.provenance);
  addSpan({ a, b, role: 'evidence', id: item.id });
}
for (const item of lists.achievements) addSpan({ a: item.a, b: item.b, item });
// A clause without record chooses its sentence, or a record of that sentence,
// whose card tells about all its clauses.
sentences.forEach((sentence, i) => {
  const own = items.get(`s${i + 1}`);
  const record = sentence.clauses.find((clause) => clause.record)?.record;
  for (const clause of sentence.clauses) {
    if (clause.verdict !== 'CLAUSE_VERDICT_NONE') continue;
    const [a, b] = placeOf(clause.provenance);
    addSpan({ a, b, clause, item: own, instead: idOf(record) });
  }
});
// Characters of a section's label and heading.
const headSize = (section) => (section?.headingNumber ?? '').length + (section?.heading ?? '').length;
for (const section of sections) {
  const [a] = placeOf(section.provenance);
  if (kindOf(section) === 'topic') addSpan({ a, b: a + headSize(section), role: 'label' });
  if (kindOf(section) === 'inline_item') addSpan({ a, b: a + (section.headingNumber ?? '').length, role: 'label' });
}
for (const segment of segments) {
  if (segment.kind === 'shifted_block') addSpan({ a: segment.a, b: segment.b, role: 'fixed', words: segment.words });
}

const ruleWords = (id) => {
  const rule = data.rules[id];
  return rule ? (lang === 'zh' ? rule.zh : rule.en) : '';
};
// The source behind [a, b): its segments, cut to the range.
function sourceOf(a, b) {
  const out = [];
  for (const row of rows) {
    if (row.b < a || row.a > b) continue;
    for (const s of row.segments) {
      if (s.a === s.b) {
        const inside = s.kind === 'gloss' ? s.a > a && s.a <= b : s.a > a && s.a < b;
        if (inside) out.push(s);
      } else if (s.b > a && s.a < b) {
        const from = Math.max(a, s.a);
        const to = Math.min(b, s.b);
        out.push(s.kind === 'same' ? { ...s, a: from, b: to, words: text.slice(from, to) } : s);
      }
    }
  }
  return out;
}
