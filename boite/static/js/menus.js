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
