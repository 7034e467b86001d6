// Files that somebody chose or dropped, and the ids that their letters get.
export interface ChosenFile {
  file: File;
  // Path inside a dropped folder, or the name.
  path: string;
  id: string;
}

const MAX_ID = 128;

// In an order of its own, so that the same files give the same sequence and an upload can be taken up again.
export function chosenFiles(files: { file: File; path: string }[], namesAreIds: boolean): ChosenFile[] {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return sorted.map(({ file, path }) => ({ file, path, id: namesAreIds ? idOf(path) : "" }));
}

// A name as an id: 1 to 128 of [a-z0-9._-]. What has none of these gets none, and is named by its bytes.
export function idOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.[a-z0-9]{1,5}$/i, "");
  const id = name.toLowerCase().replace(/[^a-z0-9._-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
  return /[a-z0-9]/.test(id) && id.length * 2 >= name.length ? id.slice(0, MAX_ID) : "";
}

export async function droppedFiles(transfer: DataTransfer): Promise<{ file: File; path: string }[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const files: { file: File; path: string }[] = [];
  for (const entry of entries) await walk(entry, files);
  return files;
}

async function walk(entry: FileSystemEntry, files: { file: File; path: string }[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    files.push({ file, path: entry.fullPath.slice(1) });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A folder is given in parts; an empty one is the end.
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return;
    for (const child of part) await walk(child, files);
  }
}

// The session of these files: the same files choose the same one, and go on where it stood.
export async function sessionIdOf(files: ChosenFile[]): Promise<string> {
  const list = files.map(({ path, file, id }) => `${path}\n${file.size}\n${file.lastModified}\n${id}\n`).join("");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(list));
  return `page-${[...new Uint8Array(digest)].slice(0, 8).map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
