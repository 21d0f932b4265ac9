// The key Escape closes the list of actions that is open, and gives the keyboard back to its button.
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector(".action-menu[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// So does the keyboard when it goes on.
document.addEventListener("focusin", (event) => {
  const open = document.querySelector(".action-sheet[open]");
  if (open && !open.contains(event.target)) open.open = false;
});

// Paper has no folds: those of the page are open while it is printed.
{
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("main details:not([open]):not(.action-menu)"));
    opened.forEach((fold) => fold.setAttribute("open", ""));
  });
  window.addEventListener("afterprint", () => opened.forEach((fold) => fold.removeAttribute("open")));
}
