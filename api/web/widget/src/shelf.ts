// What the device remembers. A host page may forbid storage: then it is remembered until the page goes.

export interface Shelf {
  get(name: string): string | null;
  set(name: string, value: string | null): void;
}

// "tab": gone with the tab, as others may use the same computer; "device": stays.
export function shelf(kind: "tab" | "device"): Shelf {
  const memory = new Map<string, string>();
  const store = (): Storage => (kind === "tab" ? sessionStorage : localStorage);
  return {
    get(name) {
      try {
        return store().getItem(`wenzheng:${name}`);
      } catch {
        return memory.get(name) ?? null;
      }
    },
    set(name, value) {
      try {
        if (value === null) store().removeItem(`wenzheng:${name}`);
        else store().setItem(`wenzheng:${name}`, value);
      } catch {
        if (value === null) memory.delete(name);
        else memory.set(name, value);
      }
    },
  };
}
