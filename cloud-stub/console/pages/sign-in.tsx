import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../api-client.ts';
import { useDesk } from '../desk.ts';
import { Icon } from '../parts/icon.tsx';

const COMMAND = 'npx pupsentry-cloud sign-in-link';

/** Signed out, or coming in by a link. @param token of the link, if that is how the page was opened */
export function SignInPage({ token }: { token?: string }) {
  const { link, toasts } = useDesk();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const comeIn = async (by: string) => {
    setTrouble(null);
    // The link works once: it must not stay in the address bar, nor in the history.
    history.replaceState(null, '', '#home');
    try {
      await link.signIn(by);
    } catch (error) {
      if (link.state.value !== 'connected') return setTrouble(troubleOf(error));
      toasts.say('That link was used already. You are signed in.');
    }
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  };
  useEffect(() => {
    if (token) void comeIn(token);
  }, [token]);
  return (
    <div class="sign">
      <div class="pic">
        <img src="porch-dusk.svg" alt="" width={1200} height={900} />
      </div>
      <section class="words">
        <span class="brand">
          <Icon name="pup" />
          Pupsentry
        </span>
        <h1>See who is there.</h1>
        {token && !trouble ? (
          <p class="quiet" role="status">
            Signing you in.
          </p>
        ) : (
          <HowToGetIn trouble={trouble} onTryAgain={() => token && void comeIn(token)} />
        )}
      </section>
    </div>
  );
}

interface Trouble {
  message: string;
  /** The link is still good. */
  mayPass: boolean;
}

function HowToGetIn({ trouble, onTryAgain }: { trouble: Trouble | null; onTryAgain(): void }) {
  const { toasts } = useDesk();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(COMMAND);
      toasts.say('Copied.');
    } catch {
      toasts.say('This browser does not let the page copy. Select the words instead.');
    }
  };
  return (
    <>
      {trouble ? (
        <div class="banner bad asks" role="alert">
          <Icon name="tamper" />
          <span>{trouble.message}</span>
          {trouble.mayPass && (
            <button class="btn" onClick={onTryAgain}>
              Try again
            </button>
          )}
        </div>
      ) : (
        <p class="quiet">Your cameras are at home. A link lets you in.</p>
      )}
      <p>Get a link on the machine that runs the cloud:</p>
      <div class="command">
        <code>{COMMAND}</code>
        <button class="btn icon" aria-label="Copy the command" onClick={() => void copy()}>
          <Icon name="copy" />
        </button>
      </div>
      <p class="quiet sm">
        <code>make run</code> prints one when it starts. A link works once, for 15 min.
      </p>
    </>
  );
}

function troubleOf(error: unknown): Trouble {
  if (!(error instanceof ApiError) || error.code === 'bad-link') {
    return { message: 'This link was used already, or it is too old. Get a new one.', mayPass: false };
  }
  if (error.code === 'unreachable') {
    return { message: 'The cloud does not answer. The link is not used up.', mayPass: true };
  }
  return { message: error.message, mayPass: true };
}
