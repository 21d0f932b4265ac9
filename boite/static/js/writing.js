// Buttons for the signs of a text, over every field that takes them, and the two keys that everybody knows.
// Without this script, the signs themselves do the same.
{
  const TOOLS = [
    ["Titre", "# ", ""],
    ["Gras", "**", "**"],
    ["Italique", "*", "*"],
    ["Liste", "- ", ""],
    ["Lien", "[", "](https://)"],
  ];

  const put = (area, before, after) => {
    const { selectionStart: start, selectionEnd: end, value } = area;
    const line = after === "" ? value.lastIndexOf("\n", start - 1) + 1 : start;
    area.focus();
    area.setSelectionRange(line, after === "" ? line : end);
    // execCommand keeps what the browser can undo; setRangeText does not, and says nothing of it.
    const text = after === "" ? before : before + value.slice(start, end) + after;
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text);
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    area.setSelectionRange(start + before.length, end + before.length);
  };

  const dress = (area) => {
    const bar = document.createElement("div");
    bar.className = "writing-tools";
    bar.setAttribute("role", "group");
    const label = document.querySelector(`label[for="${area.id}"]`);
    bar.setAttribute("aria-label", `Mise en forme : ${label ? label.firstChild.textContent.trim() : "texte"}`);
    for (const [name, before, after] of TOOLS) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = name;
      button.addEventListener("click", () => put(area, before, after));
      bar.append(button);
    }
    area.before(bar);
    area.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const sign = { b: "**", i: "*" }[event.key];
      if (!sign) return;
      event.preventDefault();
      put(area, sign, sign);
    });
  };

  document.querySelectorAll("[data-markdown]").forEach(dress);
}
