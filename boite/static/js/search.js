// On a slow line the results are drawn again under the keyboard: the focus goes back to the same place,
// or to the results themselves where that place is gone.
const results = document.getElementById("resultats");
let held = null;

results.addEventListener("htmx:beforeSwap", () => {
  held = results.contains(document.activeElement) ? document.activeElement : null;
});

results.addEventListener("htmx:afterSwap", () => {
  if (!held || document.activeElement !== document.body) return;
  const alike = [...results.querySelectorAll(held.localName)];
  (alike.find((each) => each.href === held.href && each.value === held.value) ?? results).focus();
});
