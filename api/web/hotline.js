// The agent's console: conversations on the left; what was said, heard, to be asked, and the route on the right.
import { call } from "/web/call.js";
import { momentInWords } from "/web/day.js";
import { fill, make, printOpen, replace } from "/web/dom.js";
import { drawFacts } from "/web/facts.js";
import { drawRoute } from "/web/route.js";
import { say, sayOne } from "/web/texts.js";
import { drawReply, drawWords } from "/web/turn.js";

const EVERY = 4000;
const lines = document.getElementById("lines");
const detail = document.getElementById("detail");
const state = document.getElementById("state");
const shown = { chosen: null, lines: "", detail: "" };

async function refresh() {
  try {
    drawLines((await call("/v1/hotline/conversations")).conversations);
    if (shown.chosen) drawDetail(await call(`/v1/hotline/conversations/${shown.chosen}`));
    state.textContent = say("hotline.fresh", new Date().toLocaleTimeString("zh-CN"));
    state.classList.remove("bad");
  } catch (failure) {
    state.textContent = say("hotline.away", failure.message);
    state.classList.add("bad");
  }
}

// Draws only what has changed, so that focus and scrolling stay where the agent left them.
function drawLines(found) {
  const now = JSON.stringify([found, shown.chosen]);
  if (now === shown.lines) return;
  shown.lines = now;
  const focused = document.activeElement?.dataset?.id;
  if (found.length === 0) return replace(lines, make("li", { class: "hint", text: say("hotline.empty") }));
  replace(lines, ...found.map(drawLine));
  if (focused) lines.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}

function drawLine(line) {
  const button = make(
    "button",
    { type: "button", class: "line", "data-id": line.id, "aria-current": line.id === shown.chosen ? "true" : undefined, on: { click: () => choose(line.id) } },
    make("span", { class: "line-text", text: line.text }),
    make("span", { class: "hint", text: `${momentInWords(line.touched_at)} · ${say("hotline.turns", line.turns)} · ${sayOne("hotline.kinds", line.kind)}` }),
  );
  return make("li", {}, button);
}

async function choose(id) {
  shown.chosen = id;
  shown.detail = "";
  await refresh();
  detail.focus({ preventScroll: true });
}

function drawDetail(found) {
  const now = JSON.stringify(found);
  if (now === shown.detail) return;
  shown.detail = now;
  const lists = new Map(found.lists.map((one) => [one.id, one]));
  const facts = make("div", { class: "facts" });
  const route = make("section", { class: "route" });
  const turns = found.turns.flatMap((turn) => [drawWords(turn.text), drawReply(turn, lists, () => route.scrollIntoView())]);
  replace(
    detail,
    next(found.asks),
    facts,
    make("section", {}, make("h2", { text: say("hotline.transcript") }), make("div", { class: "log" }, ...turns)),
    route,
  );
  drawFacts(facts, found.facts, { heading: say("hotline.facts") });
  if (found.facts.length === 0) facts.replaceWith(make("p", { class: "hint", text: say("hotline.noFacts") }));
  drawRoute(route, found.route, lists);
  if (!found.route) route.replaceWith(make("p", { class: "hint", text: say("hotline.noRoute") }));
}

function next(ask) {
  const section = make("section", { class: "next" }, make("h2", { text: say("hotline.next") }));
  if (!ask) section.append(make("p", { text: say("hotline.nothing") }));
  else {
    section.append(make("p", { class: "ask", text: ask.ask }), make("p", { class: "hint", text: say("chat.whyAsked", ask.why) }));
    if (ask.options.length) section.append(make("p", { class: "hint", text: ask.options.join(" / ") }));
  }
  return section;
}

fill(document);
printOpen(document);
replace(detail, make("p", { class: "hint", text: say("hotline.choose") }));
refresh();
setInterval(() => document.hidden || refresh(), EVERY);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
