// What the reader does: language, modes, lists, the chosen entry.
let mode = innerWidth <= 760 ? 'clean' : 'both';
let list = 'commitments';
let chosen = null;
const hidden = new Set(); // strengths switched off

const shownItems = () => lists[list].filter((item) => !hidden.has(item.tint));
const chosenItem = () => (chosen ? items.get(chosen) : null);

function drawHead() {
  const facts = response.facts ?? {};
  byId('file').textContent = data.file;
  byId('title').textContent = valueOf(facts.title) || data.file;
  document.title = `${valueOf(facts.title) || data.file} · Pledge`;
  const fact = (key, argument) => el('div', {}, el('dt', {}, t(key)), el('dd', { class: argument ? '' : 'absent', lang: 'zh-Hans' }, argument ? withInferred(argument) : t('absent')));
  byId('facts').replaceChildren(fact('issuer', facts.issuer), fact('number', facts.documentNumber), fact('dated', facts.issueDate),
    fact('addressees', facts.addressees?.[0]), fact('proposal', facts.proposalTitle ?? facts.proposalNumber));
  const tints = ['firm', 'intent', 'support', 'explore', 'refusal', 'stance'];
  const count = (tint) => lists.commitments.filter((item) => item.tint === tint).length;
  const bars = tints.slice(0, 5).filter(count);
  byId('stack').replaceChildren(...bars.map((tint) => {
    const bar = el('i', { class: `fill ${tint}` });
    bar.style.flexGrow = count(tint);
    return bar;
  }));
  byId('stack').setAttribute('aria-label', bars.map((tint) => `${t(tint)} ${count(tint)}`).join(', '));
  byId('legend').replaceChildren(...tints.filter(count).map((tint) =>
    el('button', { 'data-tint': tint, 'aria-pressed': String(!hidden.has(tint)) }, badge(tint), ` ${count(tint)}`)));
  const analysis = response.analysis ?? {};
  const visible = segments.filter((s) => SHOWN_KINDS[s.kind] && s.kind !== 'markup').length;
  const profiles = (analysis.repairProfiles ?? []).join(', ');
  byId('chips').replaceChildren(
    el('span', { class: 'chip', title: t('whatIs') }, `${lists.achievements.length} ${t('achievements')}`),
    el('span', { class: 'chip' }, `${lists.unread.length} ${t('unread')}`),
    visible || profiles ? el('span', { class: 'chip' }, `${visible} ${t('repairs')}${profiles ? ` · ${profiles}` : ''}`) : '');
  byId('warnings').replaceChildren(...(analysis.warnings ?? []).map((warning) =>
    el('p', {}, el('b', {}, t('warning')), ` ${warning.reason} `, note(warning.message ?? ''))));
  byId('source-head').replaceChildren(el('b', {}, t('source')), ` ${analysis.detectedMediaType ?? ''} · ${analysis.detectedCharset ?? ''} · ${data.sourceSize.toLocaleString()} ${t('bytes')}`);
  byId('clean-head').replaceChildren(el('b', {}, t('clean')), ` ${[...text].length.toLocaleString()} ${t('chars')}`);
}

function drawOutline() {
  const counts = new Map();
  for (const item of lists.commitments) {
    for (let s = sectionOf.get(item.record.section); s; s = sectionOf.get(s.parent)) counts.set(s.name, (counts.get(s.name) ?? 0) + 1);
  }
  const skipped = new Set(['title', 'doc_number', 'addressee', 'signature', 'date', 'category_mark']);
  byId('sections').replaceChildren(...sections.filter((s) => !skipped.has(kindOf(s))).map((s) => {
    const words = [s.headingNumber, s.heading].filter(Boolean).join('') || (s.text ?? '').slice(0, 14);
    const kind = kindOf(s);
    const tag = kind === 'topic' || kind === 'inline_item' ? null : el('b', { class: `kd ${kind}` }, t(kind));
    return el('li', { class: `l${Math.min(s.level ?? 1, 4)} ${kind}` }, el('a', { href: `#row-${rowAt(placeOf(s.provenance)[0])}`, 'data-section': s.name },
      tag, el('span', {}, words), counts.get(s.name) ? el('em', {}, String(counts.get(s.name))) : null));
  }));
}

