// The citizen's page: what was said, what was heard, the route. The conversation outlives a reload, not the tab.
import { call } from "/web/call.js";
import { fill, printOpen, replace } from "/web/dom.js";
import { drawFacts } from "/web/facts.js";
import { drawRoute } from "/web/route.js";
import { say } from "/web/texts.js";
import { drawAsk, drawFailure, drawReply, drawWaiting, drawWelcome, drawWords } from "/web/turn.js";

const KEPT = "conversation";
const log = document.getElementById("log");
const words = document.getElementById("words");
const send = document.getElementById("send");
const asked = document.getElementById("ask");
const route = document.getElementById("route");
const facts = document.getElementById("facts");

const FACTS = { heading: say("facts.heading"), hint: say("facts.correct") };
const state = { conversation: null, lists: new Map(), busy: false };

async function open() {
  fill(document);
  document.title = say("chat.title");
  printOpen(document);
  const link = location.pathname.startsWith("/r/") ? location.pathname.slice(3) : null;
  state.conversation = sessionStorage.getItem(KEPT);
  if (!link && !state.conversation) return welcome();
  try {
    const found = await call(link ? `/v1/links/${link}` : `/v1/conversations/${state.conversation}`);
    state.conversation = found.id;
    sessionStorage.setItem(KEPT, found.id);
    resume(found);
  } catch (failure) {
    if (failure.status === 404) forget();
    welcome();
    log.append(drawFailure(failure.status === 404 ? say("chat.lost") : failure.message));
  }
}

function welcome() {
  replace(asked);
  asked.hidden = true;
  replace(log, drawWelcome(tell));
  toWords();
}

function resume(found) {
  if (found.turns.length === 0) return welcome();
  remember(found.lists);
  for (const turn of found.turns) log.append(drawWords(turn.text), drawReply(turn, state.lists, toRoute));
  drawAsk(asked, found.turns.at(-1).reply, tell);
  drawFacts(facts, found.facts, FACTS);
  drawRoute(route, found.route, state.lists);
  toEnd();
}

function remember(lists) {
  for (const found of lists) state.lists.set(found.id, found);
}

function forget() {
  sessionStorage.removeItem(KEPT);
  state.conversation = null;
}

// Say something: shown at once, answered when the answer comes. `key` stays the same when it is sent again.
async function tell(text, key = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`) {
  if (state.busy) return;
  if (!text.trim()) return words.focus();
  log.querySelectorAll(".failure").forEach((shown) => shown.remove());
  log.querySelectorAll(".samples").forEach((shown) => shown.remove());
  asked.hidden = true;
  const mine = drawWords(text);
  const waiting = drawWaiting();
  log.append(mine, waiting);
  setBusy(true);
  toEnd();
  try {
    show(await take(text, key), mine);
  } catch (failure) {
    const again = failure.status === 413 || failure.status === 422 ? null : () => (mine.remove(), tell(text, key));
    log.append(drawFailure(failure.message, again));
    if (!again) words.value = text;
    asked.hidden = asked.childElementCount === 0;
    if (failure.status === 404) forget();
  } finally {
    waiting.remove();
    setBusy(false);
    toWords();
    toEnd();
  }
}

async function take(text, key) {
  if (!state.conversation) {
    state.conversation = (await call("/v1/conversations", { method: "POST" })).id;
    sessionStorage.setItem(KEPT, state.conversation);
  }
  const path = `/v1/conversations/${state.conversation}/turns`;
  return call(path, { method: "POST", body: { text }, headers: { "Idempotency-Key": key } });
}

function show(taken, mine) {
  remember(taken.lists);
  mine.replaceWith(drawWords(taken.turn.text));
  log.append(drawReply(taken.turn, state.lists, toRoute));
  drawAsk(asked, taken.turn.reply, tell);
  drawFacts(facts, taken.facts, FACTS);
  if (taken.turn.reply.route) drawRoute(route, taken.turn.reply.route, state.lists);
}

function setBusy(busy) {
  state.busy = busy;
  send.disabled = busy;
  log.setAttribute("aria-busy", String(busy));
}

function toRoute() {
  route.scrollIntoView({ block: "start" });
  route.focus({ preventScroll: true });
}

// Shows the last words said and the answer from its beginning: a long one must not scroll past its first line.
function toEnd() {
  const last = [...log.querySelectorAll(".mine")].at(-1);
  if (!last) return;
  if (getComputedStyle(log).overflowY === "auto") log.scrollTop = last.offsetTop - log.offsetTop - 8;
  else last.scrollIntoView({ block: "start" });
}

// Back to the input, except where that would bring up a keyboard over half the screen.
function toWords() {
  if (window.matchMedia("(pointer: fine)").matches) words.focus({ preventScroll: true });
}

document.getElementById("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  if (state.busy || !words.value.trim()) return words.focus();
  const text = words.value;
  words.value = "";
  tell(text);
});
words.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  document.getElementById("composer").requestSubmit();
});
document.getElementById("restart").addEventListener("click", () => {
  if (state.busy || (state.conversation && !window.confirm(say("chat.confirmRestart")))) return;
  forget();
  state.lists.clear();
  drawFacts(facts, [], FACTS);
  drawRoute(route, null, state.lists);
  welcome();
});

open();
