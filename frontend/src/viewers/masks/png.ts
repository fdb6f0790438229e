/**
 * PNG pictures in data URLs, read and written value by value. A canvas would do neither exactly: it
 * stores colours multiplied by alpha.
 */
import { MaskProblem } from "./runs";

export type PngPicture = {
  readonly width: number;
  readonly height: number;
  /** Red in the lowest byte, alpha in the highest. */
  readonly pixels: Uint32Array<ArrayBuffer>;
  /** The format has alpha, or a palette, which may have it. */
  readonly hasAlpha: boolean;
};

const MOST_PNG_PIXELS = 40_000_000;
const MOST_PNG_CHARACTERS = 32 * 1024 * 1024;
const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

/** Values of one pixel by the type of colour: grey, RGB, palette, grey and alpha, RGBA. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** First column and row, and the steps, of the seven passes of an interlaced picture. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

type Header = {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
  readonly interlaced: boolean;
  readonly palette: Uint8Array | null;
  readonly transparent: Uint8Array | null;
};

/** Read a PNG. Throws MaskProblem when it is none, is broken or is too large. */
export async function decodePng(url: string): Promise<PngPicture> {
  const { header, data } = readChunks(bytesOfUrl(url));
  const passes = (header.interlaced ? PASSES : [[0, 0, 1, 1] as const])
    .map(([x, y, dx, dy]) => ({ x, y, dx, dy, ...passSize(header, x, y, dx, dy) }))
    .filter(({ columns, rows }) => columns > 0 && rows > 0);
  const expected = passes.reduce(
    (sum, pass) => sum + pass.rows * (1 + rowBytes(header, pass.columns)),
    0,
  );
  const raw = await through(new DecompressionStream("deflate"), data, expected);
  if (raw.length < expected) throw new MaskProblem("The bitmask is a broken PNG.");

  const pixels = new Uint32Array(header.width * header.height);
  let at = 0;
  for (const { x, y, dx, dy, columns, rows } of passes) {
    const length = rowBytes(header, columns);
    let above = new Uint8Array(length);
    for (let row = 0; row < rows; row += 1) {
      const line = raw.subarray(at + 1, at + 1 + length);
      unfilter(raw[at] ?? 0, { line, above, step: pixelBytes(header) });
      const first = (y + row * dy) * header.width + x;
      writeRow(header, line, { pixels, first, step: dx, columns });
      above = line;
      at += 1 + length;
    }
  }
  const hasAlpha = header.colour >= 3 || header.transparent !== null;
  return { width: header.width, height: header.height, pixels, hasAlpha };
}

/** Write a PNG with 8 bits a value, with alpha or without. */
export async function encodePng({ width, height, pixels, hasAlpha }: PngPicture): Promise<string> {
  const channels = hasAlpha ? 4 : 3;
  const raw = new Uint8Array(height * (1 + width * channels));
  let at = 0;
  pixels.forEach((pixel, index) => {
    if (index % width === 0) at += 1; // The kind of filter: 0, none.
    raw[at] = pixel & 255;
    raw[at + 1] = (pixel >>> 8) & 255;
    raw[at + 2] = (pixel >>> 16) & 255;
    if (hasAlpha) raw[at + 3] = pixel >>> 24;
    at += channels;
  });
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head.set([8, hasAlpha ? 6 : 2], 8);
  const parts = [
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", head),
    chunk("IDAT", await through(new CompressionStream("deflate"), raw, Infinity)),
    chunk("IEND", new Uint8Array(0)),
  ];
  return `data:image/png;base64,${toBase64(parts)}`;
}

/** Width and height alone: the head is read without unpacking the picture. */
export function sizeOfPng(url: string): { readonly width: number; readonly height: number } {
  const { width, height } = readChunks(bytesOfUrl(url)).header;
  return { width, height };
}

function bytesOfUrl(url: string): Uint8Array<ArrayBuffer> {
  const comma = url.indexOf(",");
  const head = url.slice(0, comma);
  if (!head.startsWith("data:image/png") || !head.includes(";base64")) {
    throw new MaskProblem("The bitmask is no PNG in a data URL.");
  }
  if (url.length > MOST_PNG_CHARACTERS) throw new MaskProblem("The bitmask is too large.");
  try {
    const text = atob(url.slice(comma + 1));
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  } catch {
    throw new MaskProblem("The bitmask is a broken data URL.");
  }
}

function readChunks(bytes: Uint8Array<ArrayBuffer>) {
  if (SIGNATURE.some((byte, index) => bytes[index] !== byte)) {
    throw new MaskProblem("The bitmask is no PNG.");
  }
  const view = new DataView(bytes.buffer);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const extra = new Map<string, Uint8Array>();
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (type === "IDAT") pieces.push(body);
    else extra.set(type, body);
    at += 12 + length;
  }
  const header = readHeader(extra);
  const data = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    data.set(piece, at);
    at += piece.length;
  }
  return { header, data };
}

function readHeader(chunks: ReadonlyMap<string, Uint8Array>): Header {
  const head = chunks.get("IHDR");
  if (head === undefined || head.length < 13) throw new MaskProblem("The bitmask is a broken PNG.");
  const view = new DataView(head.buffer, head.byteOffset);
  const header = {
    width: view.getUint32(0),
    height: view.getUint32(4),
    depth: head[8] ?? 0,
    colour: head[9] ?? 0,
    interlaced: head[12] === 1,
    palette: chunks.get("PLTE") ?? null,
    transparent: chunks.get("tRNS") ?? null,
  };
  const area = header.width * header.height;
  if (area === 0 || area > MOST_PNG_PIXELS) throw new MaskProblem("The bitmask is too large.");
  if (CHANNELS[header.colour] === undefined || ![1, 2, 4, 8, 16].includes(header.depth)) {
    throw new MaskProblem("The bitmask is a broken PNG.");
  }
  return header;
}

