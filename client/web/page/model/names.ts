// Resource names and the addresses of their views.
const NAME =
  /^collections\/([^/]+)(?:\/documents\/([^/]+)(?:\/revisions\/([^/]+)(?:\/(?:commitments|achievements|sections)\/([^/]+))?)?)?$/;

export interface NameParts {
  collection: string;
  document: string;
  revision: string;
  record: string;
}

export function partsOf(name: string): NameParts {
  const [, collection = "", document = "", revision = "", record = ""] = NAME.exec(name) ?? [];
  return { collection, document, revision, record };
}

export const recordId = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

// The address of the view that shows a resource.
export function addressOf(name: string): string {
  const { collection, document, revision, record } = partsOf(name);
  let address = `/c/${collection}`;
  if (document) address += `/d/${document}`;
  if (revision) address += `/r/${revision}`;
  if (record) address += `#${/\/sections\//.test(name) ? "s" : ""}${record}`;
  return address;
}
