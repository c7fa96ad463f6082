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

// "子女1", "入读年级" -> 子女1的入读年级; the citizen's own facts stand without 本人.
export function nameFact(person, name) {
  return person === say("facts.self") ? name : say("facts.of", person, name);
}

function chip(fact) {
  const name = nameFact(fact.person, fact.name);
  return make(
    "li",
    { class: "chip", title: fact.words ? say("facts.words", fact.words) : undefined },
    make("span", { class: "chip-name", text: name }),
    make("span", { class: "chip-value", text: fact.shown }),
    fact.source === "inferred" ? make("span", { class: "chip-note", text: say("facts.inferred") }) : null,
  );
}
