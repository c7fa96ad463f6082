// Defines <wenzheng-assistant> and, on a page that has none, puts one in. The page's styles do not reach in, ours do
// not reach out, and nothing is added to the page's globals.
import { h, render } from "preact";
import { App } from "./app";
import CSS from "./style.css?inline";

const NAME = "wenzheng-assistant";
const script = document.currentScript as HTMLScriptElement | null;
const home = script ? new URL(script.src).origin : location.origin;

// What is typed here must not set off the page's shortcuts. Attributes: server (address of the assistant; that of the script by default), mode="page" (fills the page).
class Assistant extends HTMLElement {
  connectedCallback(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet(); // allowed by any Content-Security-Policy, unlike a <style>
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets = [sheet];
    const page = this.getAttribute("mode") === "page";
    const link = page ? (/^\/r\/(\w+)$/.exec(location.pathname)?.[1] ?? null) : null;
    const base = (this.getAttribute("server") ?? home).replace(/\/$/, "");
    for (const type of ["keydown", "keyup", "keypress"]) root.addEventListener(type, (event) => event.stopPropagation());
    render(h(App, { base, page, link }), root);
  }

  disconnectedCallback(): void {
    if (this.shadowRoot) render(null, this.shadowRoot);
  }
}

function start(): void {
  if (!customElements.get(NAME)) customElements.define(NAME, Assistant);
  if (!document.querySelector(NAME)) document.body.append(document.createElement(NAME));
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
