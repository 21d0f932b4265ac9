// Under « Où ? », the communes that the first letters may mean. Without this script one types the whole name.
for (const input of document.querySelectorAll("input[data-communes]")) {
  let waiting = 0;
  let last = null;

  const propose = async () => {
    const typed = input.value.trim();
    // A line of the list was chosen: there is nothing more to propose.
    if (typed.length < 2 || [...input.list.options].some((option) => option.value === typed)) return;
    last?.abort();
    last = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.communes}?debut=${encodeURIComponent(typed)}`, { signal: last.signal });
      if (!answer.ok) return;
      const options = (await answer.json()).map((name) => new Option(name, name));
      input.list.textContent = "";
      input.list.append(...options);
    } catch {
      // No line, or another letter meanwhile: the field works by itself.
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(propose, 150);
  });
}
