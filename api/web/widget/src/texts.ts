// Every Chinese text of the widget stands in texts.json; here they are found and filled in.
import TEXTS from "./texts.json";

export type Name = keyof typeof TEXTS;

const texts: Record<string, string> = TEXTS;

// say("trip.number", 2) -> "第 2 趟"
export function say(name: Name, ...values: (string | number)[]): string {
  return filled(texts[name]!, values);
}

// The same in the simpler words of the elder mode, where there are any.
export function sayTo(elder: boolean, name: Name, ...values: (string | number)[]): string {
  const simpler = elder ? texts[`elder.${name}`] : undefined;
  return filled(simpler ?? texts[name]!, values);
}

// The text for one of a closed set of words, or the word itself where the set has grown.
export function sayOne(set: string, word: string): string {
  return texts[`${set}.${word}`] ?? word;
}

// All texts at once: what the other script is made from.
export function allTexts(): Record<string, string> {
  return texts;
}

function filled(text: string, values: (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ""));
}

// A calendar day in words; no time zone is involved. The year is left out where it is that of `today`.
export function sayDay(iso: string, today?: string): string {
  const [year, month, day] = iso.split("-").map(Number) as [number, number, number];
  const weekday = say("day.weekdays").split(" ")[new Date(Date.UTC(year, month - 1, day)).getUTCDay()]!;
  const near = today?.startsWith(`${year}-`);
  return near ? say("day.near", month, day, weekday) : say("day.far", year, month, day, weekday);
}

// "子女1", "入读年级" -> 子女1的入读年级; the citizen's own stand without 本人.
export function sayWhose(person: string, name: string): string {
  return person === say("self") || person === "" ? name : say("of", person, name);
}

// 居住证(孩子); without the person where that is the citizen, or named already (孩子有书读).
export function sayFor(title: string, person: string): string {
  return person === say("self") || title.includes(person) ? title : say("bracket", title, person);
}