function drawTabs() {
  byId('tabs').replaceChildren(...Object.keys(lists).map((name) =>
    el('button', { role: 'tab', 'data-list': name, 'aria-selected': String(name === list) }, t(name), ' ', el('b', {}, String(lists[name].length)))));
}

function drawList() {
  const shown = shownItems();
  byId('list').replaceChildren(...(shown.length ? shown.map((item) => card(item, item.id === chosen)) : [el('li', { class: 'empty' }, t('none')[list])]));
}

function drawStrip() {
  const box = byId('rows').getBoundingClientRect();
  byId('strip').style.top = `${byId('rows').offsetTop}px`;
  byId('strip').replaceChildren(...lists.commitments.map((item) => {
    const piece = document.querySelector(`.clean [data-item="${item.id}"]`);
    if (!piece || piece.offsetParent === null) return '';
    const tick = el('i', { class: `fill ${item.tint}`, 'data-pick': item.id });
    tick.style.top = `${((piece.getBoundingClientRect().top - box.top) / box.height) * 100}%`;
    return tick;
  }));
}

function drawAppendix() {
  byId('appendix').replaceChildren(el('h2', {}, t('appendix')), el('ol', {}, lists.commitments.map((item) =>
    el('li', {}, el('b', {}, `${item.id} ${t(item.tint)}`), ` ${wordsOf(item)} `,
      note([valueOf(item.record.actor), dueWords(item.record.deadline) || `${t('due')} ${t('absent')}`, bytesOf(item.record.provenance), (item.record.ruleIds ?? []).join(', ')].filter(Boolean).join(' · '))))),
  el('p', { class: 'note' }, `${data.file} · SHA-256 ${data.sha256}`));
}

function drawSheet() {
  const item = chosenItem();
  byId('sheet').replaceChildren(...(item ? [el('div', { class: 'acts' },
    el('button', { class: 'btn', 'data-step': '-1', 'aria-label': t('previousNext') }, '←'), el('button', { class: 'btn', 'data-step': '1', 'aria-label': t('previousNext') }, '→'),
    el('button', { class: 'btn', 'data-close': true }, t('close'))), el('ol', { class: 'list' }, card(item, true))] : []));
}

function markChosen() {
  for (const node of document.querySelectorAll('#rows .sel, #rows .on')) node.classList.remove('sel', 'on');
  const item = chosenItem();
  if (!item) return;
  for (const node of document.querySelectorAll(`#rows [data-item="${item.id}"]`)) node.classList.add('sel');
  for (const node of document.querySelectorAll('#rows [data-evidence]')) {
    if (node.dataset.evidence.split(' ').includes(item.id)) node.classList.add('on');
  }
  const name = item.record?.section ?? item.sentence?.section;
  for (const link of document.querySelectorAll('#sections a')) link.classList.toggle('on', link.dataset.section === name);
}

// Chooses an entry, or nothing; `from` is where: the list, the text or a key.
function choose(id, from) {
  chosen = items.has(id) ? id : null;
  const item = chosenItem();
  if (item) list = item.type === 'commitment' ? 'commitments' : item.type === 'achievement' ? 'achievements' : 'unread';
  if (list === 'achievements') byId('show-achievements').checked = true;
  if (list === 'unread') byId('show-unread').checked = true;
  drawTabs();
  drawList();
  drawSheet();
  showLayers();
  markChosen();
  history.replaceState(null, '', item ? `#${item.id}` : '#');
  if (!item) return;
  const piece = document.querySelector(`.${mode === 'source' ? 'source' : 'clean'} [data-item="${item.id}"]`);
  if (from !== 'text' && piece) piece.scrollIntoView({ block: innerWidth <= 760 ? 'start' : 'center' });
  const chosenCard = document.querySelector('#list .chosen');
  if (chosenCard) {
    if (from !== 'list') byId('list').scrollTop = chosenCard.offsetTop - 60;
    if (from === 'list' || from === 'key') chosenCard.focus({ preventScroll: from === 'key' });
  }
  const all = shownItems();
  byId('live').textContent = `${item.id} ${t(item.tint)} ${all.indexOf(item) + 1} ${t('of')} ${all.length}`;
}

function step(by) {
  const all = shownItems();
  if (all.length === 0) return;
  const at = all.indexOf(chosenItem());
  choose(all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))].id, 'key');
}

