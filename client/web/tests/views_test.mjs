// The other views: upload, lists, table, versions and differences, live changes, errors, phone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PHONE, Stage } from "./browser.mjs";
import { call } from "./gateway_process.mjs";

const sample = (name) => readFileSync(join(process.env.PLEDGE_SAMPLES, name), "utf8");
const OLD = "关于第7号提案的答复\n李四委员：\n您的提案收悉，现答复如下：\n下一步，我局将于2029年底前完成20所学校食堂改造，建立食堂公示制度。\n临澜市教育局\n2026年3月2日\n";
const NEW = OLD.replace("20所", "30所").replace("建立食堂公示制度", "研究建立食堂公示制度");
let stage;

before(async () => {
  stage = await Stage.open();
  await stage.storeSamples();
  await stage.store("history", "one", { letter: OLD });
  assert.deepEqual(await stage.store("history", "two", { letter: NEW }), ["INGEST_OUTCOME_UPDATED"]);
});

after(async () => {
  await stage.close();
  assert.deepEqual(stage.errors, []);
  assert.deepEqual([...stage.hosts], [new URL(stage.base).host]);
});

async function upload(page, files) {
  await page.setInputFiles("#files", files.map(([name, text]) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) })));
  await page.click(".upload-actions .main");
  await page.waitForSelector(".upload-actions button:not([hidden]):not(.main)");
  await page.waitForFunction(() => document.querySelector("progress").value === document.querySelector("progress").max);
}

test("files are uploaded, each with its outcome, and the same files again change nothing", async () => {
  const files = [["a.txt", OLD], ["b.txt", sample("short-letter.txt")], ["c.bin", "\u0000\u0001"]];
  const page = await stage.visit("/c/uploaded/upload");
  await upload(page, files);
  assert.equal(await page.locator('tr[data-outcome="CREATED"]').count(), 2);
  assert.equal(await page.locator('tr[data-outcome="REJECTED"] code').count(), 1);
  await stage.shot(page, "upload");
  const { body } = await call(stage.base, "DocumentService/ListDocuments", { parent: "collections/uploaded" });
  assert.deepEqual(body.documents.map((document) => document.name.split("/").pop()), ["a", "b"]);

  // Other files of the same bytes: another session, which finds nothing new.
  const again = await stage.visit("/c/uploaded/upload");
  await upload(again, files.slice(0, 2));
  assert.equal(await again.locator('tr[data-outcome="UNCHANGED"]').count(), 2);
  await page.context().close();
  await again.context().close();
});

test("an upload that was cut goes on where it stood", async () => {
  const files = Array.from({ length: 150 }, (_, n) => [`f${String(n).padStart(3, "0")}.txt`, OLD.replace("第7号", `第${n}号`)]);
  const page = await stage.visit("/c/cut/upload");
  let posts = 0;
  await page.route("**/upload/**", (route) => (++posts === 2 ? route.abort() : route.continue()));
  await upload(page, files);
  assert.equal(await page.getAttribute("progress", "value"), "150");
  const { body } = await call(stage.base, "DocumentService/ListCollections", {});
  assert.equal(body.collections.find((c) => c.name === "collections/cut").documentCount, "150");
  await page.context().close();
});

test("an upload that another page has taken over stops and says so", async () => {
  const page = await stage.visit("/c/fenced/upload");
  let session = "";
  await page.route("**/upload/**", async (route) => {
    const url = new URL(route.request().url());
    session = url.pathname;
    // Another page was here first.
    await fetch(stage.base + session, { method: "POST", headers: { "content-type": "application/jsonl" }, body: route.request().postData() });
    await route.continue();
  });
  await page.setInputFiles("#files", [{ name: "x.txt", mimeType: "text/plain", buffer: Buffer.from(OLD) }]);
  await page.click(".upload-actions .main");
  await page.waitForSelector(".problem code:has-text('SESSION_FENCED')");
  await page.context().close();
});

test("collections lead to letters, and letters to their page", async () => {
  const page = await stage.visit("/");
  await page.click('.collection[href="/c/samples"]');
  await page.waitForSelector(".letters li");
  await stage.shot(page, "letters");
  assert.equal(await page.locator(".letters li").count(), 11);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".letter");
  await page.goBack();
  await page.waitForSelector(".letters li");
  await page.context().close();
});

