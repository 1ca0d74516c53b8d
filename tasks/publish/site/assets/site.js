// Sorting, filtering, what is known of a mark, and search. Every page can be read without it; it adds text, never HTML.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (name, text = "", given = {}) => Object.assign(document.createElement(name), { textContent: text }, given);
  const release = document.documentElement.dataset.release;
  if (release) document.getElementById("release").textContent = release;

  // Tables: rows are sorted within their group (tbody); a row of `cat` stays on top of it.
  const key = (row, n) => {
    const cell = row.cells[n];
    const text = cell ? cell.dataset.v ?? cell.textContent.trim() : "";
    const number = /^[-−+]?[\d,]+(\.\d+)?$/.test(text) ? Number(text.replace(/,/g, "").replace("−", "-")) : NaN;
    return { text, number };
  };
  const compare = (a, b) => {
    if ((a.text === "") !== (b.text === "")) return a.text === "" ? 1 : -1;
    if (Number.isNaN(a.number) || Number.isNaN(b.number)) return a.text.localeCompare(b.text, "zh-Hans-CN");
    return a.number - b.number;
  };
  const sort = (table, heading, n) => {
    const down = heading.getAttribute("aria-sort") === "ascending";
    all("thead th", table).forEach((th) => th.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    for (const body of table.tBodies) {
      const rows = [...body.rows].filter((row) => !row.classList.contains("cat"));
      const keyed = rows.map((row) => [key(row, n), row]);
      keyed.sort(([a], [b]) => (down && a.text !== "" && b.text !== "" ? -compare(a, b) : compare(a, b)));
      body.append(...keyed.map(([, row]) => row));
    }
  };
  for (const table of all("table.sortable")) {
    all("thead th", table).forEach((heading, n) => {
      const button = make("button", "", { type: "button" });
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sort(table, heading, n));
      heading.append(button);
    });
    if (!table.dataset.filter || table.rows.length < 5) continue;
    const label = make("label", table.dataset.filter + " ", { className: "filter" });
    const input = make("input", "", { type: "search" });
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase();
      for (const body of table.tBodies) {
        const rows = [...body.rows].filter((row) => !row.classList.contains("cat"));
        for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
        body.hidden = rows.every((row) => row.hidden);
      }
    });
    label.append(input);
    table.closest(".wide").before(label);
  }
  let heading = "", n = 0;
  for (const wide of all("h1, h2, .wide")) {
    if (!wide.matches(".wide")) { heading = wide.textContent.trim(); n = 0; continue; }
    n += 1;
    if (wide.scrollWidth <= wide.clientWidth) continue;
    wide.tabIndex = 0; // so that the keyboard can scroll it
    wide.setAttribute("role", "region");
    wide.setAttribute("aria-label", `${heading}：可左右滚动的表 Scrollable table ${n}`);
    wide.before(make("small", "可左右滑动，看其余各列 Swipe for more columns", { className: "more" }));
  }

  // Marks: what the row of a mention says, beside the mark that the pointer or the keyboard is on.
  const tip = make("div", "", { id: "tip", hidden: true });
  tip.setAttribute("role", "tooltip");
  const hide = () => {
    tip.hidden = true;
    all("mark.lit").forEach((mark) => mark.classList.remove("lit"));
  };
  const show = (mark) => {
    hide();
    const wanted = mark.dataset.m.split(" ");
    tip.replaceChildren(...wanted.map((id) => {
      const row = document.getElementById("i-" + id);
      const list = make("dl");
      all("thead th", row.closest("table")).forEach((heading, n) => {
        const cell = row.cells[n].textContent.trim();
        if (cell) list.append(make("dt", heading.textContent.trim().split(" ")[0]), make("dd", cell));
      });
      return list;
    }));
    all(`mark[data-m]`).filter((other) => other.dataset.m.split(" ").includes(wanted[0])).forEach((m) => m.classList.add("lit"));
    tip.hidden = false;
    const at = mark.getBoundingClientRect();
    const left = Math.max(4, Math.min(at.left, document.documentElement.clientWidth - tip.offsetWidth - 4));
    const below = at.bottom + tip.offsetHeight + 8 < innerHeight || at.top < tip.offsetHeight;
    tip.style.left = left + scrollX + "px";
    tip.style.top = (below ? at.bottom + 6 : at.top - tip.offsetHeight - 6) + scrollY + "px";
  };
  const marks = all("mark[data-m]");
  if (marks.length) document.body.append(tip);
  for (const mark of marks) {
    const link = mark.querySelector("a");
    mark.addEventListener("pointerenter", () => show(mark));
    mark.addEventListener("pointerleave", hide);
    link.addEventListener("focus", () => show(mark));
    link.addEventListener("blur", hide);
  }
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  // Search.
  const box = document.getElementById("q");
  if (box && window.SEARCH_INDEX) {
    const results = document.getElementById("results");
    const look = () => {
      const wanted = box.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      const says = ([words, , note], w) => (words + note).toLowerCase().includes(w);
      let found = wanted.length ? SEARCH_INDEX.filter((entry) => wanted.every((w) => says(entry, w))) : [];
      if (!found.length) {
        // “桐坝镇法律明白人” is a township and a metric, each with a page of its own
        const names = SEARCH_INDEX.map(([, shown]) => shown.toLowerCase()).filter((name) => name.length > 1);
        const parts = wanted.flatMap((w) => {
          const name = names.find((known) => w.includes(known));
          return name ? [name, ...w.split(name)] : [w];
        }).filter(Boolean);
        found = parts.length > 1 ? SEARCH_INDEX.filter((entry) => parts.some((w) => says(entry, w))) : [];
      }
      results.replaceChildren(...found.slice(0, 100).map(([, shown, note, page]) => {
        const item = make("li");
        item.append(make("a", shown, { href: page }), " ", make("small", note));
        return item;
      }));
      document.getElementById("count").textContent = wanted.length ? `${found.length} 项${found.length > 100 ? "，只列前100项" : ""}` : "";
    };
    box.addEventListener("input", look);
    box.addEventListener("keydown", (event) => {
      const only = results.querySelectorAll("a");
      if (event.key === "Enter" && only.length === 1) only[0].click();
    });
    box.value = new URLSearchParams(location.search).get("q") ?? "";
    look();
    box.focus();
  }
})();
