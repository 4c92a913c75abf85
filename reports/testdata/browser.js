"use strict";
// Uses the page as a reader would, and writes what came of it into the document.
(async () => {
const found = {};
const next = () => new Promise(done => setTimeout(done, 0));
const table = document.getElementById("t1-table");
const rows = (t, group) => [...t.tBodies[group].rows].filter(r => !r.classList.contains("group"));
const names = (t, group) => rows(t, group).map(r => r.cells[0].textContent);
const value = row => row.cells[4] && row.cells[4].dataset.v !== undefined ? Number(row.cells[4].dataset.v) : null;
const button = (t, k) => t.tHead.rows[0].cells[k].querySelector("button");
const sorted = sign => rows(table, 0).map(value).filter(v => v !== null).every((v, i, all) => i === 0 || sign * (all[i - 1] - v) <= 0);

const before = names(table, 0).join();
const controls = names(table, 1).sort().join();
button(table, 4).click();
found["best first"] = sorted(-1) && !sorted(1);
found["aria-sort"] = table.tHead.rows[0].cells[4].getAttribute("aria-sort");
found["said"] = document.getElementById("status").textContent.replace(/\u00a0/g, " ").replace(/ ,/g, ",");
found["controls stay apart"] = names(table, 1).sort().join() === controls;
button(table, 4).click();
found["worst first"] = sorted(1);
found["aria-sort again"] = table.tHead.rows[0].cells[4].getAttribute("aria-sort");
found["failed row last"] = rows(table, 0).at(-1).textContent.includes("out of time");
button(table, 4).click();
found["as it was"] = names(table, 0).join() === before;
found["aria-sort gone"] = !table.tHead.rows[0].cells[4].hasAttribute("aria-sort");
const near = document.getElementById("t3-table");
button(near, 1).click();
found["nearest 0 first"] = names(near, 0);
button(near, 1).click();
found["nearest 0 last"] = names(near, 0);

const type = (input, text) => { input.value = text; input.dispatchEvent(new Event("input", { bubbles: true })); };
const tools = document.querySelector("#t1 .tools");
const count = tools.querySelector(".count");
type(tools.querySelector("input"), "(a= ALGORITHM1");
found["filtered"] = count.textContent;
found["rows shown"] = [...rows(table, 0), ...rows(table, 1)].filter(r => r.offsetParent !== null).length;
found["aria-live"] = count.getAttribute("aria-live");
type(tools.querySelector("input"), "");
found["filter undone"] = count.textContent;

const section = document.getElementById("s1");
found["fallback gone"] = !section.querySelector(".worst");
const link = rows(table, 0)[2].querySelector("a");
found["link"] = link.getAttribute("href");
link.click();
await next(); await next();
const select = section.querySelector("select");
found["system chosen"] = select.selectedOptions[0].textContent;
found["focus"] = document.activeElement.id;
const body = () => [...section.querySelector("table").tBodies[0].rows].filter(r => !r.classList.contains("parts"));
const numbers = () => body().map(r => Number(r.cells[2].textContent));
found["worst story first"] = numbers().every((v, i, all) => i === 0 || all[i - 1] <= v) && numbers()[0] < 1;
found["stories shown"] = body().length;
section.querySelector(".more").click();
found["all stories"] = body().length;
const [search, broken] = section.querySelectorAll("input");
broken.click();
found["perfect left out"] = body().length < 40 && numbers().every(v => v < 1);
broken.click();
type(search, "story 7");
found["stories filtered"] = body().length === 4 && section.querySelector(".count").textContent === "4 of 40 stories";
type(search, "");
const open = section.querySelector(".open");
open.click();
const parts = section.querySelector(".parts");
found["story opened"] = /Home: \d of 5 articles/.test(parts.textContent) && parts.querySelectorAll("li").length > 0;
found["button says so"] = open.getAttribute("aria-expanded");
open.click();
found["story closed"] = !section.querySelector(".parts");
button(section.querySelector("table"), 0).click();
const titles = body().map(r => r.cells[0].textContent);
found["sorted by title"] = titles.every((s, i) => i === 0 || new Intl.Collator(undefined, { numeric: true }).compare(titles[i - 1], s) <= 0);

const theme = document.querySelector(".theme");
if (theme.getAttribute("aria-pressed") === "true") theme.click();
found["light"] = getComputedStyle(document.body).backgroundColor;
theme.click();
found["dark"] = getComputedStyle(document.body).backgroundColor;
found["pressed"] = theme.getAttribute("aria-pressed");

const cell = link.closest("td"), tip = document.getElementById("tip"), title = cell.title;
link.focus();
found["tip on focus"] = !tip.hidden && tip.textContent === title && /^b3\.f1 = 0\.\d{6,}; interval 0\.\d+ to /.test(title);
link.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
found["tip gone with escape"] = tip.hidden;
found["title back"] = cell.title === title;

const style = (selector, name) => getComputedStyle(document.querySelector(selector))[name];
found["headers stick"] = style("#t1 thead th", "position") === "sticky" && style("#t1 tbody th", "position") === "sticky";
found["wide tables scroll inside"] = document.documentElement.scrollWidth <= innerWidth && style("#t1 .scroll", "overflowX") === "auto";
found["reachable by keyboard"] = [...document.querySelectorAll("button, a, input, select, .scroll")].every(e => e.tabIndex === 0 && !e.disabled);

const pre = document.createElement("pre");
pre.id = "outcome";
pre.textContent = JSON.stringify(found);
document.body.append(pre);
})();
