"""Rollouts of the `tapo` dialect as the audit needs them: calls, what came back, and the final answer."""

import json
import re

from method import Form, canonical, tokens, utf16

ANSWER_TOOLS = {"answer", "submit", "submit_answer", "final_answer", "finish", "done"}
NO_IMAGE = re.compile(r"<image>|<\|image_pad\|>|<\|vision_start\|>|<image_placeholder>")


class Call:
    """One tool call: canonical arguments and their form (None where malformed), and what came back."""

    __slots__ = ("tool", "id", "arguments", "text", "form", "observation", "answered")

    def __init__(self, call):
        function = call["function"]
        self.tool, self.id = function["name"], call.get("id")
        self.arguments = parsed(function.get("arguments"))
        self.text = None if self.arguments is None else canonical(self.arguments)
        self.form = None if self.arguments is None else Form(self.arguments)
        self.observation, self.answered = None, False


class Rollout:
    def __init__(self, record):
        self.success = record["reward"] >= 0.5
        self.reward = record["reward"]
        self.turns, self.text = [], ""
        messages = record["messages"]
        first = next(i for i, message in enumerate(messages) if message["role"] == "assistant")
        self.prompt = canonical(messages[:first])
        for message in messages[first:]:
            if message["role"] == "assistant":
                self.text = plain_text(message.get("content"))
                self.turns.append([Call(call) for call in message.get("tool_calls") or []])
            elif message["role"] == "tool":
                self.answer(message)
        if not any(self.turns) and "<tool_call>" in "".join(plain_text(message.get("content")) for message in messages):
            raise ValueError("calls in texts")
        made = [call for turn in self.turns for call in turn]
        last = [call for call in made if call.tool in ANSWER_TOOLS and call.arguments is not None][-1:]
        self.final = final_answer(last, self.text)
        self.turns = [[call for call in turn if call.tool not in ANSWER_TOOLS] for turn in self.turns]

    def answer(self, message):
        """An observation belongs to the call with its id, else to the first that has none."""
        calls = [call for turn in self.turns for call in turn if not call.answered]
        named = [call for call in calls if call.id is not None and call.id == message.get("tool_call_id")]
        for call in (named or calls)[:1]:
            text = plain_text(message.get("content"))
            call.observation, call.answered = None if NO_IMAGE.search(text) else text, True

    def well_formed(self):
        return [call for turn in self.turns for call in turn if call.form is not None]


def parsed(arguments):
    """An object, or None for a malformed call."""
    try:
        value = json.loads(arguments) if isinstance(arguments, str) and arguments.strip() else arguments
    except ValueError:
        return None
    if value is None or (isinstance(value, str) and not value.strip()):
        return {}
    return value if isinstance(value, dict) else None


def plain_text(content):
    if isinstance(content, list):
        return "\n".join(part["text"] for part in content if part.get("type") == "text")
    return content or ""


def final_answer(last, text):
    if last:
        arguments = last[0].arguments
        values = [arguments[key] for key in sorted(arguments, key=utf16)]
        found = " ".join(value if isinstance(value, str) else canonical(value) for value in values)
    else:
        found = tagged(text) or boxed(text)
    return tokens(found or "") or None


def tagged(text):
    end = text.rfind("</answer>")
    start = text.rfind("<answer>", 0, end) if end >= 0 else -1
    return text[start + 8 : end] if start >= 0 else None


def boxed(text):
    for start in reversed([match.end() for match in re.finditer(r"\\boxed\{", text)]):
        depth = 1
        for end in range(start, len(text)):
            depth += (text[end] == "{") - (text[end] == "}")
            if depth == 0:
                return text[start:end]
    return None
