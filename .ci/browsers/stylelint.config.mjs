// Our styles against the oldest browsers supported. What is only better where it is known is listed, with its reason.
import { readFileSync } from "node:fs";
import { data, fileOf, lacking, tool } from "./floor.mjs";

const stylelint = tool("stylelint");
const selectorParser = tool("postcss-selector-parser");
const RULE = "house/known";

// Without them the page is plainer, and nothing is lost nor covered.
const HARMLESS = {
  properties: [
    ...["text-wrap", "text-underline-offset", "text-decoration-thickness", "text-size-adjust", "accent-color"],
    ...["scroll-padding-block", "scroll-padding-block-start", "scroll-margin-block-start", "user-select", "print-color-adjust"],
    ...["scroll-padding-block-end", "scroll-behavior", "resize", "color-scheme", "field-sizing", "content-visibility"],
    ...["aspect-ratio", "container-type", "forced-color-adjust", "gap", "row-gap", "column-gap", "size", "page"],
  ],
  // Alone in their rules: such a rule is passed over whole.
  selectors: ["has", "focus-visible", "file-selector-button", "popover-open", "backdrop", "read-only", "details-content"],
  atRules: ["container", "page"],
};
const gaps = ["flex-gap", "flex-gap-wrapped"]
  .map((name) => readFileSync(fileOf(`boite/static/css/${name}.css`), "utf8"))
  .join("\n");

function known(compat, name, allowed) {
  if (!compat || allowed.includes(name)) return [];
  return lacking(compat);
}

function values(root, report) {
  root.walkDecls((declaration) => {
    const prefixed = (node) => node.prop === `-webkit-${declaration.prop}`;
    if (declaration.parent.nodes.some(prefixed)) return;
    const compat = data.css.properties[declaration.prop]?.__compat;
    const lack = known(compat, declaration.prop, HARMLESS.properties);
    if (lack.length) report(declaration, `${declaration.prop}: not in ${lack.join(", ")}`);
  });
}

function selectors(root, report) {
  root.walkRules((rule) => {
    if (rule.parent.name === "page" || rule.parent.name === "keyframes") return;
    selectorParser((parsed) => {
      parsed.walkPseudos((pseudo) => {
        const name = pseudo.value.replace(/^::?/, "");
        if (name.startsWith("-")) return; // one browser's own, in a rule of its own
        const lack = known(data.css.selectors[name]?.__compat, name, HARMLESS.selectors);
        if (lack.length) report(rule, `:${name}: not in ${lack.join(", ")}`);
        if (name === "not" && pseudo.nodes.length > 1) report(rule, ":not() with a list: write one after the other");
        const apart = HARMLESS.selectors.includes(name) && name !== "backdrop" && name !== "read-only";
        const others = rule.selectors.filter((selector) => !selector.includes(`:${name}`));
        if (apart && others.length) report(rule, `:${name}: an old browser loses « ${others[0]} » with it`);
      });
    }).processSync(rule.selector);
  });
}

function fallbacks(root, report) {
  if (root.source.input.file.endsWith("styleguide.css")) return; // a page of ours, not of the people's
  root.walkRules((rule) => {
    const says = (prop, value) => rule.nodes.some((node) => node.prop === prop && value.test(node.value));
    if (!says("display", /flex/) || !says("gap", /./)) return;
    for (const selector of rule.selectors) {
      if (!gaps.includes(`  ${selector} > *`)) report(rule, `${selector}: its gap has no margin in flex-gap.css`);
    }
  });
}

// Over a fraction and a track as wide as its content, a child makes the second one take all the room in old browsers (Chromium
// 83 too): the first is then one letter wide. A component is one file, so its grid and its children are looked at together.
const CONTENT = /(^|[\s(,])(auto|min-content|max-content|fit-content)(?![-\w])/;
const OVER_COLUMNS = /\/|span/;

function spans(root, report) {
  const mixed = [];
  root.walkDecls(/^grid(-template(-columns)?)?$/, ({ prop, value }) => {
    const columns = prop === "grid-template-columns" ? value : value.split("/").pop();
    if (/\dfr/.test(columns) && CONTENT.test(columns.replace(/auto-fi(ll|t)/g, ""))) mixed.push(columns);
  });
  root.walkDecls(/^grid-(column(-start|-end)?|area)$/, (declaration) => {
    const { prop, value } = declaration;
    const over = prop === "grid-area" ? /span/.test(value) || value.split("/").length > 3 : OVER_COLUMNS.test(value);
    if (over && mixed.length) report(declaration, `${prop} over several columns, beside « ${mixed[0]} »: give the columns a width`);
  });
}

function atRules(root, report) {
  root.walkAtRules((rule) => {
    const lack = known(data.css["at-rules"][rule.name]?.__compat, rule.name, HARMLESS.atRules);
    if (lack.length) report(rule, `@${rule.name}: not in ${lack.join(", ")}`);
    if (rule.name === "media" && /[<>]/.test(rule.params)) report(rule, "a range with < or >: write min- or max-");
  });
  root.walkRules((rule) => {
    if (rule.parent.type === "rule") report(rule, "a rule inside another");
  });
}

const house = stylelint.createPlugin(RULE, () => (root, result) => {
  const report = (node, message) => stylelint.utils.report({ ruleName: RULE, result, node, message });
  for (const look of [values, selectors, spans, atRules, fallbacks]) look(root, report);
});

export default {
  plugins: [house, tool("stylelint-no-unsupported-browser-features")],
  rules: {
    [RULE]: true,
    "plugin/no-unsupported-browser-features": [
      true,
      {
        ignorePartialSupport: true,
        ignore: [
          ...["css-has", "css-focus-visible", "css-container-queries", "css-container-query-units", "css-file-selector-button"],
          ...["flexbox-gap", "viewport-unit-variants", "css-text-wrap-balance", "text-size-adjust", "text-decoration"],
          ...["css-math-functions", "css-scroll-snap", "css-overscroll-behavior", "user-select-none", "css-read-only-write"],
          ...["css-scroll-behavior", "css-resize", "css-content-visibility", "css-paged-media", "css-color-adjust", "css3-cursors"],
          "css-media-scripting", // asked to draw sooner what the script draws anyway
          "css-not-sel-list", // ours is exact: a list inside :not()
        ],
      },
    ],
  },
};
