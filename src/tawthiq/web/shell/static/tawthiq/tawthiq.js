// What every page does by itself: tokens for htmx, menus that close, forms that survive a change of language.
// Areas bring modules of their own; everything works without any of this.

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.account[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.account[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A change of language keeps what is typed: a form with `data-keep` is sent there first, and the page that the answer
// names is opened in the other language.
document.addEventListener("submit", async (event) => {
  const language = event.target.closest("form[data-keep-form]");
  const typed = document.querySelector("form[data-keep]");
  if (!language || !typed) return;
  event.preventDefault();
  try {
    const answer = await fetch(typed.dataset.keep, { method: "POST", body: new URLSearchParams(new FormData(typed)) });
    if (answer.ok) language.elements.next.value = (await answer.json()).address;
  } finally {
    const chosen = document.createElement("input");
    [chosen.type, chosen.name, chosen.value] = ["hidden", event.submitter?.name ?? "language", event.submitter?.value ?? ""];
    language.append(chosen);
    language.submit();
  }
});
