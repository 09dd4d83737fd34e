/** The table of a board's fields in docs/boards.md, made of the schema: `npx tsx tools/board-fields.ts` prints it. */
import { argv } from 'node:process';
import { BoardSchema } from '#board/board-schema.ts';

interface Schema {
  type?: string;
  const?: unknown;
  default?: unknown;
  description?: string;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
  items?: Schema;
  patternProperties?: Record<string, Schema>;
}

/** @returns one row per field and kind, in the schema's order */
export function boardFieldRows(): string[] {
  const rows: string[] = [];
  /** Choices that were told already, by what they are made of. */
  const told = new Map<string, string>();
  const row = (field: string, values: string, text: string) =>
    rows.push(`| ${field} | ${values} | ${text.replaceAll('|', '\\|')} |`);

  const walk = (schema: Schema, path: string) => {
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      const at = `${path}${name}`;
      const kinds = field.anyOf?.filter((branch) => branch.properties?.kind);
      if (kinds?.length) tellKinds(at, field, kinds);
      else if (field.properties) {
        if (field.description) row(`\`${at}\``, '', field.description);
        walk(field, `${at}.`);
      } else if (field.const === undefined) row(`\`${at}\``, valuesOf(field), field.description ?? '');
    }
  };

  const tellKinds = (at: string, field: Schema, kinds: Schema[]) => {
    const key = JSON.stringify(kinds);
    const before = told.get(key);
    told.set(key, before ?? at);
    row(`\`${at}\``, before ? `as \`${before}\`` : 'an object with a `kind`', field.description ?? '');
    if (before) return;
    const fields = new Set<string>();
    for (const kind of kinds) {
      row(`\`${at}.kind\``, `\`"${String(kind.properties!.kind!.const)}"\``, kind.description ?? '');
      for (const [name, part] of Object.entries(kind.properties!)) {
        if (name === 'kind' || fields.has(name)) continue; // of several kinds: it is the same
        fields.add(name);
        walk({ properties: { [name]: part } }, `${at}.`);
      }
    }
  };

  walk(BoardSchema as Schema, '');
  return rows;
}

function valuesOf(field: Schema): string {
  const usual =
    field.default === undefined || (Array.isArray(field.default) && field.default.length === 0)
      ? ''
      : `, default ${typeof field.default === 'object' ? 'none' : `\`${String(field.default)}\``}`;
  return `${rangeOf(field)}${usual}`;
}

function rangeOf(field: Schema): string {
  if (field.anyOf) {
    const values = field.anyOf.map((option) =>
      option.const === undefined ? rangeOf(option) : `\`${String(option.const)}\``,
    );
    return values.join(' or ');
  }
  if (field.type === 'array') return `list of ${rangeOf(field.items!)}`;
  if (field.type === 'integer' || field.type === 'number') {
    if (field.maximum !== undefined) return `${field.minimum} to ${field.maximum}`;
    return field.minimum === undefined ? 'number' : `number from ${field.minimum}`;
  }
  if (field.type === 'boolean') return 'true or false';
  return field.patternProperties ? 'names to numbers' : 'text';
}

if (argv[1]?.endsWith('board-fields.ts')) {
  process.stdout.write(
    `${['| Field | Values | What it is |', '|---|---|---|', ...boardFieldRows()].join('\n')}\n`,
  );
}
