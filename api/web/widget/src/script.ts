// What every payload goes through before it is drawn: a lone 子女1 reads as 孩子, and on request all texts are in
// traditional script, which the server makes (OpenCC).
import type { Server } from "./server";
import { allTexts } from "./texts";

// Values under these keys go back to the server as they came.
const KEPT = new Set(["key", "id", "fact", "item", "goal", "list", "lists", "question", "questions", "kind", "status", "path", "link", "steps", "after"]);
const PORTION = 8000; // characters in one request: the server takes 64 kB
const HAN = /\p{Script=Han}/u;

export function plain<T>(payload: T): T {
  return /子女2/.test(JSON.stringify(payload)) ? payload : mapped(payload, (text) => text.replaceAll("子女1", "孩子"));
}

export class Script {
  traditional = false;
  private readonly known = new Map<string, string>();
  private readonly simplified = { ...allTexts() };

  constructor(private readonly server: Server) {}

  // Turns the widget's own texts over, both ways.
  async choose(traditional: boolean): Promise<void> {
    const texts = traditional ? await this.convert(this.simplified, true) : this.simplified;
    Object.assign(allTexts(), texts);
    this.traditional = traditional;
  }

  async read<T>(payload: T): Promise<T> {
    const said = plain(payload);
    return this.traditional ? this.convert(said, false) : said;
  }

  private async convert<T>(payload: T, all: boolean): Promise<T> {
    const wanted = new Set<string>();
    const note = (text: string): string => (HAN.test(text) && !this.known.has(text) && wanted.add(text), text);
    mapped(payload, note, all);
    for (const portion of portions([...wanted])) {
      const body = { texts: portion };
      const answer = await this.server.call<{ texts: string[] }>("/v1/script/traditional", { method: "POST", body });
      portion.forEach((text, index) => this.known.set(text, answer.texts[index] ?? text));
    }
    return mapped(payload, (text) => this.known.get(text) ?? text, all);
  }
}

function* portions(texts: string[]): Generator<string[]> {
  let portion: string[] = [];
  let size = 0;
  for (const text of texts) {
    if (size + text.length > PORTION && portion.length) {
      yield portion;
      [portion, size] = [[], 0];
    }
    portion.push(text);
    size += text.length;
  }
  if (portion.length) yield portion;
}

function mapped<T>(value: T, change: (text: string) => string, all = false): T {
  if (typeof value === "string") return change(value) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => mapped(one, change, all)) as T;
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, one]) => [key, !all && isKept(key, one) ? one : mapped(one, change, all)]);
  return Object.fromEntries(entries) as T;
}

// `lists`, `goals` and the like hold ids in one place and whole entries in another: only ids are kept.
function isKept(key: string, value: unknown): boolean {
  if (!KEPT.has(key)) return false;
  return typeof value === "string" || (Array.isArray(value) && value.every((one) => typeof one === "string"));
}
