/** A viewer's offer: what we need of its SDP, checked (RFC 8866, RFC 8829, RFC 8839, RFC 8842). */
import { parseCandidate, type Candidate } from './candidate.ts';
import { RefusedError } from './refused-error.ts';
import { chooseH264, chooseOpus, type Codec } from './offered-codecs.ts';

export interface Offer {
  ufrag: string;
  password: string;
  fingerprint: { algorithm: string; value: string };
  setup: 'actpass' | 'active' | 'passive';
  /** Every media section in the offer's order; an answer has to mention each. */
  sections: OfferedSection[];
  /** The sections to be sent. `codec` is the chosen payload type. */
  video: { mid: string; codec: Codec };
  audio: { mid: string; codec: Codec } | null;
  /** A section for data channels (RFC 8841, RFC 8831), in the same transport. */
  data: { mid: string } | null;
  /** Candidates that came inside the offer. */
  candidates: Candidate[];
}

export interface OfferedSection {
  /** As in the m= line: "video", "audio", "application". */
  kind: string;
  protocol: string;
  format: string;
  mid: string;
}

interface Section extends OfferedSection {
  rejected: boolean;
  payloadTypes: number[];
  lines: string[];
}

export const MAX_SDP_BYTES = 64 * 1024;
const MAX_LINES = 2000;
const MAX_SECTIONS = 16;
const MAX_CANDIDATES = 32;

const MEDIA_LINE =
  /^m=([a-z]{1,16}) (\d{1,5})(?:\/\d{1,3})? ([A-Z]{1,8}(?:\/[A-Z]{1,8}){0,3}) ([\x21-\x7e ]{1,512})$/;
