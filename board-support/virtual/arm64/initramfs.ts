/** An initial RAM file system as the kernel reads it: Documentation/driver-api/early-userspace/buffer-format.rst. */

export interface InitramfsFile {
  /** Without a leading slash. */
  path: string;
  /** Type and permissions as in stat(2), such as 0o100755. */
  mode: number;
  /** A file's contents, a link's target; a device's are empty. */
  contents?: Buffer;
  /** Major and minor of a device. */
  device?: [number, number];
}

const HEADER_BYTES = 110;
const TRAILER = 'TRAILER!!!';

/** @returns the archive in "newc" format; folders must come before what stands in them */
export function initramfs(files: readonly InitramfsFile[]): Buffer {
  return Buffer.concat(
    [...files, { path: TRAILER, mode: 0 }].flatMap((file, i) => {
      const name = Buffer.from(`${file.path}\0`);
      const contents = file.contents ?? Buffer.alloc(0);
      const [major, minor] = file.device ?? [0, 0];
      const inode = i + 1;
      // magic, inode, mode, uid, gid, links, mtime, size, device of the file (2), device it is (2), name, check
      const fields = [inode, file.mode, 0, 0, 1, 0, contents.length, 0, 0, major, minor, name.length, 0];
      const header = Buffer.from(`070701${fields.map((n) => n.toString(16).padStart(8, '0')).join('')}`);
      return [header, name, padding(HEADER_BYTES + name.length), contents, padding(contents.length)];
    }),
  );
}

/** Up to the next multiple of four. */
function padding(length: number): Buffer {
  return Buffer.alloc((4 - (length % 4)) % 4);
}
