/** The choice of payload types: which of the formats a viewer offers can be sent as they are. */

export interface Codec {
  payloadType: number;
  /** `a=rtpmap` value, such as "H264/90000". */
  rtpmap: string;
  /** `a=fmtp` value for the answer; empty for none. */
  fmtp: string;
  /** The feedback kinds of ours that the viewer offers too, such as "nack pli". */
  feedback: string[];
  /** The header extension that numbers packets for transport feedback, if the viewer knows it. */
  transportExtension: { id: number; uri: string } | null;
}

/** What this room answers to; `goog-remb` and `transport-cc` are drafts that every browser follows. */
const FEEDBACK = ['nack', 'nack pli', 'ccm fir', 'goog-remb', 'transport-cc'];
const TRANSPORT_NUMBERS = 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';

/**
 * Constrained baseline in packetization mode 1 (RFC 6184 section 8.1), which is what the encoders make;
 * other kinds of baseline decode it as well.
 */
export function chooseH264(payloadTypes: readonly number[], lines: readonly string[]): Codec | null {
  let best: { codec: Codec; rank: number } | null = null;
  for (const { payloadType, rtpmap, fmtp } of formats(payloadTypes, lines)) {
    if (rtpmap.toUpperCase() !== 'H264/90000') continue;
    const parameters = new Map(
      fmtp.split(';').map((p) => p.trim().toLowerCase().split('=', 2) as [string, string]),
    );
    const profile = parameters.get('profile-level-id') ?? '42000a'; // the default of RFC 6184
    if (parameters.get('packetization-mode') !== '1' || !/^42[0-9a-f]{4}$/.test(profile)) continue;
    const constrained = (parseInt(profile.slice(2, 4), 16) & 0x40) !== 0;
    const rank = (constrained ? 2 : 0) + (profile.endsWith('1f') ? 1 : 0);
    if (best && best.rank >= rank) continue;
    const codec: Codec = {
      payloadType,
      rtpmap: 'H264/90000',
      fmtp: `level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=${profile}`,
      feedback: offeredFeedback(payloadType, lines),
      transportExtension: offeredExtension(TRANSPORT_NUMBERS, lines),
    };
    best = { codec, rank };
  }
  return best?.codec ?? null;
}

/** Opus (RFC 7587 section 7). */
export function chooseOpus(payloadTypes: readonly number[], lines: readonly string[]): Codec | null {
  for (const { payloadType, rtpmap } of formats(payloadTypes, lines)) {
    if (rtpmap.toLowerCase() !== 'opus/48000/2') continue;
    return {
      payloadType,
      rtpmap: 'opus/48000/2',
      fmtp: 'minptime=10;useinbandfec=1',
      feedback: [],
      transportExtension: null,
    };
  }
  return null;
}

function* formats(payloadTypes: readonly number[], lines: readonly string[]) {
  for (const payloadType of payloadTypes) {
    const value = (name: string) => {
      const prefix = `a=${name}:${payloadType} `;
      return lines
        .find((line) => line.startsWith(prefix))
        ?.slice(prefix.length)
        .trim();
    };
    const rtpmap = value('rtpmap');
    if (rtpmap) yield { payloadType, rtpmap, fmtp: value('fmtp') ?? '' };
  }
}

function offeredFeedback(payloadType: number, lines: readonly string[]): string[] {
  const offered = new Set(
    lines.flatMap((line) => /^a=rtcp-fb:(\d{1,3}|\*) (.{1,64})$/.exec(line)?.slice(1).join(' ').trim() ?? []),
  );
  return FEEDBACK.filter((kind) => offered.has(`${payloadType} ${kind}`) || offered.has(`* ${kind}`));
}

/** RFC 8285 section 5; one-byte headers have the numbers 1 to 14. */
function offeredExtension(uri: string, lines: readonly string[]): { id: number; uri: string } | null {
  for (const line of lines) {
    const match = /^a=extmap:(\d{1,3})(?:\/(?:sendrecv|recvonly))? (\S+)$/.exec(line);
    const id = Number(match?.[1]);
    if (match?.[2] === uri && id >= 1 && id <= 14) return { id, uri };
  }
  return null;
}
