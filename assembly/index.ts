export { product } from "./product";
export { productInt8, quantize } from "./int8";
export { broadcast, lstmForward, lstmStep, rnnForward } from "./cells";
export { multiply, pack, packColumns, packRows, transpose } from "./matrices";
export { addGreatest, gatherSum, gatherSumInt16, roundInt16 } from "./gathering";
export { lstmBackward, rnnBackward, scatterAdd } from "./backward";
export { addCopies, copiesBackward } from "./copying";
export { crossEntropy } from "./loss";
export { adam, clear, scale, sgd, squares, sum, sumRows } from "./update";
