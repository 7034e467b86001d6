// Builds the elements of the page. Words of the letter only ever become text
// nodes and attribute values, never markup.
function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === 'class') node.className = value;
    else if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ''));
  return node;
}
const byId = (id) => document.getElementById(id);
const note = (words) => el('span', { class: 'note' }, words);

function badge(tint) {
  const bars = tint === 'refusal' ? el('b', { class: 'no' }, '✕') : el('i', { 'aria-hidden': 'true' },
    [1, 2, 3, 4].map((step) => el('b', { class: step <= (STEPS[tint] ?? 0) ? 'on' : '' })));
  return el('span', { class: `st ${tint}` }, bars, t(tint));
}

// --- The text ---

// Words cut at every border of a span; each piece tells what covers it.
function pieces(words, base, spans, make) {
  const cuts = new Set([0, words.length]);
  for (const span of spans) {
    for (const at of [span.a - base, span.b - base]) if (at > 0 && at < words.length) cuts.add(at);
  }
  const order = [...cuts].sort((x, y) => x - y);
  const out = [];
  for (let i = 0; i + 1 < order.length; ++i) {
    const [from, to] = [base + order[i], base + order[i + 1]];
    out.push(make(words.slice(order[i], order[i + 1]), spans.filter((s) => s.a <= from && s.b >= to)));
  }
  return out;
}

function mark(words, spans, extra = '') {
  const classes = extra ? [extra] : [];
  const properties = {};
  const evidence = [];
  for (const span of spans) {
    if (span.clause) {
      classes.push('unread');
      properties['data-pick'] ??= span.item?.id ?? span.instead;
      properties.title = span.clause.ruleIds?.map(ruleWords).filter(Boolean).join(' ');
      if (span.item) properties['data-item'] = span.item.id;
    } else if (span.item) {
      classes.push('m', span.item.tint);
      properties['data-item'] = span.item.id;
      properties['data-pick'] = span.item.id;
    } else if (span.role === 'label' || span.role === 'fixed') {
      classes.push(span.role);
      if (span.words) properties.title = span.words;
    } else if (span.role) {
      classes.push(span.role);
      evidence.push(span.id);
    }
  }
  if (evidence.length > 0) properties['data-evidence'] = evidence.join(' ');
  if (classes.length === 0) return words;
  return el('span', { class: classes.join(' '), ...properties }, words);
}

const SHOWN_KINDS = { gloss: 'gloss', inserted_mark: 'inserted', shifted_block: 'shifted', invalid_bytes: 'invalid', markup: 'markup' };

function sourcePiece(segment, spans) {
  const covering = (from, to) => spans.filter((s) => (s.item || s.role === 'cue' || s.role === 'evidence') && s.a < to && s.b > from);
  if (segment.kind === 'same') {
    return pieces(segment.words, segment.a, spans.filter((s) => s.item || s.role === 'cue' || s.role === 'evidence'), mark);
  }
  const isEntity = segment.kind === 'spacing' && segment.words.includes('&');
  const style = isEntity ? 'markup' : SHOWN_KINDS[segment.kind] ?? 'form';
  if (segment.inline) return [mark(`〔${t(segment.kind)}〕`, [], 'markup')];
  const around = segment.a < segment.b ? covering(segment.a, segment.b)
    : segment.kind === 'gloss' ? covering(segment.a - 1, segment.a)
      : covering(segment.a - 1, segment.a).filter((s) => s.b > segment.a);
  const piece = mark(segment.words + (segment.cut ? '…' : ''), around, style);
  if (piece instanceof Node && segment.kind === 'shifted_block') {
    piece.title = `${t('restored')} ${text.slice(segment.a, segment.b)}`;
  }
  return [piece];
}

function sectionAt(position) {
  let found = null;
  for (const section of sections) {
    const [a, b] = placeOf(section.provenance);
    if (a > position) break;
    if (position < b) found = section;
  }
  return found;
}

