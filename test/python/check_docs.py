"""Runs the functions of docs/exporters.md and docs/write-back.md on stand-ins for torch and the trainers.

`export DOCS FOLDER` writes the functions, makes pickles as slime and SkyRL do and exports them to JSONL.
`write-back DOCS FOLDER` joins the sidecars that the test made of these and of TRL's and verl's logs, and prints what each
trainer would be given.
"""

import json
import pickle
import re
import sys
import types
from pathlib import Path


class Tensor:
    """Nested lists that know as much as the functions ask of a tensor."""

    device = "cpu"

    def __init__(self, data):
        self.data = data

    def tolist(self):
        return self.data


def module(name, **members):
    made = types.ModuleType(name)
    vars(made).update(members)
    sys.modules[name] = made
    if "." in name:
        parent, _, last = name.rpartition(".")
        setattr(sys.modules.get(parent) or module(parent), last, made)
    return made


def load(path, map_location, weights_only):
    with open(path, "rb") as file:
        return pickle.load(file)


class Batch(dict):
    metadata = {}


class GRPOTrainer:
    """What TRL's trainer gives: ids are the texts' characters."""

    processing_class = types.SimpleNamespace(
        batch_decode=lambda rows, skip_special_tokens: ["".join(row) for row in rows.tolist()]
    )

    def _generate_and_score_completions(self, inputs):
        return inputs


REGISTERED = {}


def register(name, function=None):
    if function is not None:
        REGISTERED[name] = function
        return None
    return lambda one: REGISTERED.setdefault("verl", one)


def stand_ins(folder):
    module("torch", tensor=lambda data, dtype=None, device=None: Tensor(data), float32="float32", load=load)
    module("verl.trainer.ppo.core_algos", register_adv_est=register)
    registry = types.SimpleNamespace(register=register)
    module("skyrl.backends.skyrl_train.utils.ppo_utils", AdvantageEstimatorRegistry=registry)
    module("trl", GRPOTrainer=GRPOTrainer)
    module("pandas", read_parquet=read_log)
    sys.path.insert(0, str(folder))


class read_log:
    """The two columns of a log; JSONL stands in for Parquet, which the standard library does not read."""

    def __init__(self, path, columns):
        with open(path, encoding="utf-8") as file:
            self.rows = [tuple(json.loads(line)[name] for name in columns) for line in file]

    def itertuples(self, index, name):
        return self.rows


def write_modules(docs, folder):
    for page in ["exporters.md", "write-back.md"]:
        for code in re.findall(r"^```python\n(.*?)^```", (docs / page).read_text(encoding="utf-8"), re.M | re.S):
            name = re.match(r"# (\w+\.py)\n", code).group(1)
            (folder / name).write_text(code, encoding="utf-8")


CALL = '<tool_call>{"name": "search", "arguments": {"query": "x"}}</tool_call>'


def decode(ids):
    return "".join(chr(one) for one in ids)


def encoded(*parts):
    """Ids and mask of policy text, what came back, policy text, ..."""
    ids, mask = [], []
    for i, part in enumerate(parts):
        ids += [ord(one) for one in part]
        mask += [1 - i % 2] * len(part)
    return ids, mask


def slime_dump(path):
    samples = []
    for index, reward in enumerate([{"acc": 1.0}, {"acc": 0.0}]):
        ids, mask = encoded(CALL, "found", "done" + "!" * index)
        samples.append({
            "group_index": 3, "index": 40 + index, "prompt": "q", "tokens": [ord("q"), *ids], "response": decode(ids),
            "response_length": len(ids), "reward": reward, "loss_mask": mask, "rollout_log_probs": [-0.5] * len(ids),
        })
    samples.append({**samples[0], "index": 42, "response_length": 0})
    path.write_bytes(pickle.dumps({"rollout_id": 7, "samples": samples}))


