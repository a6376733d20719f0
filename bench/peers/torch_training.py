"""Trains with PyTorch's nn.LSTM and Adam: torch_training.py FOLDER SIZE THREADS"""

import sys

import torch
from common import Work, serve

folder, size, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
torch.set_num_threads(threads)
work = Work(folder, size)
steps, lanes = work.training["steps"], work.training["lanes"]


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(work.symbols, work.hidden)
        self.lstm = torch.nn.LSTM(work.hidden, work.hidden, work.layers)
        self.output = torch.nn.Linear(work.hidden, work.symbols)

    @torch.no_grad()
    def load(self):
        self.embedding.weight.copy_(torch.from_numpy(work.embedding))
        for layer in range(work.layers):
            kernel, recurrent, bias = work.layer(layer)
            getattr(self.lstm, f"weight_ih_l{layer}").copy_(torch.from_numpy(kernel.T.copy()))
            getattr(self.lstm, f"weight_hh_l{layer}").copy_(torch.from_numpy(recurrent.T.copy()))
            getattr(self.lstm, f"bias_ih_l{layer}").copy_(torch.from_numpy(bias))
            getattr(self.lstm, f"bias_hh_l{layer}").zero_()
            # The others have one bias; two that learn would learn twice as fast.
            getattr(self.lstm, f"bias_hh_l{layer}").requires_grad_(False)
        self.output.weight.copy_(torch.from_numpy(work.output[0].T.copy()))
        self.output.bias.copy_(torch.from_numpy(work.output[1]))

    def forward(self, ids):
        h, _ = self.lstm(self.embedding(ids))
        return self.output(h.reshape(steps * lanes, work.hidden))


network = Network()
network.load()
learning = [parameter for parameter in network.parameters() if parameter.requires_grad]
optimizer = torch.optim.Adam(learning, lr=work.training["rate"], betas=(0.9, 0.99), eps=1e-8)
batches = [
    (torch.from_numpy(ids), torch.from_numpy(targets).reshape(-1))
    for ids, targets in work.batches(folder)
]
done = 0


def train():
    global done
    ids, targets = batches[done % len(batches)]
    done += 1
    optimizer.zero_grad()
    loss = torch.nn.functional.cross_entropy(network(ids), targets)
    loss.backward()
    optimizer.step()
    return loss.item()


serve(lambda: [train() for _ in range(3)], train)
