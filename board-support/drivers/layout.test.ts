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
import * as v4l2 from './v4l2/structures.ts';
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
  'linux/videodev2.h': {
    ...layout('v4l2_capability', v4l2.STRUCTURES.capability, {
      driver: 'driver',
      card: 'card',
      bus_info: 'busInfo',
      version: 'version',
      capabilities: 'capabilities',
      device_caps: 'deviceCaps',
      reserved: 'reserved',
    }),
    ...layout('v4l2_fmtdesc', v4l2.STRUCTURES.formatDescription, {
      index: 'index',
      type: 'type',
      flags: 'flags',
      description: 'description',
      pixelformat: 'pixelFormat',
      mbus_code: 'mbusCode',
      reserved: 'reserved',
    }),
    ...layout('v4l2_frmsizeenum', v4l2.STRUCTURES.frameSize, {
      index: 'index',
      pixel_format: 'pixelFormat',
      type: 'type',
      discrete: 'size',
      reserved: 'reserved',
    }),
    ...layout('v4l2_frmivalenum', v4l2.STRUCTURES.frameInterval, {
      index: 'index',
      pixel_format: 'pixelFormat',
      width: 'width',
      height: 'height',
      type: 'type',
      discrete: 'interval',
      reserved: 'reserved',
    }),
    ...layout('v4l2_query_ext_ctrl', v4l2.STRUCTURES.controlQuery, {
      id: 'id',
      type: 'type',
      name: 'name',
      minimum: 'minimum',
      maximum: 'maximum',
      step: 'step',
      default_value: 'defaultValue',
      flags: 'flags',
      elem_size: 'elemSize',
      elems: 'elems',
      nr_of_dims: 'nrOfDims',
      dims: 'dims',
      reserved: 'reserved',
    }),
    ...layout('v4l2_querymenu', v4l2.STRUCTURES.menuQuery, {
      id: 'id',
      index: 'index',
      name: 'name',
      reserved: 'reserved',
    }),
    ...layout('v4l2_ext_control', v4l2.STRUCTURES.extControl, {
      id: 'id',
      size: 'size',
      reserved2: 'reserved',
      value64: 'value64',
    }),
    ...layout('v4l2_ext_controls', v4l2.STRUCTURES.extControls, {
      which: 'which',
      count: 'count',
      error_idx: 'errorIndex',
      request_fd: 'requestFd',
      reserved: 'reserved',
      controls: 'controls',
    }),
    VIDIOC_QUERYCAP: v4l2.REQUESTS.queryCapability,
    VIDIOC_ENUM_FMT: v4l2.REQUESTS.enumFormat,
    VIDIOC_QUERYMENU: v4l2.REQUESTS.queryMenu,
    VIDIOC_G_EXT_CTRLS: v4l2.REQUESTS.getExtControls,
    VIDIOC_S_EXT_CTRLS: v4l2.REQUESTS.setExtControls,
    VIDIOC_ENUM_FRAMESIZES: v4l2.REQUESTS.enumFrameSizes,
    VIDIOC_ENUM_FRAMEINTERVALS: v4l2.REQUESTS.enumFrameIntervals,
    VIDIOC_QUERY_EXT_CTRL: v4l2.REQUESTS.queryExtControl,
    V4L2_CAP_VIDEO_CAPTURE: v4l2.CAPS.videoCapture,
    V4L2_CAP_VIDEO_CAPTURE_MPLANE: v4l2.CAPS.videoCaptureMplane,
    V4L2_CAP_VIDEO_M2M: v4l2.CAPS.videoM2m,
    V4L2_CAP_VIDEO_M2M_MPLANE: v4l2.CAPS.videoM2mMplane,
    V4L2_CAP_STREAMING: v4l2.CAPS.streaming,
    V4L2_CAP_IO_MC: v4l2.CAPS.ioMc,
    V4L2_CAP_DEVICE_CAPS: v4l2.CAPS.deviceCaps,
    V4L2_BUF_TYPE_VIDEO_CAPTURE: v4l2.BUFFERS.capture,
    V4L2_BUF_TYPE_VIDEO_OUTPUT: v4l2.BUFFERS.output,
    V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE: v4l2.BUFFERS.captureMplane,
    V4L2_BUF_TYPE_VIDEO_OUTPUT_MPLANE: v4l2.BUFFERS.outputMplane,
    V4L2_FMT_FLAG_COMPRESSED: v4l2.FORMAT_FLAGS.compressed,
    V4L2_FMT_FLAG_EMULATED: v4l2.FORMAT_FLAGS.emulated,
    V4L2_FRMSIZE_TYPE_DISCRETE: v4l2.DISCRETE,
    V4L2_FRMIVAL_TYPE_DISCRETE: v4l2.DISCRETE,
    V4L2_CTRL_TYPE_INTEGER: v4l2.CONTROL_TYPES.integer,
    V4L2_CTRL_TYPE_BOOLEAN: v4l2.CONTROL_TYPES.boolean,
    V4L2_CTRL_TYPE_MENU: v4l2.CONTROL_TYPES.menu,
    V4L2_CTRL_TYPE_BUTTON: v4l2.CONTROL_TYPES.button,
    V4L2_CTRL_TYPE_INTEGER64: v4l2.CONTROL_TYPES.integer64,
    V4L2_CTRL_TYPE_CTRL_CLASS: v4l2.CONTROL_TYPES.controlClass,
    V4L2_CTRL_TYPE_BITMASK: v4l2.CONTROL_TYPES.bitmask,
    V4L2_CTRL_TYPE_INTEGER_MENU: v4l2.CONTROL_TYPES.integerMenu,
    V4L2_CTRL_FLAG_DISABLED: v4l2.CONTROL_FLAGS.disabled,
    V4L2_CTRL_FLAG_GRABBED: v4l2.CONTROL_FLAGS.grabbed,
    V4L2_CTRL_FLAG_READ_ONLY: v4l2.CONTROL_FLAGS.readOnly,
    V4L2_CTRL_FLAG_INACTIVE: v4l2.CONTROL_FLAGS.inactive,
    V4L2_CTRL_FLAG_WRITE_ONLY: v4l2.CONTROL_FLAGS.writeOnly,
    V4L2_CTRL_FLAG_VOLATILE: v4l2.CONTROL_FLAGS.volatile,
    V4L2_CTRL_FLAG_NEXT_CTRL: v4l2.CONTROL_FLAGS.nextControl,
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
