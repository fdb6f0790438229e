const LOCALE = "en";

const counts = new Intl.NumberFormat(LOCALE);
const dateTimes = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" });

export function formatCount(value: number): string {
  return counts.format(value);
}

/** "1 task", "1,200 tasks". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A share 0..1 as whole percent; never shows 100 % or 0 % for what is not quite that. */
export function formatPercent(share: number): string {
  if (share > 0.99 && share < 1) {
    return ">99%";
  }
  if (share > 0 && share < 0.01) {
    return "<1%";
  }
  return `${Math.round(share * 100)}%`;
}

export function formatDateTime(iso: string): string {
  return dateTimes.format(new Date(iso));
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "3 hours ago"; below a minute "just now". */
export function formatAgo(iso: string, now: number = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) {
      return relative.format(Math.trunc(seconds / size), unit);
    }
  }
  return "just now";
}

/** "4.2 s", "3 min 5 s", "2 h 10 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 60) {
    return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  }
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${formatCount(hours)} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
}

const UNITS = ["bytes", "KB", "MB", "GB", "TB"] as const;

export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

type Named = { first_name: string; last_name: string; email: string };

export function userName(user: Named): string {
  const name = `${user.first_name} ${user.last_name}`.trim();
  return name === "" ? user.email : name;
}

/** Two letters that stand for a person. */
export function userInitials(user: Named): string {
  const letters = `${user.first_name.charAt(0)}${user.last_name.charAt(0)}`.trim();
  if (letters !== "") {
    return letters.toUpperCase();
  }
  // Exports without names number their people: "user-19154@…" and "user-19170@…" must differ.
  const number = /(\d{1,2})(?=@|$)/.exec(user.email)?.[1];
  const initials = number === undefined ? user.email.slice(0, 2) : user.email.charAt(0) + number;
  return initials.toUpperCase();
}
