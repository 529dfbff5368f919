// Keep the place on the page (#…) when an old address leads to a new one.
const link = document.querySelector("a");
location.replace(link.hash ? link.href : link.href + location.hash);
