/** Semantic versions (semver.org, 2.0.0), without build metadata: two builds of one version cannot be put in order. */

const NUMBER = '(0|[1-9]\\d{0,8})';
const IDENTIFIER = '(?:0|[1-9]\\d{0,8}|\\d*[A-Za-z-][0-9A-Za-z-]*)';
const FORM = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${IDENTIFIER}(?:\\.${IDENTIFIER})*))?$`);

export const MAX_VERSION_LENGTH = 64;

/** Whether a text is such as "1.4.0" or "1.4.0-rc.2". */
export const isVersion = (text: string) => text.length <= MAX_VERSION_LENGTH && FORM.test(text);

/**
 * Order of precedence (semver.org, 11): negative when `a` comes before `b`, 0 when they are the same.
 * @throws TypeError unless both are versions
 */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [parse(a), parse(b)];
  return compareLists(one.numbers, other.numbers) || comparePrereleases(one.prerelease, other.prerelease);
}

function parse(text: string): { numbers: string[]; prerelease: string[] } {
  const match = text.length <= MAX_VERSION_LENGTH ? FORM.exec(text) : null;
  if (!match) throw new TypeError(`${JSON.stringify(text.slice(0, 100))} is not a version`);
  return { numbers: match.slice(1, 4), prerelease: match[4]?.split('.') ?? [] };
}

/** A version without a pre-release comes after those with one. */
const comparePrereleases = (a: string[], b: string[]) =>
  a.length === 0 || b.length === 0 ? b.length - a.length : compareLists(a, b);

function compareLists(a: string[], b: string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareIdentifiers(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Numbers come before words. */
function compareIdentifiers(a: string, b: string): number {
  const [aIsNumber, bIsNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (aIsNumber && bIsNumber) return Number(a) - Number(b);
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
