// Builds elements. Text only ever goes in as text, so nothing a citizen or editor wrote can become markup.
import { say } from "/web/texts.js";

// make("p", { class: "note", text: "…" }, child, …): attributes by name; `text` is the text content, `on` listeners.
export function make(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") element.textContent = value;
    else if (name === "on") for (const [event, run] of Object.entries(value)) element.addEventListener(event, run);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function replace(parent, ...children) {
  parent.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}

// A closed <details> with a summary.
export function fold(summary, ...children) {
  return make("details", {}, make("summary", { text: summary }), ...children);
}

export function list(texts, options = {}) {
  return make("ul", options, ...texts.map((text) => make("li", { text })));
}

// Puts the texts into a page's skeleton: data-text, data-label (aria-label), data-placeholder.
export function fill(root) {
  for (const element of root.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
  for (const element of root.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
  for (const element of root.querySelectorAll("[data-placeholder]")) element.placeholder = say(element.dataset.placeholder);
}

// Prints with every fold open, and closes again what was closed.
export function printOpen(root) {
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...root.querySelectorAll("details:not([open])")];
    for (const element of opened) element.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const element of opened) element.open = false;
    opened = [];
  });
}
