// The proof of a figure on hover and focus, lines of errors, Ctrl-S; the editor works without any of this.

const card = document.getElementById("proof-card");
const words = document.getElementById("proof-words");
const text = document.getElementById("text");

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

function factsOf(figure) {
  const line = document.getElementById(`fig-${figure.dataset.figure}`);
  if (!line) return null;
  let address = line.dataset.address;
  if (address && line.dataset.keys && figure.dataset.cell) {
    const [row, column] = JSON.parse(line.dataset.keys)[Number(figure.dataset.cell) - 1];
    address += `&${new URLSearchParams({ row: row ?? "", column: column ?? "" })}`;
  }
  const { rule, snapshot } = line.parentElement.dataset;
  return { call: line.dataset.call, rule, snapshot, address, ...figure.dataset };
}

function tell(figure) {
  const facts = factsOf(figure);
  if (!facts) return;
  card.replaceChildren(words.content.cloneNode(true));
  for (const part of card.querySelectorAll("[data-of]")) {
    const value = facts[part.dataset.of];
    if (part.dataset.of !== "address") part.textContent = value ?? part.dataset.none ?? "";
    else if (value) part.href = value;
    else part.remove();
  }
  const at = figure.getBoundingClientRect();
  card.hidden = false;
  const wide = card.offsetWidth;
  const left = Math.min(Math.max(8, at.left), document.documentElement.clientWidth - wide - 8);
  card.style.left = `${left + window.scrollX}px`;
  card.style.top = `${at.bottom + window.scrollY + 2}px`;
}

function hide() {
  card.hidden = true;
}

if (card) {
  const figureAt = (event) => event.target.closest?.("#preview a.figure[data-figure]");
  document.addEventListener("mouseover", (event) => {
    const figure = figureAt(event);
    if (figure) tell(figure);
    else if (!event.target.closest?.("#proof-card")) hide();
  });
  document.addEventListener("focusin", (event) => {
    const figure = figureAt(event);
    if (figure) tell(figure);
    else if (!event.target.closest?.("#proof-card")) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-line]");
  if (!button || !text) return;
  const lines = text.value.split("\n");
  const line = Math.min(Number(button.dataset.line), lines.length);
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  text.focus();
  text.setSelectionRange(start, start + lines[line - 1].length);
  text.scrollTop = (text.scrollHeight * (line - 3)) / lines.length;
});

if (text) {
  let saved = text.value;
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      text.form.requestSubmit(text.form.querySelector("button[value=save]"));
    }
  });
  text.form.addEventListener("submit", (event) => {
    if (event.submitter?.dataset.preview !== undefined) {
      event.preventDefault();
      text.dispatchEvent(new Event("preview"));
      return;
    }
    saved = text.value;
  });
  window.addEventListener("beforeunload", (event) => {
    if (text.value !== saved) event.preventDefault();
  });
}
