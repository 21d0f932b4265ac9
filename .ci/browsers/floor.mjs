// The oldest browsers supported (`browserslist` of package.json), and whether all of them have a feature of MDN's data.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const root = new URL("../../", import.meta.url);
const tools = createRequire(new URL(".outils/node_modules/", root));
export const tool = (name) => tools(name);
export const fileOf = (path) => new URL(path, root);
export const data = tool("@mdn/browser-compat-data");

const NAMES = {
  chrome: "chrome",
  edge: "edge",
  firefox: "firefox",
  safari: "safari",
  ios_saf: "safari_ios",
  samsung: "samsunginternet_android",
};

const numbers = (version) => version.replace("≤", "").split(".").map(Number);

function isAtMost(one, other) {
  const [[a, b = 0], [c, d = 0]] = [numbers(one), numbers(other)];
  return a < c || (a === c && b <= d);
}

// [MDN's name, version] of each.
export const floor = JSON.parse(readFileSync(fileOf("package.json"), "utf8")).browserslist.map((line) => {
  const [name, , version] = line.split(" ");
  return [NAMES[name], version];
});

function has(statement, version) {
  const { version_added: added, version_removed: removed } = statement;
  if (typeof added !== "string" || added === "preview" || statement.flags || statement.prefix || statement.alternative_name) {
    return false;
  }
  return isAtMost(added, version) && !(typeof removed === "string" && isAtMost(removed, version));
}

// The browsers of the floor that lack it, as "safari_ios 13.4".
export function lacking(compat) {
  return floor
    .filter(([name, version]) => ![compat.support[name] ?? []].flat().some((statement) => has(statement, version)))
    .map(([name, version]) => `${name} ${version}`);
}
