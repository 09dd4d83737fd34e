/**
 * Runs on the board: what our V4L2 drivers say of a camera, in one JSON document. Argument 1 is its driver or card; the
 * others set controls first, name=value, and tell what became of it.
 */
import { PupsentryError } from '#kit/errors.ts';
import { openCameraDevice, setControls } from '#board/drivers/v4l2/camera-device.ts';
import { findCamera, findEncoder, listVideoNodes } from '#board/drivers/v4l2/cameras.ts';

const [name = '', ...settings] = process.argv.slice(2);

/** @returns the error's code and remedy, or what the function gives */
function attempt<T>(act: () => T): T | { error: string; remedy: string } {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof PupsentryError)) throw error;
    return { error: error.code, remedy: error.remedy };
  }
}

const nodes = listVideoNodes();
const camera = openCameraDevice(findCamera(name, nodes));
const outcomes = settings.map((setting) => {
  const [control = '', value] = setting.split('=');
  return attempt(() => {
    setControls(camera, { [control]: Number(value) });
    return camera.get(control);
  });
});
const formats = camera.formats().map((format) => {
  const sizes = camera.sizes(format);
  const known = sizes?.kind === 'discrete' ? sizes.sizes : [];
  return {
    fourcc: format.fourcc,
    sizes: known.map((size) => {
      const rates = camera.rates(format, size);
      return { ...size, fps: rates?.kind === 'discrete' ? rates.fps.map((fps) => fps.toFixed(3)) : [] };
    }),
  };
});
const controls = camera.controls().map((control) => ({
  ...control,
  value: control.writeOnly ? null : camera.get(control.name),
}));
camera.close();
const missing = attempt(() => findCamera('bm2835 mmal', nodes).path);
const encoder = findEncoder({ code: 'FWHT' }, nodes);
process.stdout.write(JSON.stringify({ outcomes, formats, controls, missing, encoder }));
