// The whole route on one screen: what together saves, each step as one line with its days, what to bring.
import type { VNode } from "preact";
import { isMine } from "./papers";
import type { Measure, Route, Step } from "./shapes";
import { say, sayDay, sayFor } from "./texts";
import { List } from "./ui";

const COMPARED: Measure[] = ["trips", "materials", "departments", "days"];
const NARROWEST = 2; // per cent: a step of one day still shows

export function Glance({ route }: { route: Route }): VNode | null {
  if (route.steps.length === 0) return null;
  const { measures } = route;
  const mine = route.materials.filter(isMine);
  return (
    <section class="glance">
      <h3 class="hint">{say("route.compare")}</h3>
      <ul class="compared">
        {COMPARED.map((name) => (
          <li key={name}>
            <span class="hint">{say(`measure.${name}`)}</span>{" "}
            <span class="unseen">{say("measure.alone.was", measures.alone[name])}</span>
            <s aria-hidden="true">{measures.alone[name]}</s>{" "}
            <span class="unseen">{say("measure.together.is", measures[name])}</span>
            <strong aria-hidden="true">{measures[name]}</strong>
          </li>
        ))}
      </ul>
      <ol class="glance-steps">
        {route.steps.map((step, index) => (
          <Line key={step.id} step={step} number={index + 1} route={route} />
        ))}
      </ol>
      {mine.length > 0 && (
        <p>
          <strong>{say("step.bring")}</strong> {mine.map((paper) => sayFor(paper.title, paper.of)).join(say("comma"))}
        </p>
      )}
    </section>
  );
}

function Line({ step, number, route }: { step: Step; number: number; route: Route }): VNode {
  const trip = route.trips.findIndex((one) => one.steps.includes(step.id));
  const where = trip >= 0 ? say("trip.number", trip + 1) : say("trip.remote");
  return (
    <li>
      <details>
        <summary>
          <span class="glance-line">
            <time dateTime={step.start}>{sayDay(step.start, route.today)}</time>
            <span class={trip >= 0 ? "tag going" : "tag"}>{where}</span>
            <span class="glance-title">
              {number}. {sayFor(step.title, step.person)}
            </span>
            <Bar step={step} route={route} />
          </span>
        </summary>
        <p class="hint">{[step.department, step.place ?? step.channel, step.duration].join(" · ")}</p>
        <List texts={step.why} />
      </details>
    </li>
  );
}

// The days of a step on the days of the whole, as a decoration: the dates stand in words beside it.
export function Bar({ step, route }: { step: Step; route: Route }): VNode {
  const day = (iso: string): number => Date.parse(iso) / 86_400_000;
  const first = day(route.today);
  const whole = Math.max(...route.steps.map((one) => day(one.finish))) - first || 1;
  const share = (iso: string): number => (100 * (day(iso) - first)) / whole;
  const wide = Math.max(share(step.finish) - share(step.start), NARROWEST);
  const left = Math.min(share(step.start), 100 - wide);
  return (
    <span class="bar" aria-hidden="true">
      <i class={step.open ? "open" : undefined} style={{ left: `${left}%`, width: `${wide}%` }} />
    </span>
  );
}
