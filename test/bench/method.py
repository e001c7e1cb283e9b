"""Sections 2 to 5 of SPEC with its defaults, in plain Python: canonical JSON, similarity, library, credit transfer."""

import json
import math
import re
import unicodedata
from itertools import combinations

THETA, ALPHA_MIN, BETA, EPS, TINY = 0.5, 0.25, 0.8, 1e-6, 1e-12
HAN_KANA = (
    "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa"
    "\u30fd-\u30ff\u31f0-\u31ff\u32d0-\u32fe\u3300-\u3357\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufa6d\ufa70-\ufad9\uff66-\uff6f"
    "\uff71-\uff9d\U0001aff0-\U0001affe\U0001b000-\U0001b122\U0001b150-\U0001b167\U00020000-\U000323af"
)
MARKS = "".join(
    re.escape(char) for char in map(chr, [*range(0x300, 0x1F000), *range(0xE0100, 0xE01F0)]) if unicodedata.category(char)[0] == "M"
)
TOKEN = re.compile(f"[{HAN_KANA}]|(?:(?![{HAN_KANA}])(?:[^\\W_]|[{MARKS}]))+")
IDENTITY = set(
    "image img image_idx img_idx image_index image_id image_path image_url file file_path path page_id section_id doc_id "
    "document_id id url".split()
)


def utf16(text):
    return text.encode("utf-16-be", "surrogatepass")


def number(value):
    """A number as ECMAScript prints it."""
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return "null"
    mantissa, _, exponent = repr(value).partition("e")
    sign, digits, power = "-" if value < 0 else "", mantissa.lstrip("-").replace(".", ""), int(exponent or 0)
    if value == int(value) and abs(value) < 1e21:
        return f"{sign}{digits.ljust(power + 1, '0')}" if power else str(int(value))
    if -7 < power < 0:
        return f"{sign}0.{'0' * (-power - 1)}{digits}"
    return f"{mantissa.removesuffix('.0')}e{power:+d}" if power else mantissa


def canonical(value):
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return f"[{','.join(map(canonical, value))}]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in sorted(value, key=utf16)) + "}"
    return number(value)


def tokens(text):
    return TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


def trimmed(text):
    return unicodedata.normalize("NFKC", text).strip()


def jaccard(a, b, same):
    return len(a & b) / len(a | b) if a or b else float(same)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def normal_url(url):
    scheme, rest = url.split("://", 1)
    scheme = scheme.lower()
    rest = rest.split("#", 1)[0]
    end = min((at for at in (rest.find("/"), rest.find("?")) if at >= 0), default=len(rest))
    user, at, host = rest[:end].rpartition("@")
    host = host.lower().removesuffix(":80" if scheme == "http" else ":443")
    path, _, query = rest[end:].partition("?")
    pieces = sorted(filter(None, query.split("&")), key=utf16)
    return f"{scheme}://{user}{at}{host}{path.rstrip('/')}{'?' if pieces else ''}{'&'.join(pieces)}"


def compiled(value):
    """A value with its kind and what is compared of it."""
    if isinstance(value, str):
        if re.match("https?://", value, re.IGNORECASE):
            return "url", normal_url(value)
        return "text", (set(tokens(value)), trimmed(value))
    if isinstance(value, list) and len(value) == 4 and all(is_number(x) and math.isfinite(x) for x in value):
        return "box", (*sorted((value[0], value[2])), *sorted((value[1], value[3])))
    if isinstance(value, list) and value and all(isinstance(x, str) for x in value):
        return "texts", (set().union(*map(tokens, value)), [trimmed(x) for x in value])
    return "number" if is_number(value) else type(value).__name__, canonical(value)


def overlap(a, b):
    area_a, area_b = (a[1] - a[0]) * (a[3] - a[2]), (b[1] - b[0]) * (b[3] - b[2])
    if area_a == 0 or area_b == 0:
        return float(a == b)
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0])) * max(0, min(a[3], b[3]) - max(a[2], b[2]))
    return shared / (area_a + area_b - shared)


def score(a, b):
    (kind, x), (other, y) = a, b
    if kind != other:
        return 0.0
    if kind in ("text", "texts"):
        return jaccard(x[0], y[0], x[1] == y[1])
    return overlap(x, y) if kind == "box" else float(x == y)


class Form:
    """A call's arguments, compiled: identity keys apart, the others in UTF-16 order."""

    def __init__(self, arguments):
        values = {key: compiled(value) for key, value in arguments.items()}
        if any(kind == "box" for key, (kind, _) in values.items() if key != "label"):
            values.pop("label", None)
        self.identity = {
            key: (kind, value) if kind == "url" else canonical(arguments[key])
            for key, (kind, value) in values.items()
            if key in IDENTITY
        }
        self.rest = {key: values[key] for key in sorted(values, key=utf16) if key not in IDENTITY}


def similarity(a, b):
    if a.identity != b.identity:
        return 0.0
    a, b = a.rest, b.rest
    if not a and not b:
        return 1.0
    if a.keys() == b.keys():
        return sum(score(value, b[key]) for key, value in a.items()) / len(a)
    keys = sorted(a.keys() | b.keys(), key=utf16)
    return sum(score(a[key], b[key]) if key in a and key in b else 0.0 for key in keys) / len(keys)


def advantages(rewards):
    if len(rewards) < 2 or min(rewards) == max(rewards):
        return [0.0] * len(rewards)
    mean = sum(rewards) / len(rewards)
    std = math.sqrt(sum((r - mean) ** 2 for r in rewards) / (len(rewards) - 1))
    return [(r - mean) / (std + EPS) for r in rewards]


class Cluster:
    def __init__(self, members, support, value):
        self.members, self.support, self.value = members, support, value


def linked(references):
    """Complete linkage at THETA over distinct references of one tool in their order."""
    near = {(a, b): similarity(references[a].form, references[b].form) for a, b in combinations(range(len(references)), 2)}
    clusters = [[i] for i in range(len(references))]
    while True:
        best, pair = THETA, None
        for (i, a), (k, b) in combinations(enumerate(clusters), 2):
            link = min(near[min(x, y), max(x, y)] for x in a for y in b)
            if link > best or (link == best and pair is None):
                best, pair = link, (i, k)
        if pair is None:
            return clusters
        clusters[pair[0]] = sorted(clusters[pair[0]] + clusters.pop(pair[1]))


class Reference:
    """A distinct call of successful rollouts: its first occurrence, and who made it."""

    def __init__(self, call):
        self.text, self.form, self.first, self.users = call.text, call.form, call, set()


def references_of(rollouts):
    """By tool, in canonical order."""
    found = {}
    for j, rollout in enumerate(rollouts):
        for call in rollout.well_formed() if rollout.success else ():
            by_text = found.setdefault(call.tool, {})
            by_text.setdefault(call.text, Reference(call)).users.add(j)
    return {tool: sorted(by_text.values(), key=lambda r: utf16(r.text)) for tool, by_text in found.items()}


def library_of(references, rollouts, advantage):
    successes = sum(rollout.success for rollout in rollouts)
    library = {}
    for tool, own in references.items():
        library[tool] = []
        for indices in linked(own):
            users = sorted(set().union(*(own[i].users for i in indices)))
            value = sum(advantage[j] for j in users) / len(users)
            library[tool].append(Cluster(indices, len(users) / successes, value))
    return library
