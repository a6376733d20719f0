/** A text that counts how many of its characters are looked at, searches included. */
export function countedText(text: string): { text: string; looked(): number } {
  let looked = 0;
  const methods: Record<string, (...args: never[]) => unknown> = {
    indexOf: (sought: string, from: number) => {
      const at = text.indexOf(sought, from);
      looked += (at < 0 ? text.length : at) - from;
      return at;
    },
    slice: (start: number, end: number) => {
      looked += end - start;
      return text.slice(start, end);
    },
  };
  const counted = new Proxy(Object(text) as object, {
    get: (_, name) => {
      looked++;
      if (typeof name === "symbol") return Reflect.get(Object(text), name);
      const value: unknown = methods[name] ?? Reflect.get(Object(text), name);
      return typeof value === "function" ? value.bind(text) : value;
    },
  });
  return { text: counted as unknown as string, looked: () => looked };
}
