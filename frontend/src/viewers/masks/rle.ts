/**
 * Label Studio's run-length form of painted pixels.
 *
 * A stream of bits, most significant first: how many values there are (32 bits), their width in
 * bits minus 1 (5), four widths of lengths, each minus 1 (4 each), then blocks. A block is a bit
 * that says whether one value is repeated, two bits that choose a width of length, the length
 * minus 1, and either one value or all of them. The values are red, green, blue and alpha of every
 * pixel, row by row; a pixel is painted where alpha is above 0.
 */
import { type Mask, MaskProblem, MOST_PIXELS, RunWriter } from "./runs";

/** A quarter of a gigabyte while it is worked on. */
const MOST_EDITED_PIXELS = 2 ** 26;

const HEADER_BITS = 32 + 5 + 4 * 4;
const VALUE_BITS = 8;
const LENGTH_WIDTHS = [3, 4, 8, 16] as const;
const LONGEST = 2 ** 16;

/** Read which pixels are painted. Throws MaskProblem if the bytes do not fit the size. */
export function decodeMask(rle: unknown, width: number, height: number): Mask {
  const runs = new RunWriter();
  readBlocks(rle, width * height, {
    repeated: (first, last, value) => {
      // The pixels whose alpha, their fourth value, is among these values.
      if (value !== 0) runs.add(first >>> 2, last >>> 2);
    },
    single: (index, value) => {
      if (value !== 0 && (index & 3) === 3) runs.add(index >>> 2, (index >>> 2) + 1);
    },
  });
  return { width, height, runs: runs.finish() };
}

/** Why the pixels of a mask that can be shown cannot be changed; null when they can. */
export function problemOfChange(rle: unknown, width: number, height: number): string | null {
  const valueBits = Array.isArray(rle) ? (Number(rle[4]) >> 3) + 1 : 0;
  if (valueBits > VALUE_BITS) return `The mask has values of ${valueBits} bits.`;
  return width * height > MOST_EDITED_PIXELS ? "The mask is too large." : null;
}

/** Read all four values of every pixel as one number: red in its lowest byte, alpha in its highest. */
export function decodePixels(
  rle: unknown,
  width: number,
  height: number,
): Uint32Array<ArrayBuffer> {
  const problem = problemOfChange(rle, width, height);
  if (problem !== null) throw new MaskProblem(`${problem} It can be shown, not changed.`);
  if (!(width * height > 0)) throw new MaskProblem("The mask has no usable size.");
  const pixels = new Uint32Array(width * height);
  const values = new Uint8Array(pixels.buffer);
  readBlocks(rle, pixels.length, {
    repeated: (first, last, value) => values.fill(value, first, last),
    single: (index, value) => {
      values[index] = value;
    },
  });
  return pixels;
}

/** Write pixels in the way of Label Studio's own editor: values of 8 bits, lengths of 3 to 16. */
export function encodePixels(pixels: Uint32Array<ArrayBuffer>): number[] {
  const writer = new BlockWriter(pixels.length * 4);
  const values = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length * 4);
  for (let at = 0; at < pixels.length; ) {
    const pixel = pixels[at] ?? 0;
    let end = at + 1;
    while (end < pixels.length && pixels[end] === pixel) end += 1;
    const value = pixel & 255;
    if (pixel === value * 0x01010101) {
      writer.add(value, (end - at) * 4);
    } else {
      for (let each = at * 4; each < end * 4; each += 1) writer.add(values[each] ?? 0, 1);
    }
    at = end;
  }
  return writer.finish();
}

type BlockVisitor = {
  readonly repeated: (first: number, last: number, value: number) => void;
  readonly single: (index: number, value: number) => void;
};

