"""The CloudFormation template: what Chalice packaged, with our resources, functions and policies merged in.

`chalice package --merge-template` replaces no intrinsic by another (a `Fn::Sub` merged with a `Fn::GetAtt` keeps both
keys) and takes a mistyped id as a new resource. This merge does the first and refuses the second.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from infra.refusals import gateway_responses

FOLDER = Path(__file__).resolve().parent
Template = dict[str, Any]


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags: `!Ref x`, `!Sub x`, `!GetAtt a.b` and the like."""


def _intrinsic(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    if tag == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {tag if tag in ("Ref", "Condition") else f"Fn::{tag}": value}


_Loader.add_multi_constructor("!", _intrinsic)


def load(file: Path) -> Any:
    """One of our YAML files with its short tags written out."""
    return yaml.load(file.read_text(), Loader=_Loader)


def is_intrinsic(value: Any) -> bool:
    """Whether a value is `{"Ref": ...}` or `{"Fn::...": ...}`."""
    return isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith(("Ref", "Fn::", "Condition"))


def merge(onto: Any, ours: Any) -> Any:
    """Ours laid over a template: mappings key by key, anything else (lists, intrinsics) replaced."""
    if not isinstance(onto, dict) or not isinstance(ours, dict) or is_intrinsic(onto) or is_intrinsic(ours):
        return ours
    return {**onto, **{key: merge(onto[key], value) if key in onto else value for key, value in ours.items()}}


def compose(packaged: Template) -> Template:
    """The template to deploy, from what `chalice package` made."""
    template: Template = merge(packaged, _resources())
    definition = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    definition["x-amazon-apigateway-gateway-responses"] = gateway_responses()
    functions = load(FOLDER / "functions.yaml")
    for name, settings in functions["Functions"].items():
        _lay_function(template, name, merge(functions["Defaults"], settings))
    for name in [name for name, found in template["Resources"].items() if found["Type"] == "AWS::Serverless::Function"]:
        if name not in functions["Functions"]:
            raise SystemExit(f"app.py has the entrance {name}: give it an entry in infra/functions.yaml and a policy")
    return template


def _resources() -> Template:
    """`resources.yaml` and its neighbours, each one idea, as one template."""
    merged: Template = {}
    for file in ("resources.yaml", "storage.yaml", "queues.yaml", "people.yaml", "watch.yaml", "api.yaml"):
        merged = merge(merged, load(FOLDER / file))
    return merged


def _lay_function(template: Template, name: str, settings: Template) -> None:
    resources = template["Resources"]
    if name not in resources:
        raise SystemExit(f"infra/functions.yaml names {name}, which app.py does not have")
    resources[name]["Properties"] = merge(resources[name]["Properties"], settings)
    resources[name]["Properties"]["LoggingConfig"] = {"LogGroup": {"Ref": f"{name}Logs"}}
    resources[f"{name}Logs"] = {
        "Type": "AWS::Logs::LogGroup",
        "Properties": {"RetentionInDays": {"Ref": "LogDays"}},
    }
    role = resources[role_of(name)]["Properties"]
    role["Policies"] = [{
        "PolicyName": "access",
        "PolicyDocument": {"Version": "2012-10-17", "Statement": [
            _logs_statement(name), {"Fn::If": ["IsTraced", TRACES, {"Ref": "AWS::NoValue"}]}, *policy(name)]},
    }]


def role_of(function: str) -> str:
    """The logical id that Chalice gives a function's role."""
    return "ApiHandlerRole" if function == "APIHandler" else f"{function}Role"


def policy(function: str) -> list[Template]:
    """The statements of the function's policy file: all that it may do beside writing its own log."""
    statements: list[Template] = load(FOLDER / "policies" / f"{function.lower()}.yaml")
    return statements


# X-Ray knows no resources: these two actions are granted on all or not at all, and only where tracing is switched on.
TRACES = {"Effect": "Allow", "Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "Resource": "*"}


def _logs_statement(name: str) -> Template:
    return {"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": {"Fn::GetAtt": [f"{name}Logs", "Arn"]}}
