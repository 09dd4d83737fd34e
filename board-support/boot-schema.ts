/** The part of `board.json` that says what starts the system and where its two slots stand (docs/updates.md). */
import { Type } from '@sinclair/typebox';

const strict = { additionalProperties: false } as const;

/** Device names change from boot to boot, labels do not. */
const partition = Type.String({
  pattern: '^[A-Za-z0-9._-]{1,36}$',
  description: 'Label of the partition (GPT).',
});

const copyPlace = Type.Object(
  {
    device: partition,
    offset: Type.Integer({
      minimum: 0,
      maximum: 2 ** 40,
      description: 'From the start of the device, bytes.',
    }),
  },
  strict,
);

const slots = Type.Object(
  {
    A: Type.Array(partition, { minItems: 1, maxItems: 4, description: 'Partitions of slot A.' }),
    B: Type.Array(partition, { minItems: 1, maxItems: 4, description: 'Partitions of slot B.' }),
  },
  {
    ...strict,
    description:
      'The two systems: one partition each, by its label (GPT), or several that count as one after the other.',
  },
);

export const BootSchema = Type.Union(
  [
    Type.Object({ kind: Type.Literal('none') }, { ...strict, description: 'Updates come in another way.' }),
    Type.Object(
      {
        kind: Type.Literal('file'),
        slotMiB: Type.Integer({ minimum: 1, maximum: 65_536, description: 'Size of a slot, MiB.' }),
      },
      {
        ...strict,
        description: 'Slots are files beside the state, and the daemon’s own start plays the boot loader.',
      },
    ),
    Type.Object(
      {
        kind: Type.Literal('uboot'),
        slots,
        environment: Type.Object(
          {
            first: copyPlace,
            second: copyPlace,
            sizeBytes: Type.Integer({
              minimum: 512,
              maximum: 262_144,
              description: 'Size of one copy, bytes: CONFIG_ENV_SIZE.',
            }),
          },
          { ...strict, description: 'U-Boot’s redundant environment, as in fw_env.config.' },
        ),
      },
      { ...strict, description: 'U-Boot, or a boot loader that keeps its environment.' },
    ),
    Type.Object(
      {
        kind: Type.Literal('tryboot'),
        slots,
        autoboot: Type.String({
          pattern: '^/[A-Za-z0-9/._-]{1,80}$',
          description: 'autoboot.txt, on the first FAT partition, mounted for writing.',
        }),
        partitions: Type.Object(
          {
            A: Type.Integer({
              minimum: 1,
              maximum: 63,
              description: 'Number of the FAT partition that starts slot A.',
            }),
            B: Type.Integer({
              minimum: 1,
              maximum: 63,
              description: 'Number of the FAT partition that starts slot B.',
            }),
          },
          strict,
        ),
      },
      { ...strict, description: 'The Raspberry Pi’s own firmware, without U-Boot.' },
    ),
  ],
  {
    default: { kind: 'none' },
    description: 'What starts the system, and where the two systems of an update stand.',
  },
);
