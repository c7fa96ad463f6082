// One turn of the conversation as two bubbles, and what can be answered with one click.
import { make, replace } from "/web/dom.js";
import { drawReview } from "/web/review.js";
import { say } from "/web/texts.js";

export function drawWords(text) {
  return bubble("mine", say("chat.you"), make("p", { class: "words", text }));
}

// `lists`: list views by id; `toRoute` is called when the reader wants to see the route.
export function drawReply(turn, lists, toRoute) {
  const reply = turn.reply;
  const used = reply.lists.map((id) => lists.get(id)).filter(Boolean);
  return bubble(
    reply.kind === "emergency" ? "theirs urgent" : "theirs",
    say("chat.assistant"),
    turn.words ? make("p", { class: "words", text: turn.words }) : null,
    used.length ? drawReview(used) : null,
    reply.route ? make("button", { type: "button", class: "link", text: say("chat.toRoute"), on: { click: toRoute } }) : null,
  );
}

export function drawFailure(message, again) {
  return make(
    "div",
    { class: "failure", role: "alert" },
    make("p", { text: message }),
    again ? make("button", { type: "button", text: say("chat.again"), on: { click: again } }) : null,
  );
}

export function drawWaiting() {
  return make("div", { class: "bubble theirs waiting" }, make("span", { class: "dots", "aria-hidden": true }), make("span", { text: say("chat.waiting") }));
}

// What is asked now and buttons for what may be answered; 不知道 is always among them. Hidden when nothing is asked.
export function drawAsk(place, reply, answer) {
  const offered = [...new Set([...reply.quick, ...(reply.asks ? [...reply.asks.options, say("chat.unknown")] : [])])];
  place.hidden = offered.length === 0;
  const buttons = offered.map((text) => make("button", { type: "button", class: "quick", text, on: { click: () => answer(text) } }));
  replace(
    place,
    reply.asks ? make("p", { id: "asked", text: reply.asks.ask }) : null,
    make("div", { class: "quicks", role: "group", "aria-labelledby": reply.asks ? "asked" : undefined }, ...buttons),
  );
}

export function drawWelcome(answer) {
  const samples = say("chat.samples").map((text) => make("button", { type: "button", class: "quick", text, on: { click: () => answer(text) } }));
  return make(
    "div",
    { class: "bubble theirs" },
    make("p", { class: "words", text: say("chat.welcome") }),
    make("div", { class: "samples" }, make("p", { class: "hint", text: say("chat.tryThis") }), make("div", { class: "quicks" }, ...samples)),
  );
}

function bubble(kind, who, ...parts) {
  return make("article", { class: `bubble ${kind}` }, make("span", { class: "unseen", text: `${who}:` }), ...parts);
}
