"""A straightforward audit of a log in the `tapo` dialect with Python's standard library: the yardstick for speed.

Prints correctable and corrected trajectories and actions, the misassigned gradient mass and the recovered advantage
of SPEC sections 5 and 6, for texts, boxes and plain values. It leaves out what `tapo audit` does besides: intervals,
the sweep over theta, figures by tool and by batch, chance matches, determinism, answer conflicts, checks of records.
"""

import json
import re
import sys
import unicodedata
from collections import defaultdict

from usage import report_usage

THETA, ALPHA_MIN, BETA, EPS = 0.5, 0.25, 0.8, 1e-6
CJK = "\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufad9"
TOKEN = re.compile(f"[{CJK}]|(?:(?![{CJK}])[^\\W_])+")
ANSWER_TOOLS = {"answer", "submit", "submit_answer", "final_answer", "finish", "done"}


def tokens(text):
    return set(TOKEN.findall(unicodedata.normalize("NFKC", text).lower()))


def is_box(value):
    return isinstance(value, list) and len(value) == 4 and all(type(x) in (int, float) for x in value)


def iou(a, b):
    ax0, ax1, ay0, ay1 = *sorted((a[0], a[2])), *sorted((a[1], a[3]))
    bx0, bx1, by0, by1 = *sorted((b[0], b[2])), *sorted((b[1], b[3]))
    area_a, area_b = (ax1 - ax0) * (ay1 - ay0), (bx1 - bx0) * (by1 - by0)
    if area_a == 0 or area_b == 0:
        return float((ax0, ax1, ay0, ay1) == (bx0, bx1, by0, by1))
    shared = max(0, min(ax1, bx1) - max(ax0, bx0)) * max(0, min(ay1, by1) - max(ay0, by0))
    return shared / (area_a + area_b - shared)


def compiled(arguments):
    if any(is_box(value) for value in arguments.values()):
        arguments = {key: value for key, value in arguments.items() if key != "label"}
    return {key: tokens(value) if isinstance(value, str) else value for key, value in arguments.items()}


def score(a, b):
    if isinstance(a, set) and isinstance(b, set):
        return len(a & b) / len(a | b) if a or b else 1.0
    if is_box(a) and is_box(b):
        return iou(a, b)
    return float(type(a) is type(b) and a == b)


def similarity(a, b):
    keys = sorted(a.keys() | b.keys())
    if not keys:
        return 1.0
    return sum(score(a[key], b[key]) if key in a and key in b else 0.0 for key in keys) / len(keys)


def read_calls(message):
    for call in message.get("tool_calls") or []:
        function = call["function"]
        if function["name"] in ANSWER_TOOLS:
            continue
        try:
            arguments = json.loads(function["arguments"])
        except ValueError:
            arguments = None
        well_formed = isinstance(arguments, dict)
        text = json.dumps(arguments, sort_keys=True, ensure_ascii=False) if well_formed else None
        yield function["name"], text, compiled(arguments) if well_formed else None


def read_log(path):
    groups = defaultdict(list)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            turns = [list(read_calls(m)) for m in record["messages"] if m["role"] == "assistant"]
            groups[record["batch"], record["group"]].append((record["reward"], turns))
    return groups


def advantages(rewards):
    mean = sum(rewards) / len(rewards)
    if len(rewards) < 2 or min(rewards) == max(rewards):
        return [0.0] * len(rewards)
    std = (sum((r - mean) ** 2 for r in rewards) / (len(rewards) - 1)) ** 0.5
    return [(r - mean) / (std + EPS) for r in rewards]


def build_clusters(rollouts, advantage):
    """Complete linkage over the distinct calls of the successful rollouts, tool by tool."""
    users = defaultdict(lambda: defaultdict(set))
    forms = {}
    for j, (reward, turns) in enumerate(rollouts):
        for tool, text, form in (call for turn in turns for call in turn):
            if reward >= 0.5 and text is not None:
                users[tool][text].add(j)
                forms[tool, text] = form
    successes = sum(reward >= 0.5 for reward, _ in rollouts)
    library = {}
    for tool, by_text in users.items():
        clusters = [[text] for text in sorted(by_text)]
        while True:
            best, pair = THETA, None
            for i, a in enumerate(clusters):
                for k in range(i + 1, len(clusters)):
                    link = min(similarity(forms[tool, x], forms[tool, y]) for x in a for y in clusters[k])
                    if link > best or (link == best and pair is None):
                        best, pair = link, (i, k)
            if pair is None:
                break
            clusters[pair[0]] += clusters.pop(pair[1])
        library[tool] = []
        for cluster in clusters:
            members = sorted(set().union(*(by_text[text] for text in cluster)))
            value = sum(advantage[j] for j in members) / len(members)
            library[tool].append(([forms[tool, text] for text in cluster], len(members) / successes, value))
    return library


def audit(groups):
    n = defaultdict(float)
    for rollouts in groups.values():
        advantage = advantages([reward for reward, _ in rollouts])
        library = build_clusters(rollouts, advantage)
        for j, (reward, turns) in enumerate(rollouts):
            if reward >= 0.5:
                continue
            a = advantage[j]
            n["failing"] += 1
            hit = fixed = False
            for turn in filter(None, turns):
                transfers = 0.0
                for tool, text, form in turn:
                    n["calls"] += 1
                    n["mass"] += abs(a)
                    if form is None or a >= 0:
                        continue
                    ranked = [
                        (max(similarity(form, member) for member in members), support, value)
                        for members, support, value in library.get(tool, [])
                    ]
                    s, support, value = max(ranked, default=(0.0, 0.0, 0.0))
                    if s >= THETA:
                        n["correctable"] += 1
                        n["correctable mass"] += abs(a)
                        hit = True
                    if ranked and s >= THETA and s * support >= ALPHA_MIN and value > 0:
                        n["corrected"] += 1
                        transfers += BETA * s * support * value
                        fixed = True
                n["turns"] += abs(a)
                n["recovered"] += min(0.0, a + transfers / len(turn)) - a
            n["correctable trajectories"] += hit
            n["corrected trajectories"] += fixed
    figures = {
        "correctableTrajectories": ["correctable trajectories", "failing"],
        "correctableActions": ["correctable", "calls"],
        "correctedTrajectories": ["corrected trajectories", "failing"],
        "correctedActions": ["corrected", "calls"],
        "misassignedGradientMass": ["correctable mass", "mass"],
        "recoveredAdvantage": ["recovered", "turns"],
    }
    return {"statistics": {name: {"numerator": n[a], "denominator": n[b]} for name, (a, b) in figures.items()}}


print(json.dumps(audit(read_log(sys.argv[1]))))
report_usage()
