// The route: at a glance first, then four ways to look at it.
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { Glance } from "./glance";
import { Papers } from "./papers";
import { Reasons } from "./reasons";
import type { Route } from "./shapes";
import { say, sayDay, sayFor } from "./texts";
import { Timeline } from "./timeline";
import { Trips } from "./trips";
import { List, Tabs, useUi } from "./ui";

const VIEWS = ["trips", "timeline", "papers", "reasons"] as const;
type View = (typeof VIEWS)[number];

export function RouteView(): VNode {
  const { state, elder, t } = useUi();
  const [view, choose] = useState<View>("trips");
  const { route } = state;
  if (!route) return <p class="hint">{t("route.none")}</p>;
  const names = elder ? (["trips", "papers"] as const) : VIEWS;
  const chosen = names.find((name) => name === view) ?? "trips";
  return (
    <div class="route">
      <Head route={route} />
      <Changes />
      <Urgent route={route} />
      {!elder && <Glance route={route} />}
      <Documents />
      {route.steps.length > 0 && (
        <>
          <Tabs label={t("route.views")} names={names} chosen={chosen} title={(name) => t(`view.${name}`)} choose={choose} />
          <div role="tabpanel" id={`panel-${chosen}`} aria-labelledby={`tab-${chosen}`} tabIndex={0}>
            {chosen === "trips" && <Trips route={route} />}
            {chosen === "timeline" && <Timeline route={route} />}
            {chosen === "papers" && <Papers route={route} />}
            {chosen === "reasons" && <Reasons route={route} />}
          </div>
        </>
      )}
    </div>
  );
}

function Head({ route }: { route: Route }): VNode {
  const { t } = useUi();
  const finish = route.steps.map((step) => step.finish).sort().at(-1);
  const open = route.steps.some((step) => step.open);
  const goals = route.goals.map((goal) => sayFor(goal.title, goal.for)).join(say("comma"));
  const trips = route.proof.trips;
  return (
    <div>
      <h2 tabIndex={-1} class="route-title">
        {t("route.heading")}
      </h2>
      {finish && (
        <p class="finish">
          {t("route.finish", sayDay(finish, route.today))}
          {open && say("route.open")}
        </p>
      )}
      {trips && route.steps.length > 0 && (
        <p class="proof">
          {trips.value === 0
            ? say("route.noTrips")
            : trips.value === trips.bound
              ? t("route.proven", trips.value)
              : t("route.unproven", trips.value, trips.bound)}
        </p>
      )}
      <p>{say("route.goals", goals)}</p>
      <p class="hint">{say("route.asOf", sayDay(route.today))}</p>
    </div>
  );
}

function Changes(): VNode | null {
  const { state } = useUi();
  if (state.changes.length === 0) return null;
  return (
    <section class="changes">
      <h3>{say("route.changes")}</h3>
      <List texts={state.changes} />
    </section>
  );
}

// What stands in the way comes before everything else.
function Urgent({ route }: { route: Route }): VNode | null {
  const titles = new Map(route.goals.map((goal) => [goal.goal, goal.title]));
  const blocked = route.blocked.map((one) => {
    const until = one.earliest ? say("route.until", sayDay(one.earliest, route.today)) : "";
    return `${say("colon", sayFor(titles.get(one.goal) ?? one.goal, one.person), one.because)} ${until}`;
  });
  if (blocked.length === 0) return null;
  return (
    <section class="urgent-box">
      <h3>{say("route.blocked")}</h3>
      <List texts={blocked} />
    </section>
  );
}

function Documents(): VNode | null {
  const { talk, state } = useUi();
  if (!state.id || !state.route?.steps.length) return null;
  const address = talk.server.base + talk.path();
  const script = talk.script.traditional ? "?script=traditional" : "";
  return (
    <p class="documents">
      <a href={`${address}/notice${script}`} target="_blank" rel="noopener">
        {say("route.print")}
      </a>
      <a href={`${address}/notice.pdf${script}`} target="_blank" rel="noopener">
        {say("route.pdf")}
      </a>
      {state.route.trips.length > 0 && <a href={`${address}/trips.ics`}>{say("route.calendar")}</a>}
    </p>
  );
}
