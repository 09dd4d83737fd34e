import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

type LatePageProps<P extends object> = P & {
  /** Fetches the page; may be asked again when it failed. */
  load(): Promise<FunctionComponent<P>>;
};

/** A page whose script is fetched when it is opened. */
export function LatePage<P extends object>({ load, ...props }: LatePageProps<P>) {
  const [page, setPage] = useState<{ Shown: FunctionComponent<P> } | 'failed' | null>(null);
  useEffect(() => {
    let left = false;
    load().then(
      (Shown) => !left && setPage({ Shown }),
      () => !left && setPage('failed'),
    );
    return () => {
      left = true;
    };
  }, []);
  if (page === 'failed') return <Failed />;
  if (page === null) return <section class="page" aria-busy="true" />;
  return <page.Shown {...(props as unknown as P)} />;
}

/** A browser does not fetch a module again that failed: the page is loaded anew. */
function Failed() {
  return (
    <section class="page">
      <div class="blank">
        <Icon name="nolink" />
        <h1>This page did not come.</h1>
        <p class="quiet">The cloud does not answer, or the console was renewed meanwhile.</p>
        <button class="btn" onClick={() => location.reload()}>
          Load it again
        </button>
      </div>
    </section>
  );
}
