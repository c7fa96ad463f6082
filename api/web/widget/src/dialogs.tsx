// The smaller matters around a conversation: its link, a rating, how it was understood, an end to it.
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { FactDialog } from "./facts";
import type { FactSaid } from "./shapes";
import { say, sayFor, sayOne, sayWhose } from "./texts";
import { Dialog, List, useUi, type Panel } from "./ui";

const LEVELS = ["非常满意", "满意", "基本满意", "不满意", "非常不满意"]; // the API's own words

export function Dialogs({ panel, close }: { panel: Panel | null; close: () => void }): VNode | null {
  const { talk, state } = useUi();
  if (!panel) return null;
  if (panel.kind === "fact") {
    const fact = state.facts.find((one) => one.key === panel.key);
    return fact ? <FactDialog fact={fact} onClose={close} /> : null;
  }
  if (panel.kind === "link") return <LinkDialog onClose={close} />;
  if (panel.kind === "rate") return <RateDialog onClose={close} />;
  if (panel.kind === "understood") return <UnderstoodDialog onClose={close} />;
  const erasing = panel.kind === "erase";
  const go = async (): Promise<void> => {
    if (erasing) await talk.erase();
    else talk.restart();
    close();
  };
  return (
    <Dialog title={say(erasing ? "menu.erase" : "menu.restart")} onClose={close}>
      <p>{say(erasing ? "erase.ask" : "talk.confirm")}</p>
      <div class="quicks">
        <button type="button" onClick={() => void go()}>
          {say(erasing ? "erase.yes" : "menu.restart")}
        </button>
        <button type="button" class="quiet" onClick={close}>
          {say("cancel")}
        </button>
      </div>
    </Dialog>
  );
}

function LinkDialog({ onClose }: { onClose: () => void }): VNode {
  const { talk } = useUi();
  const [link, setLink] = useState("");
  const [said, setSaid] = useState("");
  useEffect(() => {
    talk.link().then(setLink, (error: Error) => setSaid(error.message));
  }, []);
  const copy = async (): Promise<void> => {
    await navigator.clipboard?.writeText(link);
    setSaid(say("link.copied"));
  };
  return (
    <Dialog title={say("link.title")} onClose={onClose}>
      <p>{say("link.words")}</p>
      <div class="line">
        <label for="link">{say("link.label")}</label>
        <input id="link" readOnly value={link} onFocus={(event) => event.currentTarget.select()} />
        <button type="button" disabled={!link} onClick={() => void copy()}>
          {say("link.copy")}
        </button>
      </div>
      <p role="status">{said}</p>
    </Dialog>
  );
}

function RateDialog({ onClose }: { onClose: () => void }): VNode {
  const { talk, state } = useUi();
  const [level, setLevel] = useState(state.rating?.level ?? "");
  const [reason, setReason] = useState(state.rating?.reason ?? "");
  const [said, setSaid] = useState("");
  const send = (event: Event): void => {
    event.preventDefault();
    if (!level) return;
    talk.rate({ level, reason }).then(
      () => setSaid(say("rate.done", level)),
      (error: Error) => setSaid(error.message),
    );
  };
  return (
    <Dialog title={say("rate.title")} onClose={onClose}>
      <form onSubmit={send}>
        <fieldset class="levels">
          <legend class="unseen">{say("rate.title")}</legend>
          {LEVELS.map((one) => (
            <label key={one}>
              <input type="radio" name="level" value={one} checked={level === one} onChange={() => setLevel(one)} />
              {one}
            </label>
          ))}
        </fieldset>
        <label class="above" for="reason">
          {say("rate.reason")}
        </label>
        <textarea id="reason" rows={2} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
        <button type="submit" disabled={!level}>
          {say("rate.send")}
        </button>
      </form>
      <p role="status">{said}</p>
    </Dialog>
  );
}

// For the curious: how the last words were understood, and every fact with the words that gave it.
function UnderstoodDialog({ onClose }: { onClose: () => void }): VNode {
  const { talk, state } = useUi();
  const [facts, setFacts] = useState<FactSaid[]>([]);
  useEffect(() => {
    if (state.id) talk.history().then(setFacts, () => setFacts([]));
  }, []);
  const reply = state.shown.findLast((one) => one.turn)?.turn?.reply;
  const lists = (reply?.lists ?? []).map((id) => state.lists.get(id)?.title ?? id);
  const heard = facts.map((one) => {
    const line = say("understood.fact", sayWhose(one.person, one.name), one.shown, one.turn, one.words);
    return one.until ? say("understood.until", line, one.until) : line;
  });
  const goals = state.route?.goals.map((goal) => sayFor(goal.title, goal.for)) ?? [];
  const rows: [string, string[]][] = [
    [say("understood.kind"), reply ? [sayOne("kind", reply.kind)] : []],
    [say("understood.lists"), lists],
    [say("understood.questions"), reply?.answers.map((one) => one.ask) ?? []],
    [say("understood.goals"), goals],
    [say("understood.facts"), heard],
  ];
  return (
    <Dialog title={say("understood.title")} onClose={onClose}>
      {rows.map(([title, texts]) => (
        <section key={title}>
          <h3>{title}</h3>
          {texts.length ? <List texts={texts} /> : <p class="hint">{say("understood.none")}</p>}
        </section>
      ))}
    </Dialog>
  );
}
