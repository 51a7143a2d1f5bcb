// Forms that send themselves; without scripts the button in them does it.

// Filters apply when a choice is made.
document.addEventListener("change", (event) => {
  const target = event.target as HTMLElement;
  if (target.matches("form[data-auto] select, form[data-auto] input[type=checkbox], form[data-auto] input[type=date]")) {
    (target.closest("form") as HTMLFormElement).requestSubmit();
  }
});

// What only waited for her to come goes on by itself.
document.querySelector<HTMLFormElement>("form[data-go-on]")?.requestSubmit();

// Of a row of filters wider than the screen, the one in force is in sight.
document.querySelector(".chip[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// What came while many others did is sent again by itself after the seconds it was given.
const later = document.querySelector<HTMLFormElement>("form[data-again-in]");
if (later) setTimeout(() => later.requestSubmit(), 1000 * Number(later.dataset.againIn));
