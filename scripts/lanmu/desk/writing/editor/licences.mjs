// Writes LICENCES.txt: what codemirror.js consists of, with the licence of each package as it came.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
const parts = ["codemirror.js consists of these packages from npm (package-lock.json has their digests):"];
for (const [path, { version }] of Object.entries(lock).sort()) {
  if (!path || path.includes("esbuild")) continue;
  const file = readdirSync(path).find((name) => /^licen[cs]e/i.test(name));
  parts.push(`${path.replace("node_modules/", "")} ${version}\n\n${readFileSync(`${path}/${file}`, "utf8").trim()}`);
}
writeFileSync("LICENCES.txt", `${parts.join(`\n\n${"-".repeat(72)}\n\n`)}\n`);
