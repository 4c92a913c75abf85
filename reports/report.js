"use strict";
(() => {
const status = document.getElementById("status");
const say = text => { status.textContent = text; };

function make(tag, attributes, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) e.setAttribute(name, value);
  e.append(...children);
  return e;
}
const bdi = text => make("bdi", {}, text);
const count = (n, one, many) => n + " " + (n === 1 ? one : many);

// Sorting. Larger goodness is better; undefined values come last in any order.
function goodness(v, better) {
  switch (better) {
  case "lower": return -v;
  case "near 1": return -Math.abs(Math.log(v));
  case "near 0": return -Math.abs(v);
  }
  return v;
}
const collator = new Intl.Collator(undefined, { numeric: true });
function order(a, b, better, reversed) {
  const sign = reversed ? -1 : 1;
  if (better === "text") return (a === "") - (b === "") || sign * collator.compare(a, b);
  if (a === null || b === null) return (a === null) - (b === null);
  const x = goodness(a, better), y = goodness(b, better);
  return sign * ((x < y) - (x > y));
}
// The direction of the values when the best stand first.
const direction = (better, reversed) => better.startsWith("near") ? "other" : (better === "lower" || better === "text") === reversed ? "descending" : "ascending";

// sortable makes each head of a column a button: the best first, then the worst
// first, then as it was.
function sortable(heads, sort, initial) {
  let column = -1, reversed = false;
  const show = () => heads.forEach((h, k) => {
    if (k === column) h.setAttribute("aria-sort", direction(h.dataset.better, reversed));
    else h.removeAttribute("aria-sort");
  });
  const set = (k, r) => { column = k; reversed = r; show(); sort(column, reversed); };
  heads.forEach((h, k) => {
    const button = make("button", { type: "button" });
    button.append(...h.childNodes);
    h.append(button);
    button.addEventListener("click", () => {
      if (column !== k) set(k, false);
      else if (!reversed) set(k, true);
      else if (initial) set(k, false);
      else set(-1, false);
      const better = h.dataset.better;
      const first = better === "text" ? (reversed ? "from the end of the alphabet" : "in alphabetical order") : reversed ? "worst first" : "best first";
      say(column < 0 ? "In the first order." : "Sorted by " + h.textContent.trim() + ", " + (better === "describes" ? (reversed ? "smallest first" : "largest first") : first) + ".");
    });
  });
  if (initial) { [column, reversed] = initial; show(); }
  return { get state() { return [column, reversed]; } };
}

const matcher = text => {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(w => w);
  return name => { const low = name.toLocaleLowerCase(); return words.every(w => low.includes(w)); };
};

function searchField(name, onInput) {
  const input = make("input", { type: "search", autocomplete: "off", spellcheck: "false" });
  input.addEventListener("input", onInput);
  return [make("label", {}, name, input), input];
}
const counter = () => make("span", { class: "count", "aria-live": "polite" });

// Tables of scores: sorted within their groups, filtered by the names of rows.
for (const table of document.querySelectorAll("table.numbers")) {
  const bodies = [...table.tBodies].map(body => ({ body, title: body.querySelector("tr.group"), rows: [...body.rows].filter(r => !r.classList.contains("group")) }));
  const heads = [...table.tHead.rows[0].cells];
  const key = (row, k, better) => {
    const cell = row.cells[k];
    if (better === "text") return cell ? cell.textContent : "";
    return cell && cell.dataset.v !== undefined ? Number(cell.dataset.v) : null;
  };
  sortable(heads, (k, reversed) => {
    for (const { body, rows } of bodies) {
      const sorted = k < 0 ? rows : [...rows].sort((a, b) => order(key(a, k, heads[k].dataset.better), key(b, k, heads[k].dataset.better), heads[k].dataset.better, reversed));
      body.append(...sorted);
    }
  });
  const words = row => [...row.cells].filter(c => c.tagName === "TH" || c.classList.contains("words")).map(c => c.textContent).join(" ");
  const all = bodies.reduce((n, b) => n + b.rows.length, 0);
  const tools = document.querySelector(`[data-for="${table.id}"]`);
  if (all < 4 || !tools) continue;
  const counted = counter();
  const [label, input] = searchField("Filter rows", () => {
    const matches = matcher(input.value);
    let shown = 0;
    for (const { title, rows } of bodies) {
      let here = 0;
      for (const row of rows) {
        row.hidden = !matches(words(row));
        here += !row.hidden;
      }
      if (title) title.hidden = here === 0;
      shown += here;
    }
    counted.textContent = input.value ? `${shown} of ${count(all, "row", "rows")}` : "";
  });
  tools.append(label, counted);
}

// The value of a cell in full, on hover, on focus of its link and on a tap.
const tip = make("div", { id: "tip", role: "tooltip", hidden: "" });
document.body.append(tip);
let tipped = null;
function showTip(cell) {
  if (cell === tipped) return;
  hideTip();
  tipped = cell;
  tip.textContent = cell.title;
  cell.dataset.title = cell.title;
  cell.removeAttribute("title");
  tip.hidden = false;
  const at = cell.getBoundingClientRect(), size = tip.getBoundingClientRect();
  const above = at.top - size.height;
  tip.style.top = (above >= 0 ? above : at.bottom) + "px";
  tip.style.left = Math.max(4, Math.min(at.right - size.width, innerWidth - size.width - 4)) + "px";
}
function hideTip() {
  if (!tipped) return;
  tipped.title = tipped.dataset.title;
  tipped = null;
  tip.hidden = true;
}
const withTitle = target => target instanceof Element ? target.closest("td[title], td[data-title]") : null;
for (const event of ["mouseover", "focusin", "click"]) {
  document.addEventListener(event, e => {
    if (tip.contains(e.target)) return;
    const cell = withTitle(e.target);
    if (cell && cell.title || cell && cell === tipped) showTip(cell);
    else hideTip();
  });
}
document.addEventListener("scroll", hideTip, { capture: true, passive: true });
document.addEventListener("keydown", e => { if (e.key === "Escape") hideTip(); });

// Stories. A section is data: choosing a system, sorting and filtering make its
// rows anew.
const page = 15;
function median(list) {
  if (!list.length) return null;
  list.sort((a, b) => a - b);
  const half = list.length >> 1;
  return list.length % 2 ? list[half] : (list[half - 1] + list[half]) / 2;
}
const number = (v, places) => v === null ? "–" : v.toFixed(places);

class Stories {
  constructor(section) {
    this.section = section;
    this.title = section.querySelector("h2");
    const d = this.data = JSON.parse(section.querySelector("script").textContent);
    const parts = d.stories.some(s => s.o.some(o => o.length > 1));
    this.columns = [
      { name: "story", better: "text", of: r => r.title },
      { name: d.metric, better: d.better, places: 3, of: r => r.value },
      { name: "articles", better: "describes", of: r => r.n || null },
      { name: "median of all systems", better: d.better, places: 3, of: r => r.median },
    ];
    if (parts) this.columns.splice(3, 0,
      { name: "clusters", better: "lower", of: r => r.clusters },
      { name: "largest part, %", better: "higher", of: r => r.share },
      { name: "foreign articles", better: "lower", of: r => r.foreign });
    this.medians = d.stories.map(s => median(d.rivals.map(k => s.o[k]).filter(o => o.length).map(o => o[0])));
    this.system = d.start;
    this.limit = page;
    this.under = bdi("");
    this.title.append(" under ", this.under);
    this.build();
    this.draw();
  }

  build() {
    const d = this.data;
    this.choice = make("select");
    d.systems.forEach((name, k) => this.choice.append(make("option", { value: k }, name)));
    this.choice.addEventListener("change", () => this.choose(Number(this.choice.value)));
    const [label, input] = searchField("Filter stories", () => { this.limit = page; this.draw(); });
    this.input = input;
    this.broken = make("input", { type: "checkbox" });
    this.broken.addEventListener("change", () => this.draw());
    this.counted = counter();
    const tools = make("div", { class: "tools" }, make("label", {}, "System", this.choice), label,
      make("label", {}, this.broken, "only stories with errors"), this.counted);
    const heads = this.columns.map(c => {
      const arrow = { higher: "↑", lower: "↓" }[c.better];
      const th = make("th", { scope: "col", "data-better": c.better }, c.name);
      if (arrow) th.append("\u00a0", make("span", { "aria-hidden": "true" }, arrow));
      return th;
    });
    this.body = make("tbody");
    this.table = make("table", { class: "behind" }, make("thead", {}, make("tr", {}, ...heads)), this.body);
    this.sorted = sortable(heads, () => this.draw(), [1, true]);
    const scroll = make("div", { class: "scroll", role: "region", tabindex: "0", "aria-labelledby": this.title.id }, this.table);
    this.more = make("button", { type: "button", class: "more" }, "");
    this.more.addEventListener("click", () => {
      const at = this.limit;
      this.limit = Infinity;
      this.draw();
      const next = this.body.rows[at];
      if (next) { next.cells[0].tabIndex = -1; next.cells[0].focus(); }
    });
    this.section.querySelector(".worst").replaceWith(tools, scroll, this.more);
  }

  choose(system) {
    this.system = system;
    this.limit = page;
    this.draw();
  }

  rows() {
    return this.data.stories.map((s, i) => {
      const [value = null, clusters = null, home = null, foreign = null] = s.o[this.system];
      return { i, title: s.t, n: s.n, value, clusters, foreign, median: this.medians[i], share: home === null ? null : Math.round(100 * home / s.n) };
    });
  }

  draw() {
    this.choice.value = this.system;
    this.under.textContent = this.data.systems[this.system];
    const [column, reversed] = this.sorted.state;
    const c = this.columns[column];
    const matches = matcher(this.input.value);
    const rows = this.rows().filter(r => matches(r.title) && !(this.broken.checked && (r.value === null || r.value === 1)));
    rows.sort((a, b) => order(c.of(a), c.of(b), c.better, reversed) || b.n - a.n || a.i - b.i);
    const shown = rows.slice(0, this.limit);
    this.body.replaceChildren(...shown.map(r => this.row(r)));
    this.more.hidden = shown.length === rows.length;
    this.more.textContent = `Show all ${rows.length}`;
    const all = count(this.data.stories.length, "story", "stories");
    this.counted.textContent = rows.length === this.data.stories.length ? all : `${rows.length} of ${all}`;
  }

  row(r) {
    const tr = make("tr", {}, make("th", { scope: "row" }, this.name(r)));
    for (const c of this.columns.slice(1)) {
      const v = c.of(r);
      const td = make("td", {}, number(v, c.places || 0));
      if (v !== null && c.name === this.data.metric && v >= 0 && v <= 1) {
        td.className = "value";
        td.style.setProperty("--share", v);
      }
      tr.append(td);
    }
    return tr;
  }

  // name is the title of a story; where it is known how the story came apart, a
  // button that opens a row with that.
  name(r) {
    const detail = this.data.details[r.i + "-" + this.system];
    if (!detail) return bdi(r.title);
    const button = make("button", { type: "button", class: "open", "aria-expanded": "false" }, bdi(r.title));
    let open = null;
    button.addEventListener("click", () => {
      button.setAttribute("aria-expanded", String(!open));
      if (open) {
        open.remove();
        open = null;
        return;
      }
      open = make("tr", { class: "parts" }, make("td", { colspan: this.columns.length }, make("div", {}, ...this.parts(r, detail))));
      button.closest("tr").after(open);
    });
    return button;
  }

  parts(r, detail) {
    const d = this.data;
    const list = (titles, more) => {
      const ul = make("ul", {}, ...titles.map(a => make("li", {}, bdi(d.titles[a]))));
      if (more > 0) ul.append(make("li", { class: "facts" }, `and ${more} more`));
      return ul;
    };
    const out = [], note = (...text) => out.push(make("p", {}, ...text));
    detail.p.forEach(([size, here, ...titles], k) => {
      if (k === 0) {
        note(`Home: ${here} of ${count(r.n, "article", "articles")}, ` + (r.foreign ? `with ${r.foreign} foreign` + (r.foreign > (detail.f || []).length ? `, of which ${detail.f.length} are named.` : ".") : "nothing foreign."));
        return;
      }
      note(`Missing, ${size === here ? here === 1 ? "alone" : "together" : "in a cluster of " + size}:`);
      out.push(list(titles, here - titles.length));
    });
    if (r.clusters > detail.p.length) note(`Missing, in ${r.clusters - detail.p.length} more clusters.`);
    const by = new Map();
    for (const a of detail.f || []) by.set(d.of[a], [...(by.get(d.of[a]) || []), a]);
    for (const [story, titles] of by) {
      if (story >= 0) note("Foreign, of ", bdi(d.stories[story].t), ":");
      else note(story === -1 ? "Foreign, of no story:" : "Foreign, of a story that is not listed:");
      out.push(list(titles, 0));
    }
    return out;
  }
}

const stories = new Map();
for (const section of document.querySelectorAll("section.stories")) stories.set(section.id, new Stories(section));

// A score leads to the stories of its corpus under its system: #s2-3.
function follow() {
  const found = /^#(s\d+)-(\d+)$/.exec(location.hash);
  const section = found && stories.get(found[1]);
  const system = found && Number(found[2]) - 1;
  if (!section || system >= section.data.systems.length) return;
  section.choose(system);
  section.title.scrollIntoView();
  section.title.focus({ preventScroll: true });
}
addEventListener("hashchange", follow);
follow();

// Dark or light: what the system says, until the reader says otherwise.
const dark = matchMedia("(prefers-color-scheme: dark)");
const theme = make("button", { type: "button", class: "theme" }, "Dark");
const remembered = () => { try { return localStorage.getItem("assay-theme"); } catch { return null; } };
function paint(chosen) {
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
  theme.setAttribute("aria-pressed", (document.documentElement.dataset.theme || (dark.matches ? "dark" : "light")) === "dark");
}
theme.addEventListener("click", () => {
  const chosen = theme.getAttribute("aria-pressed") === "true" ? "light" : "dark";
  try { localStorage.setItem("assay-theme", chosen); } catch { /* it is only not remembered */ }
  paint(chosen);
});
dark.addEventListener("change", () => paint());
document.querySelector("header").prepend(theme);
paint(remembered());
})();
