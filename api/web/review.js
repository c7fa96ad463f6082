// The lists something rests on, each with whether its department has signed it off.
import { make } from "/web/dom.js";
import { say } from "/web/texts.js";

export function drawReview(lists) {
  return make("ul", { class: "reviews" }, ...lists.map(drawList));
}

function drawList(found) {
  const state = found.reviewed ? say("review.done", found.reviewed) : say("review.pending");
  return make(
    "li",
    {},
    make("span", { text: `${found.title}(${found.lead})` }),
    found.written
      ? make("span", { class: found.reviewed ? "badge done" : "badge", text: state })
      : make("span", { class: "badge", text: say("chat.unwritten") }),
  );
}
