"use strict";
// The page of assay label: shows a question, sends the answer, and shows the next when the answer is stored.
const $ = (id) => document.getElementById(id);
const make = (name, text, kind) => {
  const e = document.createElement(name);
  if (text) e.textContent = text; // texts of articles are never HTML
  if (kind) e.className = kind;
  return e;
};
let question = null, busy = false, folded = true;
const letters = "1234567890acdeghijklopqrsvwxz";

function say(text, error) {
  $("say").textContent = text;
  $("say").className = error ? "error" : "";
}

function card(a) {
  const box = make("article");
  if (a.lang) box.lang = a.lang;
  box.append(make("h2", a.title));
  const from = [a.source, a.time].filter(Boolean).join(" · ");
  if (from) box.append(make("p", from, "from"));
  if (a.text) box.append(make("p", a.text, "text" + (folded ? " folded" : "")));
  return box;
}

function others(list, ticked) {
  const ul = make("ul", "", "others");
  list.forEach((a, i) => {
    const li = make("li"), label = make("label"), tick = make("input");
    tick.type = "checkbox";
    tick.value = i + 1;
    tick.checked = ticked.includes(i + 1);
    const key = letters[i];
    label.append(tick, make("kbd", key || " "), make("span", a.title), make("span", [a.source, a.time].filter(Boolean).join(" · "), "from"));
    if (a.lang) label.lang = a.lang;
    li.append(label);
    ul.append(li);
  });
  return ul;
}

function show(state) {
  question = state.question;
  const p = state.progress, main = $("articles");
  main.replaceChildren();
  document.querySelectorAll("#answers button").forEach((b) => b.removeAttribute("aria-pressed"));
  $("progress").textContent = `${p.answered} answered by ${state.judge}, ${p.all} in all`;
  const rows = document.querySelector("#figures tbody"), notes = document.querySelector("#figures ul");
  rows.replaceChildren(...p.figures.map((f) => {
    const tr = make("tr");
    tr.append(make("td", f.metric), make("td", f.value.toFixed(3)), make("td", `${f.low.toFixed(3)} to ${f.high.toFixed(3)}`));
    return tr;
  }));
  notes.replaceChildren(...(p.notes || []).map((n) => make("li", n)));
  $("answers").hidden = !question;
  if (!question) {
    $("ask").textContent = p.verdict && p.verdict.settled ? "It is settled: thank you" : "No question is left: thank you";
    $("figures").open = true;
    $("ask").focus();
    return;
  }
  $("ask").textContent = question.tick ? "Tick the articles that are about the same story as the first" :
    "Are these two articles about the same story?";
  document.querySelector("[data-do=yes] span").textContent = question.tick ? "These, and no others" : "Same story";
  document.querySelector("[data-do=yes] kbd").textContent = question.tick ? "Enter" : "y";
  document.querySelector("[data-do=no]").hidden = question.tick;
  main.className = question.tick ? "" : "pair";
  if (question.tick) {
    main.append(card(question.articles[0]), others(question.articles.slice(1), question.ticked || []));
  } else {
    main.append(...question.articles.map(card));
  }
  $("note").value = question.note || "";
  if (question.same) {
    const b = document.querySelector(`[data-do=${question.same}]`);
    if (b) b.setAttribute("aria-pressed", "true");
    say(`You answered ${question.same}. Answer again to change it.`);
  }
  scrollTo(0, 0);
  $("ask").focus({ preventScroll: true }); // a screen reader reads on from here
}

async function load(path) {
  const r = await fetch(path);
  if (!r.ok) throw new Error(await r.text());
  return r.json();
}

async function work(f) {
  if (busy) return;
  busy = true;
  try {
    await f();
  } catch (e) {
    say(e instanceof TypeError ? "assay label does not answer: start it again with the same command. No stored answer is lost." : e.message, true);
  } finally {
    busy = false;
  }
}

const next = () => work(async () => show(await load("next")));

const back = () => work(async () => {
  const s = await load("back?from=" + encodeURIComponent(question ? question.id : ""));
  if (s.question) show(s); else say("There is no earlier answer.");
});

const answer = (same) => work(async () => {
  if (!question) return;
  const ticked = [...document.querySelectorAll(".others input:checked")].map((t) => Number(t.value));
  const r = await fetch("answer", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ id: question.id, same, ticked, note: $("note").value, revise: Boolean(question.same) }),
  });
  if (!r.ok && r.status !== 409) throw new Error(await r.text());
  const conflict = r.status === 409 ? (await r.text()).trim() : "";
  show(await load("next"));
  say(conflict || (same === "yes" && question && question.tick ? "Stored." : `Stored: ${same}.`), Boolean(conflict));
});

function texts() {
  folded = !folded;
  document.querySelectorAll(".text").forEach((t) => t.classList.toggle("folded", folded));
}

const acts = { yes: () => answer("yes"), no: () => answer("no"), unsure: () => answer("unsure"), back, texts };

document.addEventListener("click", (e) => {
  const b = e.target.closest("[data-do]");
  if (b) acts[b.dataset.do]();
});

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.altKey || e.metaKey || e.repeat) return;
  if (e.target.id === "note") {
    if (e.key === "Enter" || e.key === "Escape") { e.preventDefault(); $("ask").focus(); }
    return;
  }
  const key = e.key.toLowerCase();
  if (e.target.tagName === "BUTTON" && (key === "enter" || key === " ")) return;
  const tick = question && question.tick && letters.indexOf(key) >= 0 && document.querySelectorAll(".others input")[letters.indexOf(key)];
  if (tick) { tick.checked = !tick.checked; return e.preventDefault(); }
  const does = { y: "yes", n: "no", u: "unsure", b: "back", t: "texts" }[key];
  if (key === "m") { e.preventDefault(); $("note").focus(); }
  else if (key === "f") $("figures").open = !$("figures").open;
  else if (question && question.tick && key === "enter") acts.yes();
  else if (does && !(question && question.tick && (does === "no" || does === "yes"))) acts[does]();
});

next();
