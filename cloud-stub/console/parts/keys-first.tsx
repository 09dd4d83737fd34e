import { useEffect, useState } from 'preact/hooks';
import { useDesk } from '../desk.ts';
import { KeyCard } from './key-card.tsx';

/** As long as the household has no keys nothing is sent: it is asked for them where it begins. */
export function KeysFirst() {
  const { keyring } = useDesk();
  // It stays when they are made: the recovery file has to be saved.
  const [isNeeded, setNeeded] = useState(false);
  useEffect(() => {
    const look = () => setNeeded(keyring.state.value === 'no-keys' || keyring.state.value === 'insecure');
    keyring.load().then(look, () => {}); // without an answer nothing is asked for
  }, []);
  return (
    isNeeded && (
      <div class="keysfirst">
        <KeyCard />
      </div>
    )
  );
}
