/** Viewers in a Chromium page, joined to a device by a signalling link in memory. */
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { FakeSignalLink } from '../../firmware/live/fake-signal-link.ts';
import {
  installViewerPage,
  type FromPage,
  type ToPage,
  type WatchFigures,
  type WatchOptions,
} from './viewer-page.ts';

/** The way to the device: in memory, or over a broker. */
export type ViewerLink = Pick<FakeSignalLink, 'receive' | 'onSent'>;

export class Viewers {
  readonly page: Page;
  readonly #link: ViewerLink;
  readonly #ended = new Map<string, string>();
  readonly #waiting = new Map<string, (reason: string) => void>();
  /** Changes an offer on its way to the device. */
  rewriteOffer: (sdp: string) => string = (sdp) => sdp;
  /** Changes an answer on its way to the page, as when a relay stands in between. */
  rewriteAnswer: (sdp: string) => string = (sdp) => sdp;

  private constructor(page: Page, link: ViewerLink) {
    this.page = page;
    this.#link = link;
  }

  static async on(page: Page, link: ViewerLink): Promise<Viewers> {
    const viewers = new Viewers(page, link);
    await page.exposeFunction('say', (message: FromPage) => viewers.#fromPage(message));
    await page.evaluate(installViewerPage);
    link.onSent((signal) => {
      const id = signal.sessionId ?? '';
      if (signal.answer) viewers.#toPage(id, { answer: viewers.rewriteAnswer(signal.answer.sdp ?? '') });
      if (signal.candidate) {
        const { candidate, mid } = signal.candidate;
        viewers.#toPage(id, { candidate: candidate ?? '', mid: mid ?? '' });
      }
      const ended = signal.refusal?.code ?? signal.bye?.reason;
      if (typeof ended !== 'string') return;
      viewers.#ended.set(id, ended);
      viewers.#waiting.get(id)?.(ended);
    });
    return viewers;
  }

  /** Starts to watch. @returns the session's id */
  async watch(options: Partial<WatchOptions> & { id?: string } = {}): Promise<string> {
    const { id = randomUUID(), ...rest } = options;
    const all: WatchOptions = { audio: true, keyFramesOnly: false, trickle: true, ...rest };
    await this.page.evaluate(([id, all]) => window.viewers.watch(id, all), [id, all] as const);
    return id;
  }

  figures(id: string): Promise<WatchFigures> {
    return this.page.evaluate((id) => window.viewers.figures(id), id);
  }

  /** Asks for a key frame, as a decoder does that is lost. Needs `keyFramesOnly`. */
  askForKeyFrame(id: string): Promise<void> {
    return this.page.evaluate((id) => window.viewers.askForKeyFrame(id), id);
  }

  /** The longest time without a new picture on the screen since the last call, ms. */
  longestPauseMs(id: string): Promise<number> {
    return this.page.evaluate((id) => window.viewers.longestPauseMs(id), id);
  }

  /** Leaves without a word to the device, which sees it all the same. @returns the reason it gives */
  async close(id: string): Promise<string> {
    await this.page.evaluate((id) => window.viewers.close(id), id);
    return this.ended(id);
  }

  /** Whether the device has refused or ended it. */
  hasEnded(id: string): boolean {
    return this.#ended.has(id);
  }

  /** Refusal code, or the reason in the device's goodbye. */
  async ended(id: string): Promise<string> {
    return this.#ended.get(id) ?? new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  /** Waits until a viewer's figures are as wanted. @throws when they are not after `limitMs` */
  async until(
    id: string,
    wanted: (figures: WatchFigures) => boolean,
    limitMs = 30_000,
  ): Promise<WatchFigures> {
    const deadline = performance.now() + limitMs;
    for (;;) {
      const figures = await this.figures(id);
      if (wanted(figures)) return figures;
      if (performance.now() > deadline)
        throw new Error(`not after ${limitMs} ms (${wanted}): ${JSON.stringify(figures)}`);
      await this.page.evaluate(() => new Promise(requestAnimationFrame));
    }
  }

  #fromPage(message: FromPage): void {
    const { id: sessionId } = message;
    if ('offer' in message)
      this.#link.receive({ sessionId, offer: { sdp: this.rewriteOffer(message.offer) } });
    else this.#link.receive({ sessionId, candidate: { candidate: message.candidate, mid: message.mid } });
  }

  #toPage(id: string, message: ToPage): void {
    // A page that is going away misses it, as a phone would.
    this.page
      .evaluate(([id, m]) => window.viewers.hear(id, m), [id, message] as const)
      .catch(() => undefined);
  }
}
