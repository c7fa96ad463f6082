// What the API answers (see /docs), as far as the widget draws it. Days are "2026-12-07", in 东莞.

export interface Fact {
  key: string;
  person: string;
  name: string;
  shown: string;
  words: string;
  turn: number;
  source: "said" | "answered" | "inferred";
}

export interface FactSaid extends Fact {
  until: number | null;
}

export interface ListView {
  id: string;
  title: string;
  lead: string;
  written: boolean;
  reviewed: string | null;
}

export interface Ask {
  fact: string;
  ask: string;
  why: string;
  options: string[];
}

export interface Answer {
  question: string;
  ask: string;
  answer: string;
  basis: string[];
  reviewed: string | null;
}

export interface StepPaper {
  title: string;
  of: string;
  form: string;
  copies: number;
  source: string;
}

export interface Step {
  id: string;
  item: string;
  title: string;
  list: string;
  person: string;
  department: string;
  channel: string;
  place: string | null;
  start: string;
  finish: string;
  open: boolean;
  present: string[];
  duration: string;
  fee: string;
  after: string[];
  why: string[];
  basis: string[];
  materials: StepPaper[];
  note: string | null;
}

export interface Trip {
  id: string;
  date: string;
  place: string;
  steps: string[];
}

export interface Paper {
  id: string;
  title: string;
  of: string;
  for: string[];
  source: string;
}

export type Measure = "departments" | "items" | "materials" | "trips" | "days";

export interface Proof {
  value: number;
  bound: number;
  unit: string;
}

export interface Route {
  release: string;
  today: string;
  goals: { goal: string; title: string; for: string }[];
  assumptions: string[];
  trips: Trip[];
  steps: Step[];
  considered: { item: string; title: string; person: string; outcome: "taken" | "held" | "rejected"; because: string }[];
  materials: Paper[];
  measures: Record<Measure, number> & { alone: Record<Measure, number>; formula: string };
  proof: Record<string, Proof>;
  blocked: { goal: string; person: string; because: string; earliest: string | null }[];
  alternatives: { title: string; because: string }[];
  branches: { fact: string; value: string; items: string[]; finish: string | null; changes: string[] }[];
}

export interface Reply {
  reply: string;
  kind: string;
  status: string;
  lists: string[];
  questions: string[];
  asks: Ask | null;
  route: Route | null;
  answers: Answer[];
  quick: string[];
  changes: string[];
}

export interface Turn {
  id: string;
  number: number;
  text: string;
  taken_at: string;
  words: string;
  reply: Reply;
}

export interface Taken {
  turn: Turn;
  facts: Fact[];
  lists: ListView[];
}

export interface Handover {
  state: "waiting" | "claimed";
  place: number | null;
  agent: string | null;
}

export interface Rating {
  level: string;
  reason: string;
}

export interface Whole {
  id: string;
  turns: Turn[];
  facts: Fact[];
  lists: ListView[];
  unanswered: { id: string; text: string }[];
  rating: Rating | null;
  handover: Handover | null;
}

// How a step went, as the citizen tells it.
export type Outcome = "done" | "paper" | "failed";