const TAGGED = new Set(['plan', 'progress', 'background', 'overview', 'opening', 'explanation', 'closing', 'attachment']);
function rowStyle(kind, section, row) {
  const isWhole = section && placeOf(section.provenance)[1] + 1 >= row.b;
  if (kind !== 'topic' && !isWhole) return 'body';
  if (kind === 'title') return 'title';
  const isRunIn = text.slice(row.a, row.b).trim().length > headSize(section) + 1;
  if (kind === 'topic' && placeOf(section.provenance)[0] === row.a) return isRunIn ? 'frame' : 'heading';
  if (kind === 'doc_number' || kind === 'category_mark') return 'center';
  return ['signature', 'date', 'contact', 'cc', 'note', 'addressee'].includes(kind) ? `frame ${kind}` : 'body';
}

function blockRow(row) {
  const summary = row.blocks.map((b) => t(b.kind)).filter((x, i, all) => all.indexOf(x) === i).join(' · ');
  const details = row.blocks.map((b) => b.detail).filter(Boolean).join(' · ');
  const size = row.blocks.reduce((sum, b) => sum + b.size, 0);
  return el('div', { class: 'row block' },
    el('div', { class: 'source' }, el('details', {},
      el('summary', {}, `${summary}${details ? `：${details}` : ''} · ${size.toLocaleString()} ${t('bytes')}`),
      row.blocks.map((b) => el('pre', {}, b.words + (b.cut ? '…' : ''))))),
    el('div', { class: 'clean' }, el('p', { class: 'note' }, t('leftOut'))));
}

function textRow(row, index) {
  const section = sectionAt(row.a);
  const kind = kindOf(section);
  // A section that begins here, or in whose middle a line begins, shows its kind once.
  const outer = kind === 'inline_item' ? sectionOf.get(section.parent) : section;
  const isFirst = outer && placeOf(outer.provenance)[0] >= row.a && placeOf(outer.provenance)[0] < row.b;
  const tag = isFirst && TAGGED.has(kindOf(outer)) ? el('span', { class: `kd ${kindOf(outer)}` }, t(kindOf(outer))) : null;
  return el('div', { class: `row ${rowStyle(kind, section, row)}`, id: `row-${index}` },
    el('div', { class: 'source' }, el('p', {}, row.segments.flatMap((s) => sourcePiece(s, row.spans)))),
    el('div', { class: 'clean', lang: 'zh-Hans' }, tag,
      el('p', {}, pieces(text.slice(row.a, row.b), row.a, row.spans, mark))));
}

function drawRows() {
  byId('rows').replaceChildren(...rows.map((row, i) => (row.blocks ? blockRow(row) : textRow(row, i))));
  // In print each record is followed by its name; the last piece carries it.
  for (const item of lists.commitments) {
    const all = document.querySelectorAll(`.clean [data-item="${item.id}"]`);
    if (all.length > 0) all[all.length - 1].dataset.last = `${t(item.tint)} ${item.id}`;
  }
}

// --- Cards ---

function sourceQuote(item) {
  const counts = {};
  const words = sourceOf(item.a, item.b).map((s) => {
    if (s.kind !== 'same') counts[s.kind] = (counts[s.kind] ?? 0) + 1;
    return SHOWN_KINDS[s.kind] ? el('span', { class: SHOWN_KINDS[s.kind] }, s.words) : s.words;
  });
  const repaired = Object.entries(counts).map(([kind, n]) => `${n} ${t(kind)}`).join('，');
  return [el('div', { class: 'quote' }, words), note(repaired ? `${t('repaired')}：${repaired}` : t('verbatim'))];
}

function bytesOf(provenance) {
  const ranges = (provenance?.sourceRanges ?? []).map((r) => range(r).join('–'));
  return `${t('bytes')} ${ranges.join(', ')}`;
}

function sectionPath(name) {
  const path = [];
  for (let s = sectionOf.get(name); s; s = sectionOf.get(s.parent)) {
    const words = [s.headingNumber, s.heading].filter(Boolean).join('');
    path.unshift(el('span', { class: `kd ${kindOf(s)}` }, t(kindOf(s))), words);
  }
  return [el('span', { class: 'path' }, path), ' ', note(idOf(name))];
}

