// Single keys for who works without a mouse. They act only while no field has the focus and no dialog is open,
// move the focus itself, so that a screen reader follows, and can be switched off for this browser (WCAG 2.1.4).
import Modal from "bootstrap/js/dist/modal";

const OFF = "keys-off";
const ROWS = "main tbody tr:has(a.row-link), main .list-rows > li:has(a)";

const areOff = (): boolean => localStorage.getItem(OFF) === "yes";
const isElsewhere = (target: EventTarget | null): boolean =>
  document.body.classList.contains("modal-open") ||
  (target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("select, textarea, input:not([type=checkbox], [type=radio])")));

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(ROWS)].filter((row) => row.offsetParent !== null);
const linkOf = (row: HTMLElement | undefined): HTMLElement | null => row?.querySelector<HTMLElement>("a.row-link, a") ?? null;
const rowInFocus = (): HTMLElement | null => document.activeElement?.closest<HTMLElement>(ROWS) ?? null;

// Moves the focus by a number of rows; from outside the list to its first or last row.
function step(by: 1 | -1): void {
  const all = rows();
  const here = rowInFocus();
  const next = here ? all.indexOf(here) + by : by === 1 ? 0 : all.length - 1;
  linkOf(all[next])?.focus();
}

function find(): void {
  const field = document.querySelector<HTMLInputElement>("main [data-search]") ?? document.querySelector<HTMLInputElement>("[data-search]");
  field?.focus();
  field?.select();
}

function showKeys(): void {
  const dialog = document.getElementById("keys");
  if (dialog) Modal.getOrCreateInstance(dialog).show();
}

const ACTS: Record<string, () => void> = {
  "/": find,
  "?": showKeys,
  j: () => step(1),
  k: () => step(-1),
  x: () => rowInFocus()?.querySelector<HTMLElement>("input[type=checkbox]")?.click(),
  a: () => document.querySelector<HTMLElement>(".bulk:not([hidden]) :is(input, select, button):not(:disabled)")?.focus(),
  "g h": () => location.assign("/"),
};
// Arrows scroll the page, so they move between rows only once one has the focus.
const IN_ROWS: Record<string, () => void> = { ArrowDown: ACTS.j, ArrowUp: ACTS.k };

let before = "";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target) || areOff()) return;
  const act = ACTS[`${before} ${event.key}`] ?? ACTS[event.key] ?? (rowInFocus() ? IN_ROWS[event.key] : undefined);
  before = event.key;
  if (!act) return;
  event.preventDefault();
  act();
});

// In a tick box Enter would press the first button of its form, which takes the list out.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.target as HTMLElement).matches("td.tick input[type=checkbox], [data-select-all], [data-select-whole]")) event.preventDefault();
});

const choice = document.querySelector<HTMLInputElement>("[data-keys-on]");
if (choice) {
  choice.checked = !areOff();
  choice.addEventListener("change", () => localStorage.setItem(OFF, choice.checked ? "no" : "yes"));
}
