// A form marked data-keep="<account>" that was sent and not taken comes back as it was filled in: when a refusal
// leads back to its page, and when she was signed out meanwhile and signs in again. It is kept for the tab only,
// put back for the same account only, and dropped on the first page that shows that it was taken.
interface Kept {
  who: string;
  path: string;
  action: string;
  values: [string, string][];
  waits: boolean;
}

const KEY = "kept-form";
const FORMS = "form[data-keep]";

const actionOf = (form: HTMLFormElement): string => form.getAttribute("action") ?? "";

function keep(form: HTMLFormElement): void {
  const values = [...new FormData(form)].filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && entry[0] !== "csrfmiddlewaretoken",
  );
  const kept: Kept = { who: form.dataset.keep ?? "", path: location.pathname, action: actionOf(form), values, waits: false };
  sessionStorage.setItem(KEY, JSON.stringify(kept));
}

function putBack(form: HTMLFormElement, values: [string, string][]): void {
  for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>("input, select, textarea")) {
    const given = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) {
      if (field.name) field.checked = given.includes(field.value);
    } else if (field.type !== "hidden" && given.length) {
      field.value = given[0];
    }
  }
}

function comeBack(): void {
  const stored = sessionStorage.getItem(KEY);
  if (!stored) return;
  const kept = JSON.parse(stored) as Kept;
  if (location.pathname.startsWith("/sign-in/")) {
    sessionStorage.setItem(KEY, JSON.stringify({ ...kept, waits: true }));
    return;
  }
  const isHere = location.pathname === kept.path;
  if (kept.waits && !isHere) return;
  sessionStorage.removeItem(KEY);
  const isRefused = document.querySelector(".say-bad") !== null;
  if (!isHere || !(kept.waits || isRefused)) return;
  const forms = [...document.querySelectorAll<HTMLFormElement>(FORMS)];
  const form = forms.find((one) => one.dataset.keep === kept.who && actionOf(one) === kept.action);
  if (form) putBack(form, kept.values);
}

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (form.matches(FORMS)) keep(form);
});
comeBack();
