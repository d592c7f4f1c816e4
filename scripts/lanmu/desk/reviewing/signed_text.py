"""The text that a review was given for, found among what was kept of its file by the fingerprint in the signature."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from lanmu.content import front_matter
from lanmu.content.article import Article, FrontMatter, Signature
from lanmu.content.review import ALL, NOT_REVIEWED, THREE, Stage, Standing, Text, words_hash
from lanmu.content.translation import TranslationMatter
from lanmu.content.validation import validate
from lanmu.desk.versions.comparison import Comparison, comparison
from lanmu.desk.versions.history import Entry, content_of, last_with
from lanmu.desk.versions.reading import State, label_of, state_of, text_of
from lanmu.diagnostics.errors import ContentError


@dataclass(frozen=True)
class Since:
    """What has changed since a `stage` was signed: `changes` in the reviewed text, `entry` where that state is kept; both None when
    it is not kept."""

    stage: Stage
    entry: Entry | None = None
    changes: Comparison | None = None


def since(root: Path, text: Text, stage: Stage) -> Since:
    """What has changed in a text since a review of it was signed. Raises UserError when the file cannot be read."""
    assert stage.signature
    path = f"docs/{text.path}"
    now = reviewed_state(path, content_of(root, path, None))
    # What is in the file now has the signature; another state with the words of that time is looked for.
    signature = stage.signature
    signed = last_with(root, path, lambda data: is_signed(text, data, signature))
    return Since(stage, signed[0], comparison(reviewed_state(path, signed[1]), now)) if signed else Since(stage)


def is_signed(text: Text, data: bytes, signature: Signature) -> bool:
    """True when a state of the file has the fields and the words for which a signature was given."""
    try:
        head, body = front_matter.split(text_of(data), f"docs/{text.path}")
    except ContentError:
        return False
    if isinstance(text, Article):
        meta, _ = validate(FrontMatter, head)
        same: Text | None = replace(text, meta=meta, body=body) if meta else None
    else:
        translated, _ = validate(TranslationMatter, head)
        same = replace(text, meta=translated, body=body) if translated else None
    return same is not None and words_hash(same) == "-".join(signature.text_hash.split("-")[:2])


def reviewed_state(path: str, data: bytes) -> State:
    """What of a file is reviewed: everything but the fields that no review is given for."""
    state = state_of(path, data)
    others = {*map(label_of, NOT_REVIEWED), *ALL.values()}
    return replace(state, fields={label: words for label, words in state.fields.items() if label not in others})


def last_void(stages: tuple[Stage, ...]) -> Stage | None:
    """The review that was given last among those that the text has been changed after; None without one."""
    candidates = [
        (stage.signature.date, stage.field in THREE, stage) for stage in stages if stage.signature and is_void(stage)
    ]
    return max(candidates, key=lambda each: (each[0], each[1], stages.index(each[2])))[2] if candidates else None


def is_void(stage: Stage) -> bool:
    """True for a review that says for which text it was given, and is void."""
    return stage.standing is Standing.VOID and bool(stage.signature and stage.signature.text_hash)
