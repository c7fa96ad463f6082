// How to go: trips and what needs none, in the order of their days. In elder mode one at a time.
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Route, Step } from "./shapes";
import { StepCard } from "./step";
import { say, sayDay } from "./texts";
import { useUi } from "./ui";

interface Leg {
  day: string;
  number: number; // of the trip; 0 where nobody has to go
  place: string;
  steps: Step[];
}

export function Trips({ route }: { route: Route }): VNode {
  const { elder } = useUi();
  const legs = legsOf(route);
  return elder ? <OneByOne key={legs.length} legs={legs} route={route} /> : (
    <ol class="legs">
      {legs.map((leg) => (
        <LegView key={leg.steps[0]!.id} leg={leg} route={route} />
      ))}
    </ol>
  );
}

function OneByOne({ legs, route }: { legs: Leg[]; route: Route }): VNode {
  const [index, go] = useState(0);
  return (
    <div>
      <p role="status">
        <strong>{say("trip.of", index + 1, legs.length)}</strong>
      </p>
      <ol class="legs">
        <LegView leg={legs[index]!} route={route} />
      </ol>
      <div class="quicks">
        <button type="button" disabled={index === 0} onClick={() => go(index - 1)}>
          {say("trip.before")}
        </button>
        <button type="button" disabled={index === legs.length - 1} onClick={() => go(index + 1)}>
          {say("trip.after")}
        </button>
      </div>
    </div>
  );
}

function LegView({ leg, route }: { leg: Leg; route: Route }): VNode {
  return (
    <li class={leg.number ? "leg going" : "leg"}>
      <h3 class="leg-head">
        <strong>{leg.number ? say("trip.number", leg.number) : say("trip.remote")}</strong>{" "}
        <time dateTime={leg.day}>{sayDay(leg.day, route.today)}</time> <span>{leg.place}</span>
      </h3>
      {leg.steps.map((step) => (
        <StepCard key={step.id} step={step} route={route} />
      ))}
    </li>
  );
}

function legsOf(route: Route): Leg[] {
  const steps = new Map(route.steps.map((step) => [step.id, step]));
  const travelled = new Set(route.trips.flatMap((trip) => trip.steps));
  const trips = route.trips.map((trip, index) => ({
    day: trip.date,
    number: index + 1,
    place: trip.place,
    steps: trip.steps.map((id) => steps.get(id)).filter((step) => step !== undefined),
  }));
  const remote = route.steps
    .filter((step) => !travelled.has(step.id))
    .map((step) => ({ day: step.start, number: 0, place: step.place ?? say("trip.elsewhere"), steps: [step] }));
  return [...trips, ...remote].filter((leg) => leg.steps.length).sort((one, other) => one.day.localeCompare(other.day));
}
