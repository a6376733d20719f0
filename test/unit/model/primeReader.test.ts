import { expect, test } from "vitest";
import { KernelNetwork } from "../../../src/model/kernels/kernelNetwork";
import { type Network, startState } from "../../../src/model/network";
import { PrimeReader } from "../../../src/model/primeReader";
import { seededRandom } from "../../../src/model/random";
import { kernelBuild } from "./kernelBuilds";
import { architecture, liveWeights, randomIds } from "./network";

const shape = architecture();
const prime = [...randomIds(300, 11, seededRandom(1))];

function kernelNetwork(changes = {}, seed = 1): KernelNetwork {
  const shape = architecture(changes);
  const weights = liveWeights(shape, seed);
  return new KernelNetwork(kernelBuild("kernels-simd"), shape, weights, "int8");
}

/** A network that tells how many ids it has read. */
function counted(network: Network) {
  const count = { ids: 0 };
  const counting: Network = {
    architecture: network.architecture,
    precision: network.precision,
    step(inputs, state, extras) {
      count.ids++;
      return network.step(inputs, state, extras);
    },
    read(inputs, steps, state) {
      count.ids += steps;
      return network.read(inputs, steps, state);
    },
    losses: (...call) => network.losses(...call),
    dispose: () => network.dispose(),
  };
  return { network: counting, count };
}

/** The values of what a reader found, and what that cost. */
async function found(reader: PrimeReader, ids: readonly number[]) {
  const reading = await reader.read(ids);
  if (!reading) throw new Error("It was aborted.");
  const { logits, state, idsRead } = reading;
  return { values: [...logits, ...state.values], idsRead };
}

test("a prime is read to its end", async () => {
  const network = kernelNetwork();
  const state = startState(shape, 1);
  const logits = network.read([Int32Array.from(prime)], prime.length, state);
  expect(await found(new PrimeReader(network), prime)).toEqual({
    values: [...logits, ...state.values],
    idsRead: 300,
  });
  const none = await found(new PrimeReader(network), []);
  expect(none).toEqual({ values: new Array(none.values.length).fill(0), idsRead: 0 });
});

test("typing along costs a step for each character, and a stride where one is whole", async () => {
  const { network, count } = counted(kernelNetwork());
  const reader = new PrimeReader(network);
  for (let length = 1; length <= 150; length++) {
    count.ids = 0;
    const { idsRead } = await found(reader, prime.slice(0, length));
    expect(idsRead).toBe(length % 64 === 0 ? 64 : 1);
    expect(count.ids).toBe(idsRead);
  }
  expect((await found(reader, prime.slice(0, 150))).idsRead).toBe(0);
});

test("deleting goes back to what was typed before, or to the stride's beginning", async () => {
  const reader = new PrimeReader(kernelNetwork());
  await reader.read(prime.slice(0, 150));
  expect((await found(reader, prime.slice(0, 149))).idsRead).toBe(149 - 128);
  expect((await found(reader, prime.slice(0, 148))).idsRead).toBe(148 - 128);
  expect((await found(reader, prime.slice(0, 149))).idsRead).toBe(0);
  expect((await found(reader, prime.slice(0, 128))).idsRead).toBe(0);
});

test("an edit in the middle costs what follows its stride's beginning", async () => {
  const reader = new PrimeReader(kernelNetwork());
  await reader.read(prime);
  const edited = [...prime];
  edited[200] = ((edited[200] as number) + 1) % 11;
  const cold = await found(new PrimeReader(kernelNetwork()), edited);
  const warm = await found(reader, edited);
  expect(warm).toEqual({ values: cold.values, idsRead: 300 - 192 });
  // Undone, everything is known.
  expect((await found(reader, prime)).idsRead).toBe(0);
});

test("what it hands out is the caller's own", async () => {
  const reader = new PrimeReader(kernelNetwork());
  for (const length of [128, 130]) {
    const ids = prime.slice(0, length);
    const { values } = await found(reader, ids);
    for (let again = 0; again < 2; again++) {
      const reading = await reader.read(ids);
      expect([...(reading?.logits ?? []), ...(reading?.state.values ?? [])]).toEqual(values);
      reading?.logits.fill(7);
      reading?.state.values.fill(7);
    }
  }
});

test("remembers 16 MB at most, but 64 readings whatever their size", async () => {
  const small = new PrimeReader(kernelNetwork());
  expect(small.most).toBe(Math.floor(2 ** 24 / (1000 + 4 * (2 * 8 + 11))));
  const { network } = counted(kernelNetwork());
  const large = new PrimeReader({ ...network, architecture: { ...shape, hidden: 2 ** 20 } });
  expect(large.most).toBe(64);
  for (const id of randomIds(small.most + 10, 11, seededRandom(5)).keys()) {
    await small.read([
      id % 11,
      Math.floor(id / 11) % 11,
      Math.floor(id / 121) % 11,
      id % 7,
      id % 5,
    ]);
  }
  expect(small.size).toBe(small.most);
});

test("aborted between strides it gives nothing, and goes on from there when asked again", async () => {
  const reader = new PrimeReader(kernelNetwork());
  let looks = 0;
  const signal = {
    get aborted() {
      return ++looks > 2;
    },
  };
  expect(await reader.read(prime, signal)).toBeUndefined();
  expect((await found(reader, prime)).idsRead).toBe(300 - 128);
  expect(await new PrimeReader(kernelNetwork()).read([1], { aborted: true })).toBeUndefined();
});

test("aborted between steps it goes on from there, too", async () => {
  const reader = new PrimeReader(kernelNetwork());
  const controller = new AbortController();
  const reading = reader.read(prime.slice(0, 63), controller.signal);
  controller.abort();
  expect(await reading).toBeUndefined();
  const { idsRead, values } = await found(reader, prime.slice(0, 63));
  expect(idsRead).toBeGreaterThan(40);
  expect(idsRead).toBeLessThan(63);
  expect(values).toEqual(
    (await found(new PrimeReader(kernelNetwork()), prime.slice(0, 63))).values,
  );
});

test("lets the event loop turn while it reads", async () => {
  const reader = new PrimeReader(kernelNetwork());
  let turns = 0;
  const turn = setInterval(() => turns++, 0);
  await reader.read([...randomIds(100_000, 11, seededRandom(2))]);
  clearInterval(turn);
  expect(turns).toBeGreaterThan(3);
});

test("forgets what another backend read, also where it took over in the middle of a prime", async () => {
  const networks = { first: kernelNetwork({}, 1), second: kernelNetwork({}, 2) };
  let on: keyof typeof networks = "first";
  let readsLeft = Number.POSITIVE_INFINITY;
  // What falls carries its state on.
  const falling: Network = {
    ...counted(networks.first).network,
    step: (...call) => networks[on].step(...call),
    read(...call) {
      if (readsLeft-- === 0) on = "second";
      return networks[on].read(...call);
    },
  };
  const reader = new PrimeReader(falling, () => on);
  const first = await found(reader, prime);
  readsLeft = 1;
  const fallenIn = await found(reader, prime.slice(0, 192).concat(prime));
  const second = new PrimeReader(networks.second);
  expect(fallenIn).toEqual(await found(second, prime.slice(0, 192).concat(prime)));
  const { values } = await found(second, prime);
  expect(values).not.toEqual(first.values);
  expect((await found(reader, prime)).values).toEqual(values);
  reader.clear();
  expect((await found(reader, prime)).idsRead).toBe(300);
});
