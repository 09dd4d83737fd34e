/**
 * `make bench [ONLY=group]`: measures, prints, and writes bench/results.json and docs/performance.md.
 * With ONLY, the rows of the other groups are kept as they stand.
 */
import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem } from 'node:os';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from '#kit/errors.ts';
import { table, type Group, type Row } from './rows.ts';
import { groups } from './groups.ts';

const root = join(import.meta.dirname, '..');
const resultsFile = join(root, 'bench/results.json');
const reportFile = join(root, 'docs/performance.md');

interface Results {
  machine: string;
  date: string;
  rows: (Row & { group: string })[];
}

function machine(): string {
  const gst = execFileSync('gst-launch-1.0', ['--version'], { encoding: 'utf8' }).split('\n')[1] ?? '';
  return [
    `${cpus().length} x ${cpus()[0]?.model.trim()}`,
    `${Math.round(totalmem() / 1e9)} GB`,
    `Linux ${release()}`,
    `Node ${process.version}`,
    gst,
  ].join(', ');
}

const only = process.argv.slice(2);
const chosen: Group[] = groups.filter((group) => only.length === 0 || only.includes(group.name));
if (chosen.length === 0) {
  console.error(`No such group. There are: ${groups.map((group) => group.name).join(', ')}`);
  process.exit(2);
}

const before = existsSync(resultsFile) ? (JSON.parse(readFileSync(resultsFile, 'utf8')) as Results).rows : [];
const results: Results = { machine: machine(), date: new Date().toISOString().slice(0, 10), rows: before };
let failures = 0;
for (const group of chosen) {
  console.log(`\n${group.name}: ${group.about}`);
  try {
    const rows = await group.run((line) => console.log(`  ${line}`));
    console.log(table(rows));
    results.rows = [
      ...results.rows.filter((row) => row.group !== group.name),
      ...rows.map((row) => ({ ...row, group: group.name })),
    ];
  } catch (error) {
    failures++;
    console.error(`  not measured: ${explain(error)}`);
  }
}
results.rows.sort((a, b) => order(a.group) - order(b.group));
writeFileSync(resultsFile, JSON.stringify(results, null, 1) + '\n');
writeFileSync(reportFile, report(results));
console.log(`\nWritten: bench/results.json, docs/performance.md`);
process.exit(failures > 0 ? 1 : 0);

function order(name: string): number {
  return groups.findIndex((group) => group.name === name);
}

function report(r: Results): string {
  const parts = groups
    .map((group) => ({ group, rows: r.rows.filter((row) => row.group === group.name) }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ group, rows }) => `## ${group.name}\n${group.about}\n\n${table(rows)}\n`);
  return `# Performance

Written by \`make bench\`; \`make bench ONLY=<group>\` measures one group again. Medians of interleaved runs; CPU is
counted in CPU seconds by the kernel, not by wall time, since the machine is shared. A figure beside a peer was
measured in the same run as the peer.

Machine: ${r.machine}. Date of the last run: ${r.date}.

${parts.join('\n')}`;
}
