// Writes the gallery's video: a street crossing drawn on a canvas, encoded by Chromium, and put
// into a WebM file by the few lines below. Run it only to change the clip:
//   node scripts/make-gallery-clip.mjs ../backend/touchstone/demo/gallery/crossing.webm
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { chromium } from "@playwright/test";

const WIDTH = 320;
const HEIGHT = 180;
const RATE = 10;
const FRAMES = 80;

/** Runs in the browser: draws and encodes every frame. */
async function encode({ width, height, rate, frames }) {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d");
  const chunks = [];
  const encoder = new VideoEncoder({
    output: (chunk) => {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      chunks.push({ key: chunk.type === "key", bytes: Array.from(bytes) });
    },
    error: (error) => {
      throw error;
    },
  });
  encoder.configure({ codec: "vp8", width, height, bitrate: 160_000, framerate: rate });

  const rectangle = (colour, x, y, wide, high) => {
    pen.fillStyle = colour;
    pen.fillRect(x, y, wide, high);
  };
  for (let frame = 0; frame < frames; frame += 1) {
    const red = frame >= 30 && frame < 56;
    rectangle("#bcd7e8", 0, 0, width, 70);
    rectangle("#8a9a86", 0, 56, width, 20);
    rectangle("#55585e", 0, 76, width, 70);
    rectangle("#a7a39a", 0, 146, width, 34);
    for (let stripe = 0; stripe < 5; stripe += 1) {
      rectangle("#e8e6df", 214 + stripe * 9, 80, 5, 62);
    }
    rectangle("#2b2d33", 190, 20, 14, 34);
    rectangle("#2b2d33", 195, 54, 4, 26);
    rectangle(red ? "#e2453b" : "#57211d", 193, 23, 8, 12);
    rectangle(red ? "#1f4023" : "#46c257", 193, 39, 8, 12);
    // The car comes, waits while the light is red, and drives on.
    const car = frame < 30 ? 6 + frame * 4 : frame < 56 ? 126 : 126 + (frame - 56) * 8;
    rectangle("#c7402f", car, 96, 58, 22);
    rectangle("#c7402f", car + 12, 84, 32, 14);
    rectangle("#bfe0f2", car + 16, 87, 24, 9);
    rectangle("#1d1e22", car + 8, 114, 12, 12);
    rectangle("#1d1e22", car + 38, 114, 12, 12);
    // Somebody crosses on red.
    if (frame >= 32 && frame < 56) {
      const y = 150 - (frame - 32) * 3.4;
      rectangle("#2f4a8a", 232, y, 10, 20);
      rectangle("#e0a98a", 233, y - 9, 8, 9);
    }
    const picture = new VideoFrame(canvas, { timestamp: (frame * 1e6) / rate });
    encoder.encode(picture, { keyFrame: frame % rate === 0 });
    picture.close();
  }
  await encoder.flush();
  return chunks;
}

// --- WebM: elements of an id, a size and a content --------------------------------------------

const number = (value) => {
  const bytes = [];
  for (let left = value; left > 0 || bytes.length === 0; left = Math.floor(left / 256)) {
    bytes.unshift(left % 256);
  }
  return Buffer.from(bytes);
};
const float = (value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
};
/** Sizes take eight bytes each, so that places are known before the content is. */
const element = (id, ...contents) => {
  const content = Buffer.concat(contents);
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(content.length) | (1n << 56n));
  return Buffer.concat([Buffer.from(id, "hex"), size, content]);
};
const text = (id, value) => element(id, Buffer.from(value));
const whole = (id, value) => element(id, number(value));

function webm(chunks) {
  const milliseconds = (frame) => (frame * 1000) / RATE;
  const head = element(
    "1a45dfa3",
    whole("4286", 1),
    whole("42f7", 1),
    whole("42f2", 4),
    whole("42f3", 8),
    text("4282", "webm"),
    whole("4287", 2),
    whole("4285", 2),
  );
  const info = element(
    "1549a966",
    whole("2ad7b1", 1_000_000),
    element("4489", float(milliseconds(FRAMES))),
    text("4d80", "touchstone"),
    text("5741", "touchstone"),
  );
  const tracks = element(
    "1654ae6b",
    element(
      "ae",
      whole("d7", 1),
      whole("73c5", 1),
      whole("83", 1),
      whole("9c", 0),
      text("86", "V_VP8"),
      whole("23e383", 1e9 / RATE),
      element("e0", whole("b0", WIDTH), whole("ba", HEIGHT)),
    ),
  );
  const clusters = [];
  chunks.forEach(({ key, bytes }, frame) => {
    if (key) clusters.push({ start: milliseconds(frame), blocks: [] });
    const cluster = clusters.at(-1);
    const offset = milliseconds(frame) - cluster.start;
    const lead = Buffer.from([0x81, offset >> 8, offset & 255, key ? 0x80 : 0]);
    cluster.blocks.push(element("a3", lead, Buffer.from(bytes)));
  });
  const written = clusters.map(({ start, blocks }) =>
    element("1f43b675", whole("e7", start), ...blocks),
  );
  let place = info.length + tracks.length;
  const points = written.map((cluster, index) => {
    const at = Buffer.alloc(4);
    at.writeUInt32BE(place);
    place += cluster.length;
    return element(
      "bb",
      whole("b3", clusters[index].start),
      element("b7", whole("f7", 1), element("f1", at)),
    );
  });
  return Buffer.concat([
    head,
    element("18538067", info, tracks, ...written, element("1c53bb6b", ...points)),
  ]);
}

const target = process.argv[2];
if (target === undefined) throw new Error("name the file to write");
const server = createServer((_request, response) => {
  response.setHeader("Content-Type", "text/html");
  response.end("<!doctype html><title>clip</title>");
}).listen(0, "127.0.0.1");
await once(server, "listening");
const browser = await chromium.launch({
  executablePath: process.env["TOUCHSTONE_BROWSER"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const chunks = await page.evaluate(encode, {
    width: WIDTH,
    height: HEIGHT,
    rate: RATE,
    frames: FRAMES,
  });
  writeFileSync(target, webm(chunks));
} finally {
  await browser.close();
  server.close();
}
