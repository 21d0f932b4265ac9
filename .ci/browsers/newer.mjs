// Everything of the DOM and of JavaScript that one browser of the floor lacks, as JSON: [interface, member] or [interface].
// A test takes it away from a present Chromium before the scripts of a page.
import { data, lacking } from "./floor.mjs";

const found = [];
for (const group of [data.api, data.javascript.builtins]) {
  for (const [name, parts] of Object.entries(group)) {
    if (parts.__compat && lacking(parts.__compat).length) found.push([name]);
    for (const [member, part] of Object.entries(parts)) {
      if (!/^[a-zA-Z_]\w*$/.test(member) || member === "__compat" || !part.__compat) continue;
      if (lacking(part.__compat).length) found.push([name, member.replace(/_static$/, "")]);
    }
  }
}
console.log(JSON.stringify(found));
