// Verdicts by keyboard: Alt and the letter that stands on the button. A missing reason is asked for, not sent.
const form = document.querySelector("#judge");
const pressed = (key) => document.querySelector(`[data-key="${key}"]`);

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const key = event.code.replace(/^Key/, "").toLowerCase();
  const target = /^[a-z]$/.test(key) ? pressed(key) : null;
  if (!target) return;
  event.preventDefault();
  const reason = form?.querySelector("textarea");
  if (target.tagName === "BUTTON" && reason && !reason.value.trim()) {
    reason.setAttribute("aria-invalid", "true");
    reason.focus();
    return;
  }
  target.click();
});
