"""From a policy file to a Policy: everything is checked when it is loaded, and all that is wrong is said at once."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from gongshu_desktop.policy.assess import evaluator
from gongshu_desktop.policy.examples import Example, check_examples
from gongshu_desktop.policy.measures import read_measure
from gongshu_desktop.policy.model import Policy, Target
from gongshu_desktop.policy.reading import Table
from gongshu_desktop.policy.rules import Rules
from gongshu_desktop.policy.source import Block, PolicyRefused, Problem, Source, read_source, sha256
from gongshu_desktop.policy.units import BUILT_IN, SPELLINGS

FORMAT = "gongshu-policy/1"
_COUNTING_UNIT = re.compile(r"(?![万亿])[A-Za-z\u4e00-\u9fff]{1,10}")
MOST_BLOCKS = 500
VOCABULARIES = ("roles", "types", "levels", "subdistricts")


def load_policy(path: Path) -> Policy:
    """The policy in a file. Raises PolicyRefused with everything that is wrong; OSError if the file cannot be read."""
    policy, problems = check_policy(path)
    if policy is None or problems:
        raise PolicyRefused(path.name, problems)
    return policy


def check_policy(path: Path) -> tuple[Policy | None, list[Problem]]:
    """The policy in a file, as far as it can be made out, and every problem in the order of the file."""
    policy, problems, _ = examine(path.read_bytes())
    return policy, problems


def examine(content: bytes) -> tuple[Policy | None, list[Problem], int]:
    """As ``check_policy``, for a file's bytes; with the number of worked examples that were run."""
    problems: list[Problem] = []
    source = read_source(content, problems)
    if source is None:
        return None, sorted(problems), 0
    front = Table(source.front, (), source.front.data, problems)
    counting = _counting_units(front)
    rules: dict[str, Rules] = {}
    examples: list[Example] = []
    targets: list[Target] = []
    for block in source.blocks[:MOST_BLOCKS]:
        table = Table(block, (), block.data, problems)
        if block.kind == "measure":
            _add_measure(table, source, counting, rules, examples)
        elif block.kind == "targets":
            targets += _targets(table, {target.id for target in targets})
        else:
            table.problem(f"不认识的代码块“toml {block.kind}”", "toml measure、toml targets")
    if len(source.blocks) > MOST_BLOCKS:
        problems.append(Problem(source.blocks[MOST_BLOCKS].line - 1, 1, "代码块太多", f"最多 {MOST_BLOCKS} 个"))
    _check_ledger(source, rules, problems)
    policy = _policy(front, source, rules, targets)
    front.close()
    if not problems:
        check_examples(policy, examples)
        problems += [problem for example in examples for problem in example.problems]
    return policy, sorted(problems), len(examples)


def _counting_units(front: Table) -> tuple[str, ...]:
    units = front.texts("counting_units")
    for place, unit in enumerate(units):
        if unit in BUILT_IN or unit in SPELLINGS or not _COUNTING_UNIT.fullmatch(unit):
            front.problem(f"“{unit}”不能作计数单位", "家、人、场 等", "counting_units", place)
    return units


def _add_measure(
    table: Table, source: Source, counting: tuple[str, ...], rules: dict[str, Rules], examples: list[Example]
) -> None:
    found = read_measure(table, source.text, counting)
    if found is None:
        return
    made, cases = found
    if made.measure.id in rules:
        table.problem(f"事项编号“{made.measure.id}”重复", "每个事项一个编号", "id")
    rules[made.measure.id] = made
    examples += cases


def _check_ledger(source: Source, rules: Mapping[str, Rules], problems: list[Problem]) -> None:
    """A value that the office's ledger supplies names a measure of this file, and for whom: the makerspace or a column."""
    for block in source.blocks:
        id = block.data.get("id")
        if block.kind != "measure" or not isinstance(id, str) or id not in rules:
            continue
        for fact in rules[id].measure.facts:
            own = {column.name for column in fact.columns}
            for path, item in [((), fact), *((("column", column.name), column) for column in fact.columns)]:
                table = Table(block, ("fact", fact.name, *path, "prefill"), {}, problems)
                if item.prefill is not None and item.prefill.measure not in rules:
                    table.problem(f"没有编号为“{item.prefill.measure}”的事项", "、".join(rules), "measure")
                if item.prefill is not None and item.prefill.match not in ("makerspace", *own):
                    table.problem(f"不能按“{item.prefill.match}”查台账", "、".join(("makerspace", *own)), "match")


def _targets(table: Table, taken: set[str]) -> list[Target]:
    targets = []
    for item in table.array("target"):
        id = item.required("id")
        if id in taken:
            item.problem(f"指标编号“{id}”重复", "每个指标一个编号", "id")
        taken |= {id} - {""}
        targets.append(
            Target(
                id=id,
                indicator=item.required("indicator"),
                target=item.required("target"),
                paragraph=table.block.paragraph,
            )
        )
        item.close()
    table.close()
    return targets


def _policy(front: Table, source: Source, rules: Mapping[str, Rules], targets: list[Target]) -> Policy:
    if front.required("format") not in ("", FORMAT):
        front.problem("文件说明的版本不同", FORMAT, "format")
    declared = front.required("text_digest")
    if declared and declared != source.text_digest:
        front.problem("正文与公布的文本不一致:摘要不同", source.text_digest, "text_digest")
    if not rules and not front.troubled:
        front.problem("文件里没有扶持事项", "至少一个 ```toml measure 代码块")
    vocabulary = front.table("vocabulary")
    lists = {name: vocabulary.texts(name) for name in VOCABULARIES if name in vocabulary.data}
    vocabulary.close()
    id = front.required("id")
    return Policy(
        id=id,
        title=front.required("title"),
        number=front.required("number"),
        issuer=front.required("issuer"),
        issued=_day(front, "issued"),
        effective=_day(front, "effective"),
        digest=source.digest,
        text_digest=source.text_digest,
        text=source.text,
        measures=tuple(item.measure for item in rules.values()),
        targets=tuple(targets),
        vocabulary=lists,
        evaluate=evaluator(id, source.digest, rules),
    )


def _day(front: Table, key: str) -> date:
    day = front.get(key, date)
    if key not in front.data:
        front.problem(f"缺少“{key}”", f"{key} = 2016-03-21")
    return day or date.min


__all__ = ["Block", "PolicyRefused", "Problem", "check_policy", "examine", "load_policy", "sha256"]