function ruleList(ids) {
  return el('ul', { class: 'rules' }, ids.map((id) => {
    const rule = data.rules[id];
    return el('li', {}, el('span', { class: 'words' }, ruleWords(id) || id), ' ', el('code', {}, id),
      rule?.example ? el('span', { class: 'example' }, `${t('example')} ${rule.example.replaceAll('\n', ' / ')}`) : null);
  }));
}

function isoDate(date) {
  if (!date?.year) return '';
  const pad = (n) => String(n).padStart(2, '0');
  return [date.year, date.month && pad(date.month), date.day && pad(date.day)].filter(Boolean).join('-');
}
function dueWords(deadline) {
  if (!deadline) return '';
  const end = isoDate(deadline.endDate);
  const period = deadline.recurrence ? (t('period')[deadline.recurrence] ?? `${t('every')} ${deadline.recurrence}`) : '';
  const start = isoDate(deadline.startDate);
  return [end || (period ? '' : `${start} ${t('start')}`), period].filter(Boolean).join(' ');
}

const SIGNS = { EQ: '=', GE: '≥', GT: '>', LE: '≤', LT: '<', APPROX: '≈', DELTA: '+', RATIO: '+', MULTIPLE: '×', ALL: '∀' };
function targetWords(target) {
  if (target.quantity === undefined) return `◇ ${target.text ?? ''}${target.fuzzy ? `（${t('fuzzy')}）` : ''}`;
  const sign = SIGNS[(target.comparator ?? '').replace('COMPARATOR_', '')] ?? '';
  return `◆ ${[sign, target.quantity, target.unit, target.subject].filter((x) => x !== undefined && x !== '').join(' ')}`;
}

function fields(rows_) {
  return el('dl', { class: 'dl' }, rows_.filter((row) => row).flatMap(([key, ...value]) => [el('dt', {}, t(key)), el('dd', {}, ...value)]));
}
const absent = () => el('span', { class: 'absent' }, t('absent'));
const withInferred = (argument) => [el('span', { class: argument.inferred ? 'inferred' : '' }, valueOf(argument)), argument.inferred ? note(` ${t('inferred')}`) : null];

function readingList(sentence) {
  return el('ol', { class: 'clauses' }, sentence.clauses.map((clause) => {
    const verdict = lower(clause.verdict, 'CLAUSE_VERDICT_');
    const record = idOf(clause.record);
    const outcome = verdict === 'none' ? el('span', { class: 'outcome' }, t('noClause'))
      : el('button', { class: 'link', 'data-pick': record }, verdict === 'part' ? `${t('part')} ${record}` : record);
    return el('li', { class: verdict }, el('span', { class: 'q', lang: 'zh-Hans' }, clause.text ?? ''), ' ', outcome,
      clause.predicate ? note(` ${t('predicate')} ${clause.predicate.text}`) : null,
      verdict === 'none' ? ruleList(clause.ruleIds ?? []) : null);
  }));
}
const heading = (key) => el('h3', {}, t(key));
const readingsFor = (item) => (readingOf.get(item.id) ?? []).map((s) => readingList(s.sentence));

