import { useEffect, useRef, useState } from 'preact/hooks';
import type { Device, DevicePackage, Package, PackageOffer } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { days, price, staysAtHome, whatFollows } from '../wording/recording.ts';
import { whyNot } from '../wording/refused-command.ts';
import { Switch } from './switch.tsx';

export interface PackageCardsProps {
  device: Device;
  state: DevicePackage;
  offer: PackageOffer;
}

/** What can be ordered; choosing asks once more, with what it means. */
export function PackageCards({ device, state, offer }: PackageCardsProps) {
  const [chosen, setChosen] = useState<Package | null>(null);
  const shown = offer.packages.filter(({ priceMinor }) => priceMinor > 0 || !state.trialUsed);
  const canOrder = (one: Package) => one.priceMinor === 0 || offer.payment.canOrder;
  return (
    <>
      <ul class="packages" aria-label="Packages">
        {shown.map((one) => (
          <li key={one.id} class={one.id === chosen?.id ? 'card package chosen' : 'card package'}>
            <h2>{one.name}</h2>
            <p class="num">
              Clips kept <b>{days(one.daysKept)}</b>
            </p>
            <p class="num">
              <b class="price">{price(one.priceMinor, one.currency)}</b>{' '}
              <span class="quiet sm">for {days(one.periodDays)}</span>
            </p>
            <Choose
              one={one}
              state={state}
              canOrder={canOrder(one)}
              isChosen={one.id === chosen?.id}
              onChoose={() => setChosen(one)}
            />
          </li>
        ))}
      </ul>
      {chosen && <Confirm device={device} state={state} chosen={chosen} onDone={() => setChosen(null)} />}
    </>
  );
}

function Choose(props: {
  one: Package;
  state: DevicePackage;
  canOrder: boolean;
  isChosen: boolean;
  onChoose(): void;
}) {
  const { one, state, canOrder, isChosen, onChoose } = props;
  const isOurs = state.state === 'active' && state.product === one.id;
  const word = one.priceMinor === 0 ? 'Try it' : isOurs ? 'Renew' : 'Choose';
  return (
    <div class="packagefoot">
      {canOrder && !(isOurs && one.priceMinor === 0) ? (
        <button class="btn" aria-pressed={isChosen} aria-label={`${word}: ${one.name}`} onClick={onChoose}>
          {word}
        </button>
      ) : (
        !isOurs && <span class="quiet sm">Payment is not set up at this cloud</span>
      )}
      {isOurs && <span class="yours">Yours now</span>}
    </div>
  );
}

function Confirm(props: { device: Device; state: DevicePackage; chosen: Package; onDone(): void }) {
  const { api, recordings, wishes, toasts, now } = useDesk();
  const [busy, setBusy] = useState(false);
  const [agreed, setAgreed] = useState(false);
  const { device, state, chosen, onDone } = props;
  const words = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // On a phone it stands below the cards, out of sight.
    words.current?.focus();
    words.current?.parentElement?.scrollIntoView({ block: 'nearest' });
  }, [chosen.id]);
  const free = chosen.priceMinor === 0;
  const asks = device.state === null || staysAtHome(device);
  const order = async () => {
    setBusy(true);
    try {
      if (asks) await wishes.make(device, { 'cloud.recording': true });
      const { pay } = await api.order(device.id, chosen.id);
      if (pay !== null) return void location.assign(pay);
      await recordings.fetch(device.id);
      toasts.say(`${device.name} sends its clips from now on.`);
      onDone();
    } catch (error) {
      toasts.say(whyNot(error, device.name));
    }
    setBusy(false);
  };
  return (
    <div class="card confirm" role="group" aria-label={`Order ${chosen.name}`}>
      <h2 ref={words} tabIndex={-1}>
        {chosen.name} for {device.name}
      </h2>
      <p class="num">
        Clips of events are kept for {days(chosen.daysKept)}, with picture and sound.{' '}
        {whatFollows(chosen, state, now.ms.value)} It ends by itself after {days(chosen.periodDays)}.
      </p>
      {asks && (
        <div class="line consent">
          <div>
            <h3>{device.name} may send its clips</h3>
            <p>Sealed for your household: nobody else opens them. Take it back here whenever you like.</p>
          </div>
          <Switch on={agreed} label={`${device.name} may send its clips`} onChange={setAgreed} />
        </div>
      )}
      <div class="acts">
        <button class="btn go" aria-busy={busy} disabled={asks && !agreed} onClick={() => void order()}>
          {busy
            ? 'Ordering'
            : free
              ? 'Start, for free'
              : `Order for ${price(chosen.priceMinor, chosen.currency)}`}
        </button>
        <button class="btn plain" onClick={onDone}>
          Not now
        </button>
      </div>
    </div>
  );
}
