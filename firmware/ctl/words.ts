/** Figures and times in the words people use. */

/** @returns "2 d 4 h", "3 h 12 min", "5 min", "42 s" */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const [days, hours, minutes] = [Math.floor(s / 86_400), Math.floor(s / 3600) % 24, Math.floor(s / 60) % 60];
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  return minutes > 0 ? `${minutes} min` : `${s} s`;
}

/** @returns "just now", "42 s ago"; a time to come is a clock that stepped back: "just now" too */
export function ago(thenMs: number, nowMs: number): string {
  const seconds = (nowMs - thenMs) / 1000;
  return seconds < 2 ? 'just now' : `${duration(seconds)} ago`;
}

/** @returns local date and time, "2026-11-23 14:03:22" */
export function dateTime(ms: number): string {
  const at = new Date(ms);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${time(ms)}`;
}

/** @returns local time, "14:03:22" */
export function time(ms: number): string {
  const at = new Date(ms);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((n) => String(n).padStart(2, '0')).join(':');
}

/** @returns "84 KiB", "2.4 MiB" */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KiB`;
  const mebibytes = bytes / 1024 / 1024;
  return mebibytes < 1024
    ? `${mebibytes.toFixed(mebibytes < 10 ? 1 : 0)} MiB`
    : `${(mebibytes / 1024).toFixed(1)} GiB`;
}

/** @returns "1 message", "3 messages" */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