function commitmentDetail(item) {
  const c = item.record;
  const due = c.deadline ? [dueWords(c.deadline), note(` ${c.deadline.text ?? ''}${c.deadline.inherited ? ` ${t('inherited')}` : ''}`)] : [absent()];
  return [
    fields([
      ['actor', c.actor ? withInferred(c.actor) : absent()],
      ...(c.cooperators ?? []).map((one) => ['together', valueOf(one.body), note(` ${t('with_')[lower(one.role, 'COOPERATOR_ROLE_')] ?? ''}`)]),
      ['due', ...due],
      ['target', ...(c.targets?.length ? c.targets.map((one) => el('div', {}, targetWords(one))) : [absent()])],
      c.condition && [c.condition.kind === 'CONDITION_KIND_REASON' ? 'reason' : 'condition', valueOf(c.condition.clause)],
      c.manner && ['manner', valueOf(c.manner)],
      ['verifiability', t(lower(c.verifiability, 'VERIFIABILITY_'))],
      ['strengthCue', c.strengthCue ? el('b', { class: 'seal' }, c.strengthCue.text) : `${t('bareVerb')}：${c.action?.text ?? ''}`],
      c.futureCue && ['futureCue', c.futureCue.text, c.futureCue.inferred ? note(` ${t('inherited')}`) : null],
      ['section', ...sectionPath(c.section)],
      ['place', bytesOf(c.provenance), ...sourceQuote(item)],
    ]),
    heading('why'), ruleList(c.ruleIds ?? []), heading('clauses'), ...readingsFor(item),
    el('div', { class: 'acts' }, el('button', { class: 'btn', 'data-copy': item.id }, t('copy'))),
  ];
}

function achievementDetail(item) {
  const a = item.record;
  const clause = (readingOf.get(item.id) ?? []).flatMap((s) => s.sentence.clauses).find((one) => idOf(one.record) === item.id && one.ruleIds?.length);
  return [
    fields([
      a.facts?.length && ['target', ...a.facts.map((one) => el('div', {}, targetWords(one)))],
      a.namedDocuments?.length && ['title', a.namedDocuments.join(' ')],
      a.dateText && ['date', a.dateText],
      ['section', ...sectionPath(a.section)],
      ['place', bytesOf(a.provenance), ...sourceQuote(item)],
    ]),
    heading('why'), ruleList(clause?.ruleIds ?? []), heading('clauses'), ...readingsFor(item),
  ];
}

function sentenceDetail(item) {
  return [
    fields([['section', ...(item.sentence.section ? sectionPath(item.sentence.section) : [absent()])], ['place', bytesOf(item.sentence.provenance)]]),
    heading('whyNot'), readingList(item.sentence),
  ];
}

function cardHead(item) {
  if (item.type === 'commitment') {
    return [badge(item.tint), el('span', {}, `${t(lower(item.record.type, 'COMMITMENT_TYPE_'))} · ${item.id}`)];
  }
  if (item.type === 'achievement') {
    return [el('span', { class: 'st done' }, t(lower(item.record.status, 'ACHIEVEMENT_STATUS_'))), el('span', {}, item.id)];
  }
  return [el('span', { class: 'st none' }, t(kindOf(sectionOf.get(item.sentence.section))) || t('noClause')), el('span', {}, item.id)];
}

function cardFoot(item) {
  if (item.type === 'sentence') {
    const ids = new Set(item.sentence.clauses.flatMap((clause) => clause.ruleIds ?? []));
    return [...ids].slice(0, 2).map((id) => el('span', {}, ruleWords(id)));
  }
  if (item.type === 'achievement') return (item.record.facts ?? []).map((fact) => el('span', {}, targetWords(fact)));
  const due = dueWords(item.record.deadline);
  return [el('span', {}, t(lower(item.record.verifiability, 'VERIFIABILITY_'))), due ? el('span', {}, `${t('due')} ${due}`) : null,
    ...(item.record.targets ?? []).slice(0, 2).map((target) => el('span', {}, targetWords(target)))];
}

const wordsOf = (item) => (item.type === 'sentence' ? item.sentence.text : item.record.text) ?? '';
const DETAIL = { commitment: commitmentDetail, achievement: achievementDetail, sentence: sentenceDetail };
function card(item, isChosen) {
  const tag = isChosen ? 'div' : 'button';
  return el('li', {}, el(tag, { class: `card ${item.tint}${isChosen ? ' chosen' : ''}`, 'data-card': item.id, 'aria-current': isChosen ? 'true' : undefined, tabindex: isChosen ? '-1' : undefined },
    el('div', { class: 'top' }, cardHead(item)),
    el('div', { class: 'q', lang: 'zh-Hans' }, wordsOf(item)),
    isChosen ? DETAIL[item.type](item) : el('div', { class: 'meta' }, cardFoot(item))));
}
