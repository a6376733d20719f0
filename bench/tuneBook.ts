import { type Random, seededRandom } from "../src/model/random";

/** Dances: their meter, and the sizes of the groups of eighths in a bar. */
const dances = [
  { name: "reel", meter: "4/4", groups: [4, 4] },
  { name: "jig", meter: "6/8", groups: [3, 3] },
  { name: "waltz", meter: "3/4", groups: [2, 2, 2] },
  { name: "slip jig", meter: "9/8", groups: [3, 3, 3] },
];
const keys = ["D", "G", "A", "C", "F", "Em", "Am", "Bm", "Dm"];
const notes = [..."A,B,CDEFGABcdefgab".matchAll(/[A-Ga-g],?/g)].map(([note]) => note);

/** Tunes of a book, four parts of eight bars each, whose notes wander up and down; always the same ones. */
export function wanderingTunes(count: number): { header: string; body: string }[] {
  const random = seededRandom(17);
  return Array.from({ length: count }, (_, index) => {
    const { name, meter, groups } = one(dances, random);
    const header = [
      `X:${index + 1}`,
      `T:Wandering ${index + 1}`,
      `R:${name}`,
      `M:${meter}`,
      "L:1/8",
      `K:${one(keys, random)}`,
      "",
    ];
    let at = Math.floor(notes.length / 2);
    const bar = (): string => groups.map(group).join(" ");
    const group = (size: number): string => {
      let text = "";
      for (let left = size; left > 0; ) {
        const length = left >= 2 && random() < 0.2 ? 2 : 1;
        at = Math.min(notes.length - 1, Math.max(0, at + Math.floor(random() * 5) - 2));
        text += `${notes[at]}${length > 1 ? length : ""}`;
        left -= length;
      }
      return text;
    };
    const line = (): string => Array.from({ length: 4 }, bar).join("|");
    const part = (): string => `|:${line()}|\n${line()}:|\n`;
    return { header: header.join("\n"), body: Array.from({ length: 4 }, part).join("") };
  });
}

function one<Value>(values: readonly Value[], random: Random): Value {
  return values[Math.floor(random() * values.length)] as Value;
}
