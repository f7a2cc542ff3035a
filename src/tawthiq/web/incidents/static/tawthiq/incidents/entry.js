// The screen of one case, faster: rows without a round trip, choices while typing, the form kept as typed.
// Everything works without this module: rows are added by the server, names are resolved when the form is sent.

const form = document.getElementById("entry");
const saying = form.dataset;

// ---- rows

const sections = () => form.querySelectorAll("section.rows");

function addRow(name) {
  const section = form.querySelector(`section[data-section="${name}"]`);
  const count = section.querySelector(`input[name="${name}-count"]`);
  const number = Number(count.value);
  const row = document.getElementById(`blank-${name}`).content.firstElementChild.cloneNode(true);
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_ELEMENT);
  for (let node = row; node; node = walker.nextNode()) {
    for (const attribute of node.attributes) {
      if (attribute.value.includes("__n__")) attribute.value = attribute.value.replaceAll("__n__", number);
    }
  }
  row.querySelector("legend").textContent = row.querySelector("legend").textContent.replace("__m__", number + 1);
  const order = row.querySelector(`[name="${name}-${number}-order"]`);
  if (order) order.value = number + 1;
  const key = row.querySelector(`[name="${name}-${number}-key"]`);
  if (key) key.value = `new-${number}`;
  section.querySelector(".row-list").append(row);
  count.value = number + 1;
  if (name === "victims" && number > 0) carryOver(number);
  refreshGroups();
  firstField(row)?.focus();
  keepSoon();
}

// What victims of one attack usually share is carried over from the one before.
function carryOver(number) {
  for (const field of ["kind", "status", "strike", "within", "cause"]) {
    const before = form.elements[`victims-${number - 1}-${field}`];
    const here = form.elements[`victims-${number}-${field}`];
    if (before && here) here.value = before.value;
  }
}

const firstField = (row) => row.querySelector("input:not([type=hidden]), select, textarea");

function refreshGroups() {
  const groups = [...form.querySelectorAll('[name$="-group_label"]')].map((label, number) => {
    const prefix = label.name.slice(0, -"group_label".length);
    const id = form.elements[`${prefix}id`]?.value || form.elements[`${prefix}key`]?.value || prefix;
    return [id, label.value || label.closest("fieldset").querySelector("legend").textContent];
  });
  const blank = document.getElementById("blank-victims").content;
  const selects = [...form.querySelectorAll('select[name$="-within"]'), ...blank.querySelectorAll('select[name$="-within"]'),
    ...document.getElementById("blank-groups").content.querySelectorAll('select[name$="-within"]')];
  for (const select of selects) {
    const chosen = select.value;
    select.replaceChildren(new Option("—", ""), ...groups.map(([id, label]) => new Option(label, id)));
    select.value = groups.some(([id]) => id === chosen) ? chosen : "";
  }
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-add]");
  if (!button) return;
  event.preventDefault();
  addRow(button.dataset.add);
});
form.addEventListener("change", (event) => {
  if (event.target.name?.endsWith("-group_label")) refreshGroups();
});

// ---- keys

const KEYS = { v: "victims", g: "groups", k: "strikes" };
const codeKeys = { KeyV: "v", KeyG: "g", KeyK: "k", KeyS: "s" };

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const key = codeKeys[event.code];
  if (!key) return;
  event.preventDefault();
  if (key === "s") form.requestSubmit(form.querySelector('button[data-key="s"]'));
  else addRow(KEYS[key]);
});

form.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.defaultPrevented || event.isComposing) return;
  if (!field.matches("input:not([type=checkbox], [type=radio]), select")) return;
  event.preventDefault();
  const fields = [...form.querySelectorAll("input:not([type=hidden]), select, textarea, button")].filter(
    (one) => one.offsetParent !== null && one.tabIndex >= 0,
  );
  fields[fields.indexOf(field) + 1]?.focus();
});

// ---- choices while typing: a combobox over the plain field

let list = null;
let listOf = null;
let timer = 0;
let asked = 0;

const hidden = (field, end) => form.querySelector(`input[type=hidden][name="${CSS.escape(field.name + end)}"]`);

function closeList() {
  list?.remove();
  if (listOf) {
    listOf.setAttribute("aria-expanded", "false");
    listOf.removeAttribute("aria-activedescendant");
    listOf.removeAttribute("aria-controls");
  }
  list = listOf = null;
}

