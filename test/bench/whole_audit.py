"""The whole of `tapo audit` with its defaults for a log in the `tapo` dialect, in plain Python with the standard library.

Written from SPEC: ten statistics with their intervals, figures by tool and by batch, the sweep over theta, four checks.
Prints them under the names of `tapo audit --json`. A log that needs more (groups without ids, calls in texts, records
that are wrong) is refused.
"""

import json
import sys
from collections import defaultdict

from intervals import intervals
from method import ALPHA_MIN, BETA, THETA, TINY, advantages, canonical, jaccard, library_of, references_of
from method import similarity, tokens, trimmed, utf16
from rollouts import Rollout
from usage import report_usage

SWEEP = [k / 100 for k in range(30, 101, 5)]
KINDS = ("correctable", "corrected")
FIGURES = [f"{kind}{what}{mixed}" for kind in KINDS for what in ("Trajectories", "Actions") for mixed in ("", "Mixed")]
STATISTICS = [*FIGURES, "misassignedGradientMass", "recoveredAdvantage"]


class Group:
    def __init__(self, batch, name):
        self.batch, self.name, self.rollouts = batch, name, []

    def finish(self):
        rollouts = self.rollouts
        if len({rollout.prompt for rollout in rollouts}) > 1:
            raise ValueError("one id for different prompts: groups would be inferred")
        self.advantage = advantages([rollout.reward for rollout in rollouts])
        successes = sum(rollout.success for rollout in rollouts)
        self.mixed = 0 < successes < len(rollouts)
        self.references = references_of(rollouts)
        self.library = library_of(self.references, rollouts, self.advantage)


def read_groups(path):
    groups = {}
    with open(path, encoding="utf-8") as lines:
        for line in filter(str.strip, lines):
            record = json.loads(line)
            key = canonical([record.get("batch"), record["group"]])
            groups.setdefault(key, Group(record.get("batch"), record["group"])).rollouts.append(Rollout(record))
    for group in groups.values():
        group.finish()
    return groups


class Match:
    """The best cluster for a failing call (section 5) and its best member; `nearest` of all references decides section 6."""

    def __init__(self, call, group, a):
        self.sims = [similarity(call.form, reference.form) for reference in group.references.get(call.tool, [])]
        self.nearest = max(self.sims, default=0.0)
        best = None
        for cluster in group.library.get(call.tool, []):
            s = max(self.sims[i] for i in cluster.members)
            if best is None or (s, cluster.support, cluster.value) > best:
                best, self.cluster = (s, cluster.support, cluster.value), cluster
        self.s = best[0] if best else 0.0
        self.corrected = best is not None and self.s >= THETA and self.s * best[1] >= ALPHA_MIN and best[2] > 0
        self.transfer = BETA * self.s * best[1] * best[2] if self.corrected else 0.0

    def witness(self, group, tool):
        member = max(self.cluster.members, key=lambda i: (self.sims[i], -i))
        return group.references[tool][member].first


class Sums(defaultdict):
    """Numerators and denominators by figure."""

    def __init__(self):
        super().__init__(lambda: [0, 0])

    def add(self, name, numerator, denominator):
        pair = self[name]
        pair[0] += numerator
        pair[1] += denominator


