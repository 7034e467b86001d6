// The page of one letter: what it marks, selects, counts and links to.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { PHONE, Stage, textOf } from "./browser.mjs";
import { call } from "./gateway_process.mjs";

const DAMAGED = "/c/samples/d/damaged-reply";
let stage;

before(async () => {
  stage = await Stage.open();
  await stage.storeSamples();
});

after(async () => {
  await stage.close();
  assert.deepEqual(stage.errors, []);
  // The page asks nobody else for anything.
  assert.deepEqual([...stage.hosts], [new URL(stage.base).host]);
});

async function letter(path, options) {
  const page = await stage.visit(path, options);
  await page.waitForSelector(".letter");
  return page;
}

const commitments = async (document) =>
  (await call(stage.base, "QueryService/ListCommitments", { parent: `collections/samples/documents/${document}`, pageSize: 1000 })).body.commitments ?? [];

for (const name of ["damaged-reply.txt", "web-page.html", "provincial-reply.txt"]) {
  const document = name.replace(/\.\w+$/, "");
  test(`the marks of each record of ${document} hold its words, in both texts`, async () => {
    const page = await letter(`/c/samples/d/${document}`);
    const file = readFileSync(`${process.env.PLEDGE_SAMPLES}/${name}`);
    const records = await commitments(document);
    assert.ok(records.length > 3);
    for (const record of records) {
      const id = record.name.split("/").pop();
      assert.equal(await textOf(page, `.clean [data-records~="${id}"]`), record.text);
      const bytes = record.provenance.sourceRanges.map(({ start, end }) => file.subarray(Number(start ?? 0), Number(end)));
      assert.equal(await textOf(page, `.source [data-records~="${id}"]`), Buffer.concat(bytes).toString("utf8"));
    }
    assert.equal(await page.getAttribute("[data-pointers]", "data-pointers"), "0");
    await page.context().close();
  });
}

test("both columns hold the whole of both texts", async () => {
  const page = await letter(DAMAGED);
  const raw = await textOf(page, ".source p, .source pre");
  const file = readFileSync(`${process.env.PLEDGE_SAMPLES}/damaged-reply.txt`, "utf8");
  const plain = (text) => text.replace(/\s/g, "");
  assert.ok(plain(raw) === plain(file));
  await page.context().close();
});

test("a click in the text, the source, the list and the strip selects the same record", async () => {
  const page = await letter(DAMAGED);
  const selected = () => page.getAttribute(".cards .selected", "data-id");
  for (const selector of ['.clean [data-records="c05"]', '.source [data-records="c05"]', 'button.card[data-id="c05"]', '.strip [data-id="c05"]']) {
    await page.keyboard.press("Escape");
    assert.equal(await page.$(".cards .selected"), null);
    await page.locator(selector).first().click();
    assert.equal(await selected(), "c05", selector);
    assert.match(page.url(), /#c05$/);
    assert.ok((await page.$$(".clean .mark.selected")).length > 0);
    assert.ok((await page.$$(".source .mark.selected")).length > 0);
  }
  await stage.shot(page, "letter-desktop");
  await page.context().close();
});

test("j visits every record once and k goes back", async () => {
  const page = await letter(DAMAGED);
  const visited = [];
  const all = await commitments("damaged-reply");
  const counted = await page.locator(".card").count();
  for (let i = 0; i < counted; ++i) {
    await page.keyboard.press("j");
    visited.push(await page.getAttribute(".cards .selected", "data-id"));
  }
  assert.equal(new Set(visited).size, counted);
  assert.ok(counted >= all.length);
  await page.keyboard.press("k");
  assert.equal(await page.getAttribute(".cards .selected", "data-id"), visited.at(-2));
  await page.context().close();
});

test("counts in head, outline and list agree with the server", async () => {
  const page = await letter(DAMAGED);
  const all = await commitments("damaged-reply");
  const head = await page.$$eval(".legend button:not([data-kind=stance])", (buttons) =>
    buttons.reduce((sum, button) => sum + Number(/\d+$/.exec(button.textContent)[0]), 0));
  const outline = await page.$$eval(".outline .level1 em", (counts) => counts.reduce((sum, count) => sum + Number(count.textContent), 0));
  assert.equal(head, all.length);
  assert.equal(outline, all.length);
  assert.equal(await page.locator(".card:not(.stance)").count(), all.length);
  await page.context().close();
});

test("a link to a record selects it, and copied links name the revision", async () => {
  const page = await letter(`${DAMAGED}#c09`);
  assert.equal(await page.getAttribute(".cards .selected", "data-id"), "c09");
  await page.click('[data-action="link"]');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, `${stage.base}${DAMAGED}/r/1#c09`);
  const other = await letter(copied.replace(stage.base, ""));
  assert.equal(await other.getAttribute(".cards .selected", "data-id"), "c09");
  await page.context().close();
  await other.context().close();
});

