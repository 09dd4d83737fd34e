/** Runs in the browser: `RTCPeerConnection`s that watch a device, as the console does. Self-contained. */

export interface WatchOptions {
  audio: boolean;
  /** Decode key frames only: eight viewers in one browser cost little then. */
  keyFramesOnly: boolean;
  /** Tells the device its own addresses. Without, it finds them out by itself (peer-reflexive). */
  trickle: boolean;
}

export interface WatchFigures {
  state: string;
  framesDecoded: number;
  framesReceived: number;
  keyFramesDecoded: number;
  framesShown: number;
  width: number;
  freezes: number;
  freezeSeconds: number;
  packetsLost: number;
  bytesReceived: number;
  audioPackets: number;
  audioEnergy: number;
  pliSent: number;
  nackSent: number;
  /** Milliseconds since the offer left; null until then. */
  answeredMs: number | null;
  connectedMs: number | null;
  firstFrameMs: number | null;
}

/** What the device says, as the page wants it. */
export type ToPage = { answer: string } | { candidate: string; mid: string } | { ended: string };
/** What the page says. */
export type FromPage = { id: string } & ({ offer: string } | { candidate: string; mid: string });

export interface ViewerPage {
  watch(id: string, options: WatchOptions): Promise<void>;
  hear(id: string, message: ToPage): Promise<void>;
  figures(id: string): Promise<WatchFigures>;
  /** Asks for a key frame, as a decoder does that is lost. Needs `keyFramesOnly`. */
  askForKeyFrame(id: string): void;
  /** The longest time without a new picture on the screen since the last call, ms. */
  longestPauseMs(id: string): number;
  close(id: string): void;
}

declare global {
  interface Window {
    viewers: ViewerPage;
    say(message: FromPage): Promise<void>;
  }
}

/** Installed by `page.evaluate`: everything it needs is inside. */
export function installViewerPage(): void {
  interface Watching {
    pc: RTCPeerConnection;
    video: HTMLVideoElement;
    worker: Worker | null;
    sentMs: number;
    shown: number;
    shownMs: number;
    longestPauseMs: number;
    answeredMs: number | null;
    connectedMs: number | null;
    firstFrameMs: number | null;
    early: RTCIceCandidateInit[];
  }
  const all = new Map<string, Watching>();
  const keyFilter = URL.createObjectURL(
    new Blob([
      `onrtctransform = ({ transformer }) => {
        onmessage = () => transformer.sendKeyFrameRequest();
        const keyFrames = new TransformStream({ transform(f, out) { if (f.type === 'key') out.enqueue(f); } });
        transformer.readable.pipeThrough(keyFrames).pipeTo(transformer.writable);
      };`,
    ]),
  );
  const since = (w: Watching) => performance.now() - w.sentMs;

  function show(w: Watching, track: MediaStreamTrack): void {
    w.video.srcObject = new MediaStream([track]);
    document.body.append(w.video);
    const onFrame = () => {
      const nowMs = performance.now();
      w.longestPauseMs = Math.max(w.longestPauseMs, nowMs - w.shownMs);
      w.shownMs = nowMs;
      w.shown++;
      w.firstFrameMs ??= since(w);
      w.video.requestVideoFrameCallback(onFrame);
    };
    w.video.requestVideoFrameCallback(onFrame);
  }

  window.viewers = {
    async watch(id, options) {
      const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
      const video = Object.assign(document.createElement('video'), {
        muted: true,
        autoplay: true,
        width: 320,
      });
      const w: Watching = {
        pc,
        video,
        worker: null,
        sentMs: 0,
        shown: 0,
        shownMs: Infinity,
        longestPauseMs: 0,
        answeredMs: null,
        connectedMs: null,
        firstFrameMs: null,
        early: [],
      };
      all.set(id, w);
      pc.onconnectionstatechange = () => {
        if (pc.connectionState === 'connected') w.connectedMs ??= since(w);
      };
      pc.ontrack = ({ track, receiver }) => {
        if (track.kind === 'audio') {
          const audio = Object.assign(document.createElement('audio'), { autoplay: true });
          audio.srcObject = new MediaStream([track]);
          document.body.append(audio);
          return;
        }
        if (options.keyFramesOnly) {
          w.worker = new Worker(keyFilter);
          receiver.transform = new RTCRtpScriptTransform(w.worker);
        }
        show(w, track);
      };
      pc.onicecandidate = ({ candidate }) => {
        if (!options.trickle) return;
        void window.say({ id, candidate: candidate?.candidate ?? '', mid: candidate?.sdpMid ?? '0' });
      };
      pc.addTransceiver('video', { direction: 'recvonly' });
      if (options.audio) pc.addTransceiver('audio', { direction: 'recvonly' });
      await pc.setLocalDescription();
      w.sentMs = performance.now();
      await window.say({ id, offer: pc.localDescription!.sdp });
    },
    async hear(id, message) {
      const w = all.get(id);
      if (!w) return;
      if ('answer' in message) {
        w.answeredMs = since(w);
        await w.pc.setRemoteDescription({ type: 'answer', sdp: message.answer });
        for (const candidate of w.early.splice(0)) await w.pc.addIceCandidate(candidate);
      } else if ('candidate' in message) {
        const candidate = { candidate: message.candidate, sdpMid: message.mid };
        if (w.pc.remoteDescription) await w.pc.addIceCandidate(candidate);
        else w.early.push(candidate);
      }
    },
    async figures(id) {
      const w = all.get(id)!;
      const figures: WatchFigures = {
        state: w.pc.connectionState,
        framesDecoded: 0,
        framesReceived: 0,
        keyFramesDecoded: 0,
        framesShown: w.shown,
        width: 0,
        freezes: 0,
        freezeSeconds: 0,
        packetsLost: 0,
        bytesReceived: 0,
        audioPackets: 0,
        audioEnergy: 0,
        pliSent: 0,
        nackSent: 0,
        answeredMs: w.answeredMs,
        connectedMs: w.connectedMs,
        firstFrameMs: w.firstFrameMs,
      };
      for (const report of (await w.pc.getStats()).values() as Iterable<Record<string, number | string>>) {
        if (report.type !== 'inbound-rtp') continue;
        const number = (name: string) => Number(report[name] ?? 0);
        if (report.kind === 'audio') {
          figures.audioPackets = number('packetsReceived');
          figures.audioEnergy = number('totalAudioEnergy');
          continue;
        }
        figures.framesDecoded = number('framesDecoded');
        figures.framesReceived = number('framesReceived');
        figures.keyFramesDecoded = number('keyFramesDecoded');
        figures.width = number('frameWidth');
        figures.freezes = number('freezeCount');
        figures.freezeSeconds = number('totalFreezesDuration');
        figures.packetsLost = number('packetsLost');
        figures.bytesReceived = number('bytesReceived');
        figures.pliSent = number('pliCount');
        figures.nackSent = number('nackCount');
      }
      return figures;
    },
    askForKeyFrame(id) {
      all.get(id)?.worker?.postMessage('now');
    },
    longestPauseMs(id) {
      const w = all.get(id)!;
      const longest = Math.max(w.longestPauseMs, performance.now() - w.shownMs);
      w.longestPauseMs = 0;
      return longest;
    },
    close(id) {
      const w = all.get(id);
      all.delete(id);
      w?.pc.close();
      w?.video.remove();
      w?.worker?.terminate();
    },
  };
}
