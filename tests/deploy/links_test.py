#!/usr/bin/env python3
"""Checks what schemas cannot: that the parts of rendered manifests fit each other.

usage: links_test.py FILE.yaml...
Selectors select a pod, ports are named by one, mounts have a volume, claims and accounts exist, pods are as restricted as
their namespace demands, and the time to stop is longer than the grace of the program.
"""

import re
import sys

import yaml

FROM_KINDS = {"Deployment": ("template",), "StatefulSet": ("template",), "CronJob": ("jobTemplate", "spec", "template")}


def pod_templates(manifests):
  for manifest in manifests:
    if manifest["kind"] in FROM_KINDS:
      template = manifest["spec"]
      for key in FROM_KINDS[manifest["kind"]]:
        template = template[key]
      yield manifest, template


def matches(selector, template):
  return selector.items() <= template["metadata"].get("labels", {}).items()


def port_names(template):
  return {port["name"]: port["containerPort"] for c in template["spec"]["containers"] for port in c.get("ports", [])}


def check_selectors(manifests, templates):
  for manifest in manifests:
    spec = manifest.get("spec", {})
    selector = None
    if manifest["kind"] == "Service":
      selector = spec["selector"]
    elif manifest["kind"] == "NetworkPolicy":
      selector = spec["podSelector"]["matchLabels"]
    elif manifest["kind"] in ("PodDisruptionBudget", "StatefulSet", "Deployment"):
      selector = spec["selector"]["matchLabels"]
    elif manifest["kind"] == "PeerAuthentication" or (
        manifest["kind"] == "AuthorizationPolicy" and "selector" in spec):
      selector = spec["selector"]["matchLabels"]
    elif manifest["kind"] == "Server":
      selector = spec["podSelector"]["matchLabels"]
    if selector is None:
      continue
    selected = [template for _, template in templates if matches(selector, template)]
    name = f"{manifest['kind']} {manifest['metadata']['name']}"
    # A budget or service that selected two kinds of pods would count or reach the wrong ones.
    yield len(selected) == 1, f"{name} selects {len(selected)} kinds of pods"
    if len(selected) != 1:
      continue
    ports = port_names(selected[0])
    for port in spec.get("ports", []) if manifest["kind"] == "Service" else []:
      target = port["targetPort"]
      yield target in ports or target in ports.values(), f"{name}: no port {target} in its pods"
    for rule in spec.get("ingress", []) if manifest["kind"] == "NetworkPolicy" else []:
      for port in rule.get("ports", []):
        yield port["port"] in ports or port["port"] in ports.values(), f"{name}: no port {port['port']} in its pods"


def probe_ports(container):
  for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
    for handler in ("grpc", "httpGet"):
      if handler in container.get(probe, {}):
        yield container[probe][handler]["port"]


def check_pod(owner, template, manifests):
  name = f"{owner['kind']} {owner['metadata']['name']}"
  spec = template["spec"]
  accounts = {m["metadata"]["name"] for m in manifests if m["kind"] == "ServiceAccount"}
  yield spec["serviceAccountName"] in accounts, f"{name}: no such service account"
  yield spec["automountServiceAccountToken"] is False, f"{name}: mounts a token that nothing needs"
  # Variables named after services would be read as settings (PLEDGE_...).
  yield spec["enableServiceLinks"] is False, f"{name}: enableServiceLinks is on"
  yield spec["securityContext"]["runAsNonRoot"] is True, f"{name}: may run as root"
  yield spec["securityContext"]["seccompProfile"]["type"] == "RuntimeDefault", f"{name}: no seccomp profile"

  claims = {f"{c['metadata']['name']}-{m['metadata']['name']}-{i}" for m in manifests if m["kind"] == "StatefulSet"
            for c in m["spec"].get("volumeClaimTemplates", []) for i in range(m["spec"]["replicas"])}
  own = {claim["metadata"]["name"] for claim in owner["spec"].get("volumeClaimTemplates", [])}
  for volume in spec.get("volumes", []):
    if "persistentVolumeClaim" in volume:
      claim = volume["persistentVolumeClaim"]["claimName"]
      yield claim in claims, f"{name}: nobody makes the claim {claim}"
  volumes = own | {volume["name"] for volume in spec.get("volumes", [])}

  ports = port_names(template)
  for container in spec["containers"]:
    context = container["securityContext"]
    restricted = (context["allowPrivilegeEscalation"] is False and context["readOnlyRootFilesystem"] is True and
                  context["capabilities"]["drop"] == ["ALL"])
    yield restricted, f"{name}: {container['name']} is not restricted"
    yield "memory" in container["resources"]["limits"], f"{name}: {container['name']} has no limit on memory"
    mounts = {mount["mountPath"]: mount["name"] for mount in container.get("volumeMounts", [])}
    for path, volume in mounts.items():
      yield volume in volumes, f"{name}: {path} has no volume {volume}"
    for port in probe_ports(container):
      yield port in ports or port in ports.values(), f"{name}: a probe asks port {port}, which is none of the pod's"
    arguments = container.get("args", [])
    for argument in arguments:
      listened = re.fullmatch(r"--(?:\w+-)*listen=.*:(\d+)", argument)
      if listened:
        yield int(listened[1]) in ports.values(), f"{name}: {argument} is no port of the pod"
      folder = re.fullmatch(r"--(?:store=rocksdb:|backup-dir=)(/.*)", argument)
      if folder:
        kept = any(folder[1] == path or folder[1].startswith(path + "/") for path in mounts)
        yield kept, f"{name}: {argument} lies on no volume"
      grace = re.fullmatch(r"--grace=(\d+)", argument)
      if grace:
        yield int(grace[1]) < spec["terminationGracePeriodSeconds"], f"{name}: is killed within its grace"


def main():
  faults = []
  checks = 0
  for file in sys.argv[1:]:
    with open(file, encoding="utf-8") as rendered:
      manifests = [m for m in yaml.safe_load_all(rendered) if m]
    templates = list(pod_templates(manifests))
    outcomes = list(check_selectors(manifests, templates))
    for owner, template in templates:
      outcomes += check_pod(owner, template, manifests)
    checks += len(outcomes)
    faults += [f"{file}: {text}" for good, text in outcomes if not good]
  for fault in faults:
    print(fault, file=sys.stderr)
  if not checks:
    sys.exit("nothing was checked")
  print(f"{checks} links between manifests hold" if not faults else f"{len(faults)} of {checks} do not hold")
  sys.exit(1 if faults else 0)


if __name__ == "__main__":
  main()
