// At the desk, the arrows go through the list of questions and Escape comes back to the search.
// Without this, Tab does the same.
const search = document.getElementById("champ-mots");
const list = document.getElementById("questions");
const answer = document.getElementById("reponse");

// On a phone or a tablet the answer stands alone: it is what was asked for, and Escape goes back to the questions.
const alone = () => search.getClientRects().length === 0;
if (alone()) answer.focus({ preventScroll: true });
else {
  search.select();
  // A wide screen has room for what those near bring: nothing to unfold while somebody waits.
  for (const fold of answer.querySelectorAll("section .fold-line")) fold.open = true;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && alone()) {
    answer.querySelector("[data-back]").click();
    return;
  }
  if (event.key === "Escape") {
    search.focus();
    search.select();
    return;
  }
  const links = [...list.querySelectorAll("a")];
  const place = links.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || (place < 0 && document.activeElement !== search)) return;
  event.preventDefault();
  (links[place + step] ?? (step < 0 ? search : links[links.length - 1]))?.focus();
});
