"""Advantages of verl's own functions and of TRL's formula for batches on standard input.

In: {"rewards": [...], "groups": [...], "num_generations": n | null} a line. Out: one line of lists each.
"""

import json
import sys

import numpy as np
import torch
from verl.trainer.ppo import core_algos


def verl(compute, rewards, groups, **options):
    scores = torch.tensor(rewards, dtype=torch.float32).unsqueeze(-1)
    mask = torch.ones_like(scores)
    index = np.array(groups, dtype=object)
    return compute(scores.clone(), mask, index, **options)[0].squeeze(-1).tolist()


def trl(rewards, n, scale):
    """`GRPOTrainer._generate_and_score_completions`, its lines on advantages."""
    grouped = torch.tensor(rewards, dtype=torch.float32).view(-1, n)
    mean = grouped.mean(dim=1, keepdim=True)
    advantages = grouped - mean
    if scale:
        advantages = advantages / (grouped.std(dim=1, keepdim=True) + 1e-4)
    return advantages.view(-1).tolist()


def trl_rloo(rewards, n):
    """`RLOOTrainer`, its lines on the leave-one-out baseline."""
    grouped = torch.tensor(rewards, dtype=torch.float32).view(-1, n)
    baselines = (grouped.sum(dim=1, keepdim=True) - grouped) / (n - 1)
    return (grouped - baselines).view(-1).tolist()


def main():
    grpo = core_algos.compute_grpo_outcome_advantage
    rloo = core_algos.compute_rloo_outcome_advantage
    for line in sys.stdin:
        batch = json.loads(line)
        rewards, groups, n = batch["rewards"], batch["groups"], batch["num_generations"]
        out = {
            "verl grpo": verl(grpo, rewards, groups, norm_adv_by_std_in_grpo=True),
            "verl dr-grpo": verl(grpo, rewards, groups, norm_adv_by_std_in_grpo=False),
            "verl rloo": verl(rloo, rewards, groups),
        }
        if n is not None:
            out["trl grpo"] = trl(rewards, n, True)
            out["trl dr-grpo"] = trl(rewards, n, False)
            out["trl rloo"] = trl_rloo(rewards, n)
        print(json.dumps(out))


main()
