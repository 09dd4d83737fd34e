/**
 * Structures, request numbers and constants of the drivers against the kernel's own headers: a small C program
 * prints what the compiler makes of them. A driver with structures of its own adds a table here.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import koffi, { type TypeObject } from 'koffi';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as gpio from './gpio/uapi.ts';
import * as input from './input-event.ts';
import * as watchdog from './watchdog-requests.ts';

/** Expressions in C, and what we hold them to be. */
type Table = Record<string, number | bigint>;

/** Size of a structure and the place of its fields. @param fields name in C to ours */
function layout(name: string, type: TypeObject, fields: Record<string, string>): Table {
  const table: Table = { [`sizeof(struct ${name})`]: koffi.sizeof(type) };
  for (const [theirs, ours] of Object.entries(fields)) {
    table[`offsetof(struct ${name}, ${theirs})`] = koffi.offsetof(type, ours);
  }
  return table;
}

const HEADERS: Record<string, Table> = {
  'linux/gpio.h': {
    ...layout('gpiochip_info', gpio.STRUCTURES.chipInfo, { name: 'name', label: 'label', lines: 'lines' }),
    ...layout('gpio_v2_line_info', gpio.STRUCTURES.lineInfo, {
      name: 'name',
      consumer: 'consumer',
      offset: 'offset',
      num_attrs: 'attributeCount',
      flags: 'flags',
      attrs: 'attributes',
    }),
    ...layout('gpio_v2_line_request', gpio.STRUCTURES.lineRequest, {
      offsets: 'offsets',
      consumer: 'consumer',
      config: 'config',
      num_lines: 'lineCount',
      event_buffer_size: 'eventBufferSize',
      fd: 'fd',
    }),
    ...layout('gpio_v2_line_config', gpio.STRUCTURES.config, {
      flags: 'flags',
      num_attrs: 'attributeCount',
      attrs: 'attributes',
    }),
    ...layout('gpio_v2_line_config_attribute', gpio.STRUCTURES.configAttribute, {
      attr: 'attribute',
      mask: 'mask',
    }),
    ...layout('gpio_v2_line_attribute', gpio.STRUCTURES.attribute, {
      id: 'id',
      values: 'value',
      debounce_period_us: 'value',
    }),
    ...layout('gpio_v2_line_values', gpio.STRUCTURES.lineValues, { bits: 'bits', mask: 'mask' }),
    ...layout('gpio_v2_line_event', gpio.STRUCTURES.lineEvent, {
      timestamp_ns: 'timestampNs',
      id: 'id',
      offset: 'offset',
      seqno: 'seqno',
      line_seqno: 'lineSeqno',
    }),
    GPIO_GET_CHIPINFO_IOCTL: gpio.REQUESTS.getChipInfo,
    GPIO_V2_GET_LINEINFO_IOCTL: gpio.REQUESTS.getLineInfo,
    GPIO_V2_GET_LINE_IOCTL: gpio.REQUESTS.getLine,
    GPIO_V2_LINE_GET_VALUES_IOCTL: gpio.REQUESTS.getValues,
    GPIO_V2_LINE_SET_VALUES_IOCTL: gpio.REQUESTS.setValues,
    GPIO_V2_LINE_FLAG_USED: gpio.FLAGS.used,
    GPIO_V2_LINE_FLAG_ACTIVE_LOW: gpio.FLAGS.activeLow,
    GPIO_V2_LINE_FLAG_INPUT: gpio.FLAGS.input,
    GPIO_V2_LINE_FLAG_OUTPUT: gpio.FLAGS.output,
    GPIO_V2_LINE_FLAG_EDGE_RISING: gpio.FLAGS.edgeRising,
    GPIO_V2_LINE_FLAG_EDGE_FALLING: gpio.FLAGS.edgeFalling,
    GPIO_V2_LINE_FLAG_BIAS_PULL_UP: gpio.FLAGS.biasPullUp,
    GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN: gpio.FLAGS.biasPullDown,
    GPIO_V2_LINE_FLAG_BIAS_DISABLED: gpio.FLAGS.biasDisabled,
    GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES: gpio.ATTRIBUTES.outputValues,
    GPIO_V2_LINE_ATTR_ID_DEBOUNCE: gpio.ATTRIBUTES.debounce,
    GPIO_V2_LINE_EVENT_RISING_EDGE: gpio.RISING_EDGE,
    'GPIO_MAX_NAME_SIZE - 1': gpio.LONGEST_NAME,
  },
  'linux/input.h': {
    ...layout('input_event', input.INPUT_EVENT, {
      input_event_sec: 'seconds',
      input_event_usec: 'microseconds',
      type: 'type',
      code: 'code',
      value: 'value',
    }),
    'EVIOCGNAME(256)': input.REQUESTS.getName(256),
    'EVIOCGKEY(96)': input.REQUESTS.getKeys(96),
    'EVIOCGBIT(EV_KEY, 96)': input.REQUESTS.getKeyBits(96),
    EVIOCSCLOCKID: input.REQUESTS.setClock,
    '(KEY_MAX + 1) / 8': input.KEY_BYTES,
    EV_SYN: input.EV_SYN,
    EV_KEY: input.EV_KEY,
    SYN_REPORT: input.SYN_REPORT,
    SYN_DROPPED: input.SYN_DROPPED,
  },
  'linux/time.h': { CLOCK_MONOTONIC: input.CLOCK_MONOTONIC },
  'linux/watchdog.h': {
    ...layout('watchdog_info', watchdog.WATCHDOG_INFO, {
      options: 'options',
      firmware_version: 'firmwareVersion',
      identity: 'identity',
    }),
    WDIOC_GETSUPPORT: watchdog.REQUESTS.getSupport,
    WDIOC_GETBOOTSTATUS: watchdog.REQUESTS.getBootStatus,
    WDIOC_KEEPALIVE: watchdog.REQUESTS.keepAlive,
    WDIOC_SETTIMEOUT: watchdog.REQUESTS.setTimeout,
    WDIOC_GETTIMEOUT: watchdog.REQUESTS.getTimeout,
    WDIOF_OVERHEAT: watchdog.BOOT_STATUS.overheat,
    WDIOF_POWERUNDER: watchdog.BOOT_STATUS.powerUnder,
    WDIOF_CARDRESET: watchdog.BOOT_STATUS.cardReset,
  },
};

