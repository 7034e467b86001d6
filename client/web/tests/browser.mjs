// Chromium before a gateway of its own, with the sample letters stored; what the tests of the page share.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { call, item, postItems, startGateway } from "./gateway_process.mjs";

const SHOTS = join(dirname(fileURLToPath(import.meta.url)), "..", "screenshots");

export const DESKTOP = { width: 1440, height: 960 };
export const PHONE = { width: 390, height: 844 };

export class Stage {
  static async open() {
    mkdirSync(SHOTS, { recursive: true });
    const gateway = await startGateway();
    const browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu"],
    });
    return new Stage(gateway, browser);
  }

  constructor(gateway, browser) {
    this.gateway = gateway;
    this.browser = browser;
    this.base = gateway.base;
    // Everything that any page asked for, and everything that went wrong in one.
    this.hosts = new Set();
    this.errors = [];
  }

  async close() {
    await this.browser.close();
    assert.equal(await this.gateway.stop(), 0);
  }

  // A page of a reader of its own at an address.
  async visit(path, { viewport = DESKTOP, locale = "zh-CN", ...more } = {}) {
    const context = await this.browser.newContext({ viewport, locale, ...more });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const page = await context.newPage();
    page.on("request", (request) => this.hosts.add(new URL(request.url()).host));
    page.on("pageerror", (error) => this.errors.push(String(error.stack)));
    await page.goto(this.base + path);
    return page;
  }

  async shot(page, name) {
    await page.screenshot({ path: join(SHOTS, `${name}.png`) });
  }

  // Stores documents, texts by id; answers with the outcomes.
  async store(collection, session, texts) {
    await call(this.base, "IngestService/CreateIngestSession", {
      parent: `collections/${collection}`,
      ingestSessionId: session,
    });
    const items = Object.entries(texts).map(([id, text], index) => item(index + 1, id, text));
    const { status, body } = await postItems(this.base, `collections/${collection}/ingestSessions/${session}`, items);
    assert.equal(status, 200, JSON.stringify(body));
    return body.results.map((result) => result.outcome);
  }

  async storeSamples() {
    const folder = process.env.PLEDGE_SAMPLES;
    const names = readdirSync(folder).filter((name) => [".txt", ".html"].includes(extname(name)));
    const texts = names.map((name) => [name.replace(/\.\w+$/, ""), readFileSync(join(folder, name))]);
    await this.store("samples", "all", Object.fromEntries(texts));
  }
}

export const textOf = (page, selector) =>
  page.$$eval(selector, (elements) => elements.map((element) => element.textContent).join(""));
