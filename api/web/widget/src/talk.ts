// One conversation: what was said, heard and planned, and everything the citizen can do with it.
import { Script } from "./script";
import { Failure, Server, type Watcher, type Wish } from "./server";
import type { Fact, FactSaid, Handover, ListView, Outcome, Rating, Taken, Whole } from "./shapes";
import { shelf } from "./shelf";
import { BLANK, type Shown, type State } from "./state";
import { say } from "./texts";

const KEPT = "conversation";
const QUEUE_SECONDS = 4;

export class Talk {
  state: State = BLANK;
  readonly script: Script;
  private readonly tab = shelf("tab");
  private queue: ReturnType<typeof setInterval> | undefined;

  constructor(
    readonly server: Server,
    private readonly changed: () => void,
  ) {
    this.script = new Script(server);
  }

  // Take up the conversation behind a short link, or the one this tab was in.
  async open(link: string | null): Promise<void> {
    const id = this.tab.get(KEPT);
    const path = link ? `/v1/links/${encodeURIComponent(link)}` : id && this.path(id);
    if (path) {
      try {
        this.resume(await this.script.read(await this.server.call<Whole>(path)));
      } catch (error) {
        const failure = failed(error);
        if (failure.status === 404) this.tab.set(KEPT, null);
        const message = failure.status === 404 && !link ? say("talk.lost") : failure.message;
        this.set({ failure: { message, again: failure.passing ? () => void this.open(link) : null } });
      }
    }
    this.set({ ready: true });
  }

  restart(): void {
    clearInterval(this.queue);
    this.tab.set(KEPT, null);
    this.set({ ...BLANK, ready: true });
  }

  async erase(): Promise<void> {
    if (this.state.id) await this.server.call(this.path(), { method: "DELETE" });
    this.restart();
  }

  async tell(text: string, key: string = newKey()): Promise<void> {
    if (this.state.stage || !text.trim()) return;
    const shown = this.state.shown.filter((one) => one.key !== key);
    this.set({ shown: [...shown, { key, text, early: [], turn: null }], stage: "sent", failure: null, unsent: "", spoken: "" });
    try {
      await this.begin();
      const wish = { method: "POST", body: { text }, headers: { "Idempotency-Key": key } };
      await this.follow(this.path() + "/turns", wish, key);
    } catch (error) {
      this.refuse(failed(error), text, () => void this.tell(text, key));
    } finally {
      this.set({ stage: null, cut: false });
    }
  }

  // Correct a fact in the citizen's words, or with true and false.
  correct(fact: Fact, value: string | boolean): Promise<boolean> {
    return this.change(`/facts/${encodeURIComponent(fact.key)}`, { method: "PUT", body: { value } });
  }

  withdraw(fact: Fact): Promise<boolean> {
    return this.change(`/facts/${encodeURIComponent(fact.key)}`, { method: "DELETE" });
  }

  outcome(step: string, outcome: Outcome, paper: string | null = null): Promise<boolean> {
    const body = { outcome, paper, turn: this.state.routeTurn };
    return this.change(`/steps/${encodeURIComponent(step)}`, { method: "POST", body });
  }

  async history(): Promise<FactSaid[]> {
    const found = await this.server.call<{ facts: FactSaid[] }>(this.path() + "/facts");
    return (await this.script.read(found)).facts;
  }

  async link(): Promise<string> {
    await this.begin();
    const found = await this.server.call<{ path: string }>(this.path() + "/link", { method: "POST" });
    return this.server.base + found.path;
  }

  async rate(rating: Rating): Promise<void> {
    await this.begin();
    this.set({ rating: await this.server.call<Rating>(this.path() + "/rating", { method: "POST", body: rating }) });
  }

  async askForPerson(): Promise<void> {
    await this.attempt(async () => {
      await this.begin();
      this.await(await this.server.call<Handover>(this.path() + "/handover", { method: "POST" }));
    });
  }

  async leaveQueue(): Promise<void> {
    await this.attempt(async () => {
      await this.server.call(this.path() + "/handover", { method: "DELETE" });
      this.await(null);
    });
  }

  async chooseScript(traditional: boolean): Promise<void> {
    await this.attempt(async () => {
      await this.script.choose(traditional);
      if (this.state.id) this.resume(await this.script.read(await this.server.call<Whole>(this.path())));
    });
    this.set({});
  }

  path(id: string | null = this.state.id): string {
    return `/v1/conversations/${id}`;
  }

  dismiss(): void {
    this.set({ failure: null, notice: "" });
  }

  private set(part: Partial<State>): void {
    this.state = { ...this.state, ...part };
    this.changed();
  }

  private async begin(): Promise<void> {
    if (this.state.id) return;
    const { id } = await this.server.call<Whole>("/v1/conversations", { method: "POST" });
    this.tab.set(KEPT, id);
    this.set({ id });
  }

  private resume(whole: Whole): void {
    this.tab.set(KEPT, whole.id);
    const planned = whole.turns.findLast((turn) => turn.reply.route);
    const last = whole.turns.at(-1)?.reply;
    this.set({
      id: whole.id,
      shown: whole.turns.map((turn) => ({ key: turn.id, text: turn.text, early: [], turn })),
      facts: whole.facts,
      lists: byId(whole.lists),
      route: planned?.reply.route ?? null,
      routeTurn: planned?.number ?? 0,
      changes: planned?.reply.changes ?? [],
      asks: last?.asks ?? null,
      quick: last?.quick ?? [],
      rating: whole.rating,
      failure: null,
    });
    this.await(whole.handover);
    for (const waiting of whole.unanswered) void this.pickUp(waiting);
  }

