// Bundles the gateway for Node and the page for browsers. Types are checked by `npm run check`.
import { copyFile } from "node:fs/promises";
import { build } from "esbuild";

await build({
  entryPoints: ["gateway/main.ts"],
  outfile: "dist/gateway.mjs",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  logLevel: "warning",
  // Bundled CommonJS packages may still ask for Node's own modules.
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
});

await build({
  entryPoints: { page: "page/main.ts", style: "page/style/index.css" },
  outdir: "dist/page",
  bundle: true,
  minify: true,
  target: ["es2022"],
  format: "esm",
  logLevel: "warning",
});
await copyFile("page/index.html", "dist/page/index.html");
await copyFile("page/icon.svg", "dist/page/icon.svg");
