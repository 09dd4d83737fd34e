/** The answer to an offer (RFC 8829 section 5.3.1): every section in the offer's order; picture, sound and data taken. */
import type { LocalTransport } from './engine.ts';
import type { Offer } from './offer.ts';

export interface AnswerOptions {
  offer: Offer;
  local: LocalTransport;
  ssrc: { video: number; audio: number | null };
  /** Joins picture and sound for lip sync (RFC 3550 section 6.5.1). */
  cname: string;
}

/** RFC 8841 section 5 */
const SCTP_PORT = 5000;
/** What one message may have, bytes; larger ones are cut by who sends them. */
export const MAX_DATA_BYTES = 64 * 1024;

export function formatAnswer({ offer, local, ssrc, cname }: AnswerOptions): string {
  const sent = new Map([[offer.video.mid, { codec: offer.video.codec, ssrc: ssrc.video }]]);
  if (offer.audio && ssrc.audio !== null)
    sent.set(offer.audio.mid, { codec: offer.audio.codec, ssrc: ssrc.audio });
  const tracks = offer.sections.map((section) => section.mid).filter((mid) => sent.has(mid));
  const mids = offer.sections
    .map((section) => section.mid)
    .filter((mid) => sent.has(mid) || mid === offer.data?.mid);
  const transport = (mid: string) => [
    `a=setup:${local.setup}`,
    `a=ice-ufrag:${local.ufrag}`,
    `a=ice-pwd:${local.password}`,
    // Candidates of a bundle stand in its first section (RFC 9143 section 7.4).
    ...(mid === mids[0] ? local.candidates.map((candidate) => `a=${candidate}`) : []),
  ];

  const lines = [
    'v=0',
    `o=- ${ssrc.video} 1 IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    `a=group:BUNDLE ${mids.join(' ')}`,
    `a=group:LS ${tracks.join(' ')}`,
    'a=ice-options:ice2 trickle',
    `a=fingerprint:${local.fingerprint.algorithm} ${local.fingerprint.value}`,
  ];
  for (const section of offer.sections) {
    const track = sent.get(section.mid);
    if (section.mid === offer.data?.mid) {
      lines.push('m=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'c=IN IP4 0.0.0.0');
      lines.push(`a=mid:${section.mid}`, ...transport(section.mid));
      lines.push(`a=sctp-port:${SCTP_PORT}`, `a=max-message-size:${MAX_DATA_BYTES}`);
      continue;
    }
    if (!track) {
      lines.push(`m=${section.kind} 0 ${section.protocol} ${section.format}`, 'c=IN IP4 0.0.0.0');
      lines.push(`a=mid:${section.mid}`, 'a=inactive');
      continue;
    }
    const { codec } = track;
    lines.push(
      `m=${section.kind} 9 UDP/TLS/RTP/SAVPF ${codec.payloadType}`,
      'c=IN IP4 0.0.0.0',
      `a=mid:${section.mid}`,
      'a=sendonly',
      'a=rtcp-mux',
      ...transport(section.mid),
      `a=rtpmap:${codec.payloadType} ${codec.rtpmap}`,
      ...(codec.fmtp ? [`a=fmtp:${codec.payloadType} ${codec.fmtp}`] : []),
      ...codec.feedback.map((kind) => `a=rtcp-fb:${codec.payloadType} ${kind}`),
      ...(codec.transportExtension
        ? [`a=extmap:${codec.transportExtension.id} ${codec.transportExtension.uri}`]
        : []),
      `a=msid:${cname} ${section.kind}`,
      `a=ssrc:${track.ssrc} cname:${cname}`,
    );
  }
  return lines.join('\r\n') + '\r\n';
}
