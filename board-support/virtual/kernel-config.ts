/** Kernel configurations as text: what a fragment asks for, and whether a configuration holds it. */

/** @returns option to value; "n" for what is not set */
export function parseConfig(text: string): Map<string, string> {
  const options = new Map<string, string>();
  for (const line of text.split('\n')) {
    const set = /^(CONFIG_\w+)=(.*)$/.exec(line);
    const unset = /^# (CONFIG_\w+) is not set$/.exec(line);
    if (set) options.set(set[1]!, set[2]!);
    else if (unset) options.set(unset[1]!, 'n');
  }
  return options;
}

/** @returns the options of the fragment that the configuration does not hold; an absent option counts as "n" */
export function missingOptions(fragment: string, config: string): string[] {
  const there = parseConfig(config);
  return [...parseConfig(fragment)]
    .filter(([option, value]) => (there.get(option) ?? 'n') !== value)
    .map(([option, value]) => `${option}=${value}`);
}

/** The options of a fragment in a form of their own: comments and order do not count. */
export function canonicalFragment(text: string): string {
  return [...parseConfig(text)]
    .map(([option, value]) => `${option}=${value}`)
    .sort()
    .join('\n');
}
