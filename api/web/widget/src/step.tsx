// One step: where, when, with what, why; and how it went, told by a click.
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Route, Step } from "./shapes";
import { say, sayDay, sayFor } from "./texts";
import { Fold, List, useUi } from "./ui";

export function StepCard({ step, route }: { step: Step; route: Route }): VNode {
  const { elder } = useUi();
  const papers = step.materials.map((paper) => {
    const form = paper.copies > 1 ? say("step.copies", paper.form, paper.copies) : paper.form;
    return `${say("step.paper", sayFor(paper.title, paper.of), form)} — ${paper.source}`;
  });
  return (
    <article class="step">
      <h4>{sayFor(step.title, step.person)}</h4>
      {step.note && <p class="note">{step.note}</p>}
      <Terms step={step} route={route} elder={elder} />
      {papers.length ? (
        <>
          <p class="bring">{say("step.bring")}</p>
          <List texts={papers} />
        </>
      ) : (
        <p>{say("step.bringNothing")}</p>
      )}
      {step.why.length > 0 && (
        <Fold summary={say("step.why")}>
          <List texts={step.why} />
        </Fold>
      )}
      {step.basis.length > 0 && !elder && (
        <Fold summary={say("step.basis")}>
          <List texts={step.basis} />
        </Fold>
      )}
      <Went step={step} />
    </article>
  );
}

function Terms({ step, route, elder }: { step: Step; route: Route; elder: boolean }): VNode {
  const ready = sayDay(step.finish, route.today);
  const waits = step.after.map((id) => route.steps.find((one) => one.id === id)?.title).filter((title) => title !== undefined);
  const rows: [string, string][] = [
    [say("step.department"), elder ? "" : step.department],
    [say("step.channel"), [step.channel, step.place].filter(Boolean).join(" · ")],
    [say("step.present"), step.present.join(say("comma"))],
    [say("step.duration"), elder ? "" : step.duration],
    [say("step.ready"), step.open ? say("step.earliest", ready) : ready],
    [say("step.fee"), fee(step.fee)],
    [say("step.waits"), [...new Set(waits)].join(say("comma"))],
  ];
  return (
    <dl class="terms">
      {rows
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function fee(amount: string): string {
  if (amount === "0") return say("step.free");
  return /^[0-9]+$/.test(amount) ? say("step.yuan", amount) : amount;
}

// 办好了, 窗口还要材料 or 没办成: each is a turn, and the route is planned again.
function Went({ step }: { step: Step }): VNode {
  const { talk, state, t } = useUi();
  const [asking, ask] = useState(false);
  const [paper, setPaper] = useState("");
  const busy = state.stage !== null;
  const tell = (event: Event): void => {
    event.preventDefault();
    if (paper.trim()) void talk.outcome(step.id, "paper", paper.trim());
  };
  const field = `paper-${step.id}`;
  return (
    <Fold summary={t("step.how")}>
      <div class="quicks">
        <button type="button" disabled={busy} onClick={() => void talk.outcome(step.id, "done")}>
          {say("step.done")}
        </button>
        <button type="button" class="quiet" disabled={busy} aria-expanded={asking} onClick={() => ask(!asking)}>
          {say("step.more")}
        </button>
        <button type="button" class="quiet" disabled={busy} onClick={() => void talk.outcome(step.id, "failed")}>
          {say("step.failed")}
        </button>
      </div>
      {asking && (
        <form class="line" onSubmit={tell}>
          <label for={field}>{say("step.paperName")}</label>
          <input id={field} value={paper} maxLength={100} autocomplete="off" onInput={(event) => setPaper(event.currentTarget.value)} />
          <button type="submit" disabled={busy}>
            {say("step.tell")}
          </button>
        </form>
      )}
      {state.failure && (
        <p class="failure" role="alert">
          {state.failure.message}
        </p>
      )}
    </Fold>
  );
}
