"""`token_offsets.py TOKENIZER CASES`: for each text its number of tokens and how many begin before each offset."""

import json
import sys

from tokenizers import Tokenizer

tokenizer = Tokenizer.from_file(sys.argv[1])
results = []
for case in json.load(open(sys.argv[2], encoding="utf-8")):
    offsets = tokenizer.encode(case["text"], add_special_tokens=False).offsets
    before = [sum(start < end for start, _ in offsets) for end in case["ends"]]
    results.append({"length": len(offsets), "before": before})
print(json.dumps(results))
