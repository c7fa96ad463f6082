// What the route rests on: assumptions, figures, everything considered, other ways, other answers.
import type { VNode } from "preact";
import { named } from "./conversation";
import type { Measure, Route } from "./shapes";
import { say, sayFor, sayWhose } from "./texts";
import { Fold, List, useUi } from "./ui";

const MEASURES: Measure[] = ["departments", "items", "materials", "trips", "days"];

export function Reasons({ route }: { route: Route }): VNode {
  const { state } = useUi();
  const ids = [...new Set(route.steps.map((step) => step.list))];
  const lists = ids.map((id) => state.lists.get(id)).filter((one) => one !== undefined);
  const branches = route.branches.map((one) => {
    const dot = one.fact.lastIndexOf(".");
    const fact = sayWhose(one.fact.slice(0, Math.max(dot, 0)), one.fact.slice(dot + 1));
    return say("reasons.branch", fact, one.value, one.changes.join(say("stop")));
  });
  return (
    <div class="reasons">
      <Part title={say("reasons.assumptions")} texts={route.assumptions} />
      <Measures route={route} />
      {(["taken", "held", "rejected"] as const).map((outcome) => {
        const found = route.considered.filter((one) => one.outcome === outcome);
        const texts = found.map((one) => say("colon", sayFor(one.title, one.person), one.because));
        return texts.length > 0 && (
          <Fold key={outcome} summary={say(`reasons.${outcome}`, texts.length)}>
            <List texts={texts} />
          </Fold>
        );
      })}
      <Part title={say("reasons.alternatives")} texts={route.alternatives.map((one) => say("colon", one.title, one.because))} />
      <Part title={say("reasons.branches")} texts={branches} />
      <Part title={say("reasons.lists")} texts={lists.map(named)} />
    </div>
  );
}

function Part({ title, texts }: { title: string; texts: string[] }): VNode | null {
  if (texts.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <List texts={texts} />
    </section>
  );
}

function Measures({ route }: { route: Route }): VNode {
  const { measures } = route;
  return (
    <section>
      <h3>{say("reasons.measures")}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">{say("measure.name")}</th>
            <th scope="col">{say("measure.alone")}</th>
            <th scope="col">{say("measure.together")}</th>
          </tr>
        </thead>
        <tbody>
          {MEASURES.map((name) => (
            <tr key={name}>
              <th scope="row">{say(`measure.${name}`)}</th>
              <td>{measures.alone[name]}</td>
              <td>{measures[name]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">{say("measure.formula", measures.formula)}</p>
    </section>
  );
}
