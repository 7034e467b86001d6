// Letters in the charsets of the country, and a large one: what a browser does with their bytes.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { Stage, textOf } from "./browser.mjs";
import { call } from "./gateway_process.mjs";

const SIMPLE = "临澜市水务局关于第12号提案的答复\n沈若川委员：\n您的提案收悉，现答复如下：\n下一步，我局将于2029年底前完成𠮷水镇20公里管网改造，制定管网巡检办法。\n临澜市水务局\n2026年3月2日\n";
const TRADITIONAL = "臨瀾市水務局關於第12號提案的答覆\n沈若川委員：\n您的提案收悉，現答覆如下：\n下一步，我局將於2029年底前完成20公里管網改造，制定管網巡檢辦法。\n臨瀾市水務局\n2026年3月2日\n";
const MEBIBYTE = 1 << 20;
let stage;

before(async () => {
  stage = await Stage.open();
});

after(async () => {
  await stage.close();
  assert.deepEqual(stage.errors, []);
});

const recode = (bytes, from, to) => execFileSync("iconv", ["-f", from, "-t", to], { input: bytes });

// Uploads a file as a reader does, and opens its letter.
async function openUploaded(collection, name, buffer) {
  const page = await stage.visit(`/c/${collection}/upload`);
  await page.setInputFiles("#files", [{ name: `${name}.txt`, mimeType: "text/plain", buffer }]);
  await page.click(".upload-actions .main");
  await page.waitForSelector('tr[data-outcome="CREATED"]');
  await page.goto(`${stage.base}/c/${collection}/d/${name}`);
  await page.waitForSelector(".letter");
  return page;
}

async function recordsOf(collection, name) {
  const parent = `collections/${collection}/documents/${name}`;
  return (await call(stage.base, "QueryService/ListCommitments", { parent, pageSize: 1000 })).body.commitments ?? [];
}

for (const [charset, text] of [["GB18030", SIMPLE], ["BIG5", TRADITIONAL]]) {
  test(`a letter in ${charset} is read, and its marks hold the words of its bytes`, async () => {
    const name = charset.toLowerCase();
    const bytes = recode(Buffer.from(text), "UTF-8", charset);
    const page = await openUploaded("charsets", name, bytes);
    const records = await recordsOf("charsets", name);
    assert.equal(records.length, 2);
    for (const record of records) {
      const id = record.name.split("/").pop();
      const slices = record.provenance.sourceRanges.map(({ start, end }) => bytes.subarray(Number(start ?? 0), Number(end)));
      const words = recode(Buffer.concat(slices), charset, "UTF-8").toString();
      assert.equal(await textOf(page, `.clean [data-records~="${id}"]`), record.text);
      assert.equal(await textOf(page, `.source [data-records~="${id}"]`), words);
    }
    assert.equal(await page.getAttribute("[data-pointers]", "data-pointers"), "0");
    await stage.shot(page, `charset-${name}`);
    await page.context().close();
  });
}

test("a letter of more than a mebibyte is uploaded and read, to its last record", async () => {
  const sentence = "我市地处山区，河湖众多，地形复杂，管线走向各异，老城区与新城区的情况不尽相同。";
  const filler = `${sentence.repeat(40)}\n`;
  const head = "临澜市水务局关于第13号提案的答复\n沈若川委员：\n您的提案收悉，现答复如下：\n一、工作进展\n";
  const tail = SIMPLE.slice(SIMPLE.indexOf("下一步"));
  const text = head + filler.repeat(Math.ceil(MEBIBYTE / Buffer.byteLength(filler))) + tail;
  assert.ok(Buffer.byteLength(text) > MEBIBYTE);
  const page = await openUploaded("large", "long", Buffer.from(text));
  const record = (await recordsOf("large", "long")).at(-1);
  const id = record.name.split("/").pop();
  await page.goto(`${stage.base}/c/large/d/long#${id}`);
  await page.waitForSelector(`.clean [data-records~="${id}"]`);
  assert.equal(await textOf(page, `.clean [data-records~="${id}"]`), record.text);
  assert.equal(await textOf(page, `.source [data-records~="${id}"]`), record.text);
  assert.equal((await textOf(page, ".source p, .source pre")).replace(/\s/g, ""), text.replace(/\s/g, ""));
  await page.context().close();
});
