"""What every peer in Python shares: the weights, the ids and the lines it answers."""

import json
import sys
import time

import numpy as np


class Work:
    """The network of one size and its weights by name, as bench/work.ts wrote them."""

    def __init__(self, folder, size):
        with open(f"{folder}/{size}.json", encoding="utf8") as file:
            description = json.load(file)
        values = np.fromfile(f"{folder}/{size}.bin", np.float32)
        self.layers = description["layers"]
        self.hidden = description["hidden"]
        self.symbols = description["outputs"]
        self.training = description["training"]
        self.weights = {}
        for tensor in description["tensors"]:
            start, shape = tensor["start"], tensor["shape"]
            count = int(np.prod(shape))
            self.weights[tensor["name"]] = values[start : start + count].reshape(shape)
        self.embedding = self.weights["character_embedding/embeddings"]
        self.output = (self.weights["output/kernel"], self.weights["output/bias"])

    def layer(self, layer):
        """Kernel, recurrent kernel and bias of a layer; blocks of columns i, f, g, o."""
        name = f"recurrent_{layer + 1}"
        return tuple(self.weights[f"{name}/{part}"] for part in ("kernel", "recurrent_kernel", "bias"))

    def batches(self, folder):
        """The training batches: pairs of ids and targets, [steps, lanes] of int64."""
        steps, lanes = self.training["steps"], self.training["lanes"]
        ids = np.fromfile(f"{folder}/batches.bin", np.int32).reshape(-1, steps + 1, lanes)
        return [(batch[:-1].astype(np.int64), batch[1:].astype(np.int64)) for batch in ids]

    def check_ids(self, step, lanes):
        """The ids of bench/work.ts' checkId."""
        return [(step * 7 + lane * 13 + 3) % self.symbols for lane in range(lanes)]


def serve(check, work):
    """Answers "check" and "round N" as bench/peer.ts says."""
    for line in sys.stdin:
        command, *rest = line.split()
        if command == "check":
            answer = {"values": [float(value) for value in check()]}
        else:
            answer = {"ms": timed(work, float(rest[0]))}
        print(json.dumps(answer), flush=True)


def timed(work, length):
    began = time.perf_counter()
    done = 0
    while True:
        work()
        done += 1
        passed = (time.perf_counter() - began) * 1000
        if passed >= length:
            return passed / done
