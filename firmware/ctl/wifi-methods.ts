/** The methods of the control socket for Wi-Fi. Passwords come over the socket alone, and go nowhere but to the radio. */
import { Type } from '@sinclair/typebox';
import type { WifiStatus } from '#board/drivers/wifi/wifi-radio.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Wifi } from '../enroll/wifi.ts';
import type { WifiAnswer, WifiScanAnswer } from './answers.ts';
import { call, type MethodTable } from './method.ts';

const closed = { additionalProperties: false };
const NOTHING = Type.Object({}, closed);
const SSID = Type.String({ minLength: 1, maxLength: 32 });

type WifiPart = Pick<Wifi, 'status' | 'scan' | 'saved' | 'connect' | 'forget'>;

/** @param wifi null on a board without a radio of ours: each of them then says so */
export function wifiMethods(wifi: WifiPart | null): MethodTable {
  const radio = (): WifiPart => {
    if (wifi) return wifi;
    throw new PupsentryError(
      'no-wifi',
      'This board has no Wi-Fi radio of ours.',
      'It is wired, or its system looks after Wi-Fi.',
    );
  };
  return {
    'wifi.status': call(NOTHING, async () => wifiAnswer(await radio().status())),

    'wifi.scan': call(NOTHING, async (): Promise<WifiScanAnswer> => {
      const found = await radio().scan();
      const saved = new Set((await radio().saved()).map(({ ssid }) => ssid));
      return {
        networks: found.map(({ ssid, security, signalDbm, frequencyMhz }) => ({
          ...{ ssid, security, signalDbm, frequencyMhz },
          saved: saved.has(ssid),
        })),
      };
    }),

    'wifi.connect': call(
      Type.Object({ ssid: SSID, password: Type.Optional(Type.String({ maxLength: 64 })) }, closed),
      async ({ ssid, password }) =>
        wifiAnswer(await radio().connect({ ssid, ...(password !== undefined && { password }) })),
    ),

    'wifi.forget': call(Type.Object({ ssid: SSID }, closed), ({ ssid }) => radio().forget(ssid)),
  };
}

export function wifiAnswer(status: WifiStatus): WifiAnswer {
  const { state, ssid = null, signalDbm = null, frequencyMhz = null, ipAddress = null } = status;
  return { state, ssid, signalDbm, frequencyMhz, ipAddress };
}
