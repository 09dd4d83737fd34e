/** Bundles the programs and the console into dist/: `npm run build`. */
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildConsole } from '../cloud-stub/console/build-console.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** SOURCE_DATE_EPOCH makes builds repeatable (reproducible-builds.org). */
const builtMs = process.env.SOURCE_DATE_EPOCH ? Number(process.env.SOURCE_DATE_EPOCH) * 1000 : Date.now();

/** Program name to its entry. */
const PROGRAMS: Record<string, string> = {
  pupsentryd: 'firmware/main.ts',
  'pupsentry-media': 'firmware/media/process/main.ts',
  pupsentryctl: 'firmware/ctl/main.ts',
  'pupsentry-cloud': 'cloud-stub/main.ts',
  'pupsentry-run': 'tools/run.ts',
};

/** Packages with native code or files of their own stay outside the bundles. */
const EXTERNAL = [
  'koffi',
  'node-datachannel',
  'better-sqlite3',
  'fastify',
  '@fastify/*',
  '@peculiar/x509',
  'kysely',
  'sharp',
];

/**
 * koffi is loaded when a module that needs it first runs, not when the program starts: a static import of a package
 * outside the bundle would be. pupsentryctl needs it for "board check" alone.
 */
const koffiWhenNeeded: Plugin = {
  name: 'koffi when needed',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^koffi$/ }, ({ namespace }) =>
      namespace === 'when-needed' ? { external: true } : { path: 'koffi', namespace: 'when-needed' },
    );
    onLoad({ filter: /.*/, namespace: 'when-needed' }, () => ({
      contents: "module.exports = require('koffi')",
    }));
  },
};

const shared: BuildOptions = {
  bundle: true,
  define: { PUPSENTRY_VERSION: JSON.stringify(version), PUPSENTRY_BUILT_MS: String(builtMs) },
  logLevel: 'warning',
};

mkdirSync(dist, { recursive: true });
const programs = Object.entries(PROGRAMS).filter(([, entry]) => existsSync(join(root, entry)));
await Promise.all(
  programs.map(async ([name, entry]) => {
    const outfile = join(dist, `${name}.js`);
    await build({
      ...shared,
      entryPoints: [join(root, entry)],
      outfile,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      sourcemap: 'linked',
      external: name === 'pupsentryctl' ? EXTERNAL.filter((one) => one !== 'koffi') : EXTERNAL,
      plugins: name === 'pupsentryctl' ? [koffiWhenNeeded] : [],
      // Bundled CommonJS packages call require().
      banner: {
        js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
      },
    });
    chmodSync(outfile, 0o755);
  }),
);

rmSync(join(dist, 'console'), { recursive: true, force: true });
await buildConsole(join(dist, 'console'));
cpSync(join(root, 'protocol/pupsentry.proto'), join(dist, 'pupsentry.proto'));
const boards = join(root, 'board-support/boards');
if (existsSync(boards)) cpSync(boards, join(dist, 'boards'), { recursive: true });
