"""Pydantic's findings as Chinese sentences with file, line and field."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from lanmu.content.dates import shown
from lanmu.content.yaml_text import Key, YamlText
from lanmu.diagnostics.errors import Problem, ProblemKind


class Model(BaseModel):
    """Base of everything read from YAML: no unknown field, no silent change of type, not changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True)


M = TypeVar("M", bound=Model)
LONG_TEXT, SEVERAL_LINES = "long text", "several lines"
"""Annotations of a field for forms: a sentence or more in one line; text whose line ends count."""
SENTENCES = {
    "missing": ("没有填写。", "补上这个字段。"),
    "string_type": ("应当是文字，现在是「{value}」。", "改成一行文字；纯数字请加英文引号。"),
    "int_type": ("应当是整数，现在是「{value}」。", "改成不带引号的整数。"),
    "int_parsing": ("应当是整数，现在是「{value}」。", "改成整数，例如 3。"),
    "float_type": ("应当是数，现在是「{value}」。", "改成不带引号的数，例如 0.5。"),
    "float_parsing": ("应当是数，现在是「{value}」。", "改成不带引号的数，例如 0.5。"),
    "finite_number": ("应当是有限的数，现在是「{value}」。", "改成一个数，例如 0.5。"),
    "bool_type": ("应当是 true 或 false，现在是「{value}」。", "改成 true 或 false。"),
    "bool_parsing": ("应当是 true 或 false，现在是「{value}」。", "改成 true 或 false。"),
    "list_type": ("应当是一组值，现在是「{value}」。", "写成 [甲, 乙]，只有一个也要加方括号。"),
    "tuple_type": ("应当是一组值，现在是「{value}」。", "写成 [甲, 乙]，只有一个也要加方括号。"),
    "dict_type": ("应当是若干“字段: 值”，现在是「{value}」。", "照字段说明改写。"),
    "model_type": ("应当是若干“字段: 值”，现在是「{value}」。", "照字段说明改写。"),
    "literal_error": ("不能是「{value}」。", "从这些里选一个：{expected}。"),
    "string_too_short": ("不能是空的。", "填上内容。"),
    "string_not_long_enough": ("「{value}」太短了，至少 {min_length} 个字。", "写全。"),
    "string_too_long": ("太长了，最多 {max_length} 个字，现在是「{value}」。", "压缩一下。"),
    "string_pattern_mismatch": ("「{value}」的写法不对。", "请符合格式 {pattern}。"),
    "greater_than_equal": ("「{value}」太小了。", "至少是 {ge}。"),
    "too_short": ("一项也没有。", "至少写一项。"),
    "too_long": ("有 {actual_length} 项，太多了。", "最多写 {max_length} 项，删去或者合并几项。"),
}


def validate(model: type[M], document: YamlText) -> tuple[M | None, list[Problem]]:
    """The typed model, or None with everything that is wrong in `document`."""
    if not isinstance(document.data, dict):
        remedy = f"这里应当是若干“字段: 值”，可用的字段有：{'、'.join(model.model_fields)}。"
        return None, [document.problem((), "没有可用的内容。", remedy, ProblemKind.UNREADABLE)]
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [_problem_of(model, document, detail) for detail in details]


def _problem_of(model: type[Model], document: YamlText, detail: ErrorDetails) -> Problem:
    key, fault = detail["loc"], detail["type"]
    if fault == "extra_forbidden":
        field_names = _fields_at(model, key[:-1])
        near = nearest(str(key[-1]), field_names)
        remedy = f"是不是想写 {near}？" if near else f"可用的字段有：{'、'.join(field_names)}。"
        return document.problem(key, "是不认识的字段。", remedy, ProblemKind.UNKNOWN_FIELD)
    if detail["input"] is None:
        return document.problem(key, "是空的。", "填上内容，或者删去这个字段。", ProblemKind.MISSING)
    if fault == "value_error":
        error = detail["ctx"]["error"]
        message, _, remedy = str(error).partition("，请")
        remedy = f"请{remedy}" if remedy else "照提示改正。"
        return document.problem(key, finish(message), remedy, getattr(error, "kind", ProblemKind.VALUE))
    if fault == "string_too_short" and str(detail["input"]).strip():
        fault = "string_not_long_enough"
    message, remedy = SENTENCES.get(fault, (f"有问题：{detail['msg']}（现在是「{{value}}」）。", "照字段说明改写。"))
    facts: dict[str, Any] = {**detail.get("ctx", {}), "value": shorten(detail["input"])}
    facts["expected"] = str(facts.get("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、")
    kind = ProblemKind.MISSING if fault in ("missing", "string_too_short") else ProblemKind.VALUE
    return document.problem(key, message.format(**facts), remedy.format(**facts), kind)


def finish(sentence: str) -> str:
    """The sentence with a full stop at its end."""
    return sentence if sentence.endswith(("。", "？")) else f"{sentence}。"


def shorten(value: Any) -> str:
    """The value as the editor wrote it, at most 40 characters of it."""
    text = shown(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


LATIN_ALIKE, CHINESE_ALIKE = 0.68, 0.5
LONGEST_COMPARED, MOST_COMPARED = 100, 5_000
"""Characters of a word, and known words, up to which the nearest is looked for: difflib takes the square for each."""


def nearest(word: str, candidates: Iterable[str]) -> str:
    """The candidate that `word` was probably meant to be, or an empty string.

    In letters a third of the word may differ at most (`sys` is not `srs`); of Chinese characters, each a syllable, half.
    Empty for a word that is too long, or when there are too many candidates.
    """
    words = [candidate for candidate in candidates if len(candidate) <= LONGEST_COMPARED]
    if len(word) > LONGEST_COMPARED or len(words) > MOST_COMPARED:
        return ""
    cutoff = LATIN_ALIKE if word.isascii() else CHINESE_ALIKE
    return next(iter(difflib.get_close_matches(word, words, n=1, cutoff=cutoff)), "")


def unknown_name(
    document: YamlText,
    key: Key,
    name: str,
    valid_names: Iterable[str],
    meant: str = "是不是「{}」？",
    choose: str = "从这些里选：{}。",
) -> Problem:
    """A name at `key` that campaign.yml does not have. The remedy is `meant` with the nearest of `valid_names`, or
    `choose` with all of them."""
    names = list(valid_names)
    near = nearest(name, names)
    remedy = meant.format(near) if near else choose.format("、".join(names))
    return document.problem(key, f"campaign.yml 里没有「{name}」。", remedy, ProblemKind.UNKNOWN_NAME)


def _fields_at(model: type[Model], key: tuple[str | int, ...]) -> list[str]:
    """Names of the fields that are allowed at `key` below `model`."""
    current: Any = model
    for part in key:
        if isinstance(part, str) and part in current.model_fields:
            current = _inner_model(current.model_fields[part].annotation) or current
        elif current.model_config["extra"] == "allow":
            current = _inner_model(get_type_hints(current)["__pydantic_extra__"]) or current
    return [field.alias or name for name, field in current.model_fields.items()]


def _inner_model(annotation: Any) -> type[Model] | None:
    """The model inside an annotation such as `tuple[Task, ...]` or `Review | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    return next((model for part in getattr(annotation, "__args__", ()) if (model := _inner_model(part))), None)
