// The steps of each department on one calendar; the dates stand in words, the bars only help the eye.
import type { VNode } from "preact";
import { Bar } from "./glance";
import type { Route } from "./shapes";
import { say, sayDay, sayFor } from "./texts";

export function Timeline({ route }: { route: Route }): VNode {
  const departments = [...new Set(route.steps.map((step) => step.department))];
  return (
    <div class="timeline">
      {departments.map((department) => (
        <section key={department}>
          <h3>{department}</h3>
          <ol class="bare">
            {route.steps
              .filter((step) => step.department === department)
              .map((step) => (
                <li key={step.id}>
                  <p>{sayFor(step.title, step.person)}</p>
                  <p class="hint">
                    {say("timeline.step", sayDay(step.start, route.today), sayDay(step.finish, route.today))}
                    {step.open && say("route.open")}
                  </p>
                  <Bar step={step} route={route} />
                </li>
              ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
