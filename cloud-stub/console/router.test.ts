import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { routeOf, sectionOf } from './router.ts';

const test = suite('router');

test('hash to page', () => {
  assert.equal(routeOf(''), { page: 'home' });
  assert.equal(routeOf('#home'), { page: 'home' });
  assert.equal(routeOf('#live/doorbell-1'), { page: 'live', deviceId: 'doorbell-1' });
  assert.equal(routeOf('#clips/doorbell-1'), { page: 'clips', deviceId: 'doorbell-1' });
  assert.equal(routeOf('#clips'), { page: 'devices' });
  assert.equal(routeOf('#watch/doorbell-1'), { page: 'watch', deviceId: 'doorbell-1' });
  assert.equal(routeOf('#event/0b1c'), { page: 'event', eventId: '0b1c' });
  assert.equal(routeOf('#signin/a%2Fb'), { page: 'sign-in', token: 'a/b' });
});

test('what is missing or unknown leads to the page above', () => {
  assert.equal(routeOf('#live'), { page: 'home' });
  assert.equal(routeOf('#event/'), { page: 'events' });
  assert.equal(routeOf('#device'), { page: 'devices' });
  assert.equal(routeOf('#watch'), { page: 'devices' });
  assert.equal(routeOf('#signin'), { page: 'home' });
  assert.equal(routeOf('#no/such/page'), { page: 'home' });
  assert.equal(routeOf('#device/%E0%A4%A'), { page: 'device', deviceId: '%E0%A4%A' }, 'broken encoding');
});

test('pages belong to an entry of the navigation', () => {
  assert.is(sectionOf({ page: 'live', deviceId: 'x' }), 'home');
  assert.is(sectionOf({ page: 'event', eventId: 'x' }), 'events');
  assert.is(sectionOf({ page: 'device', deviceId: 'x' }), 'devices');
  assert.is(sectionOf({ page: 'watch', deviceId: 'x' }), 'devices');
});

test('the album and cloud recording', () => {
  assert.equal(routeOf('#album'), { page: 'album' });
  assert.equal(routeOf('#album/x-1'), { page: 'kept', itemId: 'x-1' });
  assert.equal(routeOf('#recording/front-door-1'), { page: 'recording', deviceId: 'front-door-1' });
  assert.equal(routeOf('#test-payment/P-1'), { page: 'test-payment', orderNumber: 'P-1' });
  assert.is(sectionOf(routeOf('#album/x-1')), 'album');
  assert.is(sectionOf(routeOf('#recording/x-1')), 'devices');
});

test.run();
