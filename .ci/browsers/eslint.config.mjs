// Our scripts against the oldest browsers supported: their syntax, and every name that they use of the DOM or of JavaScript.
import { data, lacking, tool } from "./floor.mjs";

// For each name, what lacks it on every interface that has it: `at` of Array and of String alike. An old one acquits the name.
const newer = new Map();
for (const group of [data.api, data.javascript.builtins]) {
  for (const [name, parts] of Object.entries(group)) {
    for (const [member, part] of [[name, parts], ...Object.entries(parts)]) {
      if (!part.__compat) continue;
      const key = member.replace(/_static$/, "");
      const lack = lacking(part.__compat);
      const former = newer.get(key);
      if (!former || lack.length < former.length) newer.set(key, lack);
    }
  }
}

// Names that a script gives itself, or its page in `data-…`, are not those of the browser.
const house = {
  rules: {
    known: {
      create(context) {
        const own = new Set();
        const asked = [];
        const note = (node) => own.add(node.key.name);
        return {
          MethodDefinition: note,
          "ObjectExpression > Property": note,
          "MemberExpression[object.property.name!='dataset']": (node) => asked.push(node),
          "Program:exit"() {
            for (const { computed, property } of asked) {
              const name = computed ? property.value : property.name;
              const lack = own.has(name) ? [] : (newer.get(name) ?? []);
              if (lack.length) context.report({ node: property, message: `${name}: not in ${lack.join(", ")}` });
            }
          },
        };
      },
    },
  },
};

export default [
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["boite/static/js/*.js"],
    // 2020: `?.` and `??`. An older browser cannot read the script, and keeps the page as it is without one.
    languageOptions: { ecmaVersion: 2020, sourceType: "module" },
    plugins: { house, compat: tool("eslint-plugin-compat") },
    rules: { "house/known": "error", "compat/compat": "error" },
  },
];
