/** The built console in a real Chromium, on the simulated cloud: what the console's tests stand on. */
import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { buildConsole } from './build-console.ts';
import { SimulatedCloud, type SimulatedCloudOptions } from './simulated-cloud.ts';

const ARTIFACTS = join(import.meta.dirname, '../../artifacts/console');
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Two pages of one machine find each other without multicast DNS.
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];
const MAY_SOUND = '--autoplay-policy=no-user-gesture-required';
const STEP_LIMIT_MS = 30_000;

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1440, height: 900 };

export interface ConsoleUnderTestOptions extends Partial<SimulatedCloudOptions> {
  /** False: pages are silent until a gesture, as in a browser at home. */
  maySound?: boolean;
}

export interface PageOptions {
  size?: { width: number; height: number };
  scale?: number;
  theme?: 'light' | 'dark';
  reducedMotion?: boolean;
  /** A screen to touch. */
  touch?: boolean;
  /** Runs in the page before anything else. */
  init?: () => void;
  /** Where to go after signing in: a hash without its "#"; false stays signed out. */
  at?: string | false;
}

export class ConsoleUnderTest {
  readonly cloud: SimulatedCloud;
  readonly #folder: string;
  readonly #browser: Browser;
  #device: Page | undefined;

  private constructor(cloud: SimulatedCloud, folder: string, browser: Browser) {
    this.cloud = cloud;
    this.#folder = folder;
    this.#browser = browser;
  }

  static async start(options: ConsoleUnderTestOptions = {}): Promise<ConsoleUnderTest> {
    const folder = mkdtempSync(join(tmpdir(), 'pupsentry-console-'));
    await buildConsole(folder);
    const cloud = new SimulatedCloud({ ...options, consoleFolder: folder });
    await cloud.start();
    const browser = await launchChromium(options.maySound);
    return new ConsoleUnderTest(cloud, folder, browser);
  }

  /** Folder of the built console. */
  get folder(): string {
    return this.#folder;
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.cloud.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** A fresh browser profile with the console open in it. Anything the page logs as an error fails the test. */
  async open(options: PageOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: options.size ?? DESKTOP,
      deviceScaleFactor: options.scale ?? 1,
      hasTouch: options.touch ?? false,
      colorScheme: options.theme ?? 'light',
      reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(STEP_LIMIT_MS);
    if (options.init) await page.addInitScript(options.init);
    page.on('pageerror', (error) => {
      throw error;
    });
    if (options.at === false) {
      await page.goto(this.cloud.url);
    } else {
      await page.goto(this.cloud.signInLink());
      await page.waitForSelector('main a.hero, main .first');
      if (options.at) await this.go(page, options.at);
    }
    return page;
  }

  /** @param hash without its "#" */
  async go(page: Page, hash: string): Promise<void> {
    await page.evaluate((to) => void (location.hash = to), hash);
  }

  /** Resolves when the cloud has taken in the settings that `act` asks for: the page shows them before. */
  async wishArrives(page: Page, act: () => Promise<unknown>): Promise<void> {
    const taken = page.waitForResponse((r) => r.url().endsWith('/settings') && r.ok());
    await act();
    await taken;
  }

  /** Resolves when the cloud has taken in what `act` marks as seen: the page shows it before. */
  async seenArrives(page: Page, act: () => Promise<unknown>): Promise<void> {
    const taken = page.waitForResponse((r) => r.url().endsWith('/events/seen') && r.ok());
    await act();
    await taken;
  }

  /** Puts a device behind the front door that answers live sessions with picture and sound. */
  async connectDevice(): Promise<Page> {
    if (this.#device) return this.#device;
    const { outputFiles } = await build({
      entryPoints: [join(import.meta.dirname, 'simulated-peer.ts')],
      bundle: true,
      write: false,
      format: 'iife',
      target: 'chrome110',
    });
    const page = await this.#browser.newPage();
    // Any answer of the cloud without a content policy gives the page its origin.
    await page.goto(`${this.cloud.url}/nothing-here`);
    await page.exposeFunction('sayFromDevice', (message: Parameters<SimulatedCloud['signal']>[0]) =>
      this.cloud.signal(message),
    );
    await page.addScriptTag({ content: outputFiles[0]?.text });
    await page.evaluate(() => globalThis.simulatedPeer.start());
    this.cloud.onSignal((deviceId, request) => {
      if (deviceId !== 'doorbell-front') return;
      void page.evaluate((r) => globalThis.simulatedPeer.hear(r), request).catch(() => {});
    });
    this.#device = page;
    return page;
  }

  /** Keeps a picture of a page under artifacts/console/. */
  async keep(page: Page, name: string): Promise<void> {
    mkdirSync(ARTIFACTS, { recursive: true });
    await page.screenshot({ path: join(ARTIFACTS, `${name}.png`) });
  }
}

/** @param maySound false: pages are silent until a gesture */
export function launchChromium(maySound = true): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: maySound ? [...FLAGS, MAY_SOUND] : FLAGS,
  });
}
