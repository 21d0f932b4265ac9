// Everything of the DOM and of JavaScript that one browser of the floor lacks, as JSON: [interface], [interface, member],
// or [interface, member, true] for a member of the interface itself (Response.json), whose like each object may have.
// A test takes it away from a present Chromium before the scripts of a page.
import { data, lacking } from "./floor.mjs";

const found = [];
for (const group of [data.api, data.javascript.builtins]) {
  for (const [name, parts] of Object.entries(group)) {
    if (parts.__compat && lacking(parts.__compat).length) found.push([name]);
    for (const [member, part] of Object.entries(parts)) {
      if (!/^[a-zA-Z_]\w*$/.test(member) || member === "__compat" || !part.__compat) continue;
      if (!lacking(part.__compat).length) continue;
      found.push(member.endsWith("_static") ? [name, member.replace("_static", ""), true] : [name, member]);
    }
  }
}
console.log(JSON.stringify(found));
