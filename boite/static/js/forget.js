// Nobody is signed in here any more: the titles that the installed application kept for the page without a line are nobody's.
if ("caches" in window) caches.delete("boite-liste").catch(() => {});
