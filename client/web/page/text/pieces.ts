// Cuts a range at all borders of the spans over it: flat pieces, each with the spans that cover it. Marks
// that overlap or lie inside each other need nothing nested this way.
export interface Span<T> {
  start: number;
  end: number;
  value: T;
}

export interface Piece<T> {
  start: number;
  end: number;
  values: T[];
}

export function piecesOf<T>(start: number, end: number, spans: Span<T>[]): Piece<T>[] {
  const over = spans.filter((span) => span.start < end && span.end > start);
  const borders = new Set([start, end]);
  for (const span of over) {
    if (span.start > start) borders.add(span.start);
    if (span.end < end) borders.add(span.end);
  }
  const sorted = [...borders].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, index) => ({
    start: from,
    end: sorted[index + 1]!,
    values: over.filter((span) => span.start <= from && span.end >= sorted[index + 1]!).map((span) => span.value),
  }));
}

// Spans sorted by start, for quick looks at those over a range.
export class SpanIndex<T> {
  private readonly spans: Span<T>[];
  private readonly longest: number;

  constructor(spans: Span<T>[]) {
    this.spans = [...spans].sort((a, b) => a.start - b.start);
    this.longest = Math.max(0, ...spans.map((span) => span.end - span.start));
  }

  over(start: number, end: number): Span<T>[] {
    let low = 0;
    let high = this.spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.spans[middle]!.start < start - this.longest) low = middle + 1;
      else high = middle;
    }
    const found: Span<T>[] = [];
    for (let i = low; i < this.spans.length && this.spans[i]!.start < end; ++i) {
      if (this.spans[i]!.end > start) found.push(this.spans[i]!);
    }
    return found;
  }
}
