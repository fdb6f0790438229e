/**
 * Times in the formats of `timeFormat`: the directives of strftime that d3-time-format reads, which
 * is what Label Studio writes regions with. All times are UTC, in milliseconds since 1970; digits
 * below a millisecond are kept as a fraction.
 */
const MONTHS =
  "January February March April May June July August September October November December";
const DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday";
const MONTH_NAMES = MONTHS.split(" ");
const DAY_NAMES = DAYS.split(" ");
const short = (name: string) => name.slice(0, 3);

const DAY = 86_400_000;

type Fields = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** Milliseconds, with a fraction. */
  ms: number;
  pm: boolean | null;
  dayOfYear: number | null;
  /** Minutes east of Greenwich. */
  zone: number;
  /** The whole time at once. */
  stamp: number | null;
};

type Directive = {
  readonly pattern: string;
  readonly read: (text: string, fields: Fields) => void;
  readonly write: (date: Date, ms: number) => string;
};

const pad = (value: number, length: number) => String(value).padStart(length, "0");

const number = (
  pattern: string,
  length: number,
  key: "year" | "month" | "day" | "hour" | "minute" | "second",
  write: (date: Date) => number,
): Directive => ({
  pattern,
  read: (text, fields) => {
    fields[key] = Number(text);
  },
  write: (date) => pad(write(date), length),
});

const name = (
  names: readonly string[],
  read: Directive["read"],
  index: (date: Date) => number,
) => ({
  pattern: names.join("|"),
  read,
  write: (date: Date) => names[index(date)] ?? "",
});

const monthOf = (names: readonly string[]) => (text: string, fields: Fields) => {
  fields.month = names.findIndex((each) => each.toLowerCase() === text.toLowerCase()) + 1;
};
const ignore = () => {};

const DIRECTIVES: Readonly<Record<string, Directive>> = {
  Y: number("[-+]?\\d{1,6}", 4, "year", (date) => date.getUTCFullYear()),
  y: {
    pattern: "\\d{1,2}",
    read: (text, fields) => {
      fields.year = Number(text) + (Number(text) > 68 ? 1900 : 2000);
    },
    write: (date) => pad(date.getUTCFullYear() % 100, 2),
  },
  m: number("\\d{1,2}", 2, "month", (date) => date.getUTCMonth() + 1),
  d: number("\\d{1,2}", 2, "day", (date) => date.getUTCDate()),
  e: {
    ...number("\\s?\\d{1,2}", 2, "day", (date) => date.getUTCDate()),
    write: (date) => String(date.getUTCDate()).padStart(2, " "),
  },
  H: number("\\d{1,2}", 2, "hour", (date) => date.getUTCHours()),
  I: number("\\d{1,2}", 2, "hour", (date) => date.getUTCHours() % 12 || 12),
  M: number("\\d{1,2}", 2, "minute", (date) => date.getUTCMinutes()),
  S: number("\\d{1,2}", 2, "second", (date) => date.getUTCSeconds()),
  L: {
    pattern: "\\d{1,3}",
    read: (text, fields) => {
      fields.ms = Number(text);
    },
    write: (date) => pad(date.getUTCMilliseconds(), 3),
  },
  f: {
    pattern: "\\d{1,6}",
    read: (text, fields) => {
      fields.ms = Number(text.padEnd(6, "0")) / 1_000;
    },
    write: (_date, ms) =>
      pad(Math.round((ms - Math.floor(ms / 1_000) * 1_000) * 1_000) % 1_000_000, 6),
  },
  p: {
    pattern: "AM|PM",
    read: (text, fields) => {
      fields.pm = text.toUpperCase() === "PM";
    },
    write: (date) => (date.getUTCHours() < 12 ? "AM" : "PM"),
  },
  B: name(MONTH_NAMES, monthOf(MONTH_NAMES), (date) => date.getUTCMonth()),
  b: name(MONTH_NAMES.map(short), monthOf(MONTH_NAMES.map(short)), (date) => date.getUTCMonth()),
  A: name(DAY_NAMES, ignore, (date) => date.getUTCDay()),
  a: name(DAY_NAMES.map(short), ignore, (date) => date.getUTCDay()),
  j: {
    pattern: "\\d{1,3}",
    read: (text, fields) => {
      fields.dayOfYear = Number(text);
    },
    write: (date, ms) => pad(Math.floor((ms - Date.UTC(date.getUTCFullYear(), 0)) / DAY) + 1, 3),
  },
  Z: {
    pattern: "Z|[-+]\\d{2}:?\\d{2}",
    read: (text, fields) => {
      if (text.toUpperCase() === "Z") return;
      const [, sign, hours, minutes] = /^([-+])(\d{2}):?(\d{2})$/.exec(text) ?? [];
      fields.zone = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
    },
    write: () => "+0000",
  },
  Q: {
    pattern: "-?\\d+",
    read: (text, fields) => {
      fields.stamp = Number(text);
    },
    write: (_date, ms) => String(Math.round(ms)),
  },
  s: {
    pattern: "-?\\d+",
    read: (text, fields) => {
      fields.stamp = Number(text) * 1_000;
    },
    write: (_date, ms) => String(Math.floor(ms / 1_000)),
  },
};

