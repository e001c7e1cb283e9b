/** Sorting of tables and a filter of examples. The page is whole without it; it makes no request and reads nothing but the page. */
export const SCRIPT = `"use strict";
for (const table of document.querySelectorAll("table")) {
  const body = table.tBodies[0];
  if (!body || body.rows.length < 3) continue;
  const value = (row, i) => {
    const text = row.cells[i].textContent.trim();
    const number = parseFloat(text.replace(/,/g, ""));
    return Number.isNaN(number) ? text : number;
  };
  [...table.tHead.rows[0].cells].forEach((head, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const order = (a, b) => typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1;
      const rows = [...body.rows].sort((a, b) => (up ? 1 : -1) * order(value(a, i), value(b, i)));
      body.append(...rows);
    });
  });
}
const list = document.getElementById("example-list");
if (list && list.children.length > 2) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  const found = document.createElement("span");
  input.type = "search";
  label.className = "filter";
  found.setAttribute("role", "status");
  label.append("Only examples with this text ", input, found);
  list.before(label);
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase();
    let shown = 0;
    for (const example of list.children) {
      example.hidden = !example.textContent.toLowerCase().includes(wanted);
      if (!example.hidden) shown++;
    }
    found.textContent = wanted === "" ? "" : shown + " of " + list.children.length;
  });
}
const open = () => {
  const target = document.getElementById(location.hash.slice(1));
  for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  if (target) target.focus({ preventScroll: false });
};
addEventListener("hashchange", open);
if (location.hash) open();
`;
