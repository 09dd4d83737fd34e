/** STUN and TURN servers that come with an offer, checked (RFC 7064, RFC 7065). */
import type { v1 } from '#protocol/messages.ts';

export interface IceServer {
  kind: 'stun' | 'turn';
  host: string;
  port: number;
  username: string;
  credential: string;
}

/** libjuice takes one STUN server and two relays. */
const MAX_SERVERS = 4;
const FORM = /^(stun|turn):(\[[0-9a-fA-F:.]{2,45}\]|[a-zA-Z0-9.-]{1,253})(?::(\d{1,5}))?(\?transport=udp)?$/;
const DEFAULT_PORT = 3478;

/** @returns the servers that can be used: `stun:` and `turn:` over UDP; the engine has no TURN over TCP or TLS */
export function usableIceServers(servers: readonly v1.IIceServer[] | null | undefined): IceServer[] {
  const usable: IceServer[] = [];
  for (const server of servers ?? []) {
    const match = FORM.exec(server.url ?? '');
    if (!match) continue;
    const port = match[3] ? Number(match[3]) : DEFAULT_PORT;
    const username = server.username ?? '';
    const credential = server.credential ?? '';
    if (port < 1 || port > 65_535 || username.length > 512 || credential.length > 512) continue;
    if (match[1] === 'turn' && (!username || !credential)) continue;
    usable.push({
      kind: match[1] as 'stun' | 'turn',
      host: match[2]!.replace(/^\[|\]$/g, ''),
      port,
      username,
      credential,
    });
    if (usable.length === MAX_SERVERS) break;
  }
  return usable;
}
