// A shared computer: what one person typed to come in never comes back to the next, with Back or as a suggestion.
for (const shared of document.querySelectorAll('form input[name="shared"]')) {
  shared.form.addEventListener("submit", () => {
    if (!shared.checked) return;
    for (const field of shared.form.querySelectorAll("input[autocomplete]")) field.autocomplete = "off";
  });
}
