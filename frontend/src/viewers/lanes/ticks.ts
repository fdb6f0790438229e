/** Marks of a time axis at round numbers, and times in words. */
import type { Range } from "./ranges";

export type Tick = { readonly at: number; readonly text: string };

const SECOND = 1;
const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

const LONG_STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 30, 90, 180, 365].map((count) => count * DAY),
];

/** The room that one tick needs, in pixels. */
const ROOM = 84;

/** 1, 2 or 5 times a power of ten. */
export function decimalStep(atLeast: number): number {
  if (!(atLeast > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const factor = [1, 2, 5, 10].find((each) => each * power >= atLeast * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** A step that people use for time, in seconds. */
export function clockStep(atLeast: number): number {
  if (atLeast <= 0.5) return decimalStep(atLeast);
  return LONG_STEPS.find((step) => step >= atLeast) ?? decimalStep(atLeast / DAY) * DAY;
}

export type Scale = {
  readonly step: (atLeast: number) => number;
  readonly format: (value: number, step: number) => string;
};

export const CLOCK: Scale = { step: clockStep, format: formatClock };

export const PLAIN: Scale = { step: decimalStep, format: formatPlain };

/** Milliseconds since 1970, shown in UTC. */
export const DATES: Scale = {
  step: (atLeast) => clockStep(atLeast / 1_000) * 1_000,
  format: formatDate,
};

export function ticksOf(window: Range, width: number, scale: Scale): readonly Tick[] {
  const length = window.end - window.start;
  if (!(length > 0) || width <= 0) return [];
  const step = scale.step((length / width) * ROOM);
  const first = Math.ceil(window.start / step - 1e-9);
  const last = Math.floor(window.end / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_each, index) => {
    const at = (first + index) * step;
    return { at, text: scale.format(at, step) };
  });
}

/** 1:02.50, 1:00:00: as many decimals as the step needs. */
export function formatClock(seconds: number, step: number): string {
  const decimals = decimalsOf(step);
  const unit = 10 ** decimals;
  const whole = Math.round(Math.abs(seconds) * unit);
  const sign = seconds < 0 && whole > 0 ? "-" : "";
  const rest = (whole / unit) % MINUTE;
  const minutes = Math.floor(whole / unit / MINUTE);
  const tail = rest.toFixed(decimals).padStart(decimals === 0 ? 2 : decimals + 3, "0");
  if (minutes < MINUTE) return `${sign}${minutes}:${tail}`;
  return `${sign}${Math.floor(minutes / MINUTE)}:${String(minutes % MINUTE).padStart(2, "0")}:${tail}`;
}

function formatPlain(value: number, step: number): string {
  return value.toFixed(decimalsOf(step));
}

function formatDate(ms: number, step: number): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return "";
  const iso = date.toISOString();
  const time = ms % (DAY * 1_000) === 0 ? "" : iso.slice(11, step < 1_000 ? 23 : 19);
  if (step >= DAY * 1_000 || time === "") return iso.slice(0, 10);
  return time.endsWith(":00") && step >= MINUTE * 1_000 ? time.slice(0, 5) : time;
}

function decimalsOf(step: number): number {
  return step >= 1 ? 0 : Math.min(9, Math.ceil(-Math.log10(step) - 1e-9));
}