def skyrl_dump(path):
    rows = [encoded(CALL, "found", "done"), encoded(CALL, "found", "no"), ([0] * 4, [0] * 4)]
    width = max(len(ids) for ids, _ in rows)
    pad = lambda row: row + [0] * (width - len(row))
    batch = Batch({
        "sequences": Tensor([[0, ord("q"), *pad(ids)] for ids, _ in rows]),
        "attention_mask": Tensor([[0, 1, *pad([1] * len(ids))] for ids, _ in rows]),
        "loss_mask": Tensor([pad(mask) for _, mask in rows]),
        "rewards": Tensor([pad([0.0] * (len(ids) - 1) + [float(i == 0)]) for i, (ids, _) in enumerate(rows)]),
    })
    path.write_bytes(pickle.dumps(batch))


def export(folder):
    from tapo_export import write
    from tapo_export_skyrl import skyrl_records
    from tapo_export_slime import slime_records

    slime_dump(folder / "7.pt")
    skyrl_dump(folder / "global_step_2_training_input.pkl")
    write(slime_records(folder / "7.pt", decode, reward_key="acc"), folder / "slime.jsonl")
    write(skyrl_records(folder / "global_step_2_training_input.pkl", decode, 2), folder / "skyrl.jsonl")


def refused(work):
    try:
        work()
    except (KeyError, ValueError) as error:
        return str(error)
    raise AssertionError("not refused")


def write_back(folder):
    import os

    results = {}
    os.environ["TAPO_SIDECAR"] = str(folder / "slime.sidecar.jsonl")
    import tapo_slime
    masks = [json.loads(line)["response_mask"] for line in open(folder / "slime.jsonl", encoding="utf-8")]
    data = {"sample_indices": [41, 40], "loss_masks": [Tensor(masks[1]), masks[0]]}
    tapo_slime.tapo_advantage(None, data)
    results["slime"] = [row.tolist() for row in data["advantages"]]

    os.environ["TAPO_SIDECAR"] = str(folder / "skyrl.sidecar.jsonl")
    import tapo_skyrl  # registers itself
    masks = [json.loads(line)["response_mask"] for line in open(folder / "skyrl.jsonl", encoding="utf-8")]
    results["skyrl"] = REGISTERED["tapo"](None, Tensor([*masks, [0] * len(masks[0])]), index=["a", "a"])[0].tolist()

    os.environ["TAPO_SIDECAR"] = str(folder / "verl.sidecar.jsonl")
    import tapo_verl  # registers itself
    verl = REGISTERED["verl"]
    mask = [1, 1, 0, 1]
    results["verl"] = verl(None, Tensor([mask, mask]), index=["s_1_0", "s_0_0"])[0].tolist()
    results["verl refuses"] = [
        refused(lambda: verl(None, Tensor([mask]), index=["other"])),
        refused(lambda: verl(None, Tensor([[1, 1, 1, 1]]), index=["s_0_0"])),
    ]

    os.environ["TAPO_SIDECAR"] = str(folder / "trl.sidecar.jsonl")
    os.environ["TAPO_LOG"] = str(folder / "trl.jsonl")
    import tapo_trl
    texts = [json.loads(line) for line in open(folder / "trl.jsonl", encoding="utf-8")]
    batch = {
        "prompt_ids": Tensor([list(row["prompt"]) for row in texts]),
        "completion_ids": Tensor([list(row["completion"]) for row in texts]),
        "completion_mask": Tensor([[1, 1, 1, 1, 0], [1, 1, 1, 1, 1]]),
        "tool_mask": Tensor([[1, 1, 0, 1, 0], [1, 1, 0, 0, 1]]),
        "advantages": Tensor([0.5, -0.5]),
    }
    results["trl"] = tapo_trl.TapoGRPOTrainer()._generate_and_score_completions(batch)["advantages"].tolist()
    print(json.dumps(results))


if __name__ == "__main__":
    what, docs, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    stand_ins(folder)
    write_modules(docs, folder)
    {"export": export, "write-back": write_back}[what](folder)
