/** ICE candidates of a viewer, checked (RFC 8839 section 5.1). */
import { isIP } from 'node:net';

export interface Candidate {
  foundation: string;
  priority: number;
  address: string;
  port: number;
  type: 'host' | 'srflx' | 'prflx' | 'relay';
}

const MAX_CHARS = 512;
const FORM =
  /^(?:a=)?candidate:([a-zA-Z0-9+/]{1,32}) 1 udp (\d{1,10}) ([0-9a-fA-F:.]{2,45}) (\d{1,5}) typ (host|srflx|prflx|relay)(?: |$)/i;

/**
 * @returns null for what is of no use here: TCP, RTCP components, garbage, and names such as the `.local`
 *   ones browsers hide host addresses behind. Those need no look-up (which could block for seconds): the
 *   viewer's own connectivity check shows us its address as a peer-reflexive candidate.
 */
export function parseCandidate(text: string): Candidate | null {
  const match = text.length <= MAX_CHARS ? FORM.exec(text) : null;
  if (!match) return null;
  const [, foundation, priority, address, port, type] = match as unknown as string[];
  const candidate = {
    foundation: foundation!,
    priority: Number(priority),
    address: address!,
    port: Number(port),
    type: type!.toLowerCase() as Candidate['type'],
  };
  if (isIP(candidate.address) === 0 || candidate.port < 1 || candidate.port > 65_535) return null;
  return candidate.priority < 2 ** 32 ? candidate : null;
}

/** @returns the candidate as `candidate:…`, of checked values only */
export function formatCandidate(c: Candidate): string {
  const related = c.type === 'host' ? '' : ' raddr 0.0.0.0 rport 0';
  return `candidate:${c.foundation} 1 UDP ${c.priority} ${c.address} ${c.port} typ ${c.type}${related}`;
}
