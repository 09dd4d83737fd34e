/** The byte stream of H.264 encoders (ITU-T H.264, annex B). */

const START_CODE = Buffer.from([0, 0, 1]);

/** @returns the NAL units without start codes and trailing zeros */
export function splitNals(data: Buffer): Buffer[] {
  const nals: Buffer[] = [];
  let start = data.indexOf(START_CODE);
  while (start !== -1) {
    const from = start + START_CODE.length;
    start = data.indexOf(START_CODE, from);
    let to = start === -1 ? data.length : start;
    while (to > from && data[to - 1] === 0) to--;
    if (to > from) nals.push(data.subarray(from, to));
  }
  return nals;
}
