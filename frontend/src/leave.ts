// Out of a sensitive page at once: by its link, or by Shift three times within five seconds. What stood there
// is gone before the server answers, and the page's place in the history is taken by the one that follows.
// Without this script the link is a plain link.
const WITHIN = 5_000; // milliseconds
const TIMES = 3;

const link = document.querySelector<HTMLAnchorElement>("a[data-leave]");

if (link) {
  let presses: number[] = [];
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link.href);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") presses = [];
    else if (!event.repeat) {
      presses = [...presses, event.timeStamp].slice(-TIMES);
      if (presses.length === TIMES && event.timeStamp - presses[0] <= WITHIN) leave(link.href);
    }
  });
  // A copy the browser kept in memory is never shown again.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

function leave(address: string): void {
  const cover = document.createElement("div");
  cover.className = "cover";
  document.body.replaceChildren(cover);
  document.title = "\u200b";
  location.replace(address);
}