const SAME: Readonly<Record<string, string>> = {
  z: "Z",
  F: "%Y-%m-%d",
  T: "%H:%M:%S",
  R: "%H:%M",
  D: "%m/%d/%y",
};

type Part = string | Directive;

export type TimeFormat = {
  readonly read: (text: string) => number | null;
  readonly write: (ms: number) => string;
};

const known = new Map<string, TimeFormat | null>();

/** Null for a format with directives that are not known. */
export function timeFormat(format: string): TimeFormat | null {
  const found = known.get(format);
  if (found !== undefined) return found;
  const parts = partsOf(format);
  const compiled = parts === null ? null : { read: reader(parts), write: writer(parts) };
  known.set(format, compiled);
  return compiled;
}

function partsOf(format: string): readonly Part[] | null {
  const whole = format.replace(/%([FTRD])/g, (_match, key: string) => SAME[key] ?? "");
  const parts: Part[] = [];
  for (const [text, directive] of whole.matchAll(/%[-_0]?(.)|[^%]+/gs)) {
    if (directive === undefined || directive === "%") {
      parts.push(directive ?? text);
      continue;
    }
    const part = DIRECTIVES[SAME[directive] ?? directive];
    if (part === undefined) return null;
    parts.push(part);
  }
  return parts.some((part) => typeof part !== "string") ? parts : null;
}

function reader(parts: readonly Part[]): TimeFormat["read"] {
  const pattern = parts.map((part) =>
    typeof part === "string" ? part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&") : `(${part.pattern})`,
  );
  const regexp = new RegExp(`^\\s*${pattern.join("")}\\s*$`, "i");
  const directives = parts.filter((part) => typeof part !== "string");
  return (text) => {
    const match = regexp.exec(text);
    if (match === null) return null;
    const fields: Fields = {
      year: 1900,
      month: 1,
      day: 1,
      hour: 0,
      minute: 0,
      second: 0,
      ms: 0,
      pm: null,
      dayOfYear: null,
      zone: 0,
      stamp: null,
    };
    directives.forEach(({ read }, index) => {
      read(match[index + 1]?.trim() ?? "", fields);
    });
    return toStamp(fields);
  };
}

function toStamp(fields: Fields): number | null {
  const { year, month, day, minute, second, ms, pm, dayOfYear, zone, stamp } = fields;
  if (stamp !== null) return stamp + ms;
  const hour = pm === null ? fields.hour : (fields.hour % 12) + (pm ? 12 : 0);
  const date = new Date(0);
  date.setUTCFullYear(year, dayOfYear === null ? month - 1 : 0, dayOfYear ?? day);
  date.setUTCHours(hour, minute, second, 0);
  const isReal =
    dayOfYear !== null || (date.getUTCMonth() === month - 1 && date.getUTCDate() === day);
  return isReal && Number.isFinite(date.getTime()) ? date.getTime() + ms - zone * 60_000 : null;
}

function writer(parts: readonly Part[]): TimeFormat["write"] {
  return (ms) => {
    const date = new Date(Math.floor(ms + 1e-6));
    if (Number.isNaN(date.getTime())) return "";
    return parts.map((part) => (typeof part === "string" ? part : part.write(date, ms))).join("");
  };
}

const ISO = /^\d{4}-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(Z|[-+]\d{2}:?\d{2})?)?)?$/i;

/** A time without a format: ISO 8601, in UTC where it names no zone. */
export function readIso(text: string): number | null {
  const trimmed = text.trim();
  const [, , time, , , zone] = ISO.exec(trimmed) ?? [];
  if (!ISO.test(trimmed)) return null;
  const iso = trimmed.replace(" ", "T").replace(",", ".").replace(/\s+/g, "");
  const ms = Date.parse(time !== undefined && zone === undefined ? `${iso}Z` : iso);
  return Number.isFinite(ms) ? ms : null;
}

/** A time in the manner of another that has no format of its own. */
export function writeIso(ms: number, like: string): string {
  const iso = new Date(ms).toISOString();
  if (!ISO.test(like.trim())) return iso;
  const [, , time, seconds, fraction, zone] = ISO.exec(like.trim()) ?? [];
  if (time === undefined) return iso.slice(0, 10);
  const digits = (fraction?.length ?? 1) - 1;
  const exact = seconds === undefined ? iso.slice(11, 16) : iso.slice(11, 19);
  const tail = digits > 0 ? `.${iso.slice(20, 23).padEnd(digits, "0").slice(0, digits)}` : "";
  return `${iso.slice(0, 10)}${time[0] ?? "T"}${exact}${tail}${zone === undefined ? "" : "Z"}`;
}
