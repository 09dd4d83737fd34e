/** A small TypeScript program of a test, run inside a board: bundled here, with the device's own packages there. */
import { build } from 'esbuild';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What it needs of a board; each kind has it. */
interface Target {
  run(command: string): Promise<{ code: number | null; stderr: string }>;
  writeFile(path: string, content: Uint8Array): Promise<void>;
}

/**
 * @param entry path of a program
 * @returns it as one file, but for packages with native code
 */
export async function bundledProgram(entry: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['koffi', 'node-datachannel'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return outputFiles[0]!.contents;
}

/**
 * @param entry URL or path of the program, such as `new URL('./probe.ts', import.meta.url)`
 * @returns how to run it on the board: argv to which its arguments are added
 */
export async function installProgram(board: Target, entry: URL | string): Promise<string[]> {
  const path = entry instanceof URL ? fileURLToPath(entry) : entry;
  const program = await bundledProgram(path);
  const there = `/tmp/programs/${basename(path, '.ts')}.mjs`;
  const made = await board.run(
    'mkdir -p /tmp/programs && ln -sfn /opt/pupsentry/node_modules /tmp/programs/node_modules',
  );
  if (made.code !== 0) throw new Error(made.stderr);
  await board.writeFile(there, program);
  return ['node', there];
}
