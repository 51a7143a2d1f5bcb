// What every page needs: Bootstrap's behaviours, keys, focus after a swap, selections, confirmations.
import "bootstrap/js/dist/alert";
import "bootstrap/js/dist/collapse";
import "bootstrap/js/dist/dropdown";
import "bootstrap/js/dist/modal";
import "bootstrap/js/dist/offcanvas";
import "./keys";
import "./once";
import "./kept"; // first: sums and counts below are of what it puts back
import "./auto";

// A swap says what changed and moves the focus to it, unless someone is typing the filter that caused it,
// or nobody did: what looks for news by itself speaks, and leaves the focus where it is.
document.addEventListener("htmx:load", (event) => {
  const fresh = (event as CustomEvent<{ elt: HTMLElement }>).detail.elt;
  if (fresh === document.body) return;
  if (fresh instanceof HTMLFormElement) countSelected(fresh);
  const said = fresh.querySelector<HTMLElement>("[data-say]") ?? fresh.closest<HTMLElement>("[data-say]");
  const voice = document.getElementById("voice");
  if (voice && said) voice.textContent = said.dataset.say || said.textContent;
  if (document.activeElement?.closest("form.filters") || fresh.matches("[data-poll], [data-quiet]")) return;
  const focus = fresh.querySelector<HTMLElement>("[data-focus]") ?? fresh;
  if (!focus.hasAttribute("tabindex")) focus.setAttribute("tabindex", "-1");
  focus.focus({ preventScroll: true });
});

// What fetches itself anew leaves open what one has opened, and as far down as one has read in it.
let opened = new Map<string, number>();
document.addEventListener("htmx:beforeSwap", (event) => {
  const old = (event as CustomEvent<{ target: HTMLElement }>).detail.target;
  if (!old.matches("[data-poll]")) return;
  const folds = old.querySelectorAll<HTMLDetailsElement>("details[id][open]");
  opened = new Map([...folds].map((fold) => [fold.id, fold.lastElementChild?.scrollTop ?? 0]));
});
document.addEventListener("htmx:afterSwap", () => {
  for (const [id, read] of opened) {
    const fold = document.getElementById(id);
    if (!(fold instanceof HTMLDetailsElement)) continue;
    fold.open = true;
    if (fold.lastElementChild) fold.lastElementChild.scrollTop = read;
  }
  opened = new Map();
});

// What a list cannot show in its place is shown as the page it is.
for (const failed of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failed, (event) => {
    const { elt, requestConfig } = (event as CustomEvent<{ elt: HTMLElement; requestConfig: { verb: string; path: string } }>).detail;
    if (failed === "htmx:sendError" && elt.matches("[data-poll]")) return; // the network is back by the next time
    if (requestConfig.verb === "get") location.assign(requestConfig.path);
  });
}

// The box of one row: what it sends is a household's id on most lists, an area's code on that of levels.
const ROW = "td.tick input[type=checkbox]";

document.addEventListener("change", (event) => {
  const target = event.target as HTMLElement;
  const all = target.closest<HTMLInputElement>("[data-select-all]");
  if (all) {
    const form = all.closest("form");
    form?.querySelectorAll<HTMLInputElement>(ROW).forEach((box) => (box.checked = all.checked));
  }
  if (target.matches(`[data-select-all], [data-select-whole], ${ROW}`)) {
    const form = target.closest("form");
    const whole = form?.querySelector<HTMLInputElement>("[data-select-whole]");
    if (target === whole && whole.checked) {
      form?.querySelectorAll<HTMLInputElement>(`[data-select-all], ${ROW}`).forEach((box) => (box.checked = true));
    } else if (whole && !(target as HTMLInputElement).checked) {
      whole.checked = false;
    }
    countSelected(form);
  }
});

function countSelected(form: HTMLFormElement | null): void {
  if (!form) return;
  const whole = form.querySelector<HTMLInputElement>("[data-select-whole]:checked");
  const chosen = form.querySelectorAll<HTMLInputElement>(`${ROW}:checked`).length;
  form.querySelectorAll<HTMLElement>("[data-selected]").forEach((place) => (place.textContent = whole?.dataset.count ?? String(chosen)));
  form.querySelectorAll<HTMLButtonElement>("button[data-needs-selection]").forEach((button) => {
    if (!button.hasAttribute("data-refused")) button.disabled = chosen === 0;
  });
  form.querySelectorAll<HTMLElement>(".bulk").forEach((bar) => (bar.hidden = chosen === 0));
}
document.querySelectorAll<HTMLFormElement>("form").forEach((form) => {
  if (form.querySelector(ROW)) countSelected(form);
});

// A running sum under score sheets.
function sumPoints(form: HTMLFormElement): void {
  let sum = 0;
  form.querySelectorAll<HTMLInputElement>("input[data-points]").forEach((input) => (sum += Number(input.value) || 0));
  const place = form.querySelector<HTMLElement>("[data-sum]");
  if (place) place.textContent = String(sum);
}
document.querySelectorAll<HTMLFormElement>("form[data-score]").forEach((form) => {
  form.addEventListener("input", () => sumPoints(form));
  sumPoints(form);
});

document.addEventListener("click", (event) => {
  if ((event.target as HTMLElement).closest("[data-fullscreen]")) void document.documentElement.requestFullscreen();
});
document.addEventListener("fullscreenchange", showFullscreen);
document.addEventListener("htmx:load", showFullscreen);
function showFullscreen(): void {
  document.querySelectorAll<HTMLElement>("[data-fullscreen]").forEach((button) => (button.hidden = !document.fullscreenEnabled || !!document.fullscreenElement));
}
showFullscreen();

// What is to be pasted elsewhere is copied by one press; without scripts it stands there to be marked.
document.addEventListener("click", (event) => {
  const button = (event.target as HTMLElement).closest<HTMLElement>("[data-copy]");
  const place = document.getElementById(button?.dataset.copy ?? "") as HTMLTextAreaElement | null;
  if (!button || !place) return;
  place.select();
  const voice = document.getElementById("voice");
  void navigator.clipboard.writeText(place.value).then(() => {
    if (voice) voice.textContent = button.dataset.copied ?? "";
    button.classList.add("is-done");
  });
});

document.querySelectorAll<HTMLElement>("[data-print]").forEach((button) => button.addEventListener("click", () => print()));

const chart = document.querySelector<HTMLElement>("[data-chart]");
if (chart?.dataset.module) void import(chart.dataset.module);
