/** A plain value as YAML 1.2 in block style: as much as a generated document needs. */
export function toYaml(value: unknown): string {
  return `${block(value, '').trimStart()}\n`;
}

/** @returns the value as it stands after its key, with a line break or a space before it */
function block(value: unknown, indent: string): string {
  if (Array.isArray(value) && value.length > 0) {
    return value.map((item) => `\n${indent}- ${block(item, `${indent}  `).trimStart()}`).join('');
  }
  if (value !== null && typeof value === 'object' && Object.keys(value).length > 0) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return entries.map(([key, item]) => `\n${indent}${scalar(key)}:${block(item, `${indent}  `)}`).join('');
  }
  if (typeof value === 'string' && value.includes('\n')) {
    const lines = value.replace(/\n$/, '').split('\n');
    // Always keeps one line break at the end, the usual text file.
    return ` |\n${lines.map((line) => (line ? `${indent}${line}` : '')).join('\n')}`;
  }
  return ` ${scalar(value)}`;
}

/** JSON is YAML; words that cannot be mistaken for anything else go without quotes. */
function scalar(value: unknown): string {
  const isPlainWord = typeof value === 'string' && /^[A-Za-z][\w-]*$/.test(value);
  return isPlainWord && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value) ? value : JSON.stringify(value);
}
