// The original in the page: asked for by the same form, shown from memory, never from an address that could be opened
// again without being recorded. Large ones, and what is not shown in place, go the way of the plain form.
const LARGEST = 200 * 1024 * 1024;
const ELEMENTS = { picture: "img", video: "video", audio: "audio" };
const form = document.querySelector("#original");
const place = document.querySelector("#shown");
let address = "";

function show(blob, kind) {
  if (address) URL.revokeObjectURL(address);
  address = URL.createObjectURL(blob);
  const element = document.createElement(ELEMENTS[kind]);
  element.src = address;
  if (kind === "picture") element.alt = "";
  else element.controls = true;
  if (kind === "video") element.muted = true;
  place.replaceChildren(element);
}

form?.addEventListener("submit", async (event) => {
  const { kind, size, inPlace } = form.dataset;
  if (!(kind in ELEMENTS) || inPlace !== "yes" || Number(size) > LARGEST || !form.purpose.value.trim()) return;
  event.preventDefault();
  const failed = form.querySelector("[data-failed]");
  const button = form.querySelector("button");
  failed.hidden = true;
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.blob(), kind);
  } catch {
    failed.hidden = false;
  } finally {
    button.disabled = false;
  }
});