  // Words that were sent before a reload and are still being answered.
  private async pickUp(waiting: { id: string; text: string }): Promise<void> {
    this.set({ shown: [...this.state.shown, { key: waiting.id, text: waiting.text, early: [], turn: null }], stage: "sent" });
    try {
      await this.follow(`${this.path()}/turns/${waiting.id}/events`, {}, waiting.id);
    } catch (error) {
      this.refuse(failed(error), "", null);
    } finally {
      this.set({ stage: null, cut: false });
    }
  }

  private follow(path: string, wish: Wish, key: string): Promise<void> {
    const watcher: Watcher = {
      cut: (cut) => cut !== this.state.cut && this.set({ cut }),
      event: async (name, data) => this.heard(name, await this.script.read(data), key),
    };
    return this.server.watch(path, wish, watcher);
  }

  private heard(name: string, data: unknown, key: string): void {
    const told = data as Partial<Taken> & { answers?: Shown["early"]; text?: string };
    const mine = (part: Partial<Shown>): Shown[] => this.state.shown.map((one) => (one.key === key ? { ...one, ...part } : one));
    if (name === "accepted") this.set({ shown: mine({ text: told.text ?? "" }) });
    if (name === "facts") this.set({ facts: told.facts!, stage: "heard", spoken: say("spoken.facts", told.facts!.length) });
    if (name === "answers") this.set({ lists: this.known(told.lists!), shown: mine({ early: told.answers! }), stage: "answers" });
    if (name === "done") this.take(data as Taken, mine({ early: [], turn: told.turn!, text: told.turn!.text }));
  }

  private take(taken: Taken, shown: Shown[]): void {
    const { reply, number, words } = taken.turn;
    const planned = reply.route;
    const route = planned?.steps.length ? say("spoken.route", planned.measures.items, planned.measures.trips) : "";
    this.set({
      shown,
      facts: taken.facts,
      lists: this.known(taken.lists),
      asks: reply.asks,
      quick: reply.quick,
      spoken: [words, route].join(" "),
      ...(planned ? { route: planned, routeTurn: number, changes: reply.changes } : {}),
    });
    if (reply.status === "restarted") this.set({ route: null, changes: [] });
    if (reply.status === "handover") void this.look();
  }

  private async change(path: string, wish: Wish): Promise<boolean> {
    if (this.state.stage) return false;
    this.set({ stage: "answers", failure: null });
    try {
      const headers = { "Idempotency-Key": newKey() };
      const taken = await this.server.call<Taken>(this.path() + path, { ...wish, headers });
      const { turn } = taken;
      const read = await this.script.read(taken);
      this.take(read, [...this.state.shown, { key: turn.id, text: read.turn.text, early: [], turn: read.turn }]);
      return true;
    } catch (error) {
      this.refuse(failed(error), "", null);
      return false;
    } finally {
      this.set({ stage: null });
    }
  }

  private refuse(failure: Failure, text: string, again: (() => void) | null): void {
    const shown = this.state.shown.filter((one) => one.turn || failure.passing);
    this.set({ failure: { message: failure.message, again: failure.passing ? again : null }, shown, unsent: failure.passing ? "" : text });
    if (failure.status === 404) {
      this.tab.set(KEPT, null);
      this.set({ id: null });
    }
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.set({ failure: { message: failed(error).message, again: null } });
    }
  }

  // While somebody is waited for or speaks, look every few seconds.
  private await(handover: Handover | null): void {
    clearInterval(this.queue);
    const ended = this.state.handover?.state === "claimed" && !handover;
    this.set({ handover, notice: ended ? say("person.closed") : this.state.notice });
    if (handover) this.queue = setInterval(() => void this.look(), QUEUE_SECONDS * 1000);
  }

  private async look(): Promise<void> {
    if (this.state.stage) return;
    try {
      const whole = await this.script.read(await this.server.call<Whole>(this.path()));
      if (this.state.stage) return;
      const known = new Set(this.state.shown.map((one) => one.turn?.id));
      const fresh = whole.turns.filter((turn) => !known.has(turn.id));
      if (fresh.length) {
        const shown = fresh.map((turn) => ({ key: turn.id, text: turn.text, early: [], turn }));
        this.set({ shown: [...this.state.shown, ...shown], spoken: fresh.map((turn) => turn.words).join(" ") });
      }
      if (JSON.stringify(whole.handover) !== JSON.stringify(this.state.handover)) this.await(whole.handover);
    } catch {
      // the next look comes in a few seconds; what cannot be reached now may be then
    }
  }

  private known(lists: ListView[]): Map<string, ListView> {
    return new Map([...this.state.lists, ...byId(lists)]);
  }
}

function byId(lists: ListView[]): Map<string, ListView> {
  return new Map(lists.map((one) => [one.id, one]));
}

function failed(error: unknown): Failure {
  return error instanceof Failure ? error : new Failure(say("failure.odd"), 500);
}

// Host pages without HTTPS have no randomUUID.
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
