import { useDesk } from '../desk.ts';
import { sectionOf } from '../router.ts';
import { useSignOut } from './use-sign-out.ts';
import { Icon, type IconName } from './icon.tsx';

const SECTIONS: { id: ReturnType<typeof sectionOf>; name: string; icon: IconName }[] = [
  { id: 'home', name: 'Home', icon: 'home' },
  { id: 'events', name: 'Events', icon: 'bell' },
  { id: 'album', name: 'Album', icon: 'album' },
  { id: 'devices', name: 'Devices', icon: 'device' },
];

export function Brand() {
  return (
    <a class="brand" href="#home">
      <Icon name="pup" />
      Pupsentry
    </a>
  );
}

/** The words at the left of a desktop. */
export function Rail() {
  const { theme } = useDesk();
  const signOut = useSignOut();
  return (
    <nav class="rail" aria-label="Main">
      <Brand />
      <Sections class="nav" />
      <div class="foot">
        <button class="nav" onClick={() => theme.next()}>
          <Icon name="sun" />
          <ThemeWord />
        </button>
        <button class="nav" onClick={signOut}>
          <Icon name="out" />
          Sign out
        </button>
      </div>
    </nav>
  );
}

/** The bar in reach of a thumb. */
export function Tabs() {
  return (
    <nav class="tabs" aria-label="Main">
      <Sections />
    </nav>
  );
}

function Sections(props: { class?: string }) {
  const { route, events } = useDesk();
  const current = sectionOf(route.value);
  const unseen = events.unseen.value;
  return (
    <>
      {SECTIONS.map(({ id, name, icon }) => (
        <a key={id} class={props.class} href={`#${id}`} aria-current={id === current ? 'page' : undefined}>
          <Icon name={icon} />
          {name}
          {id === 'events' && unseen > 0 && (
            <span class="count">
              {unseen > 99 ? '99+' : unseen}
              <span class="unseen"> not seen</span>
            </span>
          )}
        </a>
      ))}
    </>
  );
}

export function ThemeWord() {
  const { theme } = useDesk();
  return <span>Theme: {theme.choice.value === 'system' ? 'system' : theme.choice.value}</span>;
}
