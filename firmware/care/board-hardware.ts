/** Every piece of hardware that the board's profile names, ready to be started; none of them can stop the daemon. */
import { join } from 'node:path';
import type { Board } from '#board/board.ts';
import { openButton, type ButtonInput } from '#board/drivers/button.ts';
import { openChime, type Chime } from '#board/drivers/chime.ts';
import { openIrCut, type IrCut } from '#board/drivers/ir-cut.ts';
import { openLight, type Light } from '#board/drivers/light.ts';
import { openLightSensor, type LightSensor } from '#board/drivers/light-sensor.ts';
import { SimulatedButton } from '#board/drivers/simulated-button.ts';
import { WatchdogDevice } from '#board/drivers/watchdog-device.ts';
import { openWatchdog, type Watchdog } from '#board/drivers/watchdog.ts';
import { openWifiRadio, type WifiRadio } from '#board/drivers/wifi/wifi-radio.ts';
import { PupsentryError } from '#kit/errors.ts';
import { Hardware, type HardwareOptions } from './hardware.ts';
import type { Part } from './part.ts';

type Button = ReturnType<Hardware['button']>;

export interface BoardHardwareOptions extends HardwareOptions {
  board: Board;
  product: 'doorbell' | 'camera';
  /** As the media process opens it. */
  camera: string;
  /** For sockets and the like; need not outlive a restart. */
  runFolder: string;
}

export class BoardHardware extends Hardware {
  /** Null where the board has none, and on a camera. */
  readonly bell: Button | null;
  readonly resetButton: Button | null;
  readonly statusLight: Part<Light>;
  readonly indicator: Part<Light>;
  readonly infrared: Part<Light>;
  readonly filter: Part<IrCut>;
  /** Gain or lux, beside the pictures. */
  readonly sensor: Part<LightSensor>;
  readonly chime: Part<Chime>;
  readonly watchdog: Part<Watchdog>;
  readonly #board: Board;
  readonly #options: BoardHardwareOptions;

  constructor(options: BoardHardwareOptions) {
    const { board, product, camera } = options;
    super(options);
    this.#board = board;
    this.#options = options;
    const { lights, chime } = board;
    const button = (component: string, profile: Board['button']) =>
      profile.kind === 'none' ? null : this.button(component, () => openButton(profile));
    this.bell = product === 'doorbell' ? button('button', board.button) : null;
    this.resetButton = button('reset-button', board.resetButton);
    this.statusLight = this.part('status-light', () => openLight(lights.status));
    this.indicator = this.part('indicator', () => openLight(lights.indicator));
    this.infrared = this.part('ir-light', () => openLight(lights.ir));
    this.filter = this.part('ir-cut', () => openIrCut(board.irCut));
    this.sensor = this.part('night-sense', () => openLightSensor(board.nightSense, { camera }));
    this.chime = this.part('chime', () => (chime.kind === 'speaker' ? null : openChime(chime)));
    this.watchdog = this.part('watchdog', () => openWatchdog(board.watchdog));
  }

  /** The radio, empty where the board has none. @param follow is given every driver before it is started */
  wifi(follow: (driver: WifiRadio) => void): Part<WifiRadio> {
    const { runFolder: folder, clock, log } = this.#options;
    const { wifi } = this.#board;
    return this.part('wifi', () => openWifiRadio(wifi, { folder: join(folder, 'wifi'), clock, log }), follow);
  }

  /** WDIOF_* of the last start, where the watchdog tells; for `readBootReason`. */
  get bootStatus(): number | undefined {
    const { driver } = this.watchdog;
    return driver instanceof WatchdogDevice ? driver.bootStatus : undefined;
  }

  /**
   * Holds a simulated button down, as a finger would: the bell, or the button for the reset where there is no bell.
   * @throws PupsentryError "button-not-simulated"
   */
  hold(seconds: number): void {
    const simulated = [this.bell, this.resetButton]
      .map((button): ButtonInput | null => button?.driver ?? null)
      .find((driver) => driver instanceof SimulatedButton);
    if (!simulated)
      throw new PupsentryError(
        'button-not-simulated',
        'Only a simulated button can be held from here.',
        'Hold the real one, or run with a board whose button is simulated, such as host.',
      );
    simulated.press(seconds * 1000);
  }
}
