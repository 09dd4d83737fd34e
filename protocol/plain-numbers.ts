/**
 * 64-bit fields are plain numbers here: milliseconds and counters stay below 2^53.
 *
 * Has to run before the generated code does, which otherwise makes its defaults Long objects: an absent
 * `delay_ms` would then be neither 0 nor false.
 */
import protobuf from 'protobufjs/minimal.js';

(protobuf.util as { Long?: unknown }).Long = undefined;
protobuf.configure();