test("the table shows what the server counts, and filters as the address says", async () => {
  const page = await stage.visit("/c/samples/commitments");
  await page.waitForSelector(".rest:has-text('已全部列出')");
  const groups = async (filter) =>
    ((await call(stage.base, "QueryService/AggregateCommitments", { selector: { parents: ["collections/samples"], filter }, groupBy: ["collection"] })).body.groups ?? [{ count: "0" }])[0].count;
  const rows = () => page.locator("table.commitments tbody tr").count();
  assert.equal(String(await rows()), await groups(""));
  await stage.shot(page, "commitments-desktop");

  await page.check('[data-facet="strength"][value="explore"]');
  await page.waitForFunction(() => /strength=explore/.test(location.search));
  await page.waitForSelector(".rest:has-text('已全部列出')");
  assert.equal(String(await rows()), await groups("strength = EXPLORE AND type != REFUSAL"));

  const other = await stage.visit("/c/samples/commitments?due=none");
  await other.waitForSelector(".rest:has-text('已全部列出')");
  assert.equal(String(await other.locator("table.commitments tbody tr").count()), await groups("NOT deadline:*"));
  const dates = await page.$$eval(".c-due > span", (cells) => cells.map((cell) => cell.textContent).filter((text) => /^\d{4}/.test(text)));
  assert.deepEqual(dates, [...dates].sort());
  await page.context().close();
  await other.context().close();
});

test("a column sorts the table, one way and the other, and the address keeps it", async () => {
  const page = await stage.visit("/c/samples/commitments");
  await page.waitForSelector(".rest:has-text('已全部列出')");
  const cells = (one, column) => one.$$eval(`table.commitments tbody .c-${column}`, (found) => found.map((cell) => cell.textContent));
  const before = await cells(page, "text");
  const issuers = await cells(page, "issuer");
  // By the browser's own collation of Chinese.
  const wanted = await page.evaluate((all) => all.filter(Boolean).sort((a, b) => a.localeCompare(b, "zh-Hans-CN")), issuers);
  const blank = issuers.filter((issuer) => issuer === "");
  assert.notDeepEqual(issuers, [...wanted, ...blank]);

  await page.click('[data-sort="issuer"]');
  assert.equal(await page.getAttribute('th:has([data-sort="issuer"])', "aria-sort"), "ascending");
  assert.deepEqual(await cells(page, "issuer"), [...wanted, ...blank]);
  await page.click('[data-sort="issuer"]');
  assert.equal(await page.getAttribute('th:has([data-sort="issuer"])', "aria-sort"), "descending");
  assert.deepEqual(await cells(page, "issuer"), [...wanted.reverse(), ...blank]);

  const shared = await stage.visit(await page.evaluate(() => location.pathname + location.search));
  await shared.waitForSelector(".rest:has-text('已全部列出')");
  assert.deepEqual(await cells(shared, "issuer"), await cells(page, "issuer"));
  await page.click('[data-sort="due"]');
  assert.deepEqual(await cells(page, "text"), before);
  await page.click('[data-sort="due"]');
  const dates = await page.$$eval(".c-due > span:first-child", (found) => found.map((cell) => cell.textContent));
  const dated = dates.filter((text) => /^\d{4}/.test(text));
  assert.deepEqual(dated, [...dated].sort().reverse());
  assert.equal(dates.findIndex((text) => !/^\d{4}/.test(text)), dated.length); // without a day: last
  await page.context().close();
  await shared.context().close();
});

test("a table whose stream was cut never says that all is listed", async () => {
  const page = await stage.visit("/");
  await page.route("**/StreamCommitments", (route) => route.abort());
  await page.click('[data-section="commitments"]');
  await page.waitForSelector(".rest .problem");
  assert.match(await page.textContent(".rest"), /已中断/);
  assert.doesNotMatch(await page.textContent(".rest"), /已全部列出/);
  await page.unroute("**/StreamCommitments");
  await page.click(".rest .problem .button");
  await page.waitForSelector(".rest:has-text('已全部列出')");
  await page.context().close();
});

test("exports hold every row, and no cell that a spreadsheet would run", async () => {
  const page = await stage.visit("/c/samples/commitments");
  await page.waitForSelector(".rest:has-text('已全部列出')");
  const rows = await page.locator("table.commitments tbody tr").count();
  const download = async (ending) => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.click(`[data-export="${ending}"]`)]);
    return readFileSync(await file.path(), "utf8");
  };
  assert.equal((await download("csv")).trim().split("\r\n").length, rows + 1);
  assert.equal((await download("jsonl")).trim().split("\n").length, rows);
  const calendar = await download("ics");
  assert.ok(calendar.split("BEGIN:VEVENT").length > 5);
  assert.ok(calendar.split("\r\n").every((line) => Buffer.byteLength(line) <= 75));
  await page.context().close();
});

