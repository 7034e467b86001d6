// The services and messages of the API, read from the descriptor set that the build leaves beside the
// program. Nothing here names a service: what the protos hold is what is forwarded.
import { readFileSync } from "node:fs";
import {
  createFileRegistry,
  fromBinary,
  type DescService,
  type FileRegistry,
} from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";

export function readRegistry(path: string): FileRegistry {
  return createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(path)));
}

export function servicesOf(registry: FileRegistry): DescService[] {
  return [...registry].filter((type): type is DescService => type.kind === "service");
}
