"""The receipt 核算凭据: everything that an assessment depended on and every step of it, in one canonical document.

The same inputs under the same policy file and engine give the same bytes, and so the same digest, on every machine.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from gongshu_desktop.policy.assessment import (
    Assessment,
    CaseInputs,
    ClaimInputs,
    CriterionResult,
    MeasureAssessment,
    Step,
)
from gongshu_desktop.policy.model import Fact, Kind, Policy
from gongshu_desktop.policy.money import words, yuan
from gongshu_desktop.policy.numbers import parse_number, plain
from gongshu_desktop.policy.values import Scalar, Value
from gongshu_desktop.policy.verdicts import Result


def sealed(assessment: Assessment, inputs: CaseInputs) -> Assessment:
    """The assessment with its receipt digest."""
    return replace(assessment, receipt=digest(receipt_document(assessment, inputs)))


def receipt_document(assessment: Assessment, inputs: CaseInputs) -> dict[str, Any]:
    """What the receipt's digest is taken over: canonical inputs, policy digest, engine, and the result with its steps."""
    return {"inputs": _inputs(inputs, assessment), **_result(assessment)}


def report(assessment: Assessment) -> dict[str, Any]:
    """The document that ``assess`` prints for a case (see the case format)."""
    total = assessment.subsidy_total
    return {
        **_result(assessment),
        "subsidy_total_words": None if total is None else words(total),
        "receipt": assessment.receipt,
    }


def canonical_bytes(document: object) -> bytes:
    """The one way to write a document as bytes: UTF-8 JSON, keys sorted, no white space."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(document: object) -> str:
    """ "sha256:…" of the canonical bytes."""
    return "sha256:" + hashlib.sha256(canonical_bytes(document)).hexdigest()


def inputs_from(document: Mapping[str, Any], policy: Policy) -> CaseInputs:
    """The inputs in a receipt document, read back under its policy. ValueError if they are not what we write."""
    try:
        inputs = document["inputs"]
        return CaseInputs(
            case=inputs["case"],
            year=int(inputs["year"]),
            readings={str(key): str(option) for key, option in inputs["readings"].items()},
            claims=tuple(_claim_from(claim, policy) for claim in inputs["claims"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"the receipt's inputs are incomplete: {error}") from error


def _result(assessment: Assessment) -> dict[str, Any]:
    return {
        "case": assessment.case,
        "policy": assessment.policy,
        "policy_digest": assessment.policy_digest,
        "engine": assessment.engine,
        "year": assessment.year,
        "measures": [_measure(item) for item in assessment.measures],
        "subsidy_total": None if assessment.subsidy_total is None else yuan(assessment.subsidy_total),
    }


def _measure(item: MeasureAssessment) -> dict[str, Any]:
    return {
        "measure": item.measure,
        "title": item.title,
        "payee": item.payee,
        "outcome": item.outcome.value,
        "amount": None if item.amount is None else yuan(item.amount),
        "ceiling": None if item.ceiling is None else yuan(item.ceiling),
        "criteria": [_criterion(criterion) for criterion in item.criteria],
        "readings": dict(item.readings),
        "steps": [_step(step) for top in item.steps for _, step in top.walk()],
    }


def _criterion(criterion: CriterionResult) -> dict[str, Any]:
    document = {
        "criterion": criterion.criterion,
        "result": criterion.result.value,
        "origin": criterion.origin.value,
    }
    if criterion.margin is not None:
        document["margin"] = plain(criterion.margin)
    return document


def _step(step: Step) -> dict[str, str]:
    parts = [step.label]
    if step.rule:
        parts.append(f"：{step.rule}" if step.label else step.rule)
    if step.working and step.working != step.rule:
        parts.append(f"，即 {step.working}")
    if step.note:
        parts.append(f"（{step.note}）")
    return {"clause": step.clause, "text": "".join(parts), "value": step.value}


def _inputs(inputs: CaseInputs, assessment: Assessment) -> dict[str, Any]:
    used = {key: option for measure in assessment.measures for key, option in measure.readings.items()}
    return {
        "case": inputs.case,
        "year": inputs.year,
        "readings": used,
        "claims": [
            {
                "measure": claim.measure,
                "facts": {name: _value(value) for name, value in claim.facts.items() if value is not None},
                "verdicts": {name: result.value for name, result in claim.verdicts.items()},
            }
            for claim in inputs.claims
        ],
    }


def _value(value: Value) -> Any:
    if isinstance(value, tuple):
        return [{name: _scalar(cell) for name, cell in row.items() if cell is not None} for row in value]
    return _scalar(value)


def _scalar(value: Scalar) -> str | bool:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return plain(value)


def _claim_from(claim: Mapping[str, Any], policy: Policy) -> ClaimInputs:
    measure = policy.measure(claim["measure"])
    facts: dict[str, Value] = {}
    for name, value in claim["facts"].items():
        fact = measure.fact(name)
        if fact.kind is Kind.TABLE:
            columns = {column.name: column for column in fact.columns}
            facts[name] = tuple(
                {column: _scalar_from(cell, columns[column]) for column, cell in row.items()} for row in value
            )
        else:
            facts[name] = _scalar_from(value, fact)
    verdicts = {str(name): Result(result) for name, result in claim["verdicts"].items()}
    return ClaimInputs(measure=measure.id, facts=facts, verdicts=verdicts)


def _scalar_from(value: object, fact: Fact) -> Scalar:
    if fact.kind is Kind.YES_NO:
        if not isinstance(value, bool):
            raise ValueError(f"{fact.name}: expected true or false")
        return value
    if not isinstance(value, str):
        raise ValueError(f"{fact.name}: expected a text")
    if fact.kind is Kind.DATE:
        return date.fromisoformat(value)
    if fact.kind in (Kind.MONEY, Kind.NUMBER, Kind.COUNT):
        number: int | Fraction = parse_number(value)
        return number
    if fact.kind is Kind.CHOICE and value not in fact.options:
        raise ValueError(f"{fact.name}: {value!r} is no option")
    return value
