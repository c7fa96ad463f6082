// The conversation: what was said and answered, what is asked now, where to write.
import { Fragment, type VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Facts } from "./facts";
import type { Answer, ListView, Turn } from "./shapes";
import type { Shown } from "./state";
import { say } from "./texts";
import { Fold, List, useUi } from "./ui";

const SAMPLES = ["talk.sample.1", "talk.sample.2", "talk.sample.3"] as const;
const LONG_SECONDS = 6;
const ROOM = 40; // px of the citizen's own words left in sight above the answer
const BASIS_LINE = /^[((](依据|依據)/m; // ends an answer in the reply's text

export function Conversation(): VNode {
  const { state, elder, t } = useUi();
  const [all, showAll] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const hidden = elder && !all ? Math.max(0, state.shown.length - 1) : 0;
  const count = state.shown.length;
  const settled = state.shown.at(-1)?.turn?.id;
  useEffect(() => {
    const log = place.current!;
    const last = [...log.querySelectorAll<HTMLElement>(".exchange")].at(-1);
    const answer = last?.querySelector<HTMLElement>(".theirs");
    if (last) log.scrollTop = (answer ?? last).offsetTop - log.offsetTop - ROOM;
  }, [count, settled, elder]);
  return (
    <div class="talk">
      <div class="log" ref={place} tabIndex={0} role="region" aria-label={t("talk.label")}>
        <h2 class="unseen">{t("talk.label")}</h2>
        {state.ready && count === 0 && <Welcome />}
        {hidden > 0 && (
          <button type="button" class="link" onClick={() => showAll(true)}>
            {t("talk.earlier", hidden)}
          </button>
        )}
        {state.shown.slice(hidden).map((shown, index, kept) => (
          <Exchange key={shown.key} shown={shown} last={index === kept.length - 1} />
        ))}
        <Facts />
        <Queue />
        {state.stage && <Waiting />}
        {state.failure && <Failed />}
        {!state.stage && <Asked />}
      </div>
      <p class="unseen" role="status" aria-live="polite">
        {state.spoken}
      </p>
      <Composer />
    </div>
  );
}

function Welcome(): VNode {
  const { talk, t } = useUi();
  return (
    <div class="bubble theirs">
      <p class="words">{t("talk.welcome")}</p>
      <p class="hint">{t("talk.try")}</p>
      <div class="quicks">
        {SAMPLES.map((name) => (
          <button key={name} type="button" class="quick" onClick={() => void talk.tell(say(name))}>
            {say(name)}
          </button>
        ))}
      </div>
    </div>
  );
}

function Exchange({ shown, last }: { shown: Shown; last: boolean }): VNode {
  const { turn } = shown;
  return (
    <div class="exchange">
      {shown.text && (
        <article class="bubble mine">
          <span class="unseen">{say("colon", say("talk.you"), "")}</span>
          <p class="words">{shown.text}</p>
        </article>
      )}
      {turn ? <Said turn={turn} last={last} /> : shown.early.length > 0 && <Early answers={shown.early} />}
    </div>
  );
}

function Early({ answers }: { answers: Answer[] }): VNode {
  return (
    <article class="bubble theirs">
      <Answers answers={answers} />
    </article>
  );
}

function Said({ turn, last }: { turn: Turn; last: boolean }): VNode {
  const { state, elder, t, toRoute } = useUi();
  const { reply } = turn;
  const who = reply.status === "agent" ? "talk.agent" : "talk.assistant";
  const lists = reply.lists.map((id) => state.lists.get(id)).filter((one) => one !== undefined);
  const { before, answers, after } = parts(turn, last);
  return (
    <article class={reply.kind === "emergency" || reply.kind === "distress" ? "bubble theirs urgent" : "bubble theirs"}>
      <span class="unseen">{say("colon", say(who), "")}</span>
      <Paragraphs texts={before} />
      <Answers answers={answers} />
      <Paragraphs texts={after} />
      {reply.route && reply.route.steps.length > 0 && (
        <button type="button" class="strong" onClick={toRoute}>
          {t("talk.toRoute")}
        </button>
      )}
      {lists.length > 0 && !elder && (
        <Fold summary={t("talk.lists")} class="small">
          <List texts={lists.map(named)} />
        </Fold>
      )}
    </article>
  );
}

export function named(list: ListView): string {
  const state = !list.written ? say("review.unwritten") : list.reviewed ? say("review.done", list.reviewed) : say("review.pending");
  return say("colon", say("bracket", list.title, list.lead), state);
}

function Paragraphs({ texts }: { texts: string[] }): VNode {
  return (
    <Fragment>
      {texts.map((text) => (
        <p key={text} class="words">
          {text}
        </p>
      ))}
    </Fragment>
  );
}

// Each question that was asked, with its own answer, basis and review state.
function Answers({ answers }: { answers: Answer[] }): VNode {
  return (
    <Fragment>
      {answers.map((one) => (
        <section key={one.question} class="answer">
          <h3>{one.ask}</h3>
          <p class="words">{one.answer}</p>
          <Fold class="small" summary={`${say("talk.basis")} · ${one.reviewed ? say("review.done", one.reviewed) : say("review.pending")}`}>
            <List texts={one.basis} />
          </Fold>
        </section>
      ))}
    </Fragment>
  );
}

// The reply's text without what is drawn beside it: the answers, and the ask that stands below.
function parts(turn: Turn, last: boolean): { before: string[]; answers: Answer[]; after: string[] } {
  const { reply, words } = turn;
  const ask = last ? reply.asks?.ask : undefined;
  const rest = words.split("\n\n").filter((text) => text && !(ask && text.includes(ask)));
  const heads = reply.answers.map((one) => `【${one.ask}】`);
  const first = rest.findIndex((text) => heads.some((head) => text.startsWith(head)));
  if (first < 0) return { before: rest, answers: [], after: [] };
  let end = first;
  rest.forEach((text, index) => {
    if (index === first || heads.some((head) => text.startsWith(head)) || BASIS_LINE.test(text)) end = index;
  });
  return { before: rest.slice(0, first), answers: reply.answers, after: rest.slice(end + 1) };
}

// What is asked now, with everything that can be answered by a click; 不知道 is always among it.
function Asked(): VNode | null {
  const { talk, state, t } = useUi();
  const { asks } = state;
  const offered = [...new Set([...state.quick, ...(asks ? [...asks.options, say("talk.unknown")] : [])])];
  if (offered.length === 0) return null;
  return (
    <section class="asked" aria-label={t("talk.ask")}>
      {asks && <p class="ask">{asks.ask}</p>}
      <div class="quicks">
        {offered.map((text) => (
          <button key={text} type="button" class="quick" onClick={() => void talk.tell(text)}>
            {text}
          </button>
        ))}
      </div>
      {asks?.why && (
        <Fold summary={t("talk.why")} class="small">
          <p>{asks.why}</p>
        </Fold>
      )}
    </section>
  );
}

function Waiting(): VNode {
  const { state, t } = useUi();
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    const timer = setTimeout(() => setLate(true), LONG_SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [state.stage]);
  const words = state.cut ? t("wait.cut") : late ? t("wait.long") : t(`wait.${state.stage ?? "sent"}`);
  return (
    <p class="waiting" role="status">
      <span class="wheel" aria-hidden="true" />
      {words}
    </p>
  );
}

function Failed(): VNode {
  const { state } = useUi();
  const { message, again } = state.failure!;
  return (
    <div class="failure" role="alert">
      <p>{message}</p>
      {again && (
        <button type="button" onClick={again}>
          {say("failure.again")}
        </button>
      )}
    </div>
  );
}

function Queue(): VNode | null {
  const { talk, state, t } = useUi();
  const { handover, notice } = state;
  if (!handover && !notice) return null;
  if (!handover) return <p class="queue" role="status">{notice}</p>;
  const waiting = handover.state === "waiting";
  return (
    <div class="queue" role="status">
      <p>{waiting ? t("person.waiting", handover.place ?? 1) : t("person.claimed", handover.agent ?? "")}</p>
      {waiting && <p class="hint">{t("person.dial")}</p>}
      {waiting && (
        <button type="button" class="quiet" onClick={() => void talk.leaveQueue()}>
          {t("person.leave")}
        </button>
      )}
    </div>
  );
}

function Composer(): VNode {
  const { talk, state, elder, t } = useUi();
  const [text, setText] = useState("");
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (state.unsent) setText(state.unsent);
  }, [state.unsent]);
  const submit = (event: Event): void => {
    event.preventDefault();
    input.current!.focus();
    if (state.stage || !text.trim()) return;
    setText("");
    void talk.tell(text);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    submit(event);
  };
  return (
    <form class="composer" onSubmit={submit}>
      <label class="unseen" for="words">
        {t("talk.input")}
      </label>
      <textarea
        id="words"
        ref={input}
        rows={elder ? 1 : 2}
        autocomplete="off"
        aria-describedby="hint"
        placeholder={t("talk.placeholder")}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={key}
      />
      <button type="submit" disabled={state.stage !== null}>
        {t("talk.send")}
      </button>
      <p id="hint" class="hint">
        {t("talk.hint")}
      </p>
    </form>
  );
}
