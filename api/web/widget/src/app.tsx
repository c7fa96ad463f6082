// The whole widget: head, conversation, route, menu. On a narrow place conversation and route take turns.
import type { ComponentChildren, VNode } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Conversation } from "./conversation";
import { Dialogs } from "./dialogs";
import { RouteView } from "./route";
import { Server } from "./server";
import { shelf } from "./shelf";
import { Talk } from "./talk";
import { sayTo, say } from "./texts";
import { UiContext, useUi, type Panel, type Ui } from "./ui";

const SIDES = ["talk", "route"] as const;
type Side = (typeof SIDES)[number];

export interface Props {
  base: string;
  page: boolean;
  link: string | null;
}

export function App({ base, page, link }: Props): VNode {
  const [, redraw] = useState(0);
  const [shown, show] = useState(page);
  const device = useMemo(() => shelf("device"), []);
  const [elder, setElder] = useState(device.get("elder") === "on");
  const [panel, open] = useState<Panel | null>(null);
  const [side, choose] = useState<Side>("talk");
  const root = useRef<HTMLDivElement>(null);
  const talk = useMemo(() => new Talk(new Server(base), () => redraw((count) => count + 1)), [base]);
  const opened = useRef(false);
  useEffect(() => {
    if (!shown || opened.current) return;
    opened.current = true;
    const traditional = device.get("script") === "traditional";
    void (traditional ? talk.chooseScript(true) : Promise.resolve()).then(() => talk.open(link));
  }, [shown, talk]);
  const toRoute = (): void => {
    choose("route");
    setTimeout(() => root.current?.querySelector<HTMLElement>(".route-title")?.focus());
  };
  const ui: Ui = { talk, state: talk.state, elder, device, t: (name, ...values) => sayTo(elder, name, ...values), open, toRoute };
  const chooseElder = (on: boolean): void => {
    setElder(on);
    device.set("elder", on ? "on" : null);
  };
  const classes = ["root", page ? "page" : "panel", elder && "elder", talk.state.route && "planned", `on-${side}`];
  return (
    <UiContext.Provider value={ui}>
      <div class={classes.filter(Boolean).join(" ")} ref={root} lang={talk.script.traditional ? "zh-Hant" : "zh-Hans"}>
        {page ? null : <Launch shown={shown} show={show} />}
        {shown && (
          <Frame page={page} close={() => show(false)}>
            <Bar page={page} close={() => show(false)} elder={elder} chooseElder={chooseElder} />
            {talk.state.route && <Sides side={side} choose={choose} />}
            <div class="sides">
              <div class="side-talk" id="panel-talk">
                <Conversation />
              </div>
              {talk.state.route && (
                <section class="side-route" id="panel-route" aria-label={ui.t("route.heading")} tabIndex={0}>
                  <RouteView />
                </section>
              )}
            </div>
            <Dialogs panel={panel} close={() => open(null)} />
          </Frame>
        )}
      </div>
    </UiContext.Provider>
  );
}

function Launch({ shown, show }: { shown: boolean; show: (on: boolean) => void }): VNode {
  const button = useRef<HTMLButtonElement>(null);
  const was = useRef(shown);
  useEffect(() => {
    if (was.current && !shown) button.current?.focus();
    was.current = shown;
  }, [shown]);
  return (
    <button ref={button} type="button" class="launch" hidden={shown} aria-label={say("launch.label")} onClick={() => show(true)}>
      {say("launch")}
    </button>
  );
}

function Frame(props: { page: boolean; close: () => void; children: ComponentChildren }): VNode {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!props.page) place.current!.querySelector("textarea")?.focus();
  }, []);
  if (props.page) return <main class="frame">{props.children}</main>;
  const escape = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && !event.isComposing) props.close();
  };
  return (
    <section class="frame" ref={place} role="dialog" aria-label={say("name")} onKeyDown={escape}>
      {props.children}
    </section>
  );
}

// On a narrow place one of the two is seen.
function Sides({ side, choose }: { side: Side; choose: (side: Side) => void }): VNode {
  const { t } = useUi();
  return (
    <nav class="tabs side-tabs" aria-label={say("name")}>
      {SIDES.map((name) => (
        <button key={name} type="button" aria-pressed={side === name} onClick={() => choose(name)}>
          {t(`tab.${name}`)}
        </button>
      ))}
    </nav>
  );
}

function Bar(props: { page: boolean; close: () => void; elder: boolean; chooseElder: (on: boolean) => void }): VNode {
  return (
    <div class="bar-top">
      {props.page ? <h1>{say("name")}</h1> : <h2>{say("name")}</h2>}
      <Menu elder={props.elder} chooseElder={props.chooseElder} />
      {!props.page && (
        <button type="button" class="quiet" onClick={props.close}>
          {say("close")}
        </button>
      )}
    </div>
  );
}

function Menu({ elder, chooseElder }: { elder: boolean; chooseElder: (on: boolean) => void }): VNode {
  const { talk, state, device, open } = useUi();
  const place = useRef<HTMLDetailsElement>(null);
  const begun = state.shown.length > 0;
  const traditional = talk.script.traditional;
  const chooseScript = (): void => {
    device.set("script", traditional ? null : "traditional");
    void talk.chooseScript(!traditional);
  };
  const entries: [string, () => void, boolean][] = [
    [say("menu.link"), () => open({ kind: "link" }), begun],
    [say("menu.person"), () => void talk.askForPerson(), true],
    [say("menu.rate"), () => open({ kind: "rate" }), begun],
    [say("menu.understood"), () => open({ kind: "understood" }), begun],
    [say("menu.restart"), () => open({ kind: "restart" }), begun],
    [say("menu.erase"), () => open({ kind: "erase" }), begun],
  ];
  const close = (): void => {
    place.current!.open = false;
    place.current!.querySelector("summary")!.focus();
  };
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !place.current!.open) return;
    event.stopPropagation();
    close();
  };
  return (
    <details class="menu" ref={place} onKeyDown={escape}>
      <summary>{say("menu")}</summary>
      <div class="menu-list">
        <label>
          <input type="checkbox" checked={elder} onChange={(event) => chooseElder(event.currentTarget.checked)} />
          {say("menu.elder")}
        </label>
        <label>
          <input type="checkbox" checked={traditional} onChange={chooseScript} />
          {say("menu.traditional")}
        </label>
        {entries
          .filter(([, , possible]) => possible)
          .map(([title, run]) => (
            <button
              key={title}
              type="button"
              class="link"
              onClick={() => {
                close();
                run();
              }}
            >
              {title}
            </button>
          ))}
      </div>
    </details>
  );
}
