#!/usr/bin/python3
# Writes the small Model2Vec-layout models of this folder and of its neighbours
# static-f16, static-i8 and static-mapped: words of a few letters with vectors of
# two numbers that can be checked by hand.
#   /usr/bin/python3 fixture.py      (NumPy 1.24)
import json, os, struct
import numpy as np

words = ["[UNK]", "river", "rose", "bank", "rate", "the", "."]
vectors = np.array([[9, 9], [3, 4], [0, 2], [-1, 0], [2, -2], [0, 0], [1, 1]], dtype="f8")


def write(folder, normalize, **tensors):
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", folder)
    os.makedirs(folder, exist_ok=True)
    names = {"float64": "F64", "float32": "F32", "float16": "F16", "int8": "I8", "int32": "I32"}
    header, data = {}, b""
    for name, array in tensors.items():
        raw = array.tobytes()
        header[name] = {"dtype": names[array.dtype.name], "shape": list(array.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    head = json.dumps(header).encode()
    with open(os.path.join(folder, "model.safetensors"), "wb") as f:
        f.write(struct.pack("<Q", len(head)) + head + data)
    json.dump({"model_type": "model2vec", "normalize": normalize}, open(os.path.join(folder, "config.json"), "w"))
    json.dump({
        "normalizer": {"type": "BertNormalizer", "lowercase": True}, "pre_tokenizer": {"type": "BertPreTokenizer"},
        "model": {"type": "WordLevel", "unk_token": "[UNK]", "vocab": {w: i for i, w in enumerate(words)}},
    }, open(os.path.join(folder, "tokenizer.json"), "w"))


write("static", False, embeddings=vectors.astype("f4"))
write("static-f16", True, embeddings=vectors.astype("f2"))
write("static-i8", True, embeddings=vectors.astype("i1"))
write("static-mapped", False, embeddings=vectors[[1, 3]].astype("f4"),
      mapping=np.array([0, 0, 1, 0, 1, 1, 0], dtype="i4"), weights=np.array([1, 2, 1, .5, 1, 0, 1], dtype="f8"))
