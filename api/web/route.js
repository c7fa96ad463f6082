// Draws one route: how to go, what to bring, what it rests on, what else was considered.
import { dayInWords } from "/web/day.js";
import { fold, list, make, replace } from "/web/dom.js";
import { nameFact } from "/web/facts.js";
import { drawGlance } from "/web/glance.js";
import { drawReview } from "/web/review.js";
import { say, sayOne } from "/web/texts.js";

// `lists`: list views by id (title, reviewed). `place` is emptied first and hidden without a route.
export function drawRoute(place, route, lists) {
  place.hidden = !route;
  if (!route) return replace(place);
  const steps = new Map(route.steps.map((step) => [step.id, step]));
  replace(
    place,
    heading(route),
    drawGlance(route),
    blocked(route),
    plan(route, steps),
    papers(route, steps),
    bullets(say("route.assumptions"), route.assumptions, "assumptions"),
    measures(route.measures),
    considered(route),
    alternatives(route),
    branches(route),
    ground(route, lists),
  );
}

function heading(route) {
  const finish = route.steps.map((step) => step.finish).sort().at(-1);
  return make(
    "header",
    { class: "route-head" },
    make(
      "div",
      { class: "row" },
      make("h2", { text: say("route.heading") }),
      make("button", { type: "button", class: "quiet", text: say("route.print"), on: { click: () => window.print() } }),
    ),
    make("p", { class: "proof", text: proofLine(route) }),
    make("p", { class: "goals", text: say("route.goals", route.goals.map((goal) => say("route.person", goal.for, goal.title)).join("、")) }),
    finish ? make("p", { class: "finish", text: finishLine(route, dayInWords(finish, route.today)) }) : null,
    make("p", { class: "hint", text: say("route.asOf", dayInWords(route.today)) }),
  );
}

function proofLine(route) {
  const proof = route.proof.trips;
  if (!proof) return "";
  if (proof.value !== proof.bound) return say("route.unproven", proof.value, proof.bound);
  return proof.value === 0 ? say("route.noTrips") : say("route.proven", proof.value);
}

function finishLine(route, day) {
  const proof = route.proof.finish;
  const proven = proof && proof.value === proof.bound;
  const line = say(proven ? "route.finishProven" : "route.finish", day);
  return route.steps.some((step) => step.open) ? `${line}${say("route.finishOpen")}` : line;
}

// Trips and the steps that need none, in the order of their days.
function plan(route, steps) {
  const travelled = new Set(route.trips.flatMap((trip) => trip.steps));
  const legs = [
    ...route.trips.map((trip) => ({ day: trip.date, trip, steps: trip.steps.map((id) => steps.get(id)) })),
    ...route.steps.filter((step) => !travelled.has(step.id)).map((step) => ({ day: step.start, steps: [step] })),
  ].sort((one, other) => one.day.localeCompare(other.day));
  const section = make("section", {}, make("h3", { text: say("route.plan") }));
  if (legs.length === 0) section.append(make("p", { text: say("route.empty") }));
  let number = 0;
  const drawn = legs.map((leg) => drawLeg(leg, leg.trip ? (number += 1) : 0, route, steps));
  section.append(make("ol", { class: "legs" }, ...drawn));
  return section;
}

function drawLeg(leg, number, route, steps) {
  return make(
    "li",
    { class: leg.trip ? "leg trip" : "leg" },
    make(
      "p",
      { class: "leg-head" },
      make("strong", { text: leg.trip ? say("route.trip", number) : say("route.remote") }),
      make("time", { datetime: leg.day, text: dayInWords(leg.day, route.today) }),
      make("span", { text: leg.trip ? leg.trip.place : leg.steps[0].place || say("route.elsewhere") }),
    ),
    ...leg.steps.map((step) => drawStep(step, route, steps)),
  );
}

function drawStep(step, route, steps) {
  return make(
    "article",
    { class: "step" },
    make("h4", { text: step.title }, make("span", { class: "tag", text: say("route.stepFor", step.person) })),
    table([
      [say("route.department"), step.department],
      [say("route.channel"), step.channel],
      [say("route.present"), step.present.join("、")],
      [say("route.duration"), step.duration],
      [say("route.ready"), step.open ? say("route.earliest", dayInWords(step.finish, route.today)) : dayInWords(step.finish, route.today)],
      [say("route.fee"), fee(step.fee)],
      [say("route.waits"), step.after.map((id) => steps.get(id)?.title ?? id).join("、")],
    ]),
    make("p", { class: "bring", text: say(step.materials.length ? "route.bring" : "route.bringNothing") }),
    step.materials.length ? list(step.materials.map((paper) => say("route.paper", paper.title, paper.of, paper.form, paper.copies))) : null,
    step.note ? make("p", { class: "note", text: step.note }) : null,
    step.why.length ? fold(say("route.why"), list(step.why)) : null,
    step.basis.length ? fold(say("route.basis"), list(step.basis)) : null,
  );
}

