/** The generated messages under their short name: `v1.Event`, `v1.IEvent`, `v1.EventKind.EVENT_KIND_RING`. */
import './plain-numbers.ts';
import { pupsentry } from './gen/pupsentry.js';

export import v1 = pupsentry.v1;
