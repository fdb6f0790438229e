/** Dates and times as Label Studio stores them: ISO by default, else in the control's strftime format. */
import type { Control } from "../config";

export type Moment = {
  readonly year: number | null;
  readonly month: number | null;
  readonly day: number | null;
  /** "HH:MM", with seconds where they are stored. */
  readonly time: string | null;
};

export type MomentParts = {
  readonly date: boolean;
  readonly month: boolean;
  readonly year: boolean;
  readonly time: boolean;
};

export const NO_MOMENT: Moment = { year: null, month: null, day: null, time: null };

const ISO_DATE = "%Y-%m-%d";
const ISO_MOMENT = "%Y-%m-%dT%H:%M";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

export function monthName(month: number): string {
  return MONTHS[month - 1] ?? "";
}

/** Which parts are asked for; `date` comes before `month` and `year`. */
export function partsOf({ attrs }: Control): MomentParts {
  const only = attrs["only"]?.split(",").map((part) => part.trim()) ?? [];
  if (only.length === 0) return { date: true, month: false, year: false, time: true };
  const date = only.includes("date");
  return {
    date,
    month: only.includes("month") && !date,
    year: only.includes("year") && !date,
    time: only.includes("time"),
  };
}

export function formatOf(control: Control): string {
  const parts = partsOf(control);
  if (parts.time && !parts.date && !parts.month && !parts.year) return "%H:%M";
  return control.attrs["format"] ?? (parts.time ? ISO_MOMENT : ISO_DATE);
}

/** Null for what is written in neither the control's format nor ISO. */
export function readMoment(text: string, format: string): Moment | null {
  return parseAs(text.trim(), format) ?? parseIso(text.trim());
}

/** Null while a part that the format needs is missing, and for a format that is not understood. */
export function writeMoment(moment: Moment, format: string): string | null {
  let complete = true;
  const text = format.replace(/%(.)/g, (directive, letter: string) => {
    const written = directiveText(letter, moment);
    complete &&= written !== null;
    return written ?? directive;
  });
  return complete ? text : null;
}

const ISO =
  /^(?:(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?)?(?:[T ]?(\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?)?Z?$/;

function parseIso(text: string): Moment | null {
  const match = ISO.exec(text);
  if (match === null || text === "") return null;
  const [, year, month, day, time] = match;
  return checked({
    year: numberOf(year),
    month: numberOf(month),
    day: numberOf(day),
    time: time === undefined ? null : time.padStart(time.length > 5 ? 8 : 5, "0"),
  });
}

const FIELDS: Readonly<Record<string, string>> = {
  Y: "(?<year>\\d{4})",
  y: "(?<short>\\d{2})",
  m: "(?<month>\\d{1,2})",
  d: "(?<day>\\d{1,2})",
  e: "\\s?(?<day>\\d{1,2})",
  H: "(?<hour>\\d{1,2})",
  I: "(?<hour>\\d{1,2})",
  M: "(?<minute>\\d{2})",
  S: "(?<second>\\d{2})",
  p: "(?<half>[AaPp][Mm])",
  B: "(?<name>[A-Za-z]+)",
  b: "(?<name>[A-Za-z]{3})",
  "%": "%",
};

function parseAs(text: string, format: string): Moment | null {
  let known = true;
  const pattern = format.replace(/%(.)|[.*+?^${}()|[\]\\]/g, (found, letter?: string) => {
    if (letter === undefined) return `\\${found}`;
    known &&= letter in FIELDS;
    return FIELDS[letter] ?? "";
  });
  const parts = known ? matchOnce(pattern, text) : null;
  if (parts === null) return null;
  const { year, short, month, day, minute, second, name } = parts;
  const hour = hourOf(parts["hour"], parts["half"]);
  const named = MONTHS.findIndex((each) => startsAlike(each, name)) + 1;
  return checked({
    year: numberOf(year) ?? (short === undefined ? null : longYear(Number(short))),
    month: numberOf(month) ?? (named > 0 ? named : null),
    day: numberOf(day),
    time: hour === null ? null : [pad(hour), minute ?? "00", second].filter(Boolean).join(":"),
  });
}

/** A format that names a part twice is no format we can read. */
function matchOnce(pattern: string, text: string): Record<string, string | undefined> | null {
  try {
    return new RegExp(`^${pattern}$`).exec(text)?.groups ?? null;
  } catch {
    return null;
  }
}

function checked(moment: Moment): Moment | null {
  const { month, day, time } = moment;
  const [hour = 0, minute = 0, second = 0] = time?.split(":").map(Number) ?? [];
  const fits =
    (month === null || (month >= 1 && month <= 12)) &&
    (day === null || (day >= 1 && day <= 31)) &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  return fits ? moment : null;
}

/** Missing months, days and times are written as the first ones, as Label Studio does. */
function directiveText(letter: string, { year, month, day, time }: Moment): string | null {
  const [hour = 0, minute = 0, second = 0] = time?.split(":").map(Number) ?? [];
  switch (letter) {
    case "Y":
      return year === null ? null : String(year).padStart(4, "0");
    case "y":
      return year === null ? null : pad(year % 100);
    case "m":
      return pad(month ?? 1);
    case "B":
      return monthName(month ?? 1);
    case "b":
      return monthName(month ?? 1).slice(0, 3);
    case "d":
      return pad(day ?? 1);
    case "e":
      return String(day ?? 1).padStart(2, " ");
    case "H":
      return pad(hour);
    case "I":
      return pad(hour % 12 === 0 ? 12 : hour % 12);
    case "M":
      return pad(minute);
    case "S":
      return pad(second);
    case "p":
      return hour < 12 ? "AM" : "PM";
    case "%":
      return "%";
    default:
      return null;
  }
}

function hourOf(hour: string | undefined, half: string | undefined): number | null {
  if (hour === undefined) return null;
  if (half === undefined) return Number(hour);
  return (Number(hour) % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
}

function startsAlike(month: string, name: string | undefined): boolean {
  return name !== undefined && month.toLowerCase().startsWith(name.toLowerCase());
}

/** Two digits mean the years 1969 to 2068, as in POSIX. */
function longYear(short: number): number {
  return short < 69 ? 2000 + short : 1900 + short;
}

function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}
