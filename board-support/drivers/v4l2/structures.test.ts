import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import koffi from 'koffi';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  BUFFERS,
  CAPS,
  CONTROL_FLAGS,
  CONTROL_TYPES,
  DISCRETE,
  FORMAT_FLAGS,
  REQUESTS,
  STRUCTURES,
} from './structures.ts';

const test = suite('v4l2 structures');

/** Our names for the header's. A member that stands for a union is held against the union's first member. */
const NAMES: { [S in keyof typeof STRUCTURES]: [string, Record<string, string>] } = {
  capability: ['v4l2_capability', { busInfo: 'bus_info', deviceCaps: 'device_caps' }],
  formatDescription: ['v4l2_fmtdesc', { pixelFormat: 'pixelformat', mbusCode: 'mbus_code' }],
  frameSize: ['v4l2_frmsizeenum', { pixelFormat: 'pixel_format', size: 'discrete' }],
  frameInterval: ['v4l2_frmivalenum', { pixelFormat: 'pixel_format', interval: 'discrete' }],
  controlQuery: [
    'v4l2_query_ext_ctrl',
    { defaultValue: 'default_value', elemSize: 'elem_size', nrOfDims: 'nr_of_dims' },
  ],
  menuQuery: ['v4l2_querymenu', {}],
  extControl: ['v4l2_ext_control', { reserved: 'reserved2' }],
  extControls: ['v4l2_ext_controls', { errorIndex: 'error_idx', requestFd: 'request_fd' }],
};

const NUMBERS: Record<string, number> = {
  VIDIOC_QUERYCAP: REQUESTS.queryCapability,
  VIDIOC_ENUM_FMT: REQUESTS.enumFormat,
  VIDIOC_QUERYMENU: REQUESTS.queryMenu,
  VIDIOC_G_EXT_CTRLS: REQUESTS.getExtControls,
  VIDIOC_S_EXT_CTRLS: REQUESTS.setExtControls,
  VIDIOC_ENUM_FRAMESIZES: REQUESTS.enumFrameSizes,
  VIDIOC_ENUM_FRAMEINTERVALS: REQUESTS.enumFrameIntervals,
  VIDIOC_QUERY_EXT_CTRL: REQUESTS.queryExtControl,
  V4L2_CAP_VIDEO_CAPTURE: CAPS.videoCapture,
  V4L2_CAP_VIDEO_CAPTURE_MPLANE: CAPS.videoCaptureMplane,
  V4L2_CAP_VIDEO_M2M: CAPS.videoM2m,
  V4L2_CAP_VIDEO_M2M_MPLANE: CAPS.videoM2mMplane,
  V4L2_CAP_STREAMING: CAPS.streaming,
  V4L2_CAP_IO_MC: CAPS.ioMc,
  V4L2_CAP_DEVICE_CAPS: CAPS.deviceCaps,
  V4L2_BUF_TYPE_VIDEO_CAPTURE: BUFFERS.capture,
  V4L2_BUF_TYPE_VIDEO_OUTPUT: BUFFERS.output,
  V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE: BUFFERS.captureMplane,
  V4L2_BUF_TYPE_VIDEO_OUTPUT_MPLANE: BUFFERS.outputMplane,
  V4L2_FMT_FLAG_COMPRESSED: FORMAT_FLAGS.compressed,
  V4L2_FMT_FLAG_EMULATED: FORMAT_FLAGS.emulated,
  V4L2_FRMSIZE_TYPE_DISCRETE: DISCRETE,
  V4L2_FRMIVAL_TYPE_DISCRETE: DISCRETE,
  V4L2_CTRL_TYPE_INTEGER: CONTROL_TYPES.integer,
  V4L2_CTRL_TYPE_BOOLEAN: CONTROL_TYPES.boolean,
  V4L2_CTRL_TYPE_MENU: CONTROL_TYPES.menu,
  V4L2_CTRL_TYPE_BUTTON: CONTROL_TYPES.button,
  V4L2_CTRL_TYPE_INTEGER64: CONTROL_TYPES.integer64,
  V4L2_CTRL_TYPE_CTRL_CLASS: CONTROL_TYPES.controlClass,
  V4L2_CTRL_TYPE_BITMASK: CONTROL_TYPES.bitmask,
  V4L2_CTRL_TYPE_INTEGER_MENU: CONTROL_TYPES.integerMenu,
  V4L2_CTRL_FLAG_DISABLED: CONTROL_FLAGS.disabled,
  V4L2_CTRL_FLAG_GRABBED: CONTROL_FLAGS.grabbed,
  V4L2_CTRL_FLAG_READ_ONLY: CONTROL_FLAGS.readOnly,
  V4L2_CTRL_FLAG_INACTIVE: CONTROL_FLAGS.inactive,
  V4L2_CTRL_FLAG_WRITE_ONLY: CONTROL_FLAGS.writeOnly,
  V4L2_CTRL_FLAG_VOLATILE: CONTROL_FLAGS.volatile,
  V4L2_CTRL_FLAG_NEXT_CTRL: CONTROL_FLAGS.nextControl,
};

/** What a C compiler makes of expressions over a header. */
function inC(header: string, expressions: string[]): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'pupsentry-layout-'));
  try {
    const lines = expressions.map((one) => `printf("%llu\\n", (unsigned long long)(${one}));`);
    const source = `#include <stdio.h>\n#include <stddef.h>\n#include <${header}>\nint main(void){${lines.join('\n')}}`;
    writeFileSync(join(folder, 'layout.c'), source);
    execFileSync('gcc', ['-o', join(folder, 'layout'), join(folder, 'layout.c')], { stdio: 'pipe' });
    return execFileSync(join(folder, 'layout'), { encoding: 'utf8' }).trim().split('\n').map(Number);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('sizes, offsets, request numbers and constants are those of linux/videodev2.h', () => {
  const ours: [string, number][] = Object.entries(NUMBERS).map(([name, value]) => [
    `(unsigned)(${name})`,
    value,
  ]);
  for (const [name, [tag, members]] of Object.entries(NAMES)) {
    const type = STRUCTURES[name as keyof typeof STRUCTURES];
    ours.push([`sizeof(struct ${tag})`, koffi.sizeof(type)]);
    for (const [member, { offset }] of Object.entries(type.members!))
      ours.push([`offsetof(struct ${tag}, ${members[member] ?? member})`, offset]);
  }
  const theirs = inC(
    'linux/videodev2.h',
    ours.map(([expression]) => expression),
  );
  assert.equal(
    ours,
    ours.map(([expression], i) => [expression, theirs[i]]),
  );
  assert.ok(ours.length > 80, `${ours.length} compared`);
});

test.run();
