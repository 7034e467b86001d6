"""Runs client/conformance/cases.json with the plain stubs against the server in PLEDGE_SERVER, with TLS when there is a PLEDGE_CA.

usage: conformance.py CASES.json [NAME_PART]      exit 0: all hold, 1: some do not, each said
"""

import base64
import json
import os
import pathlib
import sys

import grpc
from google.protobuf import descriptor_pb2, json_format, symbol_database

import pledge
from pledge.v1 import (  # noqa: F401  loading them makes all services known
    document_service_pb2,
    ingest_service_pb2,
    job_service_pb2,
    query_service_pb2,
    watch_service_pb2,
)

UNIT = "OFFSET_UNIT_CODE_POINT"  # what len() and slices of a str count
DEADLINE_MS = 30_000
SYMBOLS = symbol_database.Default()


def values_at(tree, path):
    """All values that a path such as messages.*.documents.0.name leads to."""
    found = [tree]
    for part in path.split("."):
        step = []
        for value in found:
            if isinstance(value, list):
                if part == "*":
                    step += value
                elif value and (part == "last" or int(part) < len(value)):
                    step.append(value[-1 if part == "last" else int(part)])
            elif isinstance(value, dict) and part in value:
                step.append(value[part])
        found = step
    return found


def substitute(value, letters, saved):
    """The value with the words that begin with $ replaced."""
    if isinstance(value, dict):
        return {key: substitute(inner, letters, saved) for key, inner in value.items()}
    if isinstance(value, list):
        return [substitute(inner, letters, saved) for inner in value]
    if not isinstance(value, str) or not value.startswith("$"):
        return value
    kind, *rest = value.split(":")
    if kind == "$letter":
        text = letters[rest[0]].replace("{n}", rest[1])
        return base64.b64encode(text.encode()).decode()
    return UNIT if kind == "$unit" else saved[rest[0]]


def slices(record, text):
    """Whether the text between the record's offsets is the record's text."""
    span = record["provenance"]["textRange"]
    return text[int(span.get("start", 0)) : int(span["end"])] == record["text"]


def holds(result, path, relation, wanted):
    found = values_at(result, path)
    if relation == "is":
        return (found if "*" in path else found[0] if found else None) == wanted
    if relation == "set":
        return sorted(found) == sorted(wanted)
    if relation == "count":
        return len(found) == wanted
    if relation == "contains":
        return any(wanted in text for text in found)
    if relation == "lacks":
        return not any(wanted in text for text in found)
    if relation == "slices":
        text = values_at(result, wanted)[0]
        return bool(found) and all(slices(record, text) for record in found)
    raise ValueError(f"no relation {relation}")


def multicallable(channel, method):
    """How to make the call, and whether it takes and gives streams."""
    service = descriptor_pb2.ServiceDescriptorProto()
    method.containing_service.CopyToProto(service)
    shape = service.method[method.index]
    names = {False: "unary", True: "stream"}
    make = getattr(channel, f"{names[shape.client_streaming]}_{names[shape.server_streaming]}")
    call = make(
        f"/{method.containing_service.full_name}/{method.name}",
        request_serializer=SYMBOLS.GetPrototype(method.input_type).SerializeToString,
        response_deserializer=SYMBOLS.GetPrototype(method.output_type).FromString,
    )
    return call, shape.client_streaming, shape.server_streaming


def run_step(channel, step):
    """Makes the call; what came back, in the form of README.md."""
    service, name = step["method"].split("/")
    method = SYMBOLS.pool.FindServiceByName(f"pledge.v1.{service}").methods_by_name[name]
    make = SYMBOLS.GetPrototype(method.input_type)
    requests = [json_format.ParseDict(one, make()) for one in step.get("requests", [step.get("request")])]
    call, takes_stream, gives_stream = multicallable(channel, method)
    argument = iter(requests) if takes_stream else requests[0]
    options = {
        "timeout": step.get("deadline_ms", DEADLINE_MS) / 1000,
        "metadata": list(step.get("metadata", {}).items()),
    }
    result = {"code": "OK", "messages": []}
    try:
        if not gives_stream:
            result["messages"].append(json_format.MessageToDict(call(argument, **options)))
            return result
        stream = call(argument, **options)
        for message in stream:
            if result["code"] == "CANCELLED":
                continue  # it was underway already
            result["messages"].append(json_format.MessageToDict(message))
            if "stop_after" in step:
                path, count = step["stop_after"]
                if len(values_at(result, path)) >= count:
                    stream.cancel()
                    result["code"] = "CANCELLED"
    except grpc.RpcError as cause:
        error = pledge.PledgeError.of(cause)
        result.update(
            code=error.code.name,
            reason=error.reason,
            message=str(error),
            domain=error.domain,
            metadata=error.metadata,
            resource=error.resource,
            fields=error.fields,
            requestId=error.request_id,
        )
    return result


def credentials():
    """Those of the files in the environment; None for plaintext."""
    files = [os.environ.get(name) for name in ("PLEDGE_CA", "PLEDGE_KEY", "PLEDGE_CERTIFICATE")]
    if files[0] is None:
        return None
    return grpc.ssl_channel_credentials(*[name and pathlib.Path(name).read_bytes() for name in files])


def run_case(channel, case, letters):
    """What does not hold, one line each."""
    saved, faults = {}, []
    for number, raw in enumerate(case["steps"], start=1):
        step = substitute(raw, letters, saved)
        result = run_step(channel, step)
        checks = [["code", "is", step.get("code", "OK")], *step.get("checks", [])]
        for path, relation, wanted in checks:
            if not holds(result, path, relation, wanted):
                faults.append(f"step {number}, {step['method']}: {path} {relation} {wanted!r}, "
                              f"but it is {values_at(result, path)!r} {result.get('message', '')}")
        if faults:
            break
        for name, path in step.get("save", {}).items():
            saved[name] = values_at(result, path)[0]
    return faults


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        data = json.load(file)
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    failed = 0
    with pledge.connect(os.environ["PLEDGE_SERVER"], credentials()) as channel:
        for case in data["cases"]:
            if wanted not in case["name"]:
                continue
            faults = run_case(channel, case, data["letters"])
            print("FAILED" if faults else "ok", case["name"], *faults, sep="\n  " if faults else "  ")
            failed += bool(faults)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