function passSize(header: Header, x: number, y: number, dx: number, dy: number) {
  return {
    columns: Math.ceil((header.width - x) / dx),
    rows: Math.ceil((header.height - y) / dy),
  };
}

const bitsOf = ({ colour, depth }: Header) => (CHANNELS[colour] ?? 1) * depth;
const rowBytes = (header: Header, columns: number) => Math.ceil((columns * bitsOf(header)) / 8);
const pixelBytes = (header: Header) => Math.max(1, bitsOf(header) >> 3);

type Line = { readonly line: Uint8Array; readonly above: Uint8Array; readonly step: number };

/** Undo the filter of one row, in place: each byte was stored less its prediction. */
function unfilter(kind: number, { line, above, step }: Line): void {
  if (kind === 0) return;
  for (let at = 0; at < line.length; at += 1) {
    const left = at >= step ? (line[at - step] ?? 0) : 0;
    const up = above[at] ?? 0;
    const corner = at >= step ? (above[at - step] ?? 0) : 0;
    line[at] = (line[at] ?? 0) + predict(kind, left, up, corner);
  }
}

function predict(kind: number, left: number, up: number, corner: number): number {
  if (kind === 1) return left;
  if (kind === 2) return up;
  if (kind === 3) return (left + up) >> 1;
  if (kind !== 4) throw new MaskProblem("The bitmask is a broken PNG.");
  const sum = left + up - corner;
  const [byLeft, byUp, byCorner] = [left, up, corner].map((each) => Math.abs(sum - each)) as [
    number,
    number,
    number,
  ];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

type RowTarget = {
  readonly pixels: Uint32Array;
  readonly first: number;
  readonly step: number;
  readonly columns: number;
};

function writeRow(header: Header, line: Uint8Array, { pixels, first, step, columns }: RowTarget) {
  const { colour, depth, palette, transparent } = header;
  const channels = CHANNELS[colour] ?? 1;
  const clear = colour === 0 || colour === 2 ? clearColour(transparent, channels) : null;
  for (let column = 0; column < columns; column += 1) {
    const at = column * channels;
    const stored = (channel: number) => sample(line, at + channel, depth);
    const value = (channel: number) => toByte(stored(channel), depth);
    let pixel: number;
    if (colour === 3) {
      const entry = stored(0);
      pixel = packed(
        palette?.[entry * 3] ?? 0,
        palette?.[entry * 3 + 1] ?? 0,
        palette?.[entry * 3 + 2] ?? 0,
        transparent?.[entry] ?? 255,
      );
    } else if (channels < 3) {
      const grey = value(0);
      pixel = packed(grey, grey, grey, channels === 2 ? value(1) : 255);
    } else {
      pixel = packed(value(0), value(1), value(2), channels === 4 ? value(3) : 255);
    }
    if (clear?.every((each, channel) => each === stored(channel))) pixel &= 0xffffff;
    pixels[first + column * step] = pixel >>> 0;
  }
}

/** The one colour that stands for transparent in a picture without alpha. */
function clearColour(transparent: Uint8Array | null, channels: number): readonly number[] | null {
  if (transparent === null || transparent.length < channels * 2) return null;
  return Array.from(
    { length: channels },
    (_value, at) => (transparent[2 * at] ?? 0) * 256 + (transparent[2 * at + 1] ?? 0),
  );
}

function sample(line: Uint8Array, index: number, depth: number): number {
  if (depth === 8) return line[index] ?? 0;
  if (depth === 16) return (line[index * 2] ?? 0) * 256 + (line[index * 2 + 1] ?? 0);
  const bit = index * depth;
  return ((line[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

/** To 8 bits; what is above 0 stays above 0. */
function toByte(value: number, depth: number): number {
  if (depth === 8) return value;
  return Math.max(Math.round((value * 255) / (2 ** depth - 1)), Math.min(value, 1));
}

function packed(red: number, green: number, blue: number, alpha: number): number {
  return red | (green << 8) | (blue << 16) | (alpha << 24);
}

/** Pack or unpack; more than `most` bytes are not asked for. */
async function through(
  transform: CompressionStream | DecompressionStream,
  bytes: Uint8Array<ArrayBuffer>,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = transform.writable.getWriter();
  // A broken stream is told by the reader.
  const written = Promise.all([writer.write(bytes), writer.close()]).catch(() => undefined);
  const reader = transform.readable.getReader() as ReadableStreamDefaultReader<
    Uint8Array<ArrayBuffer>
  >;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      length += part.value.length;
      if (length > most) break;
    }
  } catch {
    throw new MaskProblem("The bitmask is a broken PNG.");
  }
  if (length > most) await reader.cancel().catch(() => undefined);
  await written;
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, body.length);
  bytes.set(
    Array.from(type, (letter) => letter.charCodeAt(0)),
    4,
  );
  bytes.set(body, 8);
  view.setUint32(8 + body.length, checksum(bytes.subarray(4, 8 + body.length)));
  return bytes;
}

const CHECKSUMS = Uint32Array.from({ length: 256 }, (_value, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1;
  return sum;
});

function checksum(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (CHECKSUMS[(sum ^ byte) & 255] ?? 0) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

function toBase64(parts: readonly Uint8Array[]): string {
  let text = "";
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 8192) {
      text += String.fromCharCode(...part.subarray(at, at + 8192));
    }
  }
  return btoa(text);
}