/** @returns what the C compiler says of each expression; unsigned, so that 32-bit numbers compare */
function askCompiler(header: string, expressions: string[]): Map<string, bigint> {
  const folder = mkdtempSync(join(tmpdir(), 'layout-'));
  try {
    const lines = expressions.map((e) => `  printf("%llu\\n", (unsigned long long)(${e}));`);
    writeFileSync(
      join(folder, 'layout.c'),
      `#include <stddef.h>\n#include <stdio.h>\n#include <${header}>\nint main(void) {\n${lines.join('\n')}\n}\n`,
    );
    execFileSync('gcc', ['-Wall', '-Werror', '-o', join(folder, 'layout'), join(folder, 'layout.c')]);
    const answers = execFileSync(join(folder, 'layout'), { encoding: 'utf8' }).trim().split('\n');
    return new Map(expressions.map((expression, i) => [expression, BigInt(answers[i]!)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const test = suite('layout of structures');

for (const [header, table] of Object.entries(HEADERS)) {
  test(`as in ${header}`, () => {
    const theirs = askCompiler(header, Object.keys(table));
    const wrong = Object.entries(table)
      .filter(([expression, ours]) => theirs.get(expression) !== BigInt(ours))
      .map(([expression, ours]) => `${expression} is ${theirs.get(expression)}, not ${ours}`);
    assert.equal(wrong, []);
  });
}

test.run();
