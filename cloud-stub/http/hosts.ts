/**
 * Which Host headers are answered. A page of a stranger can make its own name point to this machine (DNS
 * rebinding) and would then be of our origin; so no names but ours.
 */
import { isIP } from 'node:net';

/** @param allowed names beside localhost and addresses, lower case */
export function isOurHost(header: string | undefined, allowed: ReadonlySet<string>): boolean {
  if (!header) return false;
  let name: string;
  try {
    name = new URL(`http://${header}`).hostname;
  } catch {
    return false;
  }
  // An address is what the browser connected to: nobody can make it mean another machine.
  return name === 'localhost' || isIP(name.replace(/^\[|\]$/g, '')) !== 0 || allowed.has(name);
}
