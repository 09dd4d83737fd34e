/** Sets a camera's controls as the board's profile has them. */
import { openDevice } from '#board/drivers/ioctl.ts';
import { findControl, listControls, writeControl } from '#board/drivers/v4l2/controls.ts';
import { explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';

/** In the order given, so that an automatic one can be switched off first. What fails is logged and left. */
export function setControls(path: string, values: Readonly<Record<string, number>>, log: Logger): void {
  const wanted = Object.entries(values);
  if (wanted.length === 0) return;
  const failed = (error: unknown) => log.warn({ camera: path }, `camera control: ${explain(error)}`);
  try {
    const device = openDevice(path, { write: true });
    try {
      const controls = listControls(device);
      for (const [name, value] of wanted) {
        try {
          writeControl(device, findControl(controls, name), value);
        } catch (error) {
          failed(error);
        }
      }
    } finally {
      device.close();
    }
  } catch (error) {
    failed(error);
  }
}
