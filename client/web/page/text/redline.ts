// The words that two short texts do not share, by the longest run of characters that they do.
export interface Run {
  is: "same" | "inserted" | "deleted";
  words: string;
}

export function redline(base: string, target: string): Run[] {
  const [a, b] = [[...base], [...target]];
  const lengths = commonLengths(a, b);
  const runs: Run[] = [];
  const add = (is: Run["is"], character: string) => {
    const last = runs[runs.length - 1];
    if (last?.is === is) last.words += character;
    else runs.push({ is, words: character });
  };
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      add("same", a[i++]!);
      ++j;
    } else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) {
      add("deleted", a[i++]!);
    } else {
      add("inserted", b[j++]!);
    }
  }
  while (i < a.length) add("deleted", a[i++]!);
  while (j < b.length) add("inserted", b[j++]!);
  return runs;
}

// Length of the longest common subsequence of each pair of endings. Texts are at most 1024 bytes.
function commonLengths(a: string[], b: string[]): Uint16Array[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; --i) {
    for (let j = b.length - 1; j >= 0; --j) {
      lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  return lengths;
}
