// Remarks: another row when asked for, and a row for a field by pressing it in the record.
const fieldset = document.querySelector("#remarks");
const template = document.querySelector("#remark-row");
const more = document.querySelector("#more-remarks");

function addRow() {
  const row = template.content.firstElementChild.cloneNode(true);
  fieldset.insertBefore(row, template);
  return row;
}

function emptyRow() {
  return [...fieldset.querySelectorAll(".remark")].find((row) => !row.querySelector("input").value.trim()) ?? addRow();
}

if (fieldset && template && more) {
  more.hidden = false;
  more.addEventListener("click", () => addRow().querySelector("select").focus());
  const known = new Set([...fieldset.querySelector("select").options].map((option) => option.value));
  for (const place of document.querySelectorAll(".review [data-field]")) {
    if (!known.has(place.dataset.field)) continue;
    place.addEventListener("dblclick", () => {
      const row = emptyRow();
      row.querySelector("select").value = place.dataset.field;
      row.querySelector("input").focus();
    });
  }
}
