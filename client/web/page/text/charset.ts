// Source bytes stay bytes: slices are decoded one by one, so that each piece of text knows its bytes, and
// broken ones harm only themselves.
export class SourceText {
  private readonly decoder: TextDecoder;
  private readonly family: "utf-8" | "utf-16" | "multibyte" | "single";

  constructor(
    readonly bytes: Uint8Array,
    charset: string,
  ) {
    this.decoder = decoderFor(charset);
    this.family = familyOf(this.decoder.encoding);
  }

  slice(start: number, end: number): string {
    return this.decoder.decode(this.bytes.subarray(start, end));
  }

  // The position after so many UTF-16 units from start. Between two repairs the source holds the text
  // character for character, so counting characters is enough.
  advance(start: number, units: number): number {
    let at = start;
    for (let left = units; left > 0 && at < this.bytes.length; ) {
      const length = this.characterLength(at);
      // Four bytes of UTF-8, UTF-16 or GB18030 may be a character of two units.
      left -= length === 4 ? this.slice(at, at + length).length : 1;
      at += length;
    }
    return at;
  }

  private characterLength(at: number): number {
    const lead = this.bytes[at]!;
    const next = this.bytes[at + 1] ?? 0;
    switch (this.family) {
      case "utf-8":
        return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
      case "utf-16": {
        const high = this.decoder.encoding === "utf-16be" ? lead : next;
        return high >= 0xd8 && high <= 0xdb ? 4 : 2;
      }
      case "multibyte":
        if (lead < 0x81) return 1;
        return next >= 0x30 && next <= 0x39 && this.decoder.encoding === "gb18030" ? 4 : 2;
      case "single":
        return 1;
    }
  }
}

function decoderFor(charset: string): TextDecoder {
  try {
    return new TextDecoder(/^gb/i.test(charset) ? "gb18030" : charset || "utf-8", { ignoreBOM: true });
  } catch {
    return new TextDecoder("utf-8", { ignoreBOM: true });
  }
}

function familyOf(encoding: string): "utf-8" | "utf-16" | "multibyte" | "single" {
  if (encoding === "utf-8") return "utf-8";
  if (encoding.startsWith("utf-16")) return "utf-16";
  return /^(gb|big5|shift|euc)/.test(encoding) ? "multibyte" : "single";
}
