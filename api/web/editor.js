// The editor's console: every problem of the files with how to mend it, and how far each of the 118 lists is.
import { call } from "/web/call.js";
import { fill, make, replace } from "/web/dom.js";
import { say } from "/web/texts.js";

const search = document.getElementById("search");
const theme = document.getElementById("theme");
const wanted = document.getElementById("wanted");
const known = { lists: [] };

async function check() {
  const place = document.getElementById("problems");
  const again = document.getElementById("again");
  again.disabled = true;
  replace(place, make("p", { class: "hint", text: say("editor.checking") }));
  try {
    drawProblems(place, (await call("/v1/editor/problems")).problems);
  } catch (failure) {
    replace(place, make("p", { class: "failure", text: failure.message }));
  } finally {
    again.disabled = false;
  }
}

function drawProblems(place, problems) {
  if (problems.length === 0) return replace(place, make("p", { class: "fine", text: say("editor.none") }));
  const files = new Set(problems.map((problem) => problem.path)).size;
  replace(
    place,
    make("p", { class: "count", text: say("editor.some", problems.length, files) }),
    make("ol", { class: "problems" }, ...problems.map(drawProblem)),
  );
}

function drawProblem(problem) {
  return make(
    "li",
    {},
    make("p", { class: "place" }, make("code", { text: `${problem.path}:${problem.line}` }), make("span", { class: "tag", text: problem.code })),
    make("p", { text: problem.message }),
    make("p", { class: "mend", text: say("editor.mend", problem.mend) }),
  );
}

async function load() {
  try {
    const found = await call("/v1/editor/lists");
    known.lists = found.lists;
    document.getElementById("release").textContent = say("editor.release", found.release);
    const themes = [...new Set(found.lists.map((one) => one.theme))];
    replace(theme, option("", say("editor.everyTheme")), ...themes.map((name) => option(name, name)));
    drawLists();
  } catch (failure) {
    replace(document.getElementById("lists"), make("p", { class: "failure", role: "alert", text: failure.message }));
  }
}

function option(value, text) {
  return make("option", { value, text });
}

function drawLists() {
  const shown = known.lists.filter(matches);
  document.getElementById("count").textContent = say("editor.shown", shown.length, known.lists.length);
  const place = document.getElementById("lists");
  if (shown.length === 0) return replace(place, make("p", { class: "hint", text: say("editor.noMatch") }));
  const head = make("tr", {}, ...say("editor.columns").map((text) => make("th", { scope: "col", text })));
  const table = make("table", { class: "lists" }, make("thead", {}, head), make("tbody", {}, ...shown.map(drawRow)));
  replace(place, table);
}

function matches(one) {
  const word = search.value.trim().toLowerCase();
  const said = `${one.title} ${one.id} ${one.lead} ${one.theme}`.toLowerCase();
  const states = { all: true, written: one.written, unwritten: !one.written, unreviewed: one.written && !one.reviewed };
  return said.includes(word) && (!theme.value || one.theme === theme.value) && states[wanted.value];
}

function drawRow(one) {
  const columns = say("editor.columns");
  const cells = [one.theme, one.lead, state(one), one.questions, one.items, one.sayings];
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, make("span", { text: one.title }), make("code", { text: one.path })),
    ...cells.map((cell, place) => make("td", { "data-column": columns[place + 1] }, typeof cell === "object" ? cell : String(cell))),
  );
}

function state(one) {
  if (!one.written) return make("span", { class: "badge empty", text: say("editor.unwritten") });
  const reviewed = one.reviewed ? say("review.done", one.reviewed) : say("review.pending");
  return make("span", { class: one.reviewed ? "badge done" : "badge", text: `${say("editor.written")} · ${reviewed}` });
}

fill(document);
replace(wanted, ...Object.entries(say("editor.states")).map(([value, text]) => option(value, text)));
for (const input of [search, theme, wanted]) input.addEventListener("input", drawLists);
document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
document.getElementById("again").addEventListener("click", check);
load();
check();
