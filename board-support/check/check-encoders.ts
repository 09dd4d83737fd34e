/** The encoders of a profile: which of them GStreamer has. Whether they work shows when the device starts. */
import type { Board } from '../board.ts';
import { findEncoder, nameOf } from '../drivers/v4l2/cameras.ts';
import { about, type Finding } from './finding.ts';
import type { Surroundings } from './surroundings.ts';

const encoder = about('Encoder');

export function checkEncoders(board: Pick<Board, 'video' | 'machine'>, around: Surroundings): Finding[] {
  const { encoders } = board.video;
  let there: string[];
  try {
    there = encoders.filter((name) => around.hasElement(name));
  } catch (error) {
    return [encoder.error('missing', error)];
  }
  const [first = ''] = encoders;
  const [used] = there;
  if (!used)
    return [encoder.missing(`GStreamer has none of ${encoders.join(', ')}.`, remedyFor(first, around))];
  const findings = [encoder.ok(used + behind(used, around))];
  // A profile for any machine lists alternatives; one for a certain machine knows what that machine has.
  if (used !== first && board.machine.compatible.length > 0) {
    findings[0] = encoder.differs(
      `${first} is not there; ${used} takes its place.`,
      remedyFor(first, around),
    );
  }
  if (!there.some(givesH264)) {
    const missing = encoders.filter(givesH264);
    findings.push(
      encoder.missing(
        `Nothing gives H.264 for the viewers: ${missing.join(', ') || 'the board lists no such encoder'}.`,
        remedyFor(missing[0] ?? 'x264enc', around),
      ),
    );
  }
  return findings;
}

const givesH264 = (name: string) => name.includes('264');

/** "v4l2h264enc" speaks to a kernel device that gives "H264". */
const kernelCode = (name: string) => /^v4l2(\w+)enc$/.exec(name)?.[1]?.toUpperCase();

function behind(name: string, around: Surroundings): string {
  const code = kernelCode(name);
  const node = code ? findEncoder({ code }, around.videoNodes()) : null;
  return node ? `, by ${nameOf(node)}` : '';
}

function remedyFor(name: string, around: Surroundings): string {
  const code = kernelCode(name);
  if (code) {
    const node = findEncoder({ code }, around.videoNodes());
    return node
      ? `The kernel has it: ${nameOf(node)}. Install GStreamer's good plugins, or remove its old list of plugins (~/.cache/gstreamer-1.0).`
      : `The kernel has no encoder for ${code}: load its driver (see dmesg).`;
  }
  if (name.startsWith('mpp'))
    return "Install gstreamer-rockchip and Rockchip's MPP; the kernel must be Rockchip's own (/dev/mpp_service).";
  if (name.startsWith('va'))
    return "Install GStreamer's bad plugins, 1.22 or newer, and the VA-API driver of the graphics chip.";
  if (name === 'openh264enc') return 'Install GStreamer’s bad plugins with OpenH264.';
  return 'Install GStreamer’s ugly plugins (x264enc).';
}
