// What the widget knows of a conversation at one moment.
import type { Ask, Fact, Handover, ListView, Rating, Route, Turn } from "./shapes";

export type Stage = "sent" | "heard" | "answers";

// A turn as it is shown: first only the words, then more of it, at last the whole.
export interface Shown {
  key: string;
  text: string;
  early: Turn["reply"]["answers"];
  turn: Turn | null;
}

export interface State {
  ready: boolean;
  id: string | null;
  shown: Shown[];
  facts: Fact[];
  lists: Map<string, ListView>;
  route: Route | null;
  routeTurn: number;
  changes: string[];
  asks: Ask | null;
  quick: string[];
  stage: Stage | null;
  cut: boolean;
  failure: { message: string; again: (() => void) | null } | null;
  unsent: string;
  handover: Handover | null;
  notice: string;
  rating: Rating | null;
  spoken: string;
}

export const BLANK: State = {
  ready: false,
  id: null,
  shown: [],
  facts: [],
  lists: new Map(),
  route: null,
  routeTurn: 0,
  changes: [],
  asks: null,
  quick: [],
  stage: null,
  cut: false,
  failure: null,
  unsent: "",
  handover: null,
  notice: "",
  rating: null,
  spoken: "",
};
