import { type Architecture, weightNames } from "../../architecture";
import type { Address, Kernels } from "../kernels";
import { backward } from "./backward";
import { forward } from "./forward";
import { type Layout, layOut, type Room, type ThreadWork } from "./layout";
import { addProduct } from "./matrices";
import { type Order, type Orders, type Update, work } from "./orders";
import { busyThreads, laneGroup, lanesOf } from "./share";

/** One thread's share of every order: its own lanes of forward and backward, its own slice of the parameters. */
export class TrainingShare {
  private readonly kernels: Kernels;
  private readonly orders: Orders;
  private readonly architecture: Architecture;
  private readonly thread: number;
  private layout: Layout | undefined;
  private room: Room | undefined;

  constructor(kernels: Kernels, orders: Orders, architecture: Architecture, thread: number) {
    this.kernels = kernels;
    this.orders = orders;
    this.architecture = architecture;
    this.thread = thread;
  }

  /** Does this thread's share of the order that is written. */
  work(): void {
    const order = this.orders.read();
    const layout = this.layoutFor(order);
    switch (order.kind) {
      case work.pack:
        this.pack(layout, order.threads);
        break;
      case work.read:
      case work.learn:
        this.pass(layout, order);
        break;
      case work.reduce:
        this.reduce(layout, order);
        break;
      case work.update:
        this.update(layout, order.threads, order.update);
        break;
    }
  }

  private layoutFor({ threads, lanes, steps }: Room): Layout {
    const { room } = this;
    if (!this.layout || room?.lanes !== lanes || room.steps !== steps) {
      this.room = { threads, lanes, steps };
      this.layout = layOut(this.architecture, this.room);
    }
    return this.layout;
  }

  /** Forward, and to learn also backward, over this thread's lanes. */
  private pass(layout: Layout, order: Order): void {
    const { kernels, architecture, thread } = this;
    const own = layout.threads[thread] as ThreadWork;
    const learns = order.kind === work.learn;
    const { count } = lanesOf(order.count.lanes, order.threads, thread);
    if (count === 0) return;
    if (learns) kernels.clear(own.gradients, layout.length);
    const lanes = Math.ceil(count / laneGroup) * laneGroup;
    const { dropout, scale } = order;
    const { steps } = order.count;
    const share = { kernels, architecture, layout, own, steps, lanes, dropout, scale };
    forward(share, learns);
    if (learns) backward(share);
  }

  /** Transposes this thread's panels of every matrix, and fills its rows of every table. */
  private pack(layout: Layout, threads: number): void {
    for (const { rows, columns, packed, transposed } of layout.packed.values()) {
      const [from, to] = this.slice(rows / 8, threads);
      this.kernels.transpose(packed, rows, columns, from, to, transposed);
    }
    this.tabulate(layout, threads);
  }

  /** table = embedding · W, and + b in the first. */
  private tabulate(layout: Layout, threads: number): void {
    const { kernels, architecture } = this;
    const { columns, embedding, values } = layout;
    const own = layout.threads[this.thread] as ThreadWork;
    const address = (name: string): Address =>
      values + (layout.parameters.get(name)?.offset as number) * 4;
    for (const [index, input] of architecture.inputs.entries()) {
      const [from, to] = this.slice(input.size, threads);
      const row = (layout.firstRows[index] as number) + from;
      const table = layout.table + row * columns * 4;
      if (index === 0) {
        kernels.broadcast(table, address(weightNames.bias(0)), to - from, columns);
      } else {
        kernels.clear(table, (to - from) * columns);
      }
      const rows = address(weightNames.embedding(input)) + from * embedding * 4;
      const kernel = address(weightNames.kernel(0));
      addProduct({ kernels, own }, rows, kernel, table, to - from, embedding, columns);
    }
  }

  /** Adds the gradients of the threads that have lanes up in this thread's slice, and tells the sum of their squares. */
  private reduce(layout: Layout, { threads, count: chunk }: Order): void {
    const { kernels, orders, thread } = this;
    const [from, to] = this.slice(layout.length / 16, threads);
    const first = (layout.threads[0] as ThreadWork).gradients + from * 64;
    const count = (to - from) * 16;
    for (const { gradients } of layout.threads.slice(1, busyThreads(chunk.lanes, threads))) {
      kernels.sum(first, gradients + from * 64, count);
    }
    orders.squares[thread] = kernels.squares(first, count);
  }

  /** Changes this thread's slice of the parameters. */
  private update(layout: Layout, threads: number, update: Update): void {
    const { kernels } = this;
    const { adam, clip, rate, size, correction, decay } = update;
    const { gradients } = layout.threads[0] as ThreadWork;
    const [first, last] = this.slice(layout.length / 16, threads);
    for (const { offset, length, decays } of layout.parameters.values()) {
      const from = Math.max(offset, first * 16);
      const count = Math.min(offset + length, last * 16) - from;
      if (count <= 0) continue;
      const [w, g] = [layout.values + from * 4, gradients + from * 4];
      if (!adam) {
        kernels.sgd(w, g, count, rate, clip);
        continue;
      }
      const moments = [layout.means + from * 4, layout.squares + from * 4] as const;
      const by = [clip, beta1, beta2, size, correction, decays ? decay : 0] as const;
      kernels.adam(w, g, ...moments, count, ...by);
    }
  }

  /** This thread's part of `count` things. */
  private slice(count: number, threads: number): readonly [from: number, to: number] {
    const { thread } = this;
    const at = (of: number): number => Math.floor((of * count) / threads);
    return [at(thread), at(thread + 1)];
  }
}

/** The decay rates of Adam's moments. */
export const beta1 = 0.9;
export const beta2 = 0.99;