class Audit:
    def __init__(self):
        self.tools = defaultdict(lambda: (Sums(), [0, 0]))
        self.sweep = [Sums() for _ in SWEEP]
        self.pairs = defaultdict(lambda: ([0, 0, 0.0], [0, 0, 0.0]))
        self.checks = Sums()
        self.discrimination = dict.fromkeys(["correctedActions", "negative", "zero", "positive", "noOtherFailure"], 0)
        self.bags = {}

    def group(self, group, other):
        """Adds a group up; `other` is the one for chance matches. Gives the ten statistics."""
        sums, self.bags = Sums(), {}
        answers = [rollout.final for rollout in group.rollouts if rollout.success and rollout.final]
        for j, rollout in enumerate(group.rollouts):
            for call in (call for turn in rollout.turns for call in turn):
                self.tools[call.tool][1][0] += 1
                self.tools[call.tool][1][1] += not rollout.success
            if rollout.success:
                continue
            if group.mixed and rollout.final:
                self.checks.add("answerConflicts", rollout.final in answers, 1)
            self.failure(group, j, rollout, other, sums)
        return sums

    def failure(self, group, j, rollout, other, sums):
        a, hits, nearest = group.advantage[j], [False, False], []
        for turn in filter(None, rollout.turns):
            matches = [Match(call, group, a) if call.form is not None and a < 0 else None for call in turn]
            for call, match in zip(turn, matches):
                flags = match is not None and match.nearest >= THETA, match is not None and match.corrected
                self.call(group, call, flags, sums)
                sums.add("misassignedGradientMass", abs(a) if flags[0] else 0, abs(a))
                nearest.append(match.nearest if match else -1.0)
                hits = [hit or flag for hit, flag in zip(hits, flags)]
                if other is not None:
                    self.checks.add("chanceMatches", match is not None and near_other(call, other), 1)
                if match is not None and group.mixed:
                    self.compare(group, j, call, match)
            t = sum(match.transfer for match in matches if match) / len(turn)
            corrected = any(match and match.corrected for match in matches)
            new = min(0.0, a + t if abs(a + t) > TINY else 0.0) if corrected else a
            sums.add("recoveredAdvantage", new - a, abs(a))
        for kind, hit in zip(KINDS, hits):
            sums.add(f"{kind}Trajectories", hit, 1)
            if group.mixed:
                sums.add(f"{kind}TrajectoriesMixed", hit, 1)
        for theta, row in zip(SWEEP, self.sweep):
            row.add("correctableTrajectories", any(s >= theta for s in nearest), 1)
            row.add("correctableActions", sum(s >= theta for s in nearest), len(nearest))

    def call(self, group, call, flags, sums):
        for kind, flag in zip(KINDS, flags):
            for mixed in ("", "Mixed") if group.mixed else ("",):
                for to in (sums, self.tools[call.tool][0]):
                    to.add(f"{kind}Actions{mixed}", flag, 1)

    def compare(self, group, j, call, match):
        """Determinism and discrimination of one failing call of a mixed group."""
        if match.s >= THETA:
            self.pair(call, match.witness(group, call.tool), 0)
        sims = dict(zip((r.text for r in group.references.get(call.tool, [])), match.sims))
        for rollout in group.rollouts if call.observation is not None else ():
            for success in rollout.well_formed() if rollout.success else ():
                if success.tool == call.tool and sims[success.text] < THETA:
                    self.pair(call, success, 1)
        if match.corrected:
            self.discriminate(group, j, call, match.cluster)

    def pair(self, a, b, which):
        if a.observation is None or b.observation is None:
            return
        x, y = a.observation, b.observation
        sums = self.pairs[a.tool][which]
        sums[0] += 1
        sums[1] += x == y
        sums[2] += 1.0 if x == y else jaccard(self.bag(x), self.bag(y), trimmed(x) == trimmed(y) if not self.bag(x) else False)

    def bag(self, text):
        """Token sets of a group's observations, each made once."""
        if text not in self.bags:
            self.bags[text] = set(tokens(text))
        return self.bags[text]

    def discriminate(self, group, j, call, cluster):
        forms = [group.references[call.tool][i].form for i in cluster.members]
        others = [rollout for i, rollout in enumerate(group.rollouts) if i != j and not rollout.success]
        near = lambda other: other.tool == call.tool and any(similarity(other.form, form) >= THETA for form in forms)
        makers = sum(any(near(other) for other in rollout.well_formed()) for rollout in others)
        difference = cluster.support - makers / len(others) if others else None
        name = "noOtherFailure" if difference is None else ["zero", "positive", "negative"][(difference > 0) - (difference < 0)]
        self.discrimination[name] += 1
        self.discrimination["correctedActions"] += 1


def near_other(call, other):
    return any(similarity(call.form, reference.form) >= THETA for reference in other.references.get(call.tool, []))


def next_groups(groups):
    """For each mixed group the next one of its batch, cyclically, with another prompt."""
    batches, found = defaultdict(list), {}
    for group in groups:
        if group.mixed:
            batches[canonical(group.batch)].append(group)
    for mixed in batches.values():
        for i, group in enumerate(mixed):
            rest = mixed[i + 1 :] + mixed[:i]
            found[group] = next((g for g in rest if g.rollouts[0].prompt != group.rollouts[0].prompt), None)
    return found


def figure(pair):
    return {"numerator": pair[0], "denominator": pair[1], "value": pair[0] / pair[1] if pair[1] else None}


def share(pairs, at):
    return pairs[at] / pairs[0] if pairs[0] else None


def batch_order(batch):
    return (2, 0) if batch is None else (1, utf16(batch)) if isinstance(batch, str) else (0, batch)


def whole(groups):
    audit, others = Audit(), next_groups(groups.values())
    made = {key: audit.group(group, others.get(group)) for key, group in groups.items()}
    batches, total = defaultdict(lambda: [0, Sums()]), Sums()
    for key, sums in made.items():
        batch = batches[groups[key].batch]
        batch[0] += 1
        for name, pair in sums.items():
            total.add(name, *pair)
            batch[1].add(name, *pair)
    bounds = intervals(made, STATISTICS)
    actions = [name for name in FIGURES if "Actions" in name]
    return {
        "statistics": {name: {**figure(total[name]), "ci95": bounds[name]} for name in STATISTICS},
        "byTool": [
            {"tool": tool, "toolCalls": n[0], "failingToolCalls": n[1], **{name: figure(sums[name]) for name in actions}}
            for tool, (sums, n) in sorted(audit.tools.items(), key=lambda item: utf16(item[0]))
        ],
        "byBatch": [
            {"batch": key, "groups": batches[key][0], **{name: figure(batches[key][1][name]) for name in STATISTICS}}
            for key in sorted(batches, key=batch_order)
        ],
        "thetaSweep": [
            {"theta": theta, **{name: figure(row[name]) for name in ("correctableTrajectories", "correctableActions")}}
            for theta, row in zip(SWEEP, audit.sweep)
        ],
        "checks": {
            **{name: figure(audit.checks[name]) for name in ("chanceMatches", "answerConflicts")},
            "discrimination": audit.discrimination,
            "determinism": [determinism_row(tool, *audit.pairs[tool]) for tool in sorted(audit.pairs, key=utf16)],
        },
    }


def determinism_row(tool, matched, unmatched):
    row = {"tool": tool}
    for name, pairs in ("matched", matched), ("unmatched", unmatched):
        row |= {f"{name}Pairs": pairs[0], f"{name}Equal": share(pairs, 1), f"{name}MeanJaccard": share(pairs, 2)}
    return row


if __name__ == "__main__":
    print(json.dumps(whole(read_groups(sys.argv[1]))))
    report_usage()
