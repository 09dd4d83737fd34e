/** Debian's Janus with its streaming plugin, fed with ready-made RTP by gst-launch-1.0: the peer for live view. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { freePort } from '#kit/ports.ts';

export interface JanusFeed {
  /** A gst-launch description that ends in a raw I420 video, and one that ends in raw sound. */
  video: string;
  audio: string;
  kbps: number;
}

export class Janus {
  readonly #folder: string;
  readonly #children: ChildProcess[] = [];
  readonly url: string;
  readonly #janus: ChildProcess;

  private constructor(folder: string, port: number, janus: ChildProcess) {
    this.#folder = folder;
    this.url = `http://127.0.0.1:${port}/janus`;
    this.#janus = janus;
    this.#children.push(janus);
  }

  get pid(): number {
    return this.#janus.pid!;
  }

  static async start(feed: JanusFeed): Promise<Janus> {
    const folder = mkdtempSync(join(tmpdir(), 'pupsentry-janus-'));
    const [http, video, audio] = [await freePort(), await freePort(), await freePort()];
    const lib = '/usr/lib/x86_64-linux-gnu/janus';
    const write = (name: string, text: string) => writeFileSync(join(folder, `${name}.jcfg`), text);
    write(
      'janus',
      `general: { configs_folder = "${folder}" plugins_folder = "${lib}/plugins" transports_folder = "${lib}/transports"
         debug_level = 2 }
       media: { rtp_port_range = "20000-29999" }
       nat: { ice_lite = false ice_tcp = false full_trickle = false }
       plugins: { disable = "libjanus_audiobridge.so,libjanus_duktape.so,libjanus_echotest.so,libjanus_lua.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_videoroom.so,libjanus_voicemail.so" }
       transports: { disable = "libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so,libjanus_websockets.so" }`,
    );
    write(
      'janus.transport.http',
      `general: { json = "compact" base_path = "/janus" http = true port = ${http} interface = "lo" https = false }`,
    );
    write(
      'janus.plugin.streaming',
      `one: { type = "rtp" id = 1
         media = (
           { type = "video" mid = "0" label = "v" port = ${video} pt = 96 codec = "h264" fmtp = "profile-level-id=42e01f;packetization-mode=1" },
           { type = "audio" mid = "1" label = "a" port = ${audio} pt = 97 codec = "opus" } ) }`,
    );
    const child = spawn('janus', ['-F', folder, '--disable-colors'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const janus = new Janus(folder, http, child);
    await janus.#answers();
    const description =
      `${feed.video} ! x264enc tune=zerolatency speed-preset=ultrafast bitrate=${feed.kbps} key-int-max=30 bframes=0 threads=1 ` +
      '! video/x-h264,profile=constrained-baseline ! rtph264pay pt=96 mtu=1200 config-interval=-1 aggregate-mode=zero-latency ' +
      `! udpsink host=127.0.0.1 port=${video} sync=false ` +
      `${feed.audio} ! opusenc bitrate=32000 frame-size=20 ! rtpopuspay pt=97 ! udpsink host=127.0.0.1 port=${audio} sync=false`;
    janus.#children.push(spawn('gst-launch-1.0', ['-q', ...description.split(' ')], { stdio: 'ignore' }));
    return janus;
  }

  async #answers(): Promise<void> {
    for (let i = 0; i < 200; i++) {
      if (this.#janus.exitCode !== null)
        throw new Error('janus did not start: is the package "janus" installed?');
      const ok = await fetch(`${this.url}/info`).then(
        (r) => r.ok,
        () => false,
      );
      if (ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('janus does not answer');
  }

  /** Opens a viewer in the page. Resolves when its connection stands. */
  async watch(page: Page): Promise<void> {
    await page.evaluate(async (url) => {
      const post = async (path: string, body: object) =>
        (await (
          await fetch(url + path, {
            method: 'POST',
            body: JSON.stringify({ transaction: crypto.randomUUID(), ...body }),
          })
        ).json()) as { data: { id: number } };
      const session = `/${(await post('', { janus: 'create' })).data.id}`;
      const handle = `${session}/${(await post(session, { janus: 'attach', plugin: 'janus.plugin.streaming' })).data.id}`;
      setInterval(() => void post(session, { janus: 'keepalive' }), 20_000);
      await post(handle, { janus: 'message', body: { request: 'watch', id: 1 } });
      let offer: RTCSessionDescriptionInit | undefined;
      while (!offer)
        offer = (
          (await (await fetch(`${url}${session}?maxev=1`)).json()) as { jsep?: RTCSessionDescriptionInit }
        ).jsep;
      const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
      const keyFilter = URL.createObjectURL(
        new Blob([
          `onrtctransform = ({ transformer: { readable, writable } }) => readable
            .pipeThrough(new TransformStream({ transform(f, out) { if (f.type === 'key') out.enqueue(f); } }))
            .pipeTo(writable);`,
        ]),
      );
      pc.ontrack = ({ track, receiver }) => {
        if (track.kind === 'video') receiver.transform = new RTCRtpScriptTransform(new Worker(keyFilter));
        const element = document.createElement(track.kind) as HTMLMediaElement;
        Object.assign(element, { muted: true, autoplay: true, srcObject: new MediaStream([track]) });
        document.body.append(element);
      };
      pc.onicecandidate = ({ candidate }) =>
        void post(handle, { janus: 'trickle', candidate: candidate ?? { completed: true } });
      await pc.setRemoteDescription(offer);
      await pc.setLocalDescription();
      await post(handle, {
        janus: 'message',
        body: { request: 'start' },
        jsep: pc.localDescription!.toJSON(),
      });
      if (pc.connectionState !== 'connected')
        await new Promise<void>((resolve) => {
          pc.onconnectionstatechange = () => pc.connectionState === 'connected' && resolve();
        });
      const all = ((window as unknown as { peers?: RTCPeerConnection[] }).peers ??= []);
      all.push(pc);
    }, this.url);
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }),
    );
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
