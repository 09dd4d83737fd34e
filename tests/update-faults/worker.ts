/** A worker of pool.ts: plays the runs that it is told. */
import { playRun } from './shard.ts';

process.on('message', ({ run }: { run: number }) => {
  void playRun(run).then((result) => process.send!(result));
});
