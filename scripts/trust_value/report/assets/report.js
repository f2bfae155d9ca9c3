// Nothing here is needed to read a page: it sorts tables and filters the list of trusts.
"use strict";

const order = new Intl.Collator("en-GB", { numeric: true });

function key(cell) {
  const given = cell.dataset.sort ?? cell.textContent.trim().replace(/[£,]/g, "").replace("−", "-");
  const number = Number.parseFloat(given);
  return Number.isNaN(number) ? given : number;
}

function compare(a, b) {
  if (typeof a === typeof b) return typeof a === "number" ? a - b : order.compare(a, b);
  return typeof a === "number" ? -1 : 1;
}

for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => compare(key(a.cells[column]), key(b.cells[column])) * (down ? -1 : 1));
      table.tBodies[0].append(...rows);
    });
  });
}

const search = document.querySelector("#search");
if (search) {
  search.form.hidden = false;
  search.form.addEventListener("submit", (event) => {
    event.preventDefault();
    document.querySelector(".trusts li:not([hidden]) a")?.click();
  });
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const region of document.querySelectorAll(".region")) {
      let here = 0;
      for (const item of region.querySelectorAll("li")) {
        const text = item.dataset.words.toLowerCase();
        item.hidden = !words.every((word) => text.includes(word));
        here += item.hidden ? 0 : 1;
      }
      region.hidden = here === 0;
      found += here;
    }
    document.querySelector("#found").textContent = `${found} ${found === 1 ? "trust" : "trusts"}`;
  });
}

for (const details of document.querySelectorAll("details")) {
  const open = () => { if (location.hash && details.matches(location.hash)) details.open = true; };
  addEventListener("hashchange", open);
  open();
}