function openList(field, choices) {
  closeList();
  if (!choices.length) return;
  list = document.createElement("ul");
  list.className = "picker-list";
  list.id = `${field.id}-list`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels?.[0]?.textContent ?? "");
  choices.forEach((choice, number) => {
    const option = document.createElement("li");
    option.id = `${list.id}-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const label = document.createElement("bdi");
    label.textContent = choice.label;
    const context = document.createElement("span");
    context.className = "context";
    context.textContent = choice.context;
    option.append(label, context);
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(field, choice);
    });
    option.choice = choice;
    list.append(option);
  });
  field.parentElement.classList.add("picker");
  field.after(list);
  listOf = field;
  field.setAttribute("aria-expanded", "true");
  field.setAttribute("aria-controls", list.id);
}

function take(field, choice) {
  field.value = choice.label;
  const id = hidden(field, "_id");
  const was = hidden(field, "_was");
  if (id && was) [id.value, was.value] = [choice.id, choice.label];
  say(field, choice.context);
  closeList();
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function say(field, text, warning = "") {
  const output = document.getElementById(`${field.id}-said`);
  if (!output) return;
  output.replaceChildren();
  if (text) {
    const said = document.createElement("bdi");
    said.textContent = text;
    output.append(said);
  }
  if (warning) {
    const strong = document.createElement("strong");
    strong.className = "warn";
    strong.textContent = ` ${warning}`;
    output.append(strong);
  }
}

async function ask(address, values) {
  try {
    const answer = await fetch(`${address}?${new URLSearchParams(values)}`, { headers: { "X-Requested-With": "fetch" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

async function offer(field) {
  const number = ++asked;
  const kind = field.dataset.pick;
  const text = field.value.trim();
  if (text.length < 2) return closeList();
  const answer = await ask(saying[`pick${kind[0].toUpperCase()}${kind.slice(1)}`], { q: text });
  if (number !== asked || document.activeElement !== field || !answer) return;
  openList(field, answer.choices);
}

form.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.dataset?.pick) return;
  const id = hidden(field, "_id");
  if (id && hidden(field, "_was")?.value !== field.value) id.value = "";
  say(field, "");
  clearTimeout(timer);
  timer = setTimeout(() => offer(field), 150);
});
form.addEventListener("focusout", (event) => {
  if (event.target === listOf) closeList();
});
form.addEventListener(
  "keydown",
  (event) => {
    if (event.target !== listOf || !list) return;
    const options = [...list.children];
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Escape") {
      event.preventDefault();
      closeList();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = (at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1) + options.length) % options.length;
      options.forEach((option, number) => option.setAttribute("aria-selected", String(number === next)));
      options[next].scrollIntoView({ block: "nearest" });
      listOf.setAttribute("aria-activedescendant", options[next].id);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      take(listOf, options[at].choice);
    }
  },
  true,
);

// ---- when: what is understood is said beside the field; likely duplicates too

const when = form.elements.when;
when?.addEventListener("change", async () => {
  if (!when.value.trim()) return say(when, "");
  const answer = await ask(saying.when, { q: when.value, zone: form.elements.zone?.value ?? "" });
  if (answer) say(when, answer.said ?? "", answer.error ?? answer.warning ?? "");
  warnOfAlike();
});
form.elements.place?.addEventListener("change", warnOfAlike);

async function warnOfAlike() {
  const box = document.getElementById("alike");
  const place = form.elements.place;
  if (!when.value.trim() || !place.value.trim()) return box.replaceChildren();
  const answer = await ask(saying.alike, {
    when: when.value, place: place.value, place_id: hidden(place, "_id")?.value ?? "", code: form.elements.code.value,
  });
  box.replaceChildren();
  if (!answer?.cases.length) return;
  const notice = document.createElement("div");
  notice.className = "notice warning alike";
  notice.append(saying.saidAlike);
  const found = document.createElement("ul");
  for (const one of answer.cases) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = `/incidents/${encodeURIComponent(one.code)}/`;
    link.target = "_blank";
    link.textContent = one.code;
    const title = document.createElement("bdi");
    title.textContent = one.title;
    line.append(link, " ", title, ` · ${one.when}`);
    found.append(line);
  }
  notice.append(found);
  box.append(notice);
}

// ---- kept as typed

let keeping = 0;
let isLeaving = false;
let inKeeping = Promise.resolve();

function keepSoon() {
  clearTimeout(keeping);
  keeping = setTimeout(() => (inKeeping = keep()), 1200);
}

async function keep() {
  clearTimeout(keeping);
  const said = document.getElementById("kept");
  try {
    const answer = await fetch(saying.keep, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const kept = await answer.json();
    if (isLeaving) return kept;
    form.elements.entry.value = kept.entry;
    if (!form.elements.code.value) history.replaceState(null, "", kept.address);
    said.textContent = `${saying.saidKept} ${kept.at}`;
    return kept;
  } catch {
    said.textContent = saying.saidUnkept;
    return null;
  }
}

form.addEventListener("input", keepSoon);
form.addEventListener("change", keepSoon);
form.addEventListener("submit", (event) => {
  // A keep under way must end first, or it would come after the save and bring the draft back.
  clearTimeout(keeping);
  if (isLeaving) return;
  event.preventDefault();
  isLeaving = true;
  const button = event.submitter;
  inKeeping.finally(() => form.requestSubmit(button));
});

// ---- map: shapes and points of the home's own gazetteer

const box = document.getElementById("map");

function load(address) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
}

const number = (text) => Number(String(text).replace(",", "."));

async function drawMap() {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = box.dataset.style;
  document.head.append(style);
  const [, answer] = await Promise.all([load(box.dataset.lib), fetch(box.dataset.shapes)]);
  const shapes = await answer.json();
  if (!shapes.features.length) return;
  box.hidden = false;
  const bounds = new maplibregl.LngLatBounds();
  const stretch = (part) => (typeof part[0] === "number" ? bounds.extend(part) : part.forEach(stretch));
  shapes.features.forEach((feature) => stretch(feature.geometry.coordinates));
  const map = new maplibregl.Map({
    container: box, bounds, fitBoundsOptions: { padding: 16 }, attributionControl: false, dragRotate: false,
    style: {
      version: 8, sources: { places: { type: "geojson", data: shapes } },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": "#e8eef0" } },
        { id: "outline-fill", type: "fill", source: "places", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": "#ffffff" } },
        { id: "outline", type: "line", source: "places", filter: ["==", ["geometry-type"], "Polygon"], paint: { "line-color": "#8a9aa3" } },
        { id: "points", type: "circle", source: "places", filter: ["==", ["geometry-type"], "Point"],
          paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 6, 2, 10, 5], "circle-color": "#1d4e5f" } },
      ],
    },
  });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  let marker = null;
  const mark = () => {
    const at = [number(form.elements.longitude.value), number(form.elements.latitude.value)];
    if (!form.elements.longitude.value || at.some(Number.isNaN)) return;
    marker ??= new maplibregl.Marker({ color: "#a32020" }).setLngLat(at).addTo(map);
    marker.setLngLat(at);
  };
  mark();
  form.elements.latitude.addEventListener("change", mark);
  form.elements.longitude.addEventListener("change", mark);
  const hint = document.getElementById("map-said");
  map.on("mousemove", "points", (event) => { hint.textContent = event.features[0].properties.name; });
  map.on("click", async (event) => {
    form.elements.longitude.value = event.lngLat.lng.toFixed(5);
    form.elements.latitude.value = event.lngLat.lat.toFixed(5);
    mark();
    keepSoon();
    const answer = await ask(saying.point, { longitude: event.lngLat.lng, latitude: event.lngLat.lat });
    if (!answer?.choices.length) return;
    form.elements.place.focus();
    openList(form.elements.place, answer.choices);
  });
}

if (box && window.matchMedia("(min-width: 40rem)").matches) {
  new IntersectionObserver((seen, watcher) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    watcher.disconnect();
    drawMap().catch(() => { box.hidden = true; });
  }).observe(box.parentElement);
}

// ---- where to begin

refreshGroups();
const begin = document.getElementById("both") ?? document.getElementById("likely") ?? document.getElementById("errors")
  ?? document.getElementById("refusal") ?? (saying.added ? firstField(document.getElementById(`${saying.added}row`)) : null)
  ?? (form.elements.code.value ? null : when);
begin?.focus();
