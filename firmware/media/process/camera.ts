/** Which camera the configuration names. */
import { basename } from 'node:path';

export type CameraPlan =
  | { kind: 'scene'; name: string }
  | { kind: 'device'; name: string; find: { path: string } | { called: string } }
  | { kind: 'file'; name: string; path: string }
  | { kind: 'rtsp'; name: string; address: string; user: string; password: string; secrets: string[] };

const BY_NAME = 'v4l2:';

/** @param camera "scene", "v4l2:NAME" (driver or card), "/dev/videoN", a video file or "rtsp://…" */
export function planCamera(camera: string): CameraPlan {
  if (camera === 'scene') return { kind: 'scene', name: 'scene' };
  if (/^rtsps?:\/\//i.test(camera)) return planRtsp(camera);
  if (camera.startsWith(BY_NAME)) {
    const called = camera.slice(BY_NAME.length);
    return { kind: 'device', name: called, find: { called } };
  }
  if (camera.startsWith('/dev/')) return { kind: 'device', name: camera, find: { path: camera } };
  return { kind: 'file', name: basename(camera), path: camera };
}

/** Takes the address apart, so that user, password and query never reach a description, a log or a report. */
function planRtsp(camera: string): CameraPlan {
  const [, scheme, credentials = '', rest = ''] = /^(rtsps?:\/\/)(?:([^/]*)@)?(.*)$/is.exec(camera) ?? [];
  const colon = credentials.indexOf(':');
  const decoded = (text: string) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text; // a percent sign that was meant as one
    }
  };
  const user = decoded(colon < 0 ? credentials : credentials.slice(0, colon));
  const password = decoded(colon < 0 ? '' : credentials.slice(colon + 1));
  const [, place = '', query = ''] = /^([^?]*)(?:\?(.*))?$/s.exec(rest) ?? [];
  return {
    kind: 'rtsp',
    name: `${scheme}${place}`,
    address: `${scheme}${rest}`,
    user,
    password,
    secrets: [credentials, password, user, query].filter((secret) => secret.length > 0),
  };
}

/** Hides what must not be read by others in words that came from elsewhere. */
export function withoutSecrets(plan: CameraPlan, text: string): string {
  if (plan.kind !== 'rtsp') return text;
  return plan.secrets.reduce((clean, secret) => clean.replaceAll(secret, '…'), text);
}
