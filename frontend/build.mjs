// Bundles the pages' scripts and styles into the package; run by the launcher, never at run time.
import { rm } from "node:fs/promises";
import { build } from "esbuild";

const outdir = "../src/jinguo/static/build";
await rm(outdir, { recursive: true, force: true });
await build({
  entryPoints: ["desk.ts", "chart.ts", "map.ts", "live.ts", "portal.ts", "theme.css", "portal.css", "map.css"].map((name) => `src/${name}`),
  outdir,
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2020",
  legalComments: "linked",
  logLevel: "warning",
  loader: { ".svg": "dataurl", ".png": "dataurl" },
});