/** Reads block by block. */
function readBlocks(rle: unknown, pixels: number, visit: BlockVisitor): void {
  if (!(pixels > 0 && pixels <= MOST_PIXELS)) throw new MaskProblem("The mask has no usable size.");
  const bits = new BitReader(toBytes(rle));
  const count = bits.read(32);
  if (count !== pixels * 4) {
    throw new MaskProblem(`The mask has ${count / 4} pixels where the image has ${pixels}.`);
  }
  const valueBits = bits.read(5) + 1;
  const widths = [bits.read(4) + 1, bits.read(4) + 1, bits.read(4) + 1, bits.read(4) + 1];
  let index = 0;
  while (index < count) {
    const repeats = bits.read(1) === 1;
    const last = index + 1 + bits.read(widths[bits.read(2)] ?? 0);
    if (last > count) throw new MaskProblem("The mask ends in the middle.");
    if (repeats) {
      visit.repeated(index, last, bits.read(valueBits));
      index = last;
    } else {
      for (; index < last; index += 1) visit.single(index, bits.read(valueBits));
    }
  }
}

function toBytes(rle: unknown): Uint8Array {
  if (!Array.isArray(rle) || rle.length * 8 < HEADER_BITS) {
    throw new MaskProblem("The mask has no pixels in run-length form.");
  }
  if (!rle.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255)) {
    throw new MaskProblem("The mask holds something else than bytes.");
  }
  return Uint8Array.from(rle);
}

class BitReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  read(width: number): number {
    if (this.at + width > this.bytes.length * 8) {
      throw new MaskProblem("The mask ends in the middle.");
    }
    let value = 0;
    let left = width;
    while (left > 0) {
      const free = 8 - (this.at & 7);
      const take = Math.min(free, left);
      const byte = this.bytes[this.at >>> 3] ?? 0;
      // Not shifted: 32 bits would turn negative.
      value = value * 2 ** take + ((byte >>> (free - take)) & ((1 << take) - 1));
      this.at += take;
      left -= take;
    }
    return value;
  }
}

/** Collects equal values into blocks; lonely values are written out together. */
class BlockWriter {
  private readonly bytes: number[] = [];
  private open = 0;
  private openBits = 0;
  private value = -1;
  private count = 0;
  private lonely: number[] = [];

  constructor(count: number) {
    this.write(count >>> 16, 16);
    this.write(count & 0xffff, 16);
    this.write(VALUE_BITS - 1, 5);
    for (const width of LENGTH_WIDTHS) this.write(width - 1, 4);
  }

  add(value: number, count: number): void {
    if (value === this.value) {
      this.count += count;
      return;
    }
    this.settle();
    this.value = value;
    this.count = count;
  }

  finish(): number[] {
    this.settle();
    this.writeLonely();
    if (this.openBits > 0) this.write(0, 8 - this.openBits);
    return this.bytes;
  }

  private settle(): void {
    if (this.count === 1) {
      this.lonely.push(this.value);
      if (this.lonely.length === LONGEST) this.writeLonely();
      return;
    }
    if (this.count > 0) this.writeLonely();
    for (let left = this.count; left > 0; left -= LONGEST) {
      this.writeHead(1, Math.min(left, LONGEST));
      this.write(this.value, VALUE_BITS);
    }
  }

  private writeLonely(): void {
    if (this.lonely.length === 0) return;
    this.writeHead(0, this.lonely.length);
    for (const value of this.lonely) this.write(value, VALUE_BITS);
    this.lonely = [];
  }

  private writeHead(repeats: 0 | 1, length: number): void {
    const found = LENGTH_WIDTHS.findIndex((width) => length <= 2 ** width);
    this.write(repeats, 1);
    this.write(found, 2);
    this.write(length - 1, LENGTH_WIDTHS[found] ?? 16);
  }

  /** At most 16 bits at once. */
  private write(number: number, width: number): void {
    this.open = (this.open << width) | number;
    this.openBits += width;
    while (this.openBits >= 8) {
      this.openBits -= 8;
      this.bytes.push((this.open >>> this.openBits) & 255);
    }
    this.open &= (1 << this.openBits) - 1;
  }
}
