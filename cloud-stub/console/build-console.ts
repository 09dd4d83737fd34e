/** Bundles the web console: a script, a style sheet, pages that are fetched late, the files of public/. */
import { build } from 'esbuild';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const room = import.meta.dirname;

/** @param folder is made if it is not there; what else is in it stays */
export async function buildConsole(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(room, 'app.tsx'), join(room, 'console.css')],
    outdir: folder,
    bundle: true,
    platform: 'browser',
    target: ['es2022', 'chrome110', 'firefox115', 'safari16'],
    format: 'esm',
    // What app.js and a late page share is chunk.js; names stay the same from build to build.
    splitting: true,
    chunkNames: '[name]',
    minify: true,
    sourcemap: 'linked',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
  });
  cpSync(join(room, 'public'), folder, { recursive: true });
}
