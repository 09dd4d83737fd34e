/** Pages by hash: `#home`, `#live/<deviceId>`, `#event/<id>`, `#recordings/<deviceId>/<ms>`, `#signin/<token>`. */

export type Route =
  | { page: 'home' }
  | { page: 'live'; deviceId: string }
  | { page: 'events' }
  | { page: 'event'; eventId: string }
  | { page: 'album' }
  | { page: 'kept'; itemId: string }
  | { page: 'devices' }
  | { page: 'device'; deviceId: string }
  | { page: 'clips'; deviceId: string }
  | { page: 'recording'; deviceId: string }
  | { page: 'recordings'; deviceId: string; /** Where to begin; null: at the newest. */ atMs: number | null }
  | { page: 'test-payment'; orderNumber: string }
  | { page: 'watch'; deviceId: string }
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
    case 'watch':
      return argument ? { page, deviceId: argument } : { page: 'devices' };
    case 'album':
      return argument ? { page: 'kept', itemId: argument } : { page };
    case 'recordings': {
      const [deviceId = '', at = ''] = argument.split('/');
      const atMs = /^\d{1,15}$/.test(at) ? Number(at) : null;
      return deviceId ? { page, deviceId, atMs } : { page: 'devices' };
    }
    case 'recording':
      return argument ? { page, deviceId: argument } : { page: 'devices' };
    case 'test-payment':
      return argument ? { page, orderNumber: argument } : { page: 'devices' };
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
export function sectionOf(route: Route): 'home' | 'events' | 'album' | 'devices' {
  switch (route.page) {
    case 'events':
    case 'event':
      return 'events';
    case 'album':
    case 'kept':
      return 'album';
    case 'devices':
    case 'device':
    case 'clips':
    case 'recording':
    case 'recordings':
    case 'test-payment':
    case 'watch':
      return 'devices';
    default:
      return 'home';
  }
}
