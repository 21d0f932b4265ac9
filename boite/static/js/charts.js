// One stop of the Tab key for each chart: the arrows go from mark to mark. Without this file, each mark is a stop.
(() => {
  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  document.querySelectorAll("[data-marks]").forEach((chart) => {
    const marks = Array.from(chart.querySelectorAll('[role="img"]'));
    marks.slice(1).forEach((mark) => mark.setAttribute("tabindex", "-1"));
    chart.addEventListener("keydown", (event) => {
      const here = marks.indexOf(document.activeElement);
      const step = STEPS[event.key];
      if (here < 0 || !step) return;
      event.preventDefault();
      const next = marks[Math.max(0, Math.min(marks.length - 1, here + step))];
      marks[here].setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    });
  });
})();

// A link to what is folded unfolds it: browsers do it, but the older ones.
(() => {
  const unfold = () => {
    const there = location.hash && document.getElementById(location.hash.slice(1));
    const fold = there && there.closest("details");
    if (fold) fold.open = true;
  };
  window.addEventListener("hashchange", unfold);
  unfold();
})();