const MID = /^[a-zA-Z0-9!#$%&'*+.^_`{|}~-]{1,32}$/;
const UFRAG = /^[a-zA-Z0-9+/]{4,256}$/;
const PASSWORD = /^[a-zA-Z0-9+/]{22,256}$/;
/** Hash to its length in bytes. SHA-1 is no longer a proof of anything (RFC 8122 section 5). */
const HASH_BYTES: Record<string, number> = { 'sha-256': 32, 'sha-384': 48, 'sha-512': 64 };

/** @throws RefusedError "bad-sdp" or "no-h264", and nothing else whatever the text */
export function parseOffer(sdp: string): Offer {
  if (Buffer.byteLength(sdp) > MAX_SDP_BYTES) throw bad(`it is larger than ${MAX_SDP_BYTES} bytes`);
  const lines = sdp.split(/\r?\n/, MAX_LINES + 1);
  if (lines.length > MAX_LINES) throw bad(`it has more than ${MAX_LINES} lines`);
  if (lines[0] !== 'v=0') throw bad('it does not begin with v=0');
  const { session, sections } = split(lines);
  if (sections.length === 0) throw bad('it has no media section');
  const bundle = bundled(session);

  const wanted = sections.filter((s) => !s.rejected && bundle.has(s.mid) && receives(s, session));
  const video = pick(wanted, 'video', chooseH264);
  if (!video)
    throw new RefusedError('no-h264', 'The viewer asks for no picture in H.264, the only format here.');
  const audio = pick(wanted, 'audio', chooseOpus);

  const data = sections.find((s) => !s.rejected && bundle.has(s.mid) && isDataChannel(s));

  const inVideo = (name: string) => attribute(video.section.lines, name) ?? attribute(session, name);
  const setup = inVideo('setup') ?? 'actpass';
  if (setup !== 'actpass' && setup !== 'active' && setup !== 'passive') throw bad('its setup is unknown');
  return {
    ufrag: matching(inVideo('ice-ufrag'), UFRAG, 'ice-ufrag'),
    password: matching(inVideo('ice-pwd'), PASSWORD, 'ice-pwd'),
    fingerprint: fingerprint([
      ...attributes(video.section.lines, 'fingerprint'),
      ...attributes(session, 'fingerprint'),
    ]),
    setup,
    sections: sections.map(({ kind, protocol, format, mid }) => ({ kind, protocol, format, mid })),
    video: { mid: video.section.mid, codec: video.codec },
    audio: audio && { mid: audio.section.mid, codec: audio.codec },
    data: data ? { mid: data.mid } : null,
    candidates: attributes(video.section.lines, 'candidate')
      .slice(0, MAX_CANDIDATES)
      .flatMap((text) => parseCandidate(`candidate:${text}`) ?? []),
  };
}

function bad(what: string): RefusedError {
  return new RefusedError('bad-sdp', `The offer cannot be used: ${what}.`);
}

function split(lines: readonly string[]): { session: string[]; sections: Section[] } {
  const session: string[] = [];
  const sections: Section[] = [];
  for (const line of lines) {
    if (!line.startsWith('m=')) {
      (sections.at(-1)?.lines ?? session).push(line);
      continue;
    }
    const match = MEDIA_LINE.exec(line);
    if (!match) throw bad('it has a malformed m= line');
    if (sections.length === MAX_SECTIONS) throw bad(`it has more than ${MAX_SECTIONS} media sections`);
    const formats = match[4]!.split(' ');
    sections.push({
      kind: match[1]!,
      protocol: match[3]!,
      format: formats[0]!,
      mid: '',
      rejected: match[2] === '0',
      payloadTypes: formats.map(Number).filter((n) => Number.isInteger(n) && n >= 0 && n <= 127),
      lines: [],
    });
  }
  const mids = new Set<string>();
  for (const section of sections) {
    section.mid = matching(attribute(section.lines, 'mid'), MID, 'mid');
    if (mids.has(section.mid)) throw bad('two of its sections have the same mid');
    mids.add(section.mid);
    // RFC 9143 section 6: port 0 with bundle-only is an offer, not a rejection.
    if (section.lines.includes('a=bundle-only')) section.rejected = false;
  }
  return { session, sections };
}

/** The sections that share the transport of the first one: there is one transport only. */
function bundled(session: readonly string[]): ReadonlySet<string> {
  const groups = attributes(session, 'group').filter((group) => group.startsWith('BUNDLE '));
  return new Set(groups[0]?.split(' ').slice(1) ?? []);
}

function receives(section: Section, session: readonly string[]): boolean {
  const direction = (lines: readonly string[]) =>
    lines.find((line) => /^a=(sendrecv|recvonly|sendonly|inactive)$/.test(line));
  const found = direction(section.lines) ?? direction(session) ?? 'a=sendrecv';
  return (found === 'a=recvonly' || found === 'a=sendrecv') && section.lines.includes('a=rtcp-mux');
}

function isDataChannel({ kind, protocol, format, lines }: Section): boolean {
  const isSctp = protocol === 'UDP/DTLS/SCTP' && format === 'webrtc-datachannel';
  return kind === 'application' && isSctp && /^\d{1,5}$/.test(attribute(lines, 'sctp-port') ?? '');
}

function pick(
  sections: readonly Section[],
  kind: string,
  choose: (payloadTypes: readonly number[], lines: readonly string[]) => Codec | null,
): { section: Section; codec: Codec } | null {
  for (const section of sections) {
    if (section.kind !== kind || section.protocol !== 'UDP/TLS/RTP/SAVPF') continue;
    const codec = choose(section.payloadTypes, section.lines);
    if (codec) return { section, codec };
  }
  return null;
}

function attributes(lines: readonly string[], name: string): string[] {
  const prefix = `a=${name}:`;
  return lines.filter((line) => line.startsWith(prefix)).map((line) => line.slice(prefix.length).trim());
}

function attribute(lines: readonly string[], name: string): string | undefined {
  return attributes(lines, name)[0];
}

function matching(value: string | undefined, form: RegExp, name: string): string {
  if (value === undefined || !form.test(value)) throw bad(`its ${name} is missing or malformed`);
  return value;
}

function fingerprint(values: readonly string[]): Offer['fingerprint'] {
  for (const value of values) {
    const [algorithm = '', hex = ''] = value.split(' ', 2);
    const bytes = HASH_BYTES[algorithm.toLowerCase()];
    if (bytes && hex.length === bytes * 3 - 1 && /^[0-9a-f]{2}(:[0-9a-f]{2})*$/i.test(hex))
      return { algorithm: algorithm.toLowerCase(), value: hex.toUpperCase() };
  }
  throw bad('it has no fingerprint of SHA-256 or better');
}
