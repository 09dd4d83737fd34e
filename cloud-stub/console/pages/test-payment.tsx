import { useEffect, useState } from 'preact/hooks';
import type { Order, TestPaymentPage as Shown } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { Icon } from '../parts/icon.tsx';
import { price } from '../wording/recording.ts';
import { whyNot } from '../wording/refused-command.ts';

/** Stands in for the page of a payment provider; there with `--payment test` alone. */
export function TestPaymentPage({ orderNumber }: { orderNumber: string }) {
  const { api, toasts } = useDesk();
  const [shown, setShown] = useState<Shown | null>(null);
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    api.testPayment(orderNumber).then(setShown, () => setMissing(true));
  }, [orderNumber]);
  const back = ({ deviceId }: Order) => location.replace(deviceId ? `#recording/${deviceId}` : '#devices');
  const decide = async (decision: 'pay' | 'refuse' | 'later') => {
    setBusy(true);
    try {
      const order =
        decision === 'later'
          ? await api.orderOf(orderNumber)
          : await api.decideTestPayment(orderNumber, decision);
      toasts.say(
        order.status === 'paid'
          ? 'Paid, as a test. Cloud recording is on.'
          : order.status === 'open'
            ? 'Not paid yet. The order ends by itself after a day.'
            : 'Refused, as a test. Nothing was ordered.',
      );
      back(order);
    } catch (error) {
      toasts.say(whyNot(error, ''));
    }
    setBusy(false);
  };
  if (missing) {
    return (
      <section class="page blank">
        <Icon name="cloud" />
        <h1>There is nothing to pay here.</h1>
        <p class="quiet">The order is over, or this cloud takes no test payments.</p>
      </section>
    );
  }
  return (
    <section class="page testpay">
      <div class="banner">
        <Icon name="tamper" />
        <span>
          <b>This is a test. No money moves.</b>
          It stands where the page of a payment provider would be.
        </span>
      </div>
      <div class="head">
        <h1>{shown ? `Pay ${price(shown.amountMinor, shown.currency)}?` : 'One moment.'}</h1>
        <p>{shown?.description}</p>
      </div>
      {shown && (
        <>
          <p class="fig">Order {shown.number}</p>
          <div class="acts" aria-busy={busy}>
            <button class="btn go" onClick={() => void decide('pay')}>
              Pay
            </button>
            <button class="btn" onClick={() => void decide('refuse')}>
              Refuse
            </button>
            <button class="btn plain" onClick={() => void decide('later')}>
              Later
            </button>
          </div>
        </>
      )}
    </section>
  );
}
