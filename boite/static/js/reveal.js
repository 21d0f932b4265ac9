// A button that shows what is typed in a secret field, then hides it again.
for (const input of document.querySelectorAll("input[data-reveal]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  const say = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = shown ? input.dataset.conceal : input.dataset.reveal;
    button.setAttribute("aria-pressed", String(shown));
  };
  say(false);
  button.setAttribute("aria-controls", input.id);
  button.addEventListener("click", () => say(input.type === "password"));
  input.after(button);
  // Hidden again before it leaves, so that the browser treats it as a secret.
  input.form.addEventListener("submit", () => say(false));
}
