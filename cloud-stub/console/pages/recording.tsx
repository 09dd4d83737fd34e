import { useEffect, useState } from 'preact/hooks';
import type { ClipDeletion, Device, Order, Package, PackageOffer } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { BackRow } from '../parts/back-row.tsx';
import { Icon } from '../parts/icon.tsx';
import { NoSuchDevice } from '../parts/no-such-device.tsx';
import { KeysFirst } from '../parts/keys-first.tsx';
import { PackageCards } from '../parts/package-cards.tsx';
import { SendingCard } from '../parts/sending-card.tsx';
import {
  dateOf,
  deletionSentence,
  orderSentence,
  recordingSentence,
  recordingSubline,
  warning,
} from '../wording/recording.ts';
import { whyNot } from '../wording/refused-command.ts';

/** Cloud recording of one device. */
export function RecordingPage({ deviceId }: { deviceId: string }) {
  const { devices } = useDesk();
  const device = devices.byId(deviceId);
  return (
    <section class="page">
      <BackRow to={`device/${deviceId}`} name={device?.name ?? 'Device'} />
      {device ? <Found key={device.id} device={device} /> : <NoSuchDevice />}
    </section>
  );
}

interface History {
  offer: PackageOffer;
  orders: Order[];
  deletions: ClipDeletion[];
}

function Found({ device }: { device: Device }) {
  const { recordings, now } = useDesk();
  const state = recordings.of(device.id);
  const history = useHistory(device.id, state);
  const warns = state && warning(state, now.ms.value);
  return (
    <>
      <div class="head">
        <h1>{recordingSentence(state, device)}</h1>
        <p class="num">{recordingSubline(state, device)}</p>
      </div>
      {warns && (
        <div class={state.state === 'grace' ? 'banner bad' : 'banner'} role="status">
          <Icon name={state.state === 'grace' ? 'tamper' : 'cloud'} />
          <span class="num">
            <b>{warns.head}</b>
            {warns.words}
          </span>
        </div>
      )}
      {state?.state === 'active' && <KeysFirst />}
      {state && history && <PackageCards device={device} state={state} offer={history.offer} />}
      {state && <SendingCard device={device} state={state} />}
      <div class="two recordinginfo">
        <Stored />
        {history && <Past history={history} offered={history.offer.packages} />}
      </div>
    </>
  );
}

/** Fetched when the page opens, and again when the recording has changed. */
function useHistory(deviceId: string, state: unknown): History | null {
  const { api, recordings, toasts } = useDesk();
  const [history, setHistory] = useState<History | null>(null);
  useEffect(() => {
    let left = false;
    const fetchAll = async () => {
      if (!state) return recordings.fetch(deviceId);
      const [offer, orders, deletions] = await Promise.all([
        api.packages(),
        api.orders(deviceId),
        api.clipDeletions(deviceId),
      ]);
      if (!left) setHistory({ offer, orders, deletions });
    };
    fetchAll().catch((error: unknown) => !left && toasts.say(whyNot(error, '')));
    return () => {
      left = true;
    };
  }, [deviceId, state]);
  return history;
}

/** All of it is said before anybody orders: what for, what it uses, how long, and if it ends. */
function Stored() {
  return (
    <div class="card">
      <h2>What is stored</h2>
      <dl class="facts">
        <div>
          <dt>What</dt>
          <dd>Clips of events, with picture and sound. Nothing while privacy is on.</dd>
        </div>
        <div>
          <dt>When</dt>
          <dd>Once you have agreed, and until you switch it off. Then what waits is erased at once.</dd>
        </div>
        <div>
          <dt>Who sees it</dt>
          <dd>Your household. Clips are sealed by the camera before they leave home.</dd>
        </div>
        <div>
          <dt>How long</dt>
          <dd>As many days as the package says. Then they are deleted, and it is noted here.</dd>
        </div>
        <div>
          <dt>If it ends</dt>
          <dd>Nothing new is sent. After a week of grace what is here is deleted.</dd>
        </div>
        <div>
          <dt>Payment</dt>
          <dd>Of an order its number, package, amount and status are kept. Nothing about how you pay.</dd>
        </div>
      </dl>
    </div>
  );
}

function Past({ history, offered }: { history: History; offered: readonly Package[] }) {
  const { orders, deletions } = history;
  return (
    <div>
      <div class="card">
        <h2>Deleted</h2>
        {deletions.length === 0 ? (
          <p class="quiet sm">Nothing was deleted yet.</p>
        ) : (
          <ul class="log">
            {deletions.map((one) => (
              <li key={`${one.firstMs} ${one.reason}`}>
                <time>{dateOf(one.lastMs)}</time>
                <span class="num">{deletionSentence(one)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div class="card">
        <h2>Orders</h2>
        {orders.length === 0 ? (
          <p class="quiet sm">Nothing was ordered yet.</p>
        ) : (
          <ul class="log">
            {orders.map((order) => (
              <li key={order.number}>
                <time>{dateOf(order.createdMs)}</time>
                <span class="num">
                  {orderSentence(order, offered)}
                  <small>{order.number}</small>
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
