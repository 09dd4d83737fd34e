/** Debian's Chromium for tests, without a window, in a profile of its own that is gone afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
  // A page behind another one is as alive as the one in front.
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
];

export interface Chromium {
  readonly context: BrowserContext;
  /** A new page at an address, or an empty one on a secure local origin. */
  page(url?: string): Promise<Page>;
  /** What went wrong in the pages so far: exceptions and `console.error`. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** @param options as Playwright's, such as `viewport`, `colorScheme`, `hasTouch`, `recordVideo` */
export async function launchChromium(
  options: BrowserContextOptions & { args?: string[] } = {},
): Promise<Chromium> {
  const { args = [], ...contextOptions } = options;
  const profile = mkdtempSync(join(tmpdir(), 'pupsentry-chromium-'));
  const empty = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>test</title><body></body>');
  });
  await new Promise<void>((resolve) => empty.listen(0, '127.0.0.1', resolve));
  const blank = `http://127.0.0.1:${(empty.address() as AddressInfo).port}/`;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: EXECUTABLE,
    headless: true,
    args: [...ARGUMENTS, ...args],
    ...contextOptions,
  });
  // Functions handed to `page.evaluate` are compiled: they name what is inside them by this.
  await context.addInitScript('globalThis.__name = (f) => f');
  const complaints: string[] = [];
  return {
    context,
    complaints,
    async page(url = blank) {
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await page.goto(url);
      return page;
    },
    async close() {
      await context.close();
      empty.closeAllConnections();
      await new Promise((resolve) => empty.close(resolve));
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
