/** Bundles the web console: one script, one style sheet, the files of public/. */
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
    minify: true,
    sourcemap: 'linked',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
  });
  cpSync(join(room, 'public'), folder, { recursive: true });
}
