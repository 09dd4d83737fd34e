/** What an update costs, beside RAUC and a download of the whole image. */
import { join } from 'node:path';
import { measuredBy } from './child-measurement.ts';
import { row, type Group } from './rows.ts';
import type { Method, UpdateFigures, UpdateMeasurement } from './updates/figures.ts';

const SCRIPT = join(import.meta.dirname, 'updates/measure.ts');
const MB = 1e6;

export const update: Group = {
  name: 'update',
  about:
    'Our real image with one changed npm dependency and one changed source file, both slots holding the old one, in User-Mode Linux ' +
    '(one processor, 512 MB): our installer; RAUC 1.8 as Debian has it (verity bundle, block-hash-index; built without streaming, so it ' +
    'downloads the bundle first); curl piped to dd. Bytes as the network card and the disks count them; memory of the installing process, peak over idle.',
  async run(progress) {
    const { changedBytes, imageBytes, runs } = await measuredBy<UpdateMeasurement>(SCRIPT, progress);
    progress(`image ${(imageBytes / MB).toFixed(1)} MB, changed blocks ${(changedBytes / MB).toFixed(2)} MB`);
    const of = (method: Method, pick: (figures: UpdateFigures) => number) => runs[method].map(pick);
    const beside = (id: string, what: string, unit: string, pick: (figures: UpdateFigures) => number) =>
      (['rauc', 'curl'] as const).map((method) =>
        row({
          ...{ id: `${id}-${method}`, what, unit, ours: of('ours', pick) },
          ...{ peer: method === 'rauc' ? 'rauc 1.8' : 'curl and dd', theirs: of(method, pick) },
        }),
      );
    return [
      row({
        ...{
          id: 'update-fetched-share',
          what: 'bytes fetched, of those of the changed blocks',
          unit: 'times',
        },
        ...{ ours: of('ours', ({ fetchedBytes }) => fetchedBytes / changedBytes), aim: { atMost: 1.3 } },
      }),
      ...beside('update-fetched', 'bytes fetched', 'MB', ({ fetchedBytes }) => fetchedBytes / MB),
      ...beside('update-written', 'bytes written', 'MB', ({ writtenBytes }) => writtenBytes / MB),
      ...beside('update-seconds', 'until it is on the disk', 's', ({ seconds }) => seconds),
      ...beside('update-cpu', 'processor', 'CPU s', ({ cpuSeconds }) => cpuSeconds),
      row({
        ...{ id: 'update-memory', what: 'peak memory over idle', unit: 'MB', peer: 'rauc 1.8' },
        ...{ ours: of('ours', ({ memoryMb }) => memoryMb), theirs: of('rauc', ({ memoryMb }) => memoryMb) },
        aim: { atMost: 40 },
      }),
    ];
  },
};
