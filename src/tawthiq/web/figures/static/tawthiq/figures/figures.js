// Copy buttons, and answers that refuse: htmx shows them too. Everything works without any of this.

function show(root) {
  for (const button of root.querySelectorAll("button[data-copy][hidden]")) button.hidden = false;
}

show(document);
document.addEventListener("htmx:afterSwap", (event) => show(event.target));
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    button.setAttribute("aria-live", "polite");
    button.classList.add("copied");
  } catch {
    // No leave to write there: the text stands selected, Ctrl-C copies it.
  }
});
