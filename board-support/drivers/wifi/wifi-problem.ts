/** The ways Wi-Fi fails, as people are told: one sentence and one remedy each. No names, no passwords. */
import { PupsentryError } from '#kit/errors.ts';

const PROBLEMS = {
  'wifi-wrong-password': [
    'The Wi-Fi network does not accept this password.',
    'Check the password, capital and small letters too, and enter it again.',
  ],
  'wifi-not-found': [
    'No Wi-Fi network of this name is in reach.',
    'Check the name; move the device or the access point closer; the radio may not know the 5 or 6 GHz band.',
  ],
  'wifi-refused': [
    'The Wi-Fi access point refuses this device.',
    'Check the password, which some radios cannot tell apart; then its list of permitted devices and its security.',
  ],
  'wifi-timeout': [
    'The Wi-Fi network is there, but did not let the device in in time.',
    'Move the device closer or try again.',
  ],
  'wifi-down': [
    'The Wi-Fi radio is not working.',
    'Check that wpa_supplicant runs and that the radio is there and not blocked (rfkill).',
  ],
  'wifi-unsupported': [
    'This device’s radio knows no WPA3.',
    'Set the access point to WPA2 or to WPA2 and WPA3 together.',
  ],
  'wifi-scan-failed': ['The Wi-Fi radio could not look for networks.', 'Try again in a few seconds.'],
  'wifi-not-kept': [
    'The Wi-Fi settings could not be written down.',
    'Check that wpa_supplicant was started with a configuration file (-c) it can write, and that storage is not full.',
  ],
  'wifi-unknown': ['This Wi-Fi network is not among the saved ones.', 'List the saved networks again.'],
  'wifi-busy': ['Too much is asked of the Wi-Fi radio at once.', 'Try again in a few seconds.'],
} as const satisfies Record<string, readonly [sentence: string, remedy: string]>;

export type WifiProblem = keyof typeof PROBLEMS;

export function wifiError(problem: WifiProblem, options?: ErrorOptions): PupsentryError {
  const [sentence, remedy] = PROBLEMS[problem];
  return new PupsentryError(problem, sentence, remedy, options);
}
