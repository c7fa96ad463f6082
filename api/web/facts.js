// The facts heard, as chips; the citizen's own words stand beside each for whoever asks.
// `hint` says what the reader can do about a wrong one.
import { make, replace } from "/web/dom.js";
import { say } from "/web/texts.js";

export function drawFacts(place, facts, { heading, hint }) {
  place.hidden = facts.length === 0;
  if (facts.length === 0) return replace(place);
  replace(
    place,
    make("h2", { text: heading }),
    make("ul", { class: "chips" }, ...facts.map(chip)),
    hint ? make("p", { class: "hint", text: hint }) : null,
  );
}

function chip(fact) {
  const name = fact.person === say("facts.self") ? fact.name : say("facts.of", fact.person, fact.name);
  return make(
    "li",
    { class: "chip", title: fact.words ? say("facts.words", fact.words) : undefined },
    make("span", { class: "chip-name", text: name }),
    make("span", { class: "chip-value", text: fact.shown }),
    fact.source === "inferred" ? make("span", { class: "chip-note", text: say("facts.inferred") }) : null,
  );
}
