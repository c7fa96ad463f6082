// The whole route at a glance: what together saves, each step as one line with its days drawn, what to bring.
import { dayInWords } from "/web/day.js";
import { list, make } from "/web/dom.js";
import { say } from "/web/texts.js";

const NARROWEST = 1.5; // per cent of the width: a step of one day still shows

export function drawGlance(route) {
  if (route.steps.length === 0) return null;
  return make(
    "section",
    { class: "glance", "aria-label": say("glance.heading") },
    compared(route.measures),
    make("ol", { class: "glance-steps" }, ...route.steps.map((step, index) => line(step, index + 1, route))),
    bring(route),
  );
}

function compared(found) {
  const parts = ["trips", "materials", "departments", "days"].map((name) =>
    make(
      "li",
      {},
      make("span", { class: "hint", text: say(`route.${name}`) }),
      make("s", { text: String(found.alone[name]), "aria-label": say("glance.alone", found.alone[name]) }),
      make("strong", { text: String(found[name]), "aria-label": say("glance.together", found[name]) }),
    ),
  );
  return make("ul", { class: "glance-compared", "aria-label": say("glance.compared") }, make("li", { class: "hint", text: say("glance.compared") }), ...parts);
}

// A step in one line; opened, it says why. Its number is the same everywhere.
function line(step, number, route) {
  const trip = route.trips.findIndex((one) => one.steps.includes(step.id));
  const where = trip >= 0 ? say("route.trip", trip + 1) : say("route.remote");
  const whose = step.person === say("facts.self") ? "" : `(${step.person})`;
  return make(
    "li",
    {},
    make(
      "details",
      {},
      make(
        "summary",
        {},
        make("time", { datetime: step.start, text: dayInWords(step.start, route.today) }),
        make("span", { class: "glance-title", text: `${number}. ${step.title}${whose}` }),
        make("span", { class: trip >= 0 ? "tag trip" : "tag", text: where }),
        bar(step, route),
      ),
      make("p", { class: "hint", text: `${step.department} · ${step.place || step.channel} · ${step.duration}` }),
      list(step.why),
    ),
  );
}

// The days of a step on the days of the whole, as a decoration: the dates stand in words beside it.
function bar(step, route) {
  const day = (iso) => Date.parse(iso) / 86_400_000;
  const first = day(route.today);
  const whole = Math.max(...route.steps.map((one) => day(one.finish))) - first || 1;
  const share = (iso) => (100 * (day(iso) - first)) / whole;
  const wide = Math.max(share(step.finish) - share(step.start), NARROWEST);
  const left = Math.min(share(step.start), 100 - wide);
  const drawn = make("i", { class: step.open ? "open" : null });
  drawn.style.setProperty("--left", `${left}%`);
  drawn.style.setProperty("--wide", `${wide}%`);
  return make("span", { class: "glance-bar", "aria-hidden": "true" }, drawn);
}

function bring(route) {
  const mine = route.materials.filter((paper) => !/^(免交|如果|第 )/.test(paper.source));
  if (mine.length === 0) return null;
  const named = mine.map((paper) => say("route.person", paper.of, paper.title)).join("、");
  return make("p", { class: "glance-bring" }, make("strong", { text: say("glance.bring", mine.length) }), make("span", { text: named }));
}
