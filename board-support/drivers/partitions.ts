/** Partitions by the label that the partition table (GPT) gives them: /dev names change, labels do not. */
import { PupsentryError } from '#kit/errors.ts';
import { namesIn, textOf, type Surroundings } from '../check/surroundings.ts';

/** @returns the device nodes by label, such as "pupsentry-env" to ["/dev/mmcblk0p2"] */
export function listPartitions(around: Pick<Surroundings, 'root'>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const name of namesIn(around, 'sys/class/block')) {
    const event = textOf(around, 'sys/class/block', name, 'uevent') ?? '';
    const label = /^PARTNAME=(.+)$/m.exec(event)?.[1];
    if (label) found.set(label, [...(found.get(label) ?? []), `/dev/${name}`]);
  }
  return found;
}

/**
 * @returns the path of the partition with a label, below /dev whatever the root is
 * @throws PupsentryError "partition-missing", "partition-ambiguous"
 */
export function findPartition(label: string, around: Pick<Surroundings, 'root'> = { root: '/' }): string {
  const partitions = listPartitions(around);
  const [path, ...more] = partitions.get(label) ?? [];
  if (path === undefined)
    throw new PupsentryError(
      'partition-missing',
      `There is no partition labelled "${label}".`,
      partitions.size > 0
        ? `Labels here: ${[...partitions.keys()].sort().join(', ')}.`
        : 'No partition here has a label: the partition table must be a GPT.',
    );
  if (more.length > 0)
    throw new PupsentryError(
      'partition-ambiguous',
      `Several partitions are labelled "${label}": ${[path, ...more].join(', ')}.`,
      'Give all but one of them another label.',
    );
  return path;
}