test("repairs can be hidden, and the source then reads without glosses", async () => {
  const page = await letter(DAMAGED);
  const visible = () => page.locator(".row .gloss:visible").count();
  assert.ok((await visible()) > 100);
  await page.keyboard.press("r");
  assert.equal(await visible(), 0);
  await page.context().close();
});

test("page furniture is folded and never part of the text", async () => {
  const page = await letter("/c/samples/d/web-page");
  assert.ok((await page.locator(".row.furniture").count()) >= 1);
  assert.ok((await textOf(page, ".row.furniture pre")).length > 50);
  const clean = await textOf(page, ".row:not(.furniture) .clean");
  assert.ok(!clean.includes("分享到"));
  await page.keyboard.press("3");
  await stage.shot(page, "letter-web-page-source");
  await page.context().close();
});

test("the contact is asked for only when somebody wants to see it", async () => {
  const page = await letter("/c/samples/d/provincial-reply");
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.click(".facts .plain");
  await page.waitForSelector(".facts .plain", { state: "detached" });
  assert.equal(asked.length, 1);
  assert.match(asked[0], /GetDocument$/);
  await page.context().close();
});

test("a phone shows the text first, the record in a sheet, and nothing sideways", async () => {
  const page = await letter(`${DAMAGED}#c05`, { viewport: PHONE });
  assert.equal(await page.getAttribute(".letter", "data-mode"), "clean");
  assert.ok(await page.isVisible(".sheet"));
  const small = await page.$$eval(".sheet .button", (buttons) => buttons.filter((b) => b.offsetHeight < 44 || b.offsetWidth < 44).length);
  assert.equal(small, 0);
  await stage.shot(page, "letter-phone");
  for (const mode of [0, 1, 2]) {
    await page.locator(".segments button").nth(mode).click();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width);
  }
  await page.context().close();
});

test("dark, print and English have their own look", async () => {
  const dark = await letter(`${DAMAGED}#c05`, { colorScheme: "dark", locale: "en-US" });
  assert.equal(await dark.textContent('[data-section="letters"]'), "Letters");
  assert.equal(await dark.getAttribute("html", "lang"), "en");
  assert.equal(await dark.getAttribute(".row .clean", "lang"), "zh-Hans");
  await stage.shot(dark, "letter-dark-english");
  await dark.click("#language");
  await dark.waitForSelector('[data-section="letters"]:has-text("信函")');
  await dark.context().close();

  const print = await letter(DAMAGED);
  await print.emulateMedia({ media: "print" });
  assert.equal(await print.locator(".row .source:visible").count(), 0);
  assert.ok(await print.isVisible(".print-end"));
  await stage.shot(print, "letter-print");
  await print.context().close();
});

test("a letter that is not there is said, with the reason and a way on", async () => {
  const page = await stage.visit("/c/samples/d/nobody");
  await page.waitForSelector(".problem");
  assert.match(await page.textContent(".problem code"), /DOCUMENT_NOT_FOUND/);
  await stage.shot(page, "error");
  await page.click(".problem .button");
  await page.waitForSelector(".letters");
  await page.context().close();
});