function showLayers() {
  const body = document.body.classList;
  body.toggle('hide-repairs', !byId('show-repairs').checked);
  body.toggle('show-achievements', byId('show-achievements').checked);
  body.toggle('show-unread', byId('show-unread').checked);
  for (const tint of ['firm', 'intent', 'support', 'explore', 'refusal', 'stance']) body.toggle(`hide-${tint}`, hidden.has(tint));
  drawStrip();
}

function setMode(next) {
  mode = next;
  document.body.dataset.mode = mode;
  for (const button of document.querySelectorAll('[data-mode]')) {
    if (button !== document.body) button.setAttribute('aria-pressed', String(button.dataset.mode === mode));
  }
  drawStrip();
}

function drawAll() {
  document.documentElement.lang = lang === 'zh' ? 'zh-Hans' : 'en';
  for (const node of document.querySelectorAll('[data-t]')) node.textContent = t(node.dataset.t);
  byId('lang').textContent = t('other');
  drawHead();
  drawRows();
  drawOutline();
  drawAppendix();
  drawTabs();
  drawList();
  drawSheet();
  markChosen();
  setMode(mode);
  showLayers();
}

function showKeys() {
  const dialog = byId('keys-dialog');
  dialog.replaceChildren(el('dl', { class: 'dl' }, t('help').flatMap(([key, words]) => [el('dt', {}, el('kbd', {}, key)), el('dd', {}, words)])),
    el('p', { class: 'note' }, t('whatIs')), el('button', { class: 'btn', onclick: () => dialog.close() }, t('close')));
  dialog.showModal();
}

async function copyQuote(item, button) {
  const record = item.record;
  const letter = record.letter ?? {};
  const quote = `“${record.text}” ${[letter.issuer, letter.documentNumber].filter(Boolean).join(' ')}（${bytesOf(record.provenance)}）`;
  try {
    await navigator.clipboard.writeText(quote);
    button.textContent = t('copied');
  } catch {
    byId('live').textContent = quote;
  }
}

document.addEventListener('click', (event) => {
  const at = (selector) => event.target.closest?.(selector);
  const step_ = at('[data-step]');
  if (step_) return step(Number(step_.dataset.step));
  if (at('[data-close]')) return choose(null, 'key');
  const copy = at('[data-copy]');
  if (copy) return copyQuote(items.get(copy.dataset.copy), copy);
  const picked = at('[data-pick]');
  if (picked && !at('.row details')) return choose(picked.dataset.pick, at('#rows') ? 'text' : 'list');
  const entry = at('button[data-card]');
  if (entry) return choose(entry.dataset.card, 'list');
  const tab = at('[data-list]');
  if (tab) {
    list = tab.dataset.list;
    return choose(null, 'list');
  }
  const tint = at('[data-tint]')?.dataset.tint;
  if (tint) {
    if (!hidden.delete(tint)) hidden.add(tint);
    drawHead();
    drawList();
    return showLayers();
  }
  const button = at('button[data-mode]');
  if (button) setMode(button.dataset.mode);
});

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId('keys-dialog').open) return;
  if (event.target.matches?.('input[type=text], textarea, select')) return;
  const openList = (name) => {
    list = name;
    choose(lists[name][0]?.id ?? null, 'key');
    if (!chosen) drawList();
  };
  const actions = {
    j: () => step(1), k: () => step(-1), Escape: () => choose(null, 'key'), '?': showKeys,
    1: () => setMode('both'), 2: () => setMode('clean'), 3: () => setMode('source'),
    c: () => openList('commitments'), a: () => openList('achievements'), u: () => openList('unread'),
    r: () => { byId('show-repairs').checked = !byId('show-repairs').checked; showLayers(); },
  };
  actions[event.key]?.();
});

for (const id of ['show-repairs', 'show-achievements', 'show-unread']) byId(id).addEventListener('change', showLayers);
byId('help').addEventListener('click', showKeys);
byId('lang').addEventListener('click', () => {
  lang = lang === 'zh' ? 'en' : 'zh';
  drawAll();
});
new ResizeObserver(drawStrip).observe(byId('rows'));

lang = data.lang || (navigator.language?.startsWith('zh') ? 'zh' : 'en');
drawAll();
if (location.hash.length > 1) choose(location.hash.slice(1), 'link');
