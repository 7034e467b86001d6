#!/usr/bin/python3
"""Writes the reference of the API, proto/README.md, from the comments of the protos.

usage: reference.py PLEDGE.binpb [OUT.md]     without OUT: to standard output

PLEDGE.binpb is the descriptor set of a build, with source info (build/release/share/pledge.binpb). Needs Debian's
python3-protobuf.
"""

import sys

from google.protobuf import descriptor_pb2

FieldProto = descriptor_pb2.FieldDescriptorProto
PACKAGE = ".pledge.v1."

HEAD = """# Reference of the API

Made by `proto/reference.py` from the comments in `proto/pledge/v1`: change those, then run `./dev check --fix`.
[ERRORS.md](ERRORS.md) lists the reasons of errors, [FILTER.md](FILTER.md) the language of filters. Field numbers stand
before the fields; `repeated` is marked as `[]`, a map as `map<key, value>`, the members of a oneof by its name.
"""

# Field numbers of descriptor.proto, of which the paths of source info are made.
FILE_MESSAGE, FILE_ENUM, FILE_SERVICE = 4, 5, 6
MESSAGE_FIELD, MESSAGE_NESTED, MESSAGE_ENUM = 2, 3, 4
ENUM_VALUE, SERVICE_METHOD = 2, 2


class Comments:
    """The comment of each element of a file, as one line."""

    def __init__(self, file):
        self._lines = {
            tuple(location.path): " ".join(location.leading_comments.split())
            for location in file.source_code_info.location
        }

    def of(self, *path):
        return self._lines.get(path, "")


def cell(text):
    return text.replace("|", "\\|").replace("<", "&lt;")


def anchor(name):
    return name.lower().replace(".", "")


def linked(type_name):
    """A type as people name it; one of ours with a link."""
    if type_name.startswith(PACKAGE):
        name = type_name[len(PACKAGE) :]
        return f"[{name}](#{anchor(name)})"
    return type_name.lstrip(".")


def scalar(field):
    return FieldProto.Type.Name(field.type)[len("TYPE_") :].lower()


def type_of(field, maps):
    if field.type_name in maps:
        key, value = maps[field.type_name].field
        return f"map<{type_of(key, {})}, {type_of(value, {})}>"
    name = linked(field.type_name) if field.type_name else scalar(field)
    if field.label == FieldProto.LABEL_REPEATED:
        return name + "[]"
    return "optional " + name if field.proto3_optional else name


def oneof_of(field, message):
    if not field.HasField("oneof_index") or field.proto3_optional:
        return ""
    return message.oneof_decl[field.oneof_index].name


def table(head, rows):
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell(text) for text in row) + " |"
    yield ""


def service_part(service, path, comments):
    yield f"### {service.name}"
    yield ""
    yield comments.of(*path)
    yield ""
    rows = []
    for index, method in enumerate(service.method):
        takes = "stream " * method.client_streaming + linked(method.input_type)
        gives = "stream " * method.server_streaming + linked(method.output_type)
        rows.append((f"`{method.name}`", takes, gives, comments.of(*path, SERVICE_METHOD, index)))
    yield from table(("call", "takes", "gives", ""), rows)


def message_part(message, name, path, comments):
    maps = {f"{PACKAGE}{name}.{one.name}": one for one in message.nested_type if one.options.map_entry}
    yield f"### {name}"
    yield ""
    yield comments.of(*path)
    yield ""
    rows = []
    for index, field in enumerate(message.field):
        text = comments.of(*path, MESSAGE_FIELD, index)
        oneof = oneof_of(field, message)
        label = f"`{field.name}`" + (f" ({oneof})" if oneof else "")
        rows.append((str(field.number), label, type_of(field, maps), text))
    if rows:
        yield from table(("", "field", "type", ""), rows)
    for index, nested in enumerate(message.nested_type):
        if not nested.options.map_entry:
            yield from message_part(nested, f"{name}.{nested.name}", (*path, MESSAGE_NESTED, index), comments)
    for index, enum in enumerate(message.enum_type):
        yield from enum_part(enum, f"{name}.{enum.name}", (*path, MESSAGE_ENUM, index), comments)


def enum_part(enum, name, path, comments):
    yield f"### {name}"
    yield ""
    yield comments.of(*path)
    yield ""
    rows = [
        (str(value.number), f"`{value.name}`", comments.of(*path, ENUM_VALUE, index))
        for index, value in enumerate(enum.value)
    ]
    yield from table(("", "value", ""), rows)


def file_part(file):
    comments = Comments(file)
    yield f"## {file.name}"
    yield ""
    for index, service in enumerate(file.service):
        yield from service_part(service, (FILE_SERVICE, index), comments)
    for index, message in enumerate(file.message_type):
        yield from message_part(message, message.name, (FILE_MESSAGE, index), comments)
    for index, enum in enumerate(file.enum_type):
        yield from enum_part(enum, enum.name, (FILE_ENUM, index), comments)


def contents(files):
    services = [linked(PACKAGE + one.name) for file in files for one in file.service]
    yield "Services: " + ", ".join(services) + "."
    yield ""


def reference(descriptors):
    files = [file for file in descriptors.file if f".{file.package}." == PACKAGE]
    # What people call comes first; what it is made of follows.
    files.sort(key=lambda file: (not file.service, file.name))
    lines = [HEAD, *contents(files)]
    for file in files:
        lines += file_part(file)
    return "\n".join(lines).rstrip("\n") + "\n"


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    with open(sys.argv[1], "rb") as file:
        descriptors = descriptor_pb2.FileDescriptorSet.FromString(file.read())
    text = reference(descriptors)
    if len(sys.argv) == 2:
        sys.stdout.write(text)
        return
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
