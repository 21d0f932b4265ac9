// Leaving in a hurry: the page left is not one step back in the history. Without this, the link still leaves.
const leave = document.querySelector("[data-leave]");
leave.addEventListener("click", (event) => {
  event.preventDefault();
  location.replace(leave.href);
});
