"""Composes with a loop over PyTorch's LSTMCell on one thread: torch_composing.py FOLDER SIZE LANES"""

import sys

import torch
from common import Work, serve

folder, size, lanes = sys.argv[1], sys.argv[2], int(sys.argv[3])
torch.set_num_threads(1)
work = Work(folder, size)


@torch.inference_mode()
def load():
    cells = []
    for layer in range(work.layers):
        kernel, recurrent, bias = work.layer(layer)
        cell = torch.nn.LSTMCell(work.hidden, work.hidden)
        cell.weight_ih.copy_(torch.from_numpy(kernel.T.copy()))
        cell.weight_hh.copy_(torch.from_numpy(recurrent.T.copy()))
        cell.bias_ih.copy_(torch.from_numpy(bias))
        cell.bias_hh.zero_()
        cells.append(cell)
    output = torch.nn.Linear(work.hidden, work.symbols)
    output.weight.copy_(torch.from_numpy(work.output[0].T.copy()))
    output.bias.copy_(torch.from_numpy(work.output[1]))
    return cells, output


embedding = torch.from_numpy(work.embedding)
cells, output = load()
state = [(torch.zeros(lanes, work.hidden), torch.zeros(lanes, work.hidden)) for _ in cells]


@torch.inference_mode()
def step(ids):
    x = embedding[torch.tensor(ids)]
    for layer, cell in enumerate(cells):
        state[layer] = cell(x, state[layer])
        x = state[layer][0]
    return output(x).numpy()


def check():
    for index in range(8):
        logits = step(work.check_ids(index, lanes))
    return logits.ravel()


steps = 0


def next_step():
    # Not sampled: that would cost Python more than the others.
    global steps
    steps += 1
    step(work.check_ids(steps, lanes))


serve(check, next_step)
