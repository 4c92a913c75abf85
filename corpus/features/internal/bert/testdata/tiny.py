"""Writes tiny models with random weights into folders, and what transformers makes of texts: tiny.py DIR"""
import json
import os
import sys

import sentencepiece
import torch
import transformers
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

TEXTS = [
    "The ferry stopped at the quay.", "Die Fähre hält am Kai – 3½ Stunden!", "ﬁne ①②③ ＦＵＬＬ　ｗｉｄｔｈ", "船が港に止まった。カモメ",
    "  many   spaces\there\n", "e\u0301 and é, ǅ and ß", "👩‍👩‍👧 family 🇳🇴", "นกนางนวล", "a", "word " * 60, "العربية ﷺ", "x\u200by\u00adz",
]


def save(dir, model, tokenizer, pooling):
    os.makedirs(dir + "/1_Pooling", exist_ok=True)
    model.eval()
    model.save_pretrained(dir, safe_serialization=True)
    tokenizer.save(dir + "/tokenizer.json")
    modules = [("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")]
    json.dump([{"idx": i, "name": str(i), "path": p, "type": "sentence_transformers.models." + t} for i, (t, p) in enumerate(modules)],
              open(dir + "/modules.json", "w"))
    json.dump({"pooling_mode_" + pooling: True, "pooling_mode_max_tokens": False}, open(dir + "/1_Pooling/config.json", "w"))
    json.dump({"max_seq_length": 40, "do_lower_case": False}, open(dir + "/sentence_bert_config.json", "w"))
    tokenizer.enable_truncation(40)
    with open(dir + "/reference.jsonl", "w") as out, torch.no_grad():
        for text in TEXTS:
            ids = tokenizer.encode(text).ids
            rows = model(input_ids=torch.tensor([ids])).last_hidden_state[0].double()
            row = rows[0] if pooling == "cls_token" else rows.mean(0)
            out.write(json.dumps({"text": text, "ids": ids, "embedding": (row / row.norm()).tolist()}) + "\n")


def unigram():
    text = "\n".join(TEXTS * 20)
    open("corpus.txt", "w").write(text)
    sentencepiece.SentencePieceTrainer.train(input="corpus.txt", model_prefix="spm", vocab_size=220, model_type="unigram",
                                             character_coverage=0.99, hard_vocab_limit=False, minloglevel=2)
    spm = sentencepiece.SentencePieceProcessor(model_file="spm.model")
    from sentencepiece import sentencepiece_model_pb2 as pb
    proto = pb.ModelProto()
    proto.ParseFromString(open("spm.model", "rb").read())
    vocab = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    vocab += [(spm.id_to_piece(i), spm.get_score(i)) for i in range(3, spm.get_piece_size())] + [("<mask>", 0.0)]
    t = Tokenizer(models.Unigram(vocab, unk_id=3, byte_fallback=False))
    t.normalizer = normalizers.Sequence([normalizers.Precompiled(proto.normalizer_spec.precompiled_charsmap)])
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")])
    t.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    return t, len(vocab)


def main(dir):
    os.makedirs(dir, exist_ok=True)
    os.chdir(dir)
    torch.manual_seed(1)
    tokenizer, size = unigram()
    shape = dict(hidden_size=36, num_hidden_layers=3, num_attention_heads=4, intermediate_size=37, initializer_range=0.3)
    save("xlm-roberta", transformers.XLMRobertaModel(transformers.XLMRobertaConfig(
        vocab_size=size, max_position_embeddings=50, pad_token_id=1, bos_token_id=0, eos_token_id=2, type_vocab_size=1, **shape)),
        tokenizer, "mean_tokens")
    words = [w for w in "[PAD] [UNK] [CLS] [SEP] the ferry stop ##ped at quay . die a word many spaces here e and , x ##y ##z".split()]
    word = Tokenizer(models.WordPiece({w: i for i, w in enumerate(words)}, unk_token="[UNK]"))
    word.normalizer = normalizers.BertNormalizer(lowercase=True)
    word.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    word.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    save("bert", transformers.BertModel(transformers.BertConfig(vocab_size=len(words), max_position_embeddings=64, hidden_act="gelu_new", **shape)),
         word, "cls_token")
    save("distilbert", transformers.DistilBertModel(transformers.DistilBertConfig(
        vocab_size=len(words), max_position_embeddings=64, dim=36, n_layers=2, n_heads=3, hidden_dim=50, activation="relu",
        initializer_range=0.3)), word, "mean_tokens")


main(sys.argv[1])