test("two versions are compared by what they promise", async () => {
  const page = await stage.visit("/c/history/d/letter/versions");
  await page.waitForSelector(".versions li");
  assert.equal(await page.locator(".versions li").count(), 2);
  await page.click(".page-head .main");
  await page.waitForSelector(".change");
  assert.match(page.url(), /\/diff\/1\.\.2$/);
  const changes = await page.$$eval('[data-part="commitments"] .change', (all) => all.map((one) => one.textContent));
  assert.ok(changes.some((text) => text.includes("指标提高")), changes.join("\n"));
  assert.ok(changes.some((text) => text.includes("力度减弱")), changes.join("\n"));
  assert.ok((await page.$$eval(".change ins", (all) => all.map((one) => one.textContent))).includes("研究"));
  await page.keyboard.press("n");
  assert.equal(await page.locator(".change.current").count(), 1);
  await stage.shot(page, "diff");
  await page.context().close();
});

test("an old revision says so, and leads to what changed", async () => {
  const page = await stage.visit("/c/history/d/letter/r/1");
  await page.waitForSelector(".notice");
  await page.click('.notice a[href$="/diff/1..2"]');
  await page.waitForSelector(".change");
  await page.context().close();
});

test("changes arrive live, and what was seen is not shown again", async () => {
  const page = await stage.visit("/changes");
  await page.waitForFunction(() => localStorage.getItem("pledge.changes-since"));
  await stage.store("live", "one", { letter: OLD });
  await page.waitForSelector(".feed .added");
  assert.equal(await page.locator(".feed .added").count(), 2);
  await stage.store("live", "two", { letter: NEW });
  await page.waitForSelector(".feed .changed");
  await stage.shot(page, "changes");
  const seen = await page.locator(".feed li").count();
  await page.waitForFunction((n) => n > 0, seen);
  await page.reload();
  await page.waitForSelector(".rest:has-text('没有变化')");
  assert.equal(await page.locator(".feed li").count(), 0);
  await page.context().close();
});

test("a letter that changes while it is read offers its new revision", async () => {
  await stage.store("moving", "one", { letter: OLD });
  const page = await stage.visit("/c/moving/d/letter");
  await page.waitForSelector(".letter");
  await page.waitForSelector('.live[data-state="on"]');
  await stage.store("moving", "two", { letter: NEW });
  await page.click(".live-notice .button");
  await page.waitForSelector(".revision:has-text('2')");
  await page.context().close();
});

test("no view runs sideways on a phone", async () => {
  const paths = ["/", "/c/samples", "/commitments", "/due", "/issuers", "/changes", "/c/samples/upload", "/c/history/d/letter/versions", "/c/history/d/letter/diff/1..2"];
  const page = await stage.visit("/", { viewport: PHONE });
  for (const path of paths) {
    await page.goto(stage.base + path);
    await page.waitForSelector("main h1");
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width, path);
    if (path === "/commitments") await stage.shot(page, "commitments-phone");
  }
  await page.context().close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`text stands out from its ground, ${colorScheme}`, async () => {
    const page = await stage.visit("/", { colorScheme });
    for (const path of ["/c/samples/d/damaged-reply#c05", "/commitments", "/c/history/d/letter/diff/1..2", "/issuers", "/c/samples"]) {
      await page.goto(stage.base + path);
      await page.reload();
      await page.waitForSelector("main h1");
      assert.deepEqual(await page.evaluate(faintTexts), [], `${colorScheme} ${path}`);
    }
    await page.context().close();
  });
}

test("the page says when the server cannot be reached, and comes back by itself", async () => {
  const page = await stage.visit("/");
  await page.waitForSelector(".collection");
  await page.route("**/pledge.v1.**", (route) => route.abort());
  await page.click('[data-section="issuers"]');
  await page.waitForSelector(".problem");
  assert.match(await page.textContent(".problem"), /UNAVAILABLE/);
  await page.unroute("**/pledge.v1.**");
  await page.waitForSelector("table.issuers");
  await page.context().close();
});

// Texts whose contrast with the ground behind them is under 4.5; runs in the page.
function faintTexts() {
  const parse = (color) => color.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] > 0.99) return color;
    }
    return [255, 255, 255];
  };
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() || element.closest("svg, option, noscript")) continue;
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faint.add(`${element.tagName}.${element.className} in ${element.parentElement.className}`);
  }
  return [...faint];
}
