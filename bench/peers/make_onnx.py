"""Writes SIZE.onnx and SIZE.int8.onnx beside the weights: make_onnx.py FOLDER SIZE"""

import sys

import numpy as np
import onnx
from common import Work
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic


def blocks(matrix):
    """Columns of i, f, g, o as ONNX wants them, as rows and in the order i, o, f, g; one direction."""
    i, f, g, o = np.split(matrix, 4, axis=-1)
    return np.concatenate([i, o, f, g], axis=-1).T[np.newaxis]


def make(work):
    nodes, inputs, outputs, values = [], [], [], []

    def constant(name, value):
        values.append(numpy_helper.from_array(np.ascontiguousarray(value, np.float32), name))
        return name

    def node(kind, takes, gives, **attributes):
        nodes.append(helper.make_node(kind, takes, gives, **attributes))
        return gives[0]

    inputs.append(helper.make_tensor_value_info("ids", TensorProto.INT32, [1, "lanes"]))
    x = node("Gather", [constant("embedding", work.embedding), "ids"], ["x"])
    shape = [1, "lanes", work.hidden]
    for layer in range(work.layers):
        kernel, recurrent, bias = work.layer(layer)
        both = np.concatenate([blocks(bias), np.zeros((1, 4 * work.hidden))], axis=1)
        for name in (f"h{layer}", f"c{layer}"):
            inputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
            outputs.append(helper.make_tensor_value_info(f"{name}_next", TensorProto.FLOAT, shape))
        takes = [
            x,
            constant(f"W{layer}", blocks(kernel)),
            constant(f"R{layer}", blocks(recurrent)),
            constant(f"B{layer}", both),
            "",
            f"h{layer}",
            f"c{layer}",
        ]
        node("LSTM", takes, ["", f"h{layer}_next", f"c{layer}_next"], hidden_size=work.hidden)
        x = f"h{layer}_next"
    kernel, bias = work.output
    product = node("MatMul", [x, constant("output_kernel", kernel)], ["product"])
    node("Add", [product, constant("output_bias", bias)], ["logits"])
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, "lanes", work.symbols])
    graph = helper.make_graph(nodes, "composing", inputs, [logits, *outputs], values)
    # An opset and a version of the format that older runtimes read, too.
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


folder, size = sys.argv[1:]
file = f"{folder}/{size}.onnx"
onnx.save(make(Work(folder, size)), file)
quantize_dynamic(file, f"{folder}/{size}.int8.onnx", weight_type=QuantType.QInt8, per_channel=True)
