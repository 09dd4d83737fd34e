/** What a process is called, for people who are told who uses a device. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface ProcessName {
  pid: number;
  /** Such as "gpioset"; of a Node program its script, such as "pupsentry-media". */
  name: string;
}

/** Processes that are looked through, and open files of each: a machine of ours has far fewer. */
const MAX_PROCESSES = 4096;
const MAX_FILES = 4096;

/**
 * @param id of a process or of one of its threads
 * @returns null when there is none (any more)
 */
export function processName(id: number, proc = '/proc'): ProcessName | null {
  const folder = join(proc, String(id));
  const status = read(join(folder, 'status'));
  const comm = read(join(folder, 'comm')).trim();
  if (!status && !comm) return null;
  const pid = Number(/^Tgid:\s*(\d+)/m.exec(status)?.[1] ?? id);
  const [program = '', ...words] = read(join(proc, String(pid), 'cmdline')).split('\0');
  if (/^node\d*$/.test(basename(program))) {
    const script = words.find((word) => /\.[cm]?[jt]s$/.test(word));
    if (script) return { pid, name: basename(script).replace(/\.\w+$/, '') };
  }
  return { pid, name: basename(program) || comm };
}

/**
 * Who has a file open. Processes of other users are seen by root only.
 * @param path of a device file
 */
export function openedBy(path: string, proc = '/proc'): ProcessName[] {
  const found: ProcessName[] = [];
  const processes = list(proc).filter((name) => /^\d+$/.test(name));
  for (const id of processes.slice(0, MAX_PROCESSES)) {
    const folder = join(proc, id, 'fd');
    const isOpen = list(folder)
      .slice(0, MAX_FILES)
      .some((fd) => target(join(folder, fd)) === path);
    const name = isOpen && Number(id) !== process.pid ? processName(Number(id), proc) : null;
    if (name) found.push(name);
  }
  return found;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}
