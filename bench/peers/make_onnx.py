"""Writes ONNX models beside the weights: make_onnx.py FOLDER SIZE

SIZE.lstm.onnx is what an exporter gives: a look-up, then the LSTM operation. SIZE.table.onnx does what we do ourselves:
the first layer's input from a table, the gates by plain operations. Each has a twin SIZE.….int8.onnx.
"""

import sys

import numpy as np
import onnx
from common import Work
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic


def in_order(matrix, order):
    """A matrix whose blocks of columns i, f, g, o stand in another order."""
    return np.concatenate([np.split(matrix, 4, axis=-1)["ifgo".index(gate)] for gate in order], axis=-1)


class Graph:
    """A network in the making: ids [1, lanes] and the states h0, c0, … go in, logits and the next states come out."""

    def __init__(self, work):
        self.hidden = work.hidden
        self.symbols = work.symbols
        self.nodes, self.values, self.outputs = [], [], []
        self.inputs = [helper.make_tensor_value_info("ids", TensorProto.INT32, [1, "lanes"])]
        shape = [1, "lanes", work.hidden]
        for layer in range(work.layers):
            for name in (f"h{layer}", f"c{layer}"):
                self.inputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
                self.outputs.append(helper.make_tensor_value_info(f"{name}_next", TensorProto.FLOAT, shape))

    def constant(self, name, value, kind=np.float32):
        self.values.append(numpy_helper.from_array(np.ascontiguousarray(value, kind), name))
        return name

    def node(self, kind, takes, *gives, **attributes):
        """Adds a node; gives the name of its first output, made up where there is none."""
        gives = gives or (f"{kind}_{len(self.nodes)}",)
        self.nodes.append(helper.make_node(kind, takes, gives, **attributes))
        return gives[0]

    def finish(self, x, output, file):
        """Puts the output layer on top and writes the model and its twin of int8."""
        kernel, bias = output
        product = self.node("MatMul", [x, self.constant("output_kernel", kernel)])
        self.node("Add", [product, self.constant("output_bias", bias)], "logits")
        shape = [1, "lanes", self.symbols]
        outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, shape), *self.outputs]
        graph = helper.make_graph(self.nodes, "composing", self.inputs, outputs, self.values)
        # An opset and a version of the format that older runtimes read, too.
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
        model.ir_version = 8
        onnx.checker.check_model(model)
        onnx.save(model, f"{file}.onnx")
        options = {"weight_type": QuantType.QInt8, "per_channel": True}
        quantize_dynamic(f"{file}.onnx", f"{file}.int8.onnx", **options)


def with_lstm(work, file):
    graph = Graph(work)
    x = graph.node("Gather", [graph.constant("embedding", work.embedding), "ids"])
    for layer in range(work.layers):
        kernel, recurrent, bias = (in_order(part, "iofg") for part in work.layer(layer))
        takes = [
            x,
            graph.constant(f"W{layer}", kernel.T[np.newaxis]),
            graph.constant(f"R{layer}", recurrent.T[np.newaxis]),
            graph.constant(f"B{layer}", np.concatenate([bias, np.zeros_like(bias)])[np.newaxis]),
            "",
            f"h{layer}",
            f"c{layer}",
        ]
        x = f"h{layer}_next"
        graph.node("LSTM", takes, "", x, f"c{layer}_next", hidden_size=work.hidden)
    graph.finish(x, work.output, file)


def with_table(work, file):
    graph = Graph(work)
    hidden = work.hidden
    sigmoids_and_tanh = graph.constant("sigmoids_and_tanh", [3 * hidden, hidden], np.int64)
    gates = graph.constant("gates", [hidden] * 3, np.int64)
    x = None
    for layer in range(work.layers):
        kernel, recurrent, bias = (in_order(part, "ifog") for part in work.layer(layer))
        h, c = f"h{layer}", f"c{layer}"
        if x is None:
            table = graph.constant("table", work.embedding @ kernel + bias)
            start = graph.node("Gather", [table, "ids"])
            product = graph.node("MatMul", [h, graph.constant("U0", recurrent)])
        else:
            start = graph.constant(f"b{layer}", bias)
            both = graph.node("Concat", [x, h], axis=2)
            stacked = graph.constant(f"WU{layer}", np.concatenate([kernel, recurrent]))
            product = graph.node("MatMul", [both, stacked])
        z = graph.node("Add", [product, start])
        graph.node("Split", [z, sigmoids_and_tanh], f"z{layer}", f"g{layer}", axis=2)
        opened = graph.node("Sigmoid", [f"z{layer}"])
        graph.node("Split", [opened, gates], f"i{layer}", f"f{layer}", f"o{layer}", axis=2)
        new = graph.node("Mul", [f"i{layer}", graph.node("Tanh", [f"g{layer}"])])
        kept = graph.node("Mul", [f"f{layer}", c])
        cell = graph.node("Tanh", [graph.node("Add", [kept, new], f"{c}_next")])
        x = graph.node("Mul", [f"o{layer}", cell], f"{h}_next")
    graph.finish(x, work.output, file)


folder, size = sys.argv[1:]
work = Work(folder, size)
with_lstm(work, f"{folder}/{size}.lstm")
with_table(work, f"{folder}/{size}.table")
