/** How a program of ours becomes one file: for `npm run build`, and for other versions of it. */
import { build, type Plugin } from 'esbuild';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Program name to its entry. */
export const PROGRAMS = {
  pupsentryd: 'firmware/main.ts',
  'pupsentry-media': 'firmware/media/process/main.ts',
  pupsentryctl: 'firmware/ctl/main.ts',
  'pupsentry-cloud': 'cloud-stub/main.ts',
  'pupsentry-run': 'tools/run.ts',
} as const;

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

export interface BundleOptions {
  /** Without ".js". */
  name: keyof typeof PROGRAMS;
  outfile: string;
  version: string;
  /** When it was built, ms since 1970. */
  builtMs: number;
  /** Packages that are taken from another folder. */
  alias?: Record<string, string>;
  plugins?: readonly Plugin[];
}

/** Writes the program and its source map. */
export async function bundleProgram(options: BundleOptions): Promise<void> {
  const { name, outfile, version, builtMs, alias, plugins = [] } = options;
  const isCtl = name === 'pupsentryctl';
  await build({
    bundle: true,
    define: { PUPSENTRY_VERSION: JSON.stringify(version), PUPSENTRY_BUILT_MS: String(builtMs) },
    logLevel: 'warning',
    entryPoints: [join(root, PROGRAMS[name])],
    outfile,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: 'linked',
    external: isCtl ? EXTERNAL.filter((one) => one !== 'koffi') : EXTERNAL,
    ...(alias ? { alias, nodePaths: [join(root, 'node_modules')] } : {}),
    plugins: [...plugins, ...(isCtl ? [koffiWhenNeeded] : [])],
    // Bundled CommonJS packages call require().
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  chmodSync(outfile, 0o755);
}
