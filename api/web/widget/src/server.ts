// Calls the API. Whatever goes wrong becomes a Failure whose message is a Chinese sentence for the reader.
import { createParser, type EventSourceMessage } from "eventsource-parser";
import { say } from "./texts";

const PATIENCE = 30_000;
const SILENCE = 35_000; // the server says something every 10 s while it works
const PAUSES = [500, 1000, 2000, 4000, 8000, 8000, 8000];

export class Failure extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }

  // Sending the same again may help, and is never done twice by the server.
  get passing(): boolean {
    return ![404, 413, 422].includes(this.status);
  }
}

export interface Wish {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Watcher {
  event(name: string, data: unknown): void | Promise<void>;
  cut(isCut: boolean): void;
}

export class Server {
  constructor(readonly base: string) {}

  async call<T>(path: string, wish: Wish = {}): Promise<T> {
    const response = await this.ask(path, wish, AbortSignal.timeout(PATIENCE));
    return (response.status === 204 ? null : await read(response)) as T;
  }

  // Follows a turn to its end; a broken stream goes on where it stopped, with the same key.
  async watch(path: string, wish: Wish, watcher: Watcher): Promise<void> {
    let last = 0;
    for (let attempt = 0; ; attempt += 1) {
      const before = last;
      try {
        const done = await this.stream(path, wish, last, async (message) => {
          watcher.cut(false);
          last = Number(message.id ?? last);
          await watcher.event(message.event ?? "", JSON.parse(message.data));
        });
        if (done) return;
        throw new Failure(say("failure.away"), 0);
      } catch (error) {
        const failure = error instanceof Failure ? error : new Failure(say("failure.odd"), 500);
        if (last > before) attempt = 0;
        const pause = PAUSES[attempt];
        if (failure.status !== 0 || pause === undefined) throw failure;
        watcher.cut(true);
        await waited(pause);
      }
    }
  }

  private async stream(
    path: string,
    wish: Wish,
    last: number,
    each: (message: EventSourceMessage) => Promise<void>,
  ): Promise<boolean> {
    const stop = new AbortController();
    let timer = setTimeout(() => stop.abort(), SILENCE);
    const headers = { ...wish.headers, Accept: "text/event-stream", "Last-Event-ID": String(last) };
    try {
      const response = await this.ask(path, { ...wish, headers }, stop.signal);
      if (!response.ok || !response.body) {
        await read(response);
        return false;
      }
      const heard: EventSourceMessage[] = [];
      const parser = createParser({ onEvent: (message) => heard.push(message) });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return false;
        clearTimeout(timer);
        timer = setTimeout(() => stop.abort(), SILENCE);
        parser.feed(value);
        for (const message of heard.splice(0)) {
          if (message.event === "problem") throw problem(JSON.parse(message.data));
          await each(message);
          if (message.event === "done") return true;
        }
      }
    } catch (error) {
      throw error instanceof Failure ? error : new Failure(say("failure.away"), 0);
    } finally {
      clearTimeout(timer);
      stop.abort();
    }
  }

  private async ask(path: string, wish: Wish, signal: AbortSignal): Promise<Response> {
    const request: RequestInit = { method: wish.method ?? "GET", headers: { ...wish.headers }, signal };
    if (wish.body !== undefined) {
      request.body = JSON.stringify(wish.body);
      request.headers = { ...wish.headers, "Content-Type": "application/json" };
    }
    try {
      return await fetch(this.base + path, { credentials: "omit", referrerPolicy: "no-referrer", ...request });
    } catch (error) {
      const slow = error instanceof DOMException && error.name === "TimeoutError";
      throw new Failure(say(slow ? "failure.slow" : "failure.away"), 0);
    }
  }
}

async function read(response: Response): Promise<unknown> {
  let answer: unknown;
  try {
    answer = await response.json();
  } catch {
    throw new Failure(say("failure.odd"), response.status);
  }
  if (!response.ok) throw problem({ status: response.status, ...(answer as object) });
  return answer;
}

function problem(said: { status?: number; detail?: string }): Failure {
  return new Failure(said.detail || say("failure.odd"), said.status ?? 500);
}

// A while, or until the device says it is online again.
function waited(milliseconds: number): Promise<void> {
  return new Promise((go) => {
    const timer = setTimeout(end, milliseconds);
    window.addEventListener("online", end);
    function end(): void {
      clearTimeout(timer);
      window.removeEventListener("online", end);
      go();
    }
  });
}
