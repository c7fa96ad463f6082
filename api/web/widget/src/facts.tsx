// The facts heard, as chips to tap, and the dialog that mends one.
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Fact } from "./shapes";
import { say, sayWhose } from "./texts";
import { Dialog, useUi } from "./ui";

export function Facts(): VNode | null {
  const { state, t, open } = useUi();
  if (state.facts.length === 0) return null;
  return (
    <details class="facts">
      <summary>{t("facts.heading", state.facts.length)}</summary>
      <p class="hint">{t("facts.hint")}</p>
      <ul class="chips">
        {state.facts.map((fact) => (
          <li key={fact.key}>
            <button type="button" class="chip" disabled={state.stage !== null} onClick={() => open({ kind: "fact", key: fact.key })}>
              <span class="chip-name">{sayWhose(fact.person, fact.name)}</span> <strong>{fact.shown}</strong>
              {fact.source === "inferred" && <span class="chip-name"> {say("facts.inferred")}</span>}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

export function FactDialog({ fact, onClose }: { fact: Fact; onClose: () => void }): VNode {
  const { talk, state } = useUi();
  const [text, setText] = useState("");
  const yesNo = [say("yes"), say("no")].includes(fact.shown);
  const after = async (change: Promise<boolean>): Promise<void> => {
    if (await change) onClose();
  };
  const save = (event: Event): void => {
    event.preventDefault();
    if (text.trim()) void after(talk.correct(fact, text.trim()));
  };
  return (
    <Dialog title={say("facts.correct", sayWhose(fact.person, fact.name))} onClose={onClose}>
      <p>{say("facts.now", fact.shown)}</p>
      {fact.words && <p class="hint">{say("facts.words", fact.words)}</p>}
      {yesNo ? (
        <div class="quicks" role="group" aria-label={say("facts.right")}>
          {[true, false].map((value) => (
            <button key={String(value)} type="button" onClick={() => void after(talk.correct(fact, value))}>
              {say(value ? "yes" : "no")}
            </button>
          ))}
        </div>
      ) : (
        <form class="line" onSubmit={save}>
          <label for="right">{say("facts.right")}</label>
          <input id="right" value={text} autocomplete="off" onInput={(event) => setText(event.currentTarget.value)} />
          <button type="submit" disabled={state.stage !== null}>
            {say("facts.save")}
          </button>
        </form>
      )}
      {state.failure && (
        <p class="failure" role="alert">
          {state.failure.message}
        </p>
      )}
      <button type="button" class="quiet" onClick={() => void after(talk.withdraw(fact))}>
        {say("facts.drop")}
      </button>
    </Dialog>
  );
}
