// Says on the page when the browser used no key, and removes a notice from before.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const notice of document.querySelectorAll("[data-passkey-error]")) notice.hidden = false;
});
document.addEventListener("click", () => {
  for (const notice of document.querySelectorAll("[data-passkey-error]")) notice.hidden = true;
}, true);
