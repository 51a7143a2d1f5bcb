// Said and done once: a second press of the same button sends nothing.
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (event.submitter?.hasAttribute("data-again")) return;
  if (form.method !== "post" || form.hasAttribute("hx-post") || form.hasAttribute("data-again")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => delete form.dataset.sent));