function fee(amount) {
  if (amount === "0") return say("route.free");
  return /^[0-9]+$/.test(amount) ? say("route.yuan", amount) : amount;
}

function table(rows) {
  const shown = rows.filter(([, value]) => value);
  return make("dl", { class: "terms" }, ...shown.flatMap(([name, value]) => [make("dt", { text: name }), make("dd", { text: value })]));
}

function papers(route, steps) {
  if (route.materials.length === 0) return null;
  return make(
    "section",
    {},
    make("h3", { text: say("route.papers") }),
    make("p", { class: "hint", text: say("route.papersHint") }),
    make("ul", { class: "papers" }, ...route.materials.map((paper) => drawPaper(paper, steps))),
  );
}

function drawPaper(paper, steps) {
  const used = paper.for.map((id) => steps.get(id)?.title ?? id).join("、");
  return make(
    "li",
    {},
    make(
      "label",
      {},
      make("input", { type: "checkbox" }),
      make("span", { text: say("route.person", paper.of, paper.title) }),
    ),
    make("p", { class: "hint", text: `${say("route.source")}:${paper.source};${say("route.usedIn")}:${used}` }),
  );
}

function bullets(title, texts, name) {
  if (texts.length === 0) return null;
  return make("section", { class: name }, make("h3", { text: title }), list(texts));
}

function measures(found) {
  const names = ["departments", "items", "materials", "trips", "days"];
  const head = [say("route.measure"), say("route.alone"), say("route.together")];
  return make(
    "section",
    {},
    make("h3", { text: say("route.measures") }),
    make(
      "table",
      { class: "measures" },
      make("thead", {}, make("tr", {}, ...head.map((text) => make("th", { scope: "col", text })))),
      make("tbody", {}, ...names.map((name) => measure(name, found))),
    ),
    make("p", { class: "hint", text: say("route.formula", found.formula) }),
  );
}

function measure(name, found) {
  return make(
    "tr",
    {},
    make("th", { scope: "row", text: say(`route.${name}`) }),
    make("td", { text: String(found.alone[name]) }),
    make("td", { class: "better", text: String(found[name]) }),
  );
}

function considered(route) {
  if (route.considered.length === 0) return null;
  const groups = Object.keys(say("route.outcomes")).map((outcome) => {
    const found = route.considered.filter((one) => one.outcome === outcome);
    if (found.length === 0) return null;
    return make(
      "div",
      {},
      make("h4", { text: sayOne("route.outcomes", outcome) }),
      make("ul", {}, ...found.map((one) => make("li", {}, make("strong", { text: say("route.person", one.person, one.title) }), make("span", { text: `:${one.because}` })))),
    );
  });
  return fold(say("route.considered", route.considered.length), ...groups);
}

function blocked(route) {
  const titles = new Map(route.goals.map((goal) => [goal.goal, goal.title]));
  const texts = route.blocked.map((one) => {
    const until = one.earliest ? say("route.blockedUntil", dayInWords(one.earliest, route.today)) : "";
    return `${say("route.person", one.person, titles.get(one.goal) ?? one.goal)}:${one.because} ${until}`.trim();
  });
  return bullets(say("route.blocked"), texts, "blocked");
}

function alternatives(route) {
  return bullets(say("route.alternatives"), route.alternatives.map((one) => `${one.title}:${one.because}`));
}

function branches(route) {
  const texts = route.branches.map((branch) => {
    const dot = branch.fact.lastIndexOf(".");
    const name = nameFact(branch.fact.slice(0, dot) || say("facts.self"), branch.fact.slice(dot + 1));
    return `${say("route.branch", name, branch.value)}:${branch.changes.join(";")}`;
  });
  return texts.length ? fold(say("route.branches", texts.length), list(texts)) : null;
}

function ground(route, lists) {
  const used = [...new Set(route.steps.map((step) => step.list))].map((id) => lists.get(id)).filter(Boolean);
  if (used.length === 0) return null;
  return make("section", {}, make("h3", { text: say("route.lists") }), drawReview(used));
}
