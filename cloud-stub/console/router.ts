/** Pages by hash: `#home`, `#live/<deviceId>`, `#event/<id>`, `#signin/<token>`. */

export type Route =
  | { page: 'home' }
  | { page: 'live'; deviceId: string }
  | { page: 'events' }
  | { page: 'event'; eventId: string }
  | { page: 'devices' }
  | { page: 'device'; deviceId: string }
  | { page: 'clips'; deviceId: string }
  | { page: 'sign-in'; token: string };

/** Anything unknown is home. */
export function routeOf(hash: string): Route {
  const [page, ...rest] = hash.replace(/^#/, '').split('/');
  const argument = decode(rest.join('/'));
  switch (page) {
    case 'live':
      return argument ? { page, deviceId: argument } : { page: 'home' };
    case 'device':
    case 'clips':
      return argument ? { page, deviceId: argument } : { page: 'devices' };
    case 'event':
      return argument ? { page, eventId: argument } : { page: 'events' };
    case 'signin':
      return argument ? { page: 'sign-in', token: argument } : { page: 'home' };
    case 'events':
    case 'devices':
      return { page };
    default:
      return { page: 'home' };
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The entry of the navigation a page belongs to. */
export function sectionOf(route: Route): 'home' | 'events' | 'devices' {
  switch (route.page) {
    case 'events':
    case 'event':
      return 'events';
    case 'devices':
    case 'device':
    case 'clips':
      return 'devices';
    default:
      return 'home';
  }
}
