"""Finds every command line of pledged and of the gateway under deploy/: in unit, images, compose file and manifests."""

import dataclasses
import json
import pathlib
import re
import shlex

import yaml


@dataclasses.dataclass
class Invocation:
  where: str
  program: str  # pledged or gateway
  arguments: list
  environment: dict = dataclasses.field(default_factory=dict)


def of_unit(path):
  for line in path.read_text().splitlines():
    match = re.match(r"ExecStart(Pre)?=(\S*/pledged)\s+(.*)", line)
    if match:
      yield Invocation(f"{path.name}: ExecStart{match[1] or ''}", "pledged", shlex.split(match[3]))


def of_containerfile(path):
  text = path.read_text().replace("\\\n", " ")
  entry = json.loads(re.search(r"^ENTRYPOINT (.*)$", text, re.M)[1])
  command = json.loads(re.search(r"^CMD (.*)$", text, re.M)[1])
  program = "pledged" if entry[-1].endswith("/pledged") else "gateway"
  yield Invocation(path.name, program, command)


def of_compose(path):
  for name, service in yaml.safe_load(path.read_text())["services"].items():
    if name.startswith(("pledged", "gateway")):
      yield Invocation(f"{path.name}: {name}", name.split("-")[0], service["command"], service.get("environment", {}))


def containers(manifest):
  """Containers with arguments at any depth, so that deployments, sets and jobs are all the same."""
  if isinstance(manifest, dict):
    for container in manifest.get("containers") or []:
      yield container
    for value in manifest.values():
      yield from containers(value)
  elif isinstance(manifest, list):
    for value in manifest:
      yield from containers(value)


def of_manifests(path, root):
  for manifest in yaml.safe_load_all(path.read_text()):
    for container in containers(manifest):
      if container["name"] in ("pledged", "gateway"):
        # A database that a secret names is none of ours: there the records are kept in memory.
        environment = {e["name"]: e.get("value", "memory:") for e in container.get("env", [])
                       if "value" in e or e["name"] == "PLEDGE_STORE"}
        yield Invocation(f"{path.relative_to(root)}: {container['name']}", container["name"],
                         container.get("args", []), environment)


def all_of(deploy):
  deploy = pathlib.Path(deploy)
  found = list(of_unit(deploy / "systemd/pledged.service"))
  for name in ("Containerfile", "Containerfile.gateway"):
    found += of_containerfile(deploy / name)
  found += of_compose(deploy / "compose.yaml")
  for path in sorted((deploy / "kubernetes").rglob("*.yaml")):
    if path.name != "kustomization.yaml":
      found += of_manifests(path, deploy)
  return found
