import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AlbumItem, AlbumPage } from '../../api.ts';
import type { Toasts } from '../toasts.ts';
import { AlbumList } from './album-list.ts';

const test = suite('album list');
const item = (id: string) => ({ id, takenMs: Number(id), bytes: 10 }) as AlbumItem;

/** An album whose pages come when the test says so. */
function slowCloud() {
  const answers: ((items: AlbumItem[], next?: string) => void)[] = [];
  const album = () =>
    new Promise<AlbumPage>((resolve) =>
      answers.push((items, next) => {
        const usage = { items: items.length, bytes: 10 * items.length, maxItems: 99, maxBytes: 999 };
        resolve({ items, next: next ?? null, usage });
      }),
    );
  type Options = ConstructorParameters<typeof AlbumList>[0];
  const list = new AlbumList({ api: { album } as unknown as Options['api'], toasts: {} as Toasts });
  return { list, answers, ids: () => list.shown.map(({ id }) => id) };
}

test('what is kept or deleted while a page is under way counts, whichever is here first', async () => {
  const { list, answers, ids } = slowCloud();
  const first = list.refresh();
  list.apply({ items: [item('3')], removed: ['1'] });
  answers[0]!([item('2'), item('1')]);
  await first;
  assert.equal(ids(), ['3', '2']);
  assert.is(list.usage.value?.items, 2);
  const again = list.refresh();
  list.apply({ items: [item('4')], removed: [] });
  answers[1]!([item('4'), item('3'), item('2')]);
  await again;
  assert.equal(ids(), ['4', '3', '2']);
  assert.is(list.usage.value?.items, 3, 'counted once');
});

test('what is deleted while older ones are under way does not come back with them', async () => {
  const { list, answers, ids } = slowCloud();
  const first = list.refresh();
  answers[0]!([item('3')], '3');
  await first;
  const older = list.loadOlder();
  list.apply({ items: [item('4')], removed: ['2'] });
  answers[1]!([item('2'), item('1')]);
  await older;
  assert.equal(ids(), ['4', '3', '1']);
});

test.run();
