// Reading aloud: the button shows only where the device can speak; what reads is fetched when it is first used.
for (const button of document.querySelectorAll("[data-listen]")) {
  if (!("speechSynthesis" in window)) continue;
  button.hidden = false;
  const fetchReader = () => {
    button.removeEventListener("click", fetchReader);
    const script = document.createElement("script");
    script.src = button.dataset.listen;
    document.head.append(script);
  };
  button.addEventListener("click", fetchReader);
}
