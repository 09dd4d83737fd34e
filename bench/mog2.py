#!/usr/bin/python3
"""OpenCV's MOG2 as a motion detector: grey frames on standard input, alarms and CPU seconds on standard output.

usage: mog2.py WIDTH HEIGHT MIN_AREA < raw grey frames
One line: JSON {"frames": [numbers of frames with a region of at least MIN_AREA pixels], "seen": n, "cpu_s": x}.
What a sensible user sets: shadows off, opening with 3x3, three frames in a row before it counts.
"""
import json
import sys
import time

import cv2
import numpy

width, height, min_area = (int(text) for text in sys.argv[1:4])
cv2.setNumThreads(1)
model = cv2.createBackgroundSubtractorMOG2(history=500, varThreshold=16, detectShadows=False)
kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
alarms, seen, in_a_row, cpu_s = [], 0, 0, 0.0
while True:
    data = sys.stdin.buffer.read(width * height)
    if len(data) < width * height:
        break
    frame = numpy.frombuffer(data, numpy.uint8).reshape(height, width)
    started = time.process_time()
    mask = cv2.morphologyEx(model.apply(frame), cv2.MORPH_OPEN, kernel)
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    largest = stats[1:, cv2.CC_STAT_AREA].max() if len(stats) > 1 else 0
    cpu_s += time.process_time() - started
    in_a_row = in_a_row + 1 if largest >= min_area else 0
    # The first two seconds are for learning, as with the others.
    if in_a_row >= 3 and seen >= 30:
        alarms.append(seen)
    seen += 1
print(json.dumps({"frames": alarms, "seen": seen, "cpu_s": cpu_s}))
