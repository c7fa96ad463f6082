// What every part of the widget may reach: the conversation, the mode, the texts in that mode.
import { createContext, type ComponentChildren, type VNode } from "preact";
import { useContext, useEffect, useRef } from "preact/hooks";
import type { Shelf } from "./shelf";
import type { State } from "./state";
import type { Talk } from "./talk";
import { say, type Name } from "./texts";

export interface Ui {
  talk: Talk;
  state: State;
  elder: boolean;
  device: Shelf;
  t(name: Name, ...values: (string | number)[]): string;
  open(panel: Panel | null): void;
  toRoute(): void;
}

export type Panel =
  | { kind: "fact"; key: string }
  | { kind: "link" | "rate" | "understood" | "erase" | "restart" };

export const UiContext = createContext<Ui | null>(null);

export function useUi(): Ui {
  return useContext(UiContext)!;
}

// A dialog over everything else: focus goes in, Escape closes it, focus goes back to where it was.
export function Dialog(props: { title: string; onClose: () => void; children: ComponentChildren }): VNode {
  const place = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = place.current!;
    const root = dialog.getRootNode() as ShadowRoot;
    const before = root.activeElement as HTMLElement | null;
    dialog.showModal();
    return () => before?.isConnected && before.focus();
  }, []);
  return (
    <dialog ref={place} class="dialog" aria-labelledby="dialog-title" onClose={props.onClose} onKeyDown={(event) => event.stopPropagation()}>
      <div class="row">
        <h2 id="dialog-title">{props.title}</h2>
        <button type="button" class="quiet" onClick={() => place.current!.close()}>
          {say("close")}
        </button>
      </div>
      {props.children}
    </dialog>
  );
}

export function Fold(props: { summary: ComponentChildren; children: ComponentChildren; class?: string }): VNode {
  return (
    <details class={props.class}>
      <summary>{props.summary}</summary>
      {props.children}
    </details>
  );
}

export function List(props: { texts: string[]; class?: string }): VNode | null {
  if (props.texts.length === 0) return null;
  return (
    <ul class={props.class}>
      {props.texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

// Tabs by the keyboard pattern of the ARIA practices: arrows move, the tab in focus is shown.
export function Tabs<T extends string>(props: {
  label: string;
  names: readonly T[];
  chosen: T;
  title: (name: T) => string;
  choose: (name: T) => void;
}): VNode {
  const row = useRef<HTMLDivElement>(null);
  const step = (event: KeyboardEvent): void => {
    const move = { ArrowRight: 1, ArrowLeft: -1, Home: -props.names.indexOf(props.chosen), End: -1 - props.names.indexOf(props.chosen) }[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const index = (props.names.indexOf(props.chosen) + move + props.names.length) % props.names.length;
    props.choose(props.names[index]!);
    (row.current!.children[index] as HTMLElement).focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={props.label} ref={row} onKeyDown={step}>
      {props.names.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-controls={`panel-${name}`}
          aria-selected={name === props.chosen}
          tabIndex={name === props.chosen ? 0 : -1}
          onClick={() => props.choose(name)}
        >
          {props.title(name)}
        </button>
      ))}
    </div>
  );
}
