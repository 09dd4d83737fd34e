/** Whether a schema still understands what a released one wrote, and the other way round. */
import type protobuf from 'protobufjs';

interface Field {
  name: string;
  number: number;
  /** With its rule, such as "repeated Fault". */
  type: string;
  oneof: string;
}

interface Message {
  fields: Field[];
  reserved: NonNullable<protobuf.IType['reserved']>;
}

interface Schema {
  messages: Map<string, Message>;
  enums: Map<string, Record<string, number>>;
}

/**
 * @param released the descriptor of the last release (`pbjs -t json --keep-case`)
 * @param present of the same shape
 * @returns every change that breaks somebody, one sentence each; empty when there is none
 */
export function breakingChanges(released: protobuf.INamespace, present: protobuf.INamespace): string[] {
  const [before, now] = [schemaOf(released), schemaOf(present)];
  const messages = [...before.messages].flatMap(([name, { fields }]) => {
    const message = now.messages.get(name);
    return message ? fields.flatMap((field) => fieldChanges(name, field, message)) : [`${name} was removed`];
  });
  const enums = [...before.enums].flatMap(([name, values]) => {
    const present = now.enums.get(name);
    if (!present) return [`${name} was removed`];
    return Object.entries(values).flatMap(([value, number]) => {
      if (!(value in present)) return [`${name}.${value} = ${number} was removed or renamed`];
      return present[value] === number
        ? []
        : [`${name}.${value} was renumbered from ${number} to ${present[value]}`];
    });
  });
  return [...messages, ...enums];
}

function fieldChanges(message: string, was: Field, { fields, reserved }: Message): string[] {
  const at = `${message}.${was.name}`;
  const is = fields.find(({ number }) => number === was.number);
  const moved = fields.find(({ name }) => name === was.name);
  if (moved && moved.number !== was.number)
    return [`${at} was renumbered from ${was.number} to ${moved.number}`];
  if (is && is.name !== was.name) return [`${at} = ${was.number} was replaced by ${is.name}`];
  if (!is) {
    const isReserved =
      reserved.includes(was.name) &&
      reserved.some((r) => typeof r !== 'string' && r[0]! <= was.number && was.number <= r[1]!);
    return isReserved ? [] : [`${at} = ${was.number} was removed without reserving its number and name`];
  }
  const changes: string[] = [];
  if (is.type !== was.type) changes.push(`${at} was retyped from ${was.type} to ${is.type}`);
  if (is.oneof !== was.oneof)
    changes.push(`${at} was moved from oneof "${was.oneof}" to oneof "${is.oneof}"`);
  return changes;
}

function schemaOf(root: protobuf.INamespace): Schema {
  const schema: Schema = { messages: new Map(), enums: new Map() };
  collect(root, '', schema);
  return schema;
}

function collect(namespace: protobuf.INamespace, path: string, schema: Schema): void {
  for (const [name, nested] of Object.entries(namespace.nested ?? {})) {
    const full = path ? `${path}.${name}` : name;
    if ('values' in nested) schema.enums.set(full, nested.values);
    if ('fields' in nested) schema.messages.set(full, messageOf(nested));
    collect(nested as protobuf.INamespace, full, schema);
  }
}

function messageOf({ fields, oneofs, reserved }: protobuf.IType): Message {
  const oneofOf = (field: string) =>
    Object.entries(oneofs ?? {}).find(([, { oneof }]) => oneof.includes(field))?.[0] ?? '';
  return {
    reserved: reserved ?? [],
    fields: Object.entries(fields).map(([name, { id, type, rule }]) => ({
      name,
      number: id,
      type: rule ? `${rule} ${type}` : type,
      oneof: oneofOf(name),
    })),
  };
}
