// The papers of the whole route, to tick when they are ready. Ticks stay on this device.
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Paper, Route } from "./shapes";
import { say, sayFor } from "./texts";
import { useUi } from "./ui";

// Neither waived, nor issued by an earlier step, nor only perhaps needed.
export function isMine(paper: Paper): boolean {
  return !/^(免交|如果|第 )/.test(paper.source);
}

export function Papers({ route }: { route: Route }): VNode {
  const { state, device } = useUi();
  const place = `papers:${state.id}`;
  const [ticked, setTicked] = useState<string[]>(() => read(device.get(place)));
  const tick = (name: string): void => {
    const after = ticked.includes(name) ? ticked.filter((one) => one !== name) : [...ticked, name];
    setTicked(after);
    device.set(place, JSON.stringify(after));
  };
  const mine = route.materials.filter(isMine);
  const others = route.materials.filter((paper) => !isMine(paper));
  const names = mine.map(nameOf);
  return (
    <div class="papers">
      <p role="status">
        <strong>{say("papers.count", names.filter((name) => ticked.includes(name)).length, names.length)}</strong>
      </p>
      <p class="hint">{say("papers.hint")}</p>
      {mine.length > 0 && <h3>{say("papers.mine")}</h3>}
      <ul class="bare">
        {mine.map((paper) => (
          <li key={nameOf(paper)}>
            <label>
              <input type="checkbox" checked={ticked.includes(nameOf(paper))} onChange={() => tick(nameOf(paper))} />
              <span>{sayFor(paper.title, paper.of)}</span>
            </label>
            <Origin paper={paper} route={route} />
          </li>
        ))}
      </ul>
      {others.length > 0 && <h3>{say("papers.others")}</h3>}
      <ul class="bare">
        {others.map((paper) => (
          <li key={nameOf(paper)}>
            {sayFor(paper.title, paper.of)}
            <Origin paper={paper} route={route} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Origin({ paper, route }: { paper: Paper; route: Route }): VNode {
  const { elder } = useUi();
  if (elder) return <p class="hint">{paper.source}</p>;
  const used = route.steps.filter((step) => paper.for.includes(step.id)).map((step) => step.title);
  const texts = [say("papers.source", paper.source), say("papers.use", [...new Set(used)].join(say("comma")))];
  return <p class="hint">{texts.join(say("stop"))}</p>;
}

function nameOf(paper: Paper): string {
  return `${paper.id}@${paper.of}`;
}

function read(kept: string | null): string[] {
  try {
    const found: unknown = JSON.parse(kept ?? "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}
