import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decode, isBlack } from './decoded-pictures-under-test.ts';
import { Pipeline } from './gst/pipeline.ts';
import { MediaUnderTest } from './media-under-test.ts';

const test = suite('a network camera');
const AUTHORIZATION = `Basic ${Buffer.from('keeper:open sesame').toString('base64')}`;

/** As little of an RTSP 1.0 camera as a client needs: one H.264 stream, interleaved, behind Basic. */
class SimulatedRtspCamera {
  readonly #server: Server;
  readonly #clients = new Set<Socket>();
  readonly #pipeline = new Pipeline(
    'videotestsrc is-live=true ! video/x-raw,width=640,height=480,framerate=20/1 ! ' +
      'x264enc tune=zerolatency speed-preset=ultrafast key-int-max=10 ! ' +
      'rtph264pay pt=96 config-interval=-1 mtu=1200 ! appsink name=rtp sync=false',
  );
  readonly #playing = new Set<Socket>();

  constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#pipeline.sink('rtp').listen({
      onSample: (sample) => {
        const packet = sample.copy();
        const head = Buffer.from([0x24, 0, packet.length >> 8, packet.length & 0xff]);
        for (const socket of this.#playing) socket.write(Buffer.concat([head, packet]));
      },
    });
    await this.#pipeline.play();
    return (this.#server.address() as AddressInfo).port;
  }

  /** The network goes away; the camera stays. */
  hangUp(): void {
    for (const socket of this.#clients) socket.destroy();
  }

  async stop(): Promise<void> {
    this.hangUp();
    this.#server.close();
    await this.#pipeline.close();
  }

  #serve(socket: Socket): void {
    this.#clients.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#clients.delete(socket);
      this.#playing.delete(socket);
    });
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1').replace(/^\$[^]*/, ''); // RTCP of the client
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        this.#answer(socket, text.slice(0, end));
        text = text.slice(end + 4);
      }
    });
  }

  #answer(socket: Socket, request: string): void {
    const [method, url = ''] = request.split(' ');
    const header = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(request)?.[1]?.trim() ?? '';
    const reply = (status: string, headers: string[] = [], body = '') =>
      socket.write(
        [
          `RTSP/1.0 ${status}`,
          `CSeq: ${header('CSeq')}`,
          ...headers,
          `Content-Length: ${body.length}`,
          '',
          body,
        ].join('\r\n'),
      );
    if (method === 'OPTIONS') return void reply('200 OK', ['Public: DESCRIBE, SETUP, PLAY, TEARDOWN']);
    if (header('Authorization') !== AUTHORIZATION)
      return void reply('401 Unauthorized', ['WWW-Authenticate: Basic realm="camera"']);
    switch (method) {
      case 'DESCRIBE': {
        const sdp = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=camera', 'c=IN IP4 0.0.0.0', 't=0 0'];
        sdp.push('m=video 0 RTP/AVP 96', 'a=rtpmap:96 H264/90000', 'a=fmtp:96 packetization-mode=1');
        sdp.push('a=control:stream=0', '');
        return void reply(
          '200 OK',
          ['Content-Type: application/sdp', `Content-Base: ${url}/`],
          sdp.join('\r\n'),
        );
      }
      case 'SETUP':
        return void reply('200 OK', ['Transport: RTP/AVP/TCP;unicast;interleaved=0-1', 'Session: 1']);
      case 'PLAY':
        reply('200 OK', ['Session: 1', 'Range: npt=0-']);
        return void this.#playing.add(socket);
      default:
        return void reply('200 OK');
    }
  }
}

test('its pictures flow; when the network goes and comes, so do they', async () => {
  const camera = new SimulatedRtspCamera();
  const port = await camera.start();
  const under = await MediaUnderTest.start({ camera: `rtsp://keeper:open%20sesame@127.0.0.1:${port}/live` });
  try {
    await under.running();
    const units = await under.units('main', 60);
    for (let i = 1; i < units.length; i++) assert.ok(units[i]!.ptsUs > units[i - 1]!.ptsUs);
    const ageMs = Number(process.hrtime.bigint()) / 1e6 - units.at(-1)!.ptsUs / 1000;
    assert.ok(ageMs > -100 && ageMs < 5000, `${ageMs} ms old`);
    assert.is(under.media.info().camera, `rtsp://127.0.0.1:${port}/live`);

    camera.hangUp();
    await under.info((info) => info.faults.some((fault) => fault.component === 'camera'));
    await under.running();
    await under.units('main', 10);
    assert.is(under.media.info().restarts, 0, 'the process mends it by itself');

    const points = '[[0,0],[0.5,0],[0.5,1],[0,1]]';
    await under.settings.set({ 'zones.list': `[{"name":"left","use":"privacy","points":${points}}]` });
    const { data, key } = await under.unit((unit) => unit.stream === 'main');
    assert.ok(key, 'no picture that refers to an older one');
    const [picture] = await decode(data, 'h264', { width: 1280, height: 720 });
    assert.ok(isBlack(picture!, [0, 0, 0.49, 1]));
    assert.not(isBlack(picture!, [0.51, 0, 1, 1]));
    assert.not((JSON.stringify(under.media.info()) + under.log.join('')).includes('sesame'));
  } finally {
    await under.stop();
    await camera.stop();
  }
});

test('a wrong password is told as such', async () => {
  const camera = new SimulatedRtspCamera();
  const port = await camera.start();
  const under = await MediaUnderTest.start({ camera: `rtsp://keeper:wrong@127.0.0.1:${port}/live` });
  try {
    const info = await under.fault('camera-missing');
    assert.match(info.faults[0]!.message, /password/);
  } finally {
    await under.stop();
    await camera.stop();
  }
});

test.run();
