/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $TypeError = $util.global.TypeError, $Number = $util.global.Number, $String = $util.global.String, $parseInt = $util.global.parseInt, $Boolean = $util.global.Boolean, $BigInt = $util.global.BigInt, $Array = $util.global.Array, $isFinite = $util.global.isFinite;

const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const pupsentry = $root.pupsentry = (() => {

    const pupsentry = {};

    pupsentry.v1 = (function() {

        const v1 = {};

        v1.Envelope = (function() {

            const Envelope = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Envelope.prototype.protocolVersion = 0;
            Envelope.prototype.deviceId = "";
            Envelope.prototype.bootEpoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Envelope.prototype.seq = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Envelope.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
            Envelope.prototype.clockQuality = 0;
            Envelope.prototype.correlationId = "";
            Envelope.prototype.traceId = "";
            Envelope.prototype.delayMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Envelope.prototype.late = false;
            Envelope.prototype.status = null;
            Envelope.prototype.state = null;
            Envelope.prototype.event = null;
            Envelope.prototype.telemetry = null;
            Envelope.prototype.reply = null;
            Envelope.prototype.signal = null;
            Envelope.prototype.log = null;
            Envelope.prototype.command = null;
            Envelope.prototype.settings = null;

            let $oneOfFields;

            $Object.defineProperty(Envelope.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["status", "state", "event", "telemetry", "reply", "signal", "log", "command", "settings"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Envelope.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocolVersion != null && $Object.hasOwnProperty.call(message, "protocolVersion") && message.protocolVersion !== 0)
                    writer.uint32(8).uint32(message.protocolVersion);
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId") && message.deviceId !== "")
                    writer.uint32(18).string(message.deviceId);
                if (message.bootEpoch != null && $Object.hasOwnProperty.call(message, "bootEpoch") && (typeof message.bootEpoch === "object" ? message.bootEpoch.low || message.bootEpoch.high : message.bootEpoch !== 0))
                    writer.uint32(24).uint64(message.bootEpoch);
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && (typeof message.seq === "object" ? message.seq.low || message.seq.high : message.seq !== 0))
                    writer.uint32(32).uint64(message.seq);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(40).int64(message.timeMs);
                if (message.clockQuality != null && $Object.hasOwnProperty.call(message, "clockQuality") && message.clockQuality !== 0)
                    writer.uint32(48).int32(message.clockQuality);
                if (message.correlationId != null && $Object.hasOwnProperty.call(message, "correlationId") && message.correlationId !== "")
                    writer.uint32(58).string(message.correlationId);
                if (message.traceId != null && $Object.hasOwnProperty.call(message, "traceId") && message.traceId !== "")
                    writer.uint32(66).string(message.traceId);
                if (message.delayMs != null && $Object.hasOwnProperty.call(message, "delayMs") && (typeof message.delayMs === "object" ? message.delayMs.low || message.delayMs.high : message.delayMs !== 0))
                    writer.uint32(72).uint64(message.delayMs);
                if (message.late != null && $Object.hasOwnProperty.call(message, "late") && message.late !== false)
                    writer.uint32(80).bool(message.late);
                if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                    $root.pupsentry.v1.Status.encode(message.status, writer.uint32(162).fork(), _depth + 1).ldelim();
                if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                    $root.pupsentry.v1.State.encode(message.state, writer.uint32(170).fork(), _depth + 1).ldelim();
                if (message.event != null && $Object.hasOwnProperty.call(message, "event"))
                    $root.pupsentry.v1.Event.encode(message.event, writer.uint32(178).fork(), _depth + 1).ldelim();
                if (message.telemetry != null && $Object.hasOwnProperty.call(message, "telemetry"))
                    $root.pupsentry.v1.Telemetry.encode(message.telemetry, writer.uint32(186).fork(), _depth + 1).ldelim();
                if (message.reply != null && $Object.hasOwnProperty.call(message, "reply"))
                    $root.pupsentry.v1.Reply.encode(message.reply, writer.uint32(194).fork(), _depth + 1).ldelim();
                if (message.signal != null && $Object.hasOwnProperty.call(message, "signal"))
                    $root.pupsentry.v1.Signal.encode(message.signal, writer.uint32(202).fork(), _depth + 1).ldelim();
                if (message.log != null && $Object.hasOwnProperty.call(message, "log"))
                    $root.pupsentry.v1.Log.encode(message.log, writer.uint32(210).fork(), _depth + 1).ldelim();
                if (message.command != null && $Object.hasOwnProperty.call(message, "command"))
                    $root.pupsentry.v1.Command.encode(message.command, writer.uint32(242).fork(), _depth + 1).ldelim();
                if (message.settings != null && $Object.hasOwnProperty.call(message, "settings"))
                    $root.pupsentry.v1.SettingsChange.encode(message.settings, writer.uint32(250).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Envelope.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.Envelope();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocolVersion = value;
                            else
                                delete message.protocolVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.deviceId = value;
                            else
                                delete message.deviceId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.bootEpoch = value;
                            else
                                delete message.bootEpoch;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.seq = value;
                            else
                                delete message.seq;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.clockQuality = value;
                            else
                                delete message.clockQuality;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.correlationId = value;
                            else
                                delete message.correlationId;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.traceId = value;
                            else
                                delete message.traceId;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.delayMs = value;
                            else
                                delete message.delayMs;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.late = value;
                            else
                                delete message.late;
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            message.status = $root.pupsentry.v1.Status.decode(reader, reader.size(), $undefined, _depth + 1, message.status);
                            message.body = "status";
                            continue;
                        }
                    case 21: {
                            if (wireType !== 2)
                                break;
                            message.state = $root.pupsentry.v1.State.decode(reader, reader.size(), $undefined, _depth + 1, message.state);
                            message.body = "state";
                            continue;
                        }
                    case 22: {
                            if (wireType !== 2)
                                break;
                            message.event = $root.pupsentry.v1.Event.decode(reader, reader.size(), $undefined, _depth + 1, message.event);
                            message.body = "event";
                            continue;
                        }
                    case 23: {
                            if (wireType !== 2)
                                break;
                            message.telemetry = $root.pupsentry.v1.Telemetry.decode(reader, reader.size(), $undefined, _depth + 1, message.telemetry);
                            message.body = "telemetry";
                            continue;
                        }
                    case 24: {
                            if (wireType !== 2)
                                break;
                            message.reply = $root.pupsentry.v1.Reply.decode(reader, reader.size(), $undefined, _depth + 1, message.reply);
                            message.body = "reply";
                            continue;
                        }
                    case 25: {
                            if (wireType !== 2)
                                break;
                            message.signal = $root.pupsentry.v1.Signal.decode(reader, reader.size(), $undefined, _depth + 1, message.signal);
                            message.body = "signal";
                            continue;
                        }
                    case 26: {
                            if (wireType !== 2)
                                break;
                            message.log = $root.pupsentry.v1.Log.decode(reader, reader.size(), $undefined, _depth + 1, message.log);
                            message.body = "log";
                            continue;
                        }
                    case 30: {
                            if (wireType !== 2)
                                break;
                            message.command = $root.pupsentry.v1.Command.decode(reader, reader.size(), $undefined, _depth + 1, message.command);
                            message.body = "command";
                            continue;
                        }
                    case 31: {
                            if (wireType !== 2)
                                break;
                            message.settings = $root.pupsentry.v1.SettingsChange.decode(reader, reader.size(), $undefined, _depth + 1, message.settings);
                            message.body = "settings";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Envelope.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.protocolVersion != null && $Object.hasOwnProperty.call(message, "protocolVersion"))
                    if (!$util.isInteger(message.protocolVersion))
                        return "protocolVersion: integer expected";
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId"))
                    if (!$util.isString(message.deviceId))
                        return "deviceId: string expected";
                if (message.bootEpoch != null && $Object.hasOwnProperty.call(message, "bootEpoch"))
                    if (!$util.isInteger(message.bootEpoch) && !(message.bootEpoch && $util.isInteger(message.bootEpoch.low) && $util.isInteger(message.bootEpoch.high)))
                        return "bootEpoch: integer|Long expected";
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    if (!$util.isInteger(message.seq) && !(message.seq && $util.isInteger(message.seq.low) && $util.isInteger(message.seq.high)))
                        return "seq: integer|Long expected";
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs"))
                    if (!$util.isInteger(message.timeMs) && !(message.timeMs && $util.isInteger(message.timeMs.low) && $util.isInteger(message.timeMs.high)))
                        return "timeMs: integer|Long expected";
                if (message.clockQuality != null && $Object.hasOwnProperty.call(message, "clockQuality"))
                    if (typeof message.clockQuality !== "number" || (message.clockQuality | 0) !== message.clockQuality)
                        return "clockQuality: enum value expected";
                if (message.correlationId != null && $Object.hasOwnProperty.call(message, "correlationId"))
                    if (!$util.isString(message.correlationId))
                        return "correlationId: string expected";
                if (message.traceId != null && $Object.hasOwnProperty.call(message, "traceId"))
                    if (!$util.isString(message.traceId))
                        return "traceId: string expected";
                if (message.delayMs != null && $Object.hasOwnProperty.call(message, "delayMs"))
                    if (!$util.isInteger(message.delayMs) && !(message.delayMs && $util.isInteger(message.delayMs.low) && $util.isInteger(message.delayMs.high)))
                        return "delayMs: integer|Long expected";
                if (message.late != null && $Object.hasOwnProperty.call(message, "late"))
                    if (typeof message.late !== "boolean")
                        return "late: boolean expected";
                if (message.status != null && $Object.hasOwnProperty.call(message, "status")) {
                    properties.body = 1;
                    {
                        let error = $root.pupsentry.v1.Status.verify(message.status, _depth + 1);
                        if (error)
                            return "status." + error;
                    }
                }
                if (message.state != null && $Object.hasOwnProperty.call(message, "state")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.pupsentry.v1.State.verify(message.state, _depth + 1);
                        if (error)
                            return "state." + error;
                    }
                }
                if (message.event != null && $Object.hasOwnProperty.call(message, "event")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.pupsentry.v1.Event.verify(message.event, _depth + 1);
                        if (error)
                            return "event." + error;
                    }
                }
                if (message.telemetry != null && $Object.hasOwnProperty.call(message, "telemetry")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.pupsentry.v1.Telemetry.verify(message.telemetry, _depth + 1);
                        if (error)
                            return "telemetry." + error;
                    }
                }
                if (message.reply != null && $Object.hasOwnProperty.call(message, "reply")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.pupsentry.v1.Reply.verify(message.reply, _depth + 1);
                        if (error)
                            return "reply." + error;
                    }
                }
                if (message.signal != null && $Object.hasOwnProperty.call(message, "signal")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.pupsentry.v1.Signal.verify(message.signal, _depth + 1);
                        if (error)
                            return "signal." + error;
                    }
                }
                if (message.log != null && $Object.hasOwnProperty.call(message, "log")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.pupsentry.v1.Log.verify(message.log, _depth + 1);
                        if (error)
                            return "log." + error;
                    }
                }
                if (message.command != null && $Object.hasOwnProperty.call(message, "command")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.pupsentry.v1.Command.verify(message.command, _depth + 1);
                        if (error)
                            return "command." + error;
                    }
                }
                if (message.settings != null && $Object.hasOwnProperty.call(message, "settings")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.pupsentry.v1.SettingsChange.verify(message.settings, _depth + 1);
                        if (error)
                            return "settings." + error;
                    }
                }
                return null;
            };

            Envelope.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.Envelope)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.Envelope: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.Envelope();
                if (object.protocolVersion != null)
                    if ($Number(object.protocolVersion) !== 0)
                        message.protocolVersion = object.protocolVersion >>> 0;
                if (object.deviceId != null)
                    if (typeof object.deviceId !== "string" || object.deviceId.length)
                        message.deviceId = $String(object.deviceId);
                if (object.bootEpoch != null)
                    if (typeof object.bootEpoch === "object" ? object.bootEpoch.low || object.bootEpoch.high : $Number(object.bootEpoch) !== 0)
                        if ($util.Long)
                            message.bootEpoch = $util.Long.fromValue(object.bootEpoch, true);
                        else if (typeof object.bootEpoch === "string")
                            message.bootEpoch = $parseInt(object.bootEpoch, 10);
                        else if (typeof object.bootEpoch === "number")
                            message.bootEpoch = object.bootEpoch;
                        else if (typeof object.bootEpoch === "object")
                            message.bootEpoch = new $util.LongBits(object.bootEpoch.low >>> 0, object.bootEpoch.high >>> 0).toNumber(true);
                if (object.seq != null)
                    if (typeof object.seq === "object" ? object.seq.low || object.seq.high : $Number(object.seq) !== 0)
                        if ($util.Long)
                            message.seq = $util.Long.fromValue(object.seq, true);
                        else if (typeof object.seq === "string")
                            message.seq = $parseInt(object.seq, 10);
                        else if (typeof object.seq === "number")
                            message.seq = object.seq;
                        else if (typeof object.seq === "object")
                            message.seq = new $util.LongBits(object.seq.low >>> 0, object.seq.high >>> 0).toNumber(true);
                if (object.timeMs != null)
                    if (typeof object.timeMs === "object" ? object.timeMs.low || object.timeMs.high : $Number(object.timeMs) !== 0)
                        if ($util.Long)
                            message.timeMs = $util.Long.fromValue(object.timeMs, false);
                        else if (typeof object.timeMs === "string")
                            message.timeMs = $parseInt(object.timeMs, 10);
                        else if (typeof object.timeMs === "number")
                            message.timeMs = object.timeMs;
                        else if (typeof object.timeMs === "object")
                            message.timeMs = new $util.LongBits(object.timeMs.low >>> 0, object.timeMs.high >>> 0).toNumber();
                if (object.clockQuality !== 0 && (typeof object.clockQuality !== "string" || $root.pupsentry.v1.ClockQuality[object.clockQuality] !== 0))
                    switch (object.clockQuality) {
                    case "CLOCK_QUALITY_UNKNOWN":
                    case 0:
                        message.clockQuality = 0;
                        break;
                    case "CLOCK_QUALITY_FLOOR":
                    case 1:
                        message.clockQuality = 1;
                        break;
                    case "CLOCK_QUALITY_SYNCED":
                    case 2:
                        message.clockQuality = 2;
                        break;
                    default:
                        if (typeof object.clockQuality === "number" && (object.clockQuality | 0) === object.clockQuality)
                            message.clockQuality = object.clockQuality;
                    }
                if (object.correlationId != null)
                    if (typeof object.correlationId !== "string" || object.correlationId.length)
                        message.correlationId = $String(object.correlationId);
                if (object.traceId != null)
                    if (typeof object.traceId !== "string" || object.traceId.length)
                        message.traceId = $String(object.traceId);
                if (object.delayMs != null)
                    if (typeof object.delayMs === "object" ? object.delayMs.low || object.delayMs.high : $Number(object.delayMs) !== 0)
                        if ($util.Long)
                            message.delayMs = $util.Long.fromValue(object.delayMs, true);
                        else if (typeof object.delayMs === "string")
                            message.delayMs = $parseInt(object.delayMs, 10);
                        else if (typeof object.delayMs === "number")
                            message.delayMs = object.delayMs;
                        else if (typeof object.delayMs === "object")
                            message.delayMs = new $util.LongBits(object.delayMs.low >>> 0, object.delayMs.high >>> 0).toNumber(true);
                if (object.late != null)
                    if (object.late)
                        message.late = $Boolean(object.late);
                if (object.status != null) {
                    if (!$util.isObject(object.status))
                        throw $TypeError(".pupsentry.v1.Envelope.status: object expected");
                    message.status = $root.pupsentry.v1.Status.fromObject(object.status, _depth + 1);
                }
                if (object.state != null) {
                    if (!$util.isObject(object.state))
                        throw $TypeError(".pupsentry.v1.Envelope.state: object expected");
                    message.state = $root.pupsentry.v1.State.fromObject(object.state, _depth + 1);
                }
                if (object.event != null) {
                    if (!$util.isObject(object.event))
                        throw $TypeError(".pupsentry.v1.Envelope.event: object expected");
                    message.event = $root.pupsentry.v1.Event.fromObject(object.event, _depth + 1);
                }
                if (object.telemetry != null) {
                    if (!$util.isObject(object.telemetry))
                        throw $TypeError(".pupsentry.v1.Envelope.telemetry: object expected");
                    message.telemetry = $root.pupsentry.v1.Telemetry.fromObject(object.telemetry, _depth + 1);
                }
                if (object.reply != null) {
                    if (!$util.isObject(object.reply))
                        throw $TypeError(".pupsentry.v1.Envelope.reply: object expected");
                    message.reply = $root.pupsentry.v1.Reply.fromObject(object.reply, _depth + 1);
                }
                if (object.signal != null) {
                    if (!$util.isObject(object.signal))
                        throw $TypeError(".pupsentry.v1.Envelope.signal: object expected");
                    message.signal = $root.pupsentry.v1.Signal.fromObject(object.signal, _depth + 1);
                }
                if (object.log != null) {
                    if (!$util.isObject(object.log))
                        throw $TypeError(".pupsentry.v1.Envelope.log: object expected");
                    message.log = $root.pupsentry.v1.Log.fromObject(object.log, _depth + 1);
                }
                if (object.command != null) {
                    if (!$util.isObject(object.command))
                        throw $TypeError(".pupsentry.v1.Envelope.command: object expected");
                    message.command = $root.pupsentry.v1.Command.fromObject(object.command, _depth + 1);
                }
                if (object.settings != null) {
                    if (!$util.isObject(object.settings))
                        throw $TypeError(".pupsentry.v1.Envelope.settings: object expected");
                    message.settings = $root.pupsentry.v1.SettingsChange.fromObject(object.settings, _depth + 1);
                }
                return message;
            };

            Envelope.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.protocolVersion = 0;
                    object.deviceId = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.bootEpoch = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.bootEpoch = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.seq = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.seq = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, false);
                        object.timeMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.timeMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.clockQuality = options.enums === $String ? "CLOCK_QUALITY_UNKNOWN" : 0;
                    object.correlationId = "";
                    object.traceId = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.delayMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.delayMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.late = false;
                }
                if (message.protocolVersion != null && $Object.hasOwnProperty.call(message, "protocolVersion"))
                    object.protocolVersion = message.protocolVersion;
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId"))
                    object.deviceId = message.deviceId;
                if (message.bootEpoch != null && $Object.hasOwnProperty.call(message, "bootEpoch"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.bootEpoch = typeof message.bootEpoch === "number" ? $BigInt(message.bootEpoch) : $util.Long.fromBits(message.bootEpoch.low >>> 0, message.bootEpoch.high >>> 0, true).toBigInt();
                    else if (typeof message.bootEpoch === "number")
                        object.bootEpoch = options.longs === $String ? $String(message.bootEpoch) : message.bootEpoch;
                    else
                        object.bootEpoch = options.longs === $String ? $util.Long.prototype.toString.call(message.bootEpoch) : options.longs === $Number ? new $util.LongBits(message.bootEpoch.low >>> 0, message.bootEpoch.high >>> 0).toNumber(true) : message.bootEpoch;
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.seq = typeof message.seq === "number" ? $BigInt(message.seq) : $util.Long.fromBits(message.seq.low >>> 0, message.seq.high >>> 0, true).toBigInt();
                    else if (typeof message.seq === "number")
                        object.seq = options.longs === $String ? $String(message.seq) : message.seq;
                    else
                        object.seq = options.longs === $String ? $util.Long.prototype.toString.call(message.seq) : options.longs === $Number ? new $util.LongBits(message.seq.low >>> 0, message.seq.high >>> 0).toNumber(true) : message.seq;
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.timeMs = typeof message.timeMs === "number" ? $BigInt(message.timeMs) : $util.Long.fromBits(message.timeMs.low >>> 0, message.timeMs.high >>> 0, false).toBigInt();
                    else if (typeof message.timeMs === "number")
                        object.timeMs = options.longs === $String ? $String(message.timeMs) : message.timeMs;
                    else
                        object.timeMs = options.longs === $String ? $util.Long.prototype.toString.call(message.timeMs) : options.longs === $Number ? new $util.LongBits(message.timeMs.low >>> 0, message.timeMs.high >>> 0).toNumber() : message.timeMs;
                if (message.clockQuality != null && $Object.hasOwnProperty.call(message, "clockQuality"))
                    object.clockQuality = options.enums === $String ? $root.pupsentry.v1.ClockQuality[message.clockQuality] === $undefined ? message.clockQuality : $root.pupsentry.v1.ClockQuality[message.clockQuality] : message.clockQuality;
                if (message.correlationId != null && $Object.hasOwnProperty.call(message, "correlationId"))
                    object.correlationId = message.correlationId;
                if (message.traceId != null && $Object.hasOwnProperty.call(message, "traceId"))
                    object.traceId = message.traceId;
                if (message.delayMs != null && $Object.hasOwnProperty.call(message, "delayMs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.delayMs = typeof message.delayMs === "number" ? $BigInt(message.delayMs) : $util.Long.fromBits(message.delayMs.low >>> 0, message.delayMs.high >>> 0, true).toBigInt();
                    else if (typeof message.delayMs === "number")
                        object.delayMs = options.longs === $String ? $String(message.delayMs) : message.delayMs;
                    else
                        object.delayMs = options.longs === $String ? $util.Long.prototype.toString.call(message.delayMs) : options.longs === $Number ? new $util.LongBits(message.delayMs.low >>> 0, message.delayMs.high >>> 0).toNumber(true) : message.delayMs;
                if (message.late != null && $Object.hasOwnProperty.call(message, "late"))
                    object.late = message.late;
                if (message.status != null && $Object.hasOwnProperty.call(message, "status")) {
                    object.status = $root.pupsentry.v1.Status.toObject(message.status, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "status";
                }
                if (message.state != null && $Object.hasOwnProperty.call(message, "state")) {
                    object.state = $root.pupsentry.v1.State.toObject(message.state, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "state";
                }
                if (message.event != null && $Object.hasOwnProperty.call(message, "event")) {
                    object.event = $root.pupsentry.v1.Event.toObject(message.event, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "event";
                }
                if (message.telemetry != null && $Object.hasOwnProperty.call(message, "telemetry")) {
                    object.telemetry = $root.pupsentry.v1.Telemetry.toObject(message.telemetry, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "telemetry";
                }
                if (message.reply != null && $Object.hasOwnProperty.call(message, "reply")) {
                    object.reply = $root.pupsentry.v1.Reply.toObject(message.reply, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "reply";
                }
                if (message.signal != null && $Object.hasOwnProperty.call(message, "signal")) {
                    object.signal = $root.pupsentry.v1.Signal.toObject(message.signal, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "signal";
                }
                if (message.log != null && $Object.hasOwnProperty.call(message, "log")) {
                    object.log = $root.pupsentry.v1.Log.toObject(message.log, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "log";
                }
                if (message.command != null && $Object.hasOwnProperty.call(message, "command")) {
                    object.command = $root.pupsentry.v1.Command.toObject(message.command, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "command";
                }
                if (message.settings != null && $Object.hasOwnProperty.call(message, "settings")) {
                    object.settings = $root.pupsentry.v1.SettingsChange.toObject(message.settings, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "settings";
                }
                return object;
            };

            Envelope.prototype.toJSON = function() {
                return Envelope.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Envelope;
        })();

        v1.ClockQuality = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "CLOCK_QUALITY_UNKNOWN"] = 0;
            values[valuesById[1] = "CLOCK_QUALITY_FLOOR"] = 1;
            values[valuesById[2] = "CLOCK_QUALITY_SYNCED"] = 2;
            return values;
        })();

        v1.Status = (function() {

            const Status = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Status.prototype.online = false;
            Status.prototype.reason = 0;

            Status.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.online != null && $Object.hasOwnProperty.call(message, "online") && message.online !== false)
                    writer.uint32(8).bool(message.online);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== 0)
                    writer.uint32(16).int32(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Status.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.Status();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.online = value;
                            else
                                delete message.online;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Status.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.online != null && $Object.hasOwnProperty.call(message, "online"))
                    if (typeof message.online !== "boolean")
                        return "online: boolean expected";
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    if (typeof message.reason !== "number" || (message.reason | 0) !== message.reason)
                        return "reason: enum value expected";
                return null;
            };

            Status.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.Status)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.Status: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.Status();
                if (object.online != null)
                    if (object.online)
                        message.online = $Boolean(object.online);
                if (object.reason !== 0 && (typeof object.reason !== "string" || $root.pupsentry.v1.StatusReason[object.reason] !== 0))
                    switch (object.reason) {
                    case "STATUS_REASON_UNSPECIFIED":
                    case 0:
                        message.reason = 0;
                        break;
                    case "STATUS_REASON_CONNECTED":
                    case 1:
                        message.reason = 1;
                        break;
                    case "STATUS_REASON_LINK_LOST":
                    case 2:
                        message.reason = 2;
                        break;
                    case "STATUS_REASON_SHUTDOWN":
                    case 3:
                        message.reason = 3;
                        break;
                    case "STATUS_REASON_RESTART":
                    case 4:
                        message.reason = 4;
                        break;
                    default:
                        if (typeof object.reason === "number" && (object.reason | 0) === object.reason)
                            message.reason = object.reason;
                    }
                return message;
            };

            Status.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.online = false;
                    object.reason = options.enums === $String ? "STATUS_REASON_UNSPECIFIED" : 0;
                }
                if (message.online != null && $Object.hasOwnProperty.call(message, "online"))
                    object.online = message.online;
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = options.enums === $String ? $root.pupsentry.v1.StatusReason[message.reason] === $undefined ? message.reason : $root.pupsentry.v1.StatusReason[message.reason] : message.reason;
                return object;
            };

            Status.prototype.toJSON = function() {
                return Status.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Status;
        })();

        v1.StatusReason = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "STATUS_REASON_UNSPECIFIED"] = 0;
            values[valuesById[1] = "STATUS_REASON_CONNECTED"] = 1;
            values[valuesById[2] = "STATUS_REASON_LINK_LOST"] = 2;
            values[valuesById[3] = "STATUS_REASON_SHUTDOWN"] = 3;
            values[valuesById[4] = "STATUS_REASON_RESTART"] = 4;
            return values;
        })();

        v1.State = (function() {

            const State = function (properties) {
                this.settings = [];
                this.faults = [];
                this.capabilities = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            State.prototype.name = "";
            State.prototype.product = 0;
            State.prototype.board = "";
            State.prototype.versions = null;
            State.prototype.video = null;
            State.prototype.subVideo = null;
            State.prototype.audio = null;
            State.prototype.settings = $util.emptyArray;
            State.prototype.settingsRevision = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            State.prototype.faults = $util.emptyArray;
            State.prototype.startedMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
            State.prototype.capabilities = $util.emptyArray;
            State.prototype.update = null;

            State.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.product != null && $Object.hasOwnProperty.call(message, "product") && message.product !== 0)
                    writer.uint32(16).int32(message.product);
                if (message.board != null && $Object.hasOwnProperty.call(message, "board") && message.board !== "")
                    writer.uint32(26).string(message.board);
                if (message.versions != null && $Object.hasOwnProperty.call(message, "versions"))
                    $root.pupsentry.v1.Versions.encode(message.versions, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.video != null && $Object.hasOwnProperty.call(message, "video"))
                    $root.pupsentry.v1.VideoState.encode(message.video, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.subVideo != null && $Object.hasOwnProperty.call(message, "subVideo"))
                    $root.pupsentry.v1.VideoState.encode(message.subVideo, writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.audio != null && $Object.hasOwnProperty.call(message, "audio"))
                    $root.pupsentry.v1.AudioState.encode(message.audio, writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.settings != null && message.settings.length)
                    for (let i = 0; i < message.settings.length; ++i)
                        $root.pupsentry.v1.SettingValue.encode(message.settings[i], writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.settingsRevision != null && $Object.hasOwnProperty.call(message, "settingsRevision") && (typeof message.settingsRevision === "object" ? message.settingsRevision.low || message.settingsRevision.high : message.settingsRevision !== 0))
                    writer.uint32(72).uint64(message.settingsRevision);
                if (message.faults != null && message.faults.length)
                    for (let i = 0; i < message.faults.length; ++i)
                        $root.pupsentry.v1.Fault.encode(message.faults[i], writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.startedMs != null && $Object.hasOwnProperty.call(message, "startedMs") && (typeof message.startedMs === "object" ? message.startedMs.low || message.startedMs.high : message.startedMs !== 0))
                    writer.uint32(88).int64(message.startedMs);
                if (message.capabilities != null && message.capabilities.length)
                    for (let i = 0; i < message.capabilities.length; ++i)
                        writer.uint32(98).string(message.capabilities[i]);
                if (message.update != null && $Object.hasOwnProperty.call(message, "update"))
                    $root.pupsentry.v1.UpdateState.encode(message.update, writer.uint32(106).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            State.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.State();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.product = value;
                            else
                                delete message.product;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.board = value;
                            else
                                delete message.board;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.versions = $root.pupsentry.v1.Versions.decode(reader, reader.size(), $undefined, _depth + 1, message.versions);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.video = $root.pupsentry.v1.VideoState.decode(reader, reader.size(), $undefined, _depth + 1, message.video);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.subVideo = $root.pupsentry.v1.VideoState.decode(reader, reader.size(), $undefined, _depth + 1, message.subVideo);
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.audio = $root.pupsentry.v1.AudioState.decode(reader, reader.size(), $undefined, _depth + 1, message.audio);
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.settings && message.settings.length))
                                message.settings = [];
                            message.settings.push($root.pupsentry.v1.SettingValue.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.settingsRevision = value;
                            else
                                delete message.settingsRevision;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.faults && message.faults.length))
                                message.faults = [];
                            message.faults.push($root.pupsentry.v1.Fault.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.startedMs = value;
                            else
                                delete message.startedMs;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if (!(message.capabilities && message.capabilities.length))
                                message.capabilities = [];
                            message.capabilities.push(reader.stringVerify());
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.update = $root.pupsentry.v1.UpdateState.decode(reader, reader.size(), $undefined, _depth + 1, message.update);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            State.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    if (!$util.isString(message.name))
                        return "name: string expected";
                if (message.product != null && $Object.hasOwnProperty.call(message, "product"))
                    if (typeof message.product !== "number" || (message.product | 0) !== message.product)
                        return "product: enum value expected";
                if (message.board != null && $Object.hasOwnProperty.call(message, "board"))
                    if (!$util.isString(message.board))
                        return "board: string expected";
                if (message.versions != null && $Object.hasOwnProperty.call(message, "versions")) {
                    let error = $root.pupsentry.v1.Versions.verify(message.versions, _depth + 1);
                    if (error)
                        return "versions." + error;
                }
                if (message.video != null && $Object.hasOwnProperty.call(message, "video")) {
                    let error = $root.pupsentry.v1.VideoState.verify(message.video, _depth + 1);
                    if (error)
                        return "video." + error;
                }
                if (message.subVideo != null && $Object.hasOwnProperty.call(message, "subVideo")) {
                    let error = $root.pupsentry.v1.VideoState.verify(message.subVideo, _depth + 1);
                    if (error)
                        return "subVideo." + error;
                }
                if (message.audio != null && $Object.hasOwnProperty.call(message, "audio")) {
                    let error = $root.pupsentry.v1.AudioState.verify(message.audio, _depth + 1);
                    if (error)
                        return "audio." + error;
                }
                if (message.settings != null && $Object.hasOwnProperty.call(message, "settings")) {
                    if (!$Array.isArray(message.settings))
                        return "settings: array expected";
                    for (let i = 0; i < message.settings.length; ++i) {
                        let error = $root.pupsentry.v1.SettingValue.verify(message.settings[i], _depth + 1);
                        if (error)
                            return "settings." + error;
                    }
                }
                if (message.settingsRevision != null && $Object.hasOwnProperty.call(message, "settingsRevision"))
                    if (!$util.isInteger(message.settingsRevision) && !(message.settingsRevision && $util.isInteger(message.settingsRevision.low) && $util.isInteger(message.settingsRevision.high)))
                        return "settingsRevision: integer|Long expected";
                if (message.faults != null && $Object.hasOwnProperty.call(message, "faults")) {
                    if (!$Array.isArray(message.faults))
                        return "faults: array expected";
                    for (let i = 0; i < message.faults.length; ++i) {
                        let error = $root.pupsentry.v1.Fault.verify(message.faults[i], _depth + 1);
                        if (error)
                            return "faults." + error;
                    }
                }
                if (message.startedMs != null && $Object.hasOwnProperty.call(message, "startedMs"))
                    if (!$util.isInteger(message.startedMs) && !(message.startedMs && $util.isInteger(message.startedMs.low) && $util.isInteger(message.startedMs.high)))
                        return "startedMs: integer|Long expected";
                if (message.capabilities != null && $Object.hasOwnProperty.call(message, "capabilities")) {
                    if (!$Array.isArray(message.capabilities))
                        return "capabilities: array expected";
                    for (let i = 0; i < message.capabilities.length; ++i)
                        if (!$util.isString(message.capabilities[i]))
                            return "capabilities: string[] expected";
                }
                if (message.update != null && $Object.hasOwnProperty.call(message, "update")) {
                    let error = $root.pupsentry.v1.UpdateState.verify(message.update, _depth + 1);
                    if (error)
                        return "update." + error;
                }
                return null;
            };

            State.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.State)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.State: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.State();
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.product !== 0 && (typeof object.product !== "string" || $root.pupsentry.v1.Product[object.product] !== 0))
                    switch (object.product) {
                    case "PRODUCT_UNSPECIFIED":
                    case 0:
                        message.product = 0;
                        break;
                    case "PRODUCT_CAMERA":
                    case 1:
                        message.product = 1;
                        break;
                    case "PRODUCT_DOORBELL":
                    case 2:
                        message.product = 2;
                        break;
                    default:
                        if (typeof object.product === "number" && (object.product | 0) === object.product)
                            message.product = object.product;
                    }
                if (object.board != null)
                    if (typeof object.board !== "string" || object.board.length)
                        message.board = $String(object.board);
                if (object.versions != null) {
                    if (!$util.isObject(object.versions))
                        throw $TypeError(".pupsentry.v1.State.versions: object expected");
                    message.versions = $root.pupsentry.v1.Versions.fromObject(object.versions, _depth + 1);
                }
                if (object.video != null) {
                    if (!$util.isObject(object.video))
                        throw $TypeError(".pupsentry.v1.State.video: object expected");
                    message.video = $root.pupsentry.v1.VideoState.fromObject(object.video, _depth + 1);
                }
                if (object.subVideo != null) {
                    if (!$util.isObject(object.subVideo))
                        throw $TypeError(".pupsentry.v1.State.subVideo: object expected");
                    message.subVideo = $root.pupsentry.v1.VideoState.fromObject(object.subVideo, _depth + 1);
                }
                if (object.audio != null) {
                    if (!$util.isObject(object.audio))
                        throw $TypeError(".pupsentry.v1.State.audio: object expected");
                    message.audio = $root.pupsentry.v1.AudioState.fromObject(object.audio, _depth + 1);
                }
                if (object.settings) {
                    if (!$Array.isArray(object.settings))
                        throw $TypeError(".pupsentry.v1.State.settings: array expected");
                    message.settings = $Array(object.settings.length);
                    for (let i = 0; i < object.settings.length; ++i) {
                        if (!$util.isObject(object.settings[i]))
                            throw $TypeError(".pupsentry.v1.State.settings: object expected");
                        message.settings[i] = $root.pupsentry.v1.SettingValue.fromObject(object.settings[i], _depth + 1);
                    }
                }
                if (object.settingsRevision != null)
                    if (typeof object.settingsRevision === "object" ? object.settingsRevision.low || object.settingsRevision.high : $Number(object.settingsRevision) !== 0)
                        if ($util.Long)
                            message.settingsRevision = $util.Long.fromValue(object.settingsRevision, true);
                        else if (typeof object.settingsRevision === "string")
                            message.settingsRevision = $parseInt(object.settingsRevision, 10);
                        else if (typeof object.settingsRevision === "number")
                            message.settingsRevision = object.settingsRevision;
                        else if (typeof object.settingsRevision === "object")
                            message.settingsRevision = new $util.LongBits(object.settingsRevision.low >>> 0, object.settingsRevision.high >>> 0).toNumber(true);
                if (object.faults) {
                    if (!$Array.isArray(object.faults))
                        throw $TypeError(".pupsentry.v1.State.faults: array expected");
                    message.faults = $Array(object.faults.length);
                    for (let i = 0; i < object.faults.length; ++i) {
                        if (!$util.isObject(object.faults[i]))
                            throw $TypeError(".pupsentry.v1.State.faults: object expected");
                        message.faults[i] = $root.pupsentry.v1.Fault.fromObject(object.faults[i], _depth + 1);
                    }
                }
                if (object.startedMs != null)
                    if (typeof object.startedMs === "object" ? object.startedMs.low || object.startedMs.high : $Number(object.startedMs) !== 0)
                        if ($util.Long)
                            message.startedMs = $util.Long.fromValue(object.startedMs, false);
                        else if (typeof object.startedMs === "string")
                            message.startedMs = $parseInt(object.startedMs, 10);
                        else if (typeof object.startedMs === "number")
                            message.startedMs = object.startedMs;
                        else if (typeof object.startedMs === "object")
                            message.startedMs = new $util.LongBits(object.startedMs.low >>> 0, object.startedMs.high >>> 0).toNumber();
                if (object.capabilities) {
                    if (!$Array.isArray(object.capabilities))
                        throw $TypeError(".pupsentry.v1.State.capabilities: array expected");
                    message.capabilities = $Array(object.capabilities.length);
                    for (let i = 0; i < object.capabilities.length; ++i)
                        message.capabilities[i] = $String(object.capabilities[i]);
                }
                if (object.update != null) {
                    if (!$util.isObject(object.update))
                        throw $TypeError(".pupsentry.v1.State.update: object expected");
                    message.update = $root.pupsentry.v1.UpdateState.fromObject(object.update, _depth + 1);
                }
                return message;
            };

            State.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.settings = [];
                    object.faults = [];
                    object.capabilities = [];
                }
                if (options.defaults) {
                    object.name = "";
                    object.product = options.enums === $String ? "PRODUCT_UNSPECIFIED" : 0;
                    object.board = "";
                    object.versions = null;
                    object.video = null;
                    object.subVideo = null;
                    object.audio = null;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.settingsRevision = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.settingsRevision = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, false);
                        object.startedMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.startedMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.update = null;
                }
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.product != null && $Object.hasOwnProperty.call(message, "product"))
                    object.product = options.enums === $String ? $root.pupsentry.v1.Product[message.product] === $undefined ? message.product : $root.pupsentry.v1.Product[message.product] : message.product;
                if (message.board != null && $Object.hasOwnProperty.call(message, "board"))
                    object.board = message.board;
                if (message.versions != null && $Object.hasOwnProperty.call(message, "versions"))
                    object.versions = $root.pupsentry.v1.Versions.toObject(message.versions, options, _depth + 1);
                if (message.video != null && $Object.hasOwnProperty.call(message, "video"))
                    object.video = $root.pupsentry.v1.VideoState.toObject(message.video, options, _depth + 1);
                if (message.subVideo != null && $Object.hasOwnProperty.call(message, "subVideo"))
                    object.subVideo = $root.pupsentry.v1.VideoState.toObject(message.subVideo, options, _depth + 1);
                if (message.audio != null && $Object.hasOwnProperty.call(message, "audio"))
                    object.audio = $root.pupsentry.v1.AudioState.toObject(message.audio, options, _depth + 1);
                if (message.settings && message.settings.length) {
                    object.settings = $Array(message.settings.length);
                    for (let j = 0; j < message.settings.length; ++j)
                        object.settings[j] = $root.pupsentry.v1.SettingValue.toObject(message.settings[j], options, _depth + 1);
                }
                if (message.settingsRevision != null && $Object.hasOwnProperty.call(message, "settingsRevision"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.settingsRevision = typeof message.settingsRevision === "number" ? $BigInt(message.settingsRevision) : $util.Long.fromBits(message.settingsRevision.low >>> 0, message.settingsRevision.high >>> 0, true).toBigInt();
                    else if (typeof message.settingsRevision === "number")
                        object.settingsRevision = options.longs === $String ? $String(message.settingsRevision) : message.settingsRevision;
                    else
                        object.settingsRevision = options.longs === $String ? $util.Long.prototype.toString.call(message.settingsRevision) : options.longs === $Number ? new $util.LongBits(message.settingsRevision.low >>> 0, message.settingsRevision.high >>> 0).toNumber(true) : message.settingsRevision;
                if (message.faults && message.faults.length) {
                    object.faults = $Array(message.faults.length);
                    for (let j = 0; j < message.faults.length; ++j)
                        object.faults[j] = $root.pupsentry.v1.Fault.toObject(message.faults[j], options, _depth + 1);
                }
                if (message.startedMs != null && $Object.hasOwnProperty.call(message, "startedMs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.startedMs = typeof message.startedMs === "number" ? $BigInt(message.startedMs) : $util.Long.fromBits(message.startedMs.low >>> 0, message.startedMs.high >>> 0, false).toBigInt();
                    else if (typeof message.startedMs === "number")
                        object.startedMs = options.longs === $String ? $String(message.startedMs) : message.startedMs;
                    else
                        object.startedMs = options.longs === $String ? $util.Long.prototype.toString.call(message.startedMs) : options.longs === $Number ? new $util.LongBits(message.startedMs.low >>> 0, message.startedMs.high >>> 0).toNumber() : message.startedMs;
                if (message.capabilities && message.capabilities.length) {
                    object.capabilities = $Array(message.capabilities.length);
                    for (let j = 0; j < message.capabilities.length; ++j)
                        object.capabilities[j] = message.capabilities[j];
                }
                if (message.update != null && $Object.hasOwnProperty.call(message, "update"))
                    object.update = $root.pupsentry.v1.UpdateState.toObject(message.update, options, _depth + 1);
                return object;
            };

            State.prototype.toJSON = function() {
                return State.toObject(this, $protobuf.util.toJSONOptions);
            };

            return State;
        })();

        v1.UpdateState = (function() {

            const UpdateState = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            UpdateState.prototype.phase = "";
            UpdateState.prototype.version = "";
            UpdateState.prototype.offered = "";
            UpdateState.prototype.security = false;
            UpdateState.prototype.progressPercent = 0;
            UpdateState.prototype.waitsFor = "";
            UpdateState.prototype.code = "";
            UpdateState.prototype.message = "";
            UpdateState.prototype.slot = "";

            UpdateState.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== "")
                    writer.uint32(10).string(message.phase);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                    writer.uint32(18).string(message.version);
                if (message.offered != null && $Object.hasOwnProperty.call(message, "offered") && message.offered !== "")
                    writer.uint32(26).string(message.offered);
                if (message.security != null && $Object.hasOwnProperty.call(message, "security") && message.security !== false)
                    writer.uint32(32).bool(message.security);
                if (message.progressPercent != null && $Object.hasOwnProperty.call(message, "progressPercent") && message.progressPercent !== 0)
                    writer.uint32(40).uint32(message.progressPercent);
                if (message.waitsFor != null && $Object.hasOwnProperty.call(message, "waitsFor") && message.waitsFor !== "")
                    writer.uint32(50).string(message.waitsFor);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(58).string(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(66).string(message.message);
                if (message.slot != null && $Object.hasOwnProperty.call(message, "slot") && message.slot !== "")
                    writer.uint32(74).string(message.slot);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            UpdateState.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.UpdateState();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.phase = value;
                            else
                                delete message.phase;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.offered = value;
                            else
                                delete message.offered;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.security = value;
                            else
                                delete message.security;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.progressPercent = value;
                            else
                                delete message.progressPercent;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.waitsFor = value;
                            else
                                delete message.waitsFor;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.slot = value;
                            else
                                delete message.slot;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            UpdateState.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase"))
                    if (!$util.isString(message.phase))
                        return "phase: string expected";
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    if (!$util.isString(message.version))
                        return "version: string expected";
                if (message.offered != null && $Object.hasOwnProperty.call(message, "offered"))
                    if (!$util.isString(message.offered))
                        return "offered: string expected";
                if (message.security != null && $Object.hasOwnProperty.call(message, "security"))
                    if (typeof message.security !== "boolean")
                        return "security: boolean expected";
                if (message.progressPercent != null && $Object.hasOwnProperty.call(message, "progressPercent"))
                    if (!$util.isInteger(message.progressPercent))
                        return "progressPercent: integer expected";
                if (message.waitsFor != null && $Object.hasOwnProperty.call(message, "waitsFor"))
                    if (!$util.isString(message.waitsFor))
                        return "waitsFor: string expected";
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    if (!$util.isString(message.code))
                        return "code: string expected";
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    if (!$util.isString(message.message))
                        return "message: string expected";
                if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
                    if (!$util.isString(message.slot))
                        return "slot: string expected";
                return null;
            };

            UpdateState.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.UpdateState)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.UpdateState: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.UpdateState();
                if (object.phase != null)
                    if (typeof object.phase !== "string" || object.phase.length)
                        message.phase = $String(object.phase);
                if (object.version != null)
                    if (typeof object.version !== "string" || object.version.length)
                        message.version = $String(object.version);
                if (object.offered != null)
                    if (typeof object.offered !== "string" || object.offered.length)
                        message.offered = $String(object.offered);
                if (object.security != null)
                    if (object.security)
                        message.security = $Boolean(object.security);
                if (object.progressPercent != null)
                    if ($Number(object.progressPercent) !== 0)
                        message.progressPercent = object.progressPercent >>> 0;
                if (object.waitsFor != null)
                    if (typeof object.waitsFor !== "string" || object.waitsFor.length)
                        message.waitsFor = $String(object.waitsFor);
                if (object.code != null)
                    if (typeof object.code !== "string" || object.code.length)
                        message.code = $String(object.code);
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                if (object.slot != null)
                    if (typeof object.slot !== "string" || object.slot.length)
                        message.slot = $String(object.slot);
                return message;
            };

            UpdateState.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.phase = "";
                    object.version = "";
                    object.offered = "";
                    object.security = false;
                    object.progressPercent = 0;
                    object.waitsFor = "";
                    object.code = "";
                    object.message = "";
                    object.slot = "";
                }
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase"))
                    object.phase = message.phase;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.offered != null && $Object.hasOwnProperty.call(message, "offered"))
                    object.offered = message.offered;
                if (message.security != null && $Object.hasOwnProperty.call(message, "security"))
                    object.security = message.security;
                if (message.progressPercent != null && $Object.hasOwnProperty.call(message, "progressPercent"))
                    object.progressPercent = message.progressPercent;
                if (message.waitsFor != null && $Object.hasOwnProperty.call(message, "waitsFor"))
                    object.waitsFor = message.waitsFor;
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                if (message.slot != null && $Object.hasOwnProperty.call(message, "slot"))
                    object.slot = message.slot;
                return object;
            };

            UpdateState.prototype.toJSON = function() {
                return UpdateState.toObject(this, $protobuf.util.toJSONOptions);
            };

            return UpdateState;
        })();

        v1.Product = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "PRODUCT_UNSPECIFIED"] = 0;
            values[valuesById[1] = "PRODUCT_CAMERA"] = 1;
            values[valuesById[2] = "PRODUCT_DOORBELL"] = 2;
            return values;
        })();

        v1.Versions = (function() {

            const Versions = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Versions.prototype.firmware = "";
            Versions.prototype.node = "";
            Versions.prototype.gstreamer = "";
            Versions.prototype.kernel = "";
            Versions.prototype.protocol = 0;

            Versions.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.firmware != null && $Object.hasOwnProperty.call(message, "firmware") && message.firmware !== "")
                    writer.uint32(10).string(message.firmware);
                if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                    writer.uint32(18).string(message.node);
                if (message.gstreamer != null && $Object.hasOwnProperty.call(message, "gstreamer") && message.gstreamer !== "")
                    writer.uint32(26).string(message.gstreamer);
                if (message.kernel != null && $Object.hasOwnProperty.call(message, "kernel") && message.kernel !== "")
                    writer.uint32(34).string(message.kernel);
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                    writer.uint32(40).uint32(message.protocol);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Versions.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.Versions();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.firmware = value;
                            else
                                delete message.firmware;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.node = value;
                            else
                                delete message.node;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.gstreamer = value;
                            else
                                delete message.gstreamer;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kernel = value;
                            else
                                delete message.kernel;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Versions.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.firmware != null && $Object.hasOwnProperty.call(message, "firmware"))
                    if (!$util.isString(message.firmware))
                        return "firmware: string expected";
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    if (!$util.isString(message.node))
                        return "node: string expected";
                if (message.gstreamer != null && $Object.hasOwnProperty.call(message, "gstreamer"))
                    if (!$util.isString(message.gstreamer))
                        return "gstreamer: string expected";
                if (message.kernel != null && $Object.hasOwnProperty.call(message, "kernel"))
                    if (!$util.isString(message.kernel))
                        return "kernel: string expected";
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                    if (!$util.isInteger(message.protocol))
                        return "protocol: integer expected";
                return null;
            };

            Versions.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.Versions)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.Versions: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.Versions();
                if (object.firmware != null)
                    if (typeof object.firmware !== "string" || object.firmware.length)
                        message.firmware = $String(object.firmware);
                if (object.node != null)
                    if (typeof object.node !== "string" || object.node.length)
                        message.node = $String(object.node);
                if (object.gstreamer != null)
                    if (typeof object.gstreamer !== "string" || object.gstreamer.length)
                        message.gstreamer = $String(object.gstreamer);
                if (object.kernel != null)
                    if (typeof object.kernel !== "string" || object.kernel.length)
                        message.kernel = $String(object.kernel);
                if (object.protocol != null)
                    if ($Number(object.protocol) !== 0)
                        message.protocol = object.protocol >>> 0;
                return message;
            };

            Versions.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.firmware = "";
                    object.node = "";
                    object.gstreamer = "";
                    object.kernel = "";
                    object.protocol = 0;
                }
                if (message.firmware != null && $Object.hasOwnProperty.call(message, "firmware"))
                    object.firmware = message.firmware;
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    object.node = message.node;
                if (message.gstreamer != null && $Object.hasOwnProperty.call(message, "gstreamer"))
                    object.gstreamer = message.gstreamer;
                if (message.kernel != null && $Object.hasOwnProperty.call(message, "kernel"))
                    object.kernel = message.kernel;
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                    object.protocol = message.protocol;
                return object;
            };

            Versions.prototype.toJSON = function() {
                return Versions.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Versions;
        })();

        v1.VideoState = (function() {

            const VideoState = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            VideoState.prototype.encoder = "";
            VideoState.prototype.encoderReason = "";
            VideoState.prototype.width = 0;
            VideoState.prototype.height = 0;
            VideoState.prototype.fps = 0;
            VideoState.prototype.bitrateKbps = 0;
            VideoState.prototype.source = "";

            VideoState.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.encoder != null && $Object.hasOwnProperty.call(message, "encoder") && message.encoder !== "")
                    writer.uint32(10).string(message.encoder);
                if (message.encoderReason != null && $Object.hasOwnProperty.call(message, "encoderReason") && message.encoderReason !== "")
                    writer.uint32(18).string(message.encoderReason);
                if (message.width != null && $Object.hasOwnProperty.call(message, "width") && message.width !== 0)
                    writer.uint32(24).uint32(message.width);
                if (message.height != null && $Object.hasOwnProperty.call(message, "height") && message.height !== 0)
                    writer.uint32(32).uint32(message.height);
                if (message.fps != null && $Object.hasOwnProperty.call(message, "fps") && !$Object.is(message.fps, 0))
                    writer.uint32(41).double(message.fps);
                if (message.bitrateKbps != null && $Object.hasOwnProperty.call(message, "bitrateKbps") && message.bitrateKbps !== 0)
                    writer.uint32(48).uint32(message.bitrateKbps);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                    writer.uint32(58).string(message.source);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            VideoState.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.VideoState();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.encoder = value;
                            else
                                delete message.encoder;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.encoderReason = value;
                            else
                                delete message.encoderReason;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.width = value;
                            else
                                delete message.width;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.height = value;
                            else
                                delete message.height;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.fps = value;
                            else
                                delete message.fps;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.bitrateKbps = value;
                            else
                                delete message.bitrateKbps;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            VideoState.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.encoder != null && $Object.hasOwnProperty.call(message, "encoder"))
                    if (!$util.isString(message.encoder))
                        return "encoder: string expected";
                if (message.encoderReason != null && $Object.hasOwnProperty.call(message, "encoderReason"))
                    if (!$util.isString(message.encoderReason))
                        return "encoderReason: string expected";
                if (message.width != null && $Object.hasOwnProperty.call(message, "width"))
                    if (!$util.isInteger(message.width))
                        return "width: integer expected";
                if (message.height != null && $Object.hasOwnProperty.call(message, "height"))
                    if (!$util.isInteger(message.height))
                        return "height: integer expected";
                if (message.fps != null && $Object.hasOwnProperty.call(message, "fps"))
                    if (typeof message.fps !== "number")
                        return "fps: number expected";
                if (message.bitrateKbps != null && $Object.hasOwnProperty.call(message, "bitrateKbps"))
                    if (!$util.isInteger(message.bitrateKbps))
                        return "bitrateKbps: integer expected";
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    if (!$util.isString(message.source))
                        return "source: string expected";
                return null;
            };

            VideoState.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.VideoState)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.VideoState: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.VideoState();
                if (object.encoder != null)
                    if (typeof object.encoder !== "string" || object.encoder.length)
                        message.encoder = $String(object.encoder);
                if (object.encoderReason != null)
                    if (typeof object.encoderReason !== "string" || object.encoderReason.length)
                        message.encoderReason = $String(object.encoderReason);
                if (object.width != null)
                    if ($Number(object.width) !== 0)
                        message.width = object.width >>> 0;
                if (object.height != null)
                    if ($Number(object.height) !== 0)
                        message.height = object.height >>> 0;
                if (object.fps != null)
                    if (!$Object.is($Number(object.fps), 0))
                        message.fps = $Number(object.fps);
                if (object.bitrateKbps != null)
                    if ($Number(object.bitrateKbps) !== 0)
                        message.bitrateKbps = object.bitrateKbps >>> 0;
                if (object.source != null)
                    if (typeof object.source !== "string" || object.source.length)
                        message.source = $String(object.source);
                return message;
            };

            VideoState.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.encoder = "";
                    object.encoderReason = "";
                    object.width = 0;
                    object.height = 0;
                    object.fps = 0;
                    object.bitrateKbps = 0;
                    object.source = "";
                }
                if (message.encoder != null && $Object.hasOwnProperty.call(message, "encoder"))
                    object.encoder = message.encoder;
                if (message.encoderReason != null && $Object.hasOwnProperty.call(message, "encoderReason"))
                    object.encoderReason = message.encoderReason;
                if (message.width != null && $Object.hasOwnProperty.call(message, "width"))
                    object.width = message.width;
                if (message.height != null && $Object.hasOwnProperty.call(message, "height"))
                    object.height = message.height;
                if (message.fps != null && $Object.hasOwnProperty.call(message, "fps"))
                    object.fps = options.json && !$isFinite(message.fps) ? $String(message.fps) : message.fps;
                if (message.bitrateKbps != null && $Object.hasOwnProperty.call(message, "bitrateKbps"))
                    object.bitrateKbps = message.bitrateKbps;
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    object.source = message.source;
                return object;
            };

            VideoState.prototype.toJSON = function() {
                return VideoState.toObject(this, $protobuf.util.toJSONOptions);
            };

            return VideoState;
        })();

        v1.AudioState = (function() {

            const AudioState = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AudioState.prototype.codec = "";
            AudioState.prototype.sampleRateHz = 0;
            AudioState.prototype.source = "";
            AudioState.prototype.on = false;

            AudioState.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.codec != null && $Object.hasOwnProperty.call(message, "codec") && message.codec !== "")
                    writer.uint32(10).string(message.codec);
                if (message.sampleRateHz != null && $Object.hasOwnProperty.call(message, "sampleRateHz") && message.sampleRateHz !== 0)
                    writer.uint32(16).uint32(message.sampleRateHz);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                    writer.uint32(26).string(message.source);
                if (message.on != null && $Object.hasOwnProperty.call(message, "on") && message.on !== false)
                    writer.uint32(32).bool(message.on);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AudioState.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.AudioState();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.codec = value;
                            else
                                delete message.codec;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.sampleRateHz = value;
                            else
                                delete message.sampleRateHz;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.on = value;
                            else
                                delete message.on;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            AudioState.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.codec != null && $Object.hasOwnProperty.call(message, "codec"))
                    if (!$util.isString(message.codec))
                        return "codec: string expected";
                if (message.sampleRateHz != null && $Object.hasOwnProperty.call(message, "sampleRateHz"))
                    if (!$util.isInteger(message.sampleRateHz))
                        return "sampleRateHz: integer expected";
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    if (!$util.isString(message.source))
                        return "source: string expected";
                if (message.on != null && $Object.hasOwnProperty.call(message, "on"))
                    if (typeof message.on !== "boolean")
                        return "on: boolean expected";
                return null;
            };

            AudioState.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.AudioState)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.AudioState: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.AudioState();
                if (object.codec != null)
                    if (typeof object.codec !== "string" || object.codec.length)
                        message.codec = $String(object.codec);
                if (object.sampleRateHz != null)
                    if ($Number(object.sampleRateHz) !== 0)
                        message.sampleRateHz = object.sampleRateHz >>> 0;
                if (object.source != null)
                    if (typeof object.source !== "string" || object.source.length)
                        message.source = $String(object.source);
                if (object.on != null)
                    if (object.on)
                        message.on = $Boolean(object.on);
                return message;
            };

            AudioState.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.codec = "";
                    object.sampleRateHz = 0;
                    object.source = "";
                    object.on = false;
                }
                if (message.codec != null && $Object.hasOwnProperty.call(message, "codec"))
                    object.codec = message.codec;
                if (message.sampleRateHz != null && $Object.hasOwnProperty.call(message, "sampleRateHz"))
                    object.sampleRateHz = message.sampleRateHz;
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    object.source = message.source;
                if (message.on != null && $Object.hasOwnProperty.call(message, "on"))
                    object.on = message.on;
                return object;
            };

            AudioState.prototype.toJSON = function() {
                return AudioState.toObject(this, $protobuf.util.toJSONOptions);
            };

            return AudioState;
        })();

        v1.Fault = (function() {

            const Fault = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Fault.prototype.component = "";
            Fault.prototype.code = "";
            Fault.prototype.message = "";
            Fault.prototype.remedy = "";
            Fault.prototype.sinceMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            Fault.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.component != null && $Object.hasOwnProperty.call(message, "component") && message.component !== "")
                    writer.uint32(10).string(message.component);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(18).string(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(26).string(message.message);
                if (message.remedy != null && $Object.hasOwnProperty.call(message, "remedy") && message.remedy !== "")
                    writer.uint32(34).string(message.remedy);
                if (message.sinceMs != null && $Object.hasOwnProperty.call(message, "sinceMs") && (typeof message.sinceMs === "object" ? message.sinceMs.low || message.sinceMs.high : message.sinceMs !== 0))
                    writer.uint32(40).int64(message.sinceMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Fault.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.Fault();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.component = value;
                            else
                                delete message.component;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.remedy = value;
                            else
                                delete message.remedy;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.sinceMs = value;
                            else
                                delete message.sinceMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Fault.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.component != null && $Object.hasOwnProperty.call(message, "component"))
                    if (!$util.isString(message.component))
                        return "component: string expected";
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    if (!$util.isString(message.code))
                        return "code: string expected";
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    if (!$util.isString(message.message))
                        return "message: string expected";
                if (message.remedy != null && $Object.hasOwnProperty.call(message, "remedy"))
                    if (!$util.isString(message.remedy))
                        return "remedy: string expected";
                if (message.sinceMs != null && $Object.hasOwnProperty.call(message, "sinceMs"))
                    if (!$util.isInteger(message.sinceMs) && !(message.sinceMs && $util.isInteger(message.sinceMs.low) && $util.isInteger(message.sinceMs.high)))
                        return "sinceMs: integer|Long expected";
                return null;
            };

            Fault.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.Fault)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.Fault: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.Fault();
                if (object.component != null)
                    if (typeof object.component !== "string" || object.component.length)
                        message.component = $String(object.component);
                if (object.code != null)
                    if (typeof object.code !== "string" || object.code.length)
                        message.code = $String(object.code);
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                if (object.remedy != null)
                    if (typeof object.remedy !== "string" || object.remedy.length)
                        message.remedy = $String(object.remedy);
                if (object.sinceMs != null)
                    if (typeof object.sinceMs === "object" ? object.sinceMs.low || object.sinceMs.high : $Number(object.sinceMs) !== 0)
                        if ($util.Long)
                            message.sinceMs = $util.Long.fromValue(object.sinceMs, false);
                        else if (typeof object.sinceMs === "string")
                            message.sinceMs = $parseInt(object.sinceMs, 10);
                        else if (typeof object.sinceMs === "number")
                            message.sinceMs = object.sinceMs;
                        else if (typeof object.sinceMs === "object")
                            message.sinceMs = new $util.LongBits(object.sinceMs.low >>> 0, object.sinceMs.high >>> 0).toNumber();
                return message;
            };

            Fault.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.component = "";
                    object.code = "";
                    object.message = "";
                    object.remedy = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, false);
                        object.sinceMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.sinceMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.component != null && $Object.hasOwnProperty.call(message, "component"))
                    object.component = message.component;
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                if (message.remedy != null && $Object.hasOwnProperty.call(message, "remedy"))
                    object.remedy = message.remedy;
                if (message.sinceMs != null && $Object.hasOwnProperty.call(message, "sinceMs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.sinceMs = typeof message.sinceMs === "number" ? $BigInt(message.sinceMs) : $util.Long.fromBits(message.sinceMs.low >>> 0, message.sinceMs.high >>> 0, false).toBigInt();
                    else if (typeof message.sinceMs === "number")
                        object.sinceMs = options.longs === $String ? $String(message.sinceMs) : message.sinceMs;
                    else
                        object.sinceMs = options.longs === $String ? $util.Long.prototype.toString.call(message.sinceMs) : options.longs === $Number ? new $util.LongBits(message.sinceMs.low >>> 0, message.sinceMs.high >>> 0).toNumber() : message.sinceMs;
                return object;
            };

            Fault.prototype.toJSON = function() {
                return Fault.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Fault;
        })();

        v1.SettingValue = (function() {

            const SettingValue = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SettingValue.prototype.key = "";
            SettingValue.prototype.flag = null;
            SettingValue.prototype.number = null;
            SettingValue.prototype.text = null;

            let $oneOfFields;

            $Object.defineProperty(SettingValue.prototype, "value", {
                get: $util.oneOfGetter($oneOfFields = ["flag", "number", "text"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            SettingValue.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key !== "")
                    writer.uint32(10).string(message.key);
                if (message.flag != null && $Object.hasOwnProperty.call(message, "flag"))
                    writer.uint32(16).bool(message.flag);
                if (message.number != null && $Object.hasOwnProperty.call(message, "number"))
                    writer.uint32(25).double(message.number);
                if (message.text != null && $Object.hasOwnProperty.call(message, "text"))
                    writer.uint32(34).string(message.text);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SettingValue.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.SettingValue();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.key = value;
                            else
                                delete message.key;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            message.flag = reader.bool();
                            message.value = "flag";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            message.number = reader.double();
                            message.value = "number";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.text = reader.stringVerify();
                            message.value = "text";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            SettingValue.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                    if (!$util.isString(message.key))
                        return "key: string expected";
                if (message.flag != null && $Object.hasOwnProperty.call(message, "flag")) {
                    properties.value = 1;
                    if (typeof message.flag !== "boolean")
                        return "flag: boolean expected";
                }
                if (message.number != null && $Object.hasOwnProperty.call(message, "number")) {
                    if (properties.value === 1)
                        return "value: multiple values";
                    properties.value = 1;
                    if (typeof message.number !== "number")
                        return "number: number expected";
                }
                if (message.text != null && $Object.hasOwnProperty.call(message, "text")) {
                    if (properties.value === 1)
                        return "value: multiple values";
                    properties.value = 1;
                    if (!$util.isString(message.text))
                        return "text: string expected";
                }
                return null;
            };

            SettingValue.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.SettingValue)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.SettingValue: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.SettingValue();
                if (object.key != null)
                    if (typeof object.key !== "string" || object.key.length)
                        message.key = $String(object.key);
                if (object.flag != null)
                    message.flag = $Boolean(object.flag);
                if (object.number != null)
                    message.number = $Number(object.number);
                if (object.text != null)
                    message.text = $String(object.text);
                return message;
            };

            SettingValue.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.key = "";
                if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                    object.key = message.key;
                if (message.flag != null && $Object.hasOwnProperty.call(message, "flag")) {
                    object.flag = message.flag;
                    if (options.oneofs)
                        object.value = "flag";
                }
                if (message.number != null && $Object.hasOwnProperty.call(message, "number")) {
                    object.number = options.json && !$isFinite(message.number) ? $String(message.number) : message.number;
                    if (options.oneofs)
                        object.value = "number";
                }
                if (message.text != null && $Object.hasOwnProperty.call(message, "text")) {
                    object.text = message.text;
                    if (options.oneofs)
                        object.value = "text";
                }
                return object;
            };

            SettingValue.prototype.toJSON = function() {
                return SettingValue.toObject(this, $protobuf.util.toJSONOptions);
            };

            return SettingValue;
        })();

        v1.SettingsChange = (function() {

            const SettingsChange = function (properties) {
                this.values = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SettingsChange.prototype.revision = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SettingsChange.prototype.values = $util.emptyArray;

            SettingsChange.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && (typeof message.revision === "object" ? message.revision.low || message.revision.high : message.revision !== 0))
                    writer.uint32(8).uint64(message.revision);
                if (message.values != null && message.values.length)
                    for (let i = 0; i < message.values.length; ++i)
                        $root.pupsentry.v1.SettingValue.encode(message.values[i], writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SettingsChange.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.SettingsChange();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.revision = value;
                            else
                                delete message.revision;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.values && message.values.length))
                                message.values = [];
                            message.values.push($root.pupsentry.v1.SettingValue.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            SettingsChange.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                    if (!$util.isInteger(message.revision) && !(message.revision && $util.isInteger(message.revision.low) && $util.isInteger(message.revision.high)))
                        return "revision: integer|Long expected";
                if (message.values != null && $Object.hasOwnProperty.call(message, "values")) {
                    if (!$Array.isArray(message.values))
                        return "values: array expected";
                    for (let i = 0; i < message.values.length; ++i) {
                        let error = $root.pupsentry.v1.SettingValue.verify(message.values[i], _depth + 1);
                        if (error)
                            return "values." + error;
                    }
                }
                return null;
            };

            SettingsChange.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.SettingsChange)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.SettingsChange: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.SettingsChange();
                if (object.revision != null)
                    if (typeof object.revision === "object" ? object.revision.low || object.revision.high : $Number(object.revision) !== 0)
                        if ($util.Long)
                            message.revision = $util.Long.fromValue(object.revision, true);
                        else if (typeof object.revision === "string")
                            message.revision = $parseInt(object.revision, 10);
                        else if (typeof object.revision === "number")
                            message.revision = object.revision;
                        else if (typeof object.revision === "object")
                            message.revision = new $util.LongBits(object.revision.low >>> 0, object.revision.high >>> 0).toNumber(true);
                if (object.values) {
                    if (!$Array.isArray(object.values))
                        throw $TypeError(".pupsentry.v1.SettingsChange.values: array expected");
                    message.values = $Array(object.values.length);
                    for (let i = 0; i < object.values.length; ++i) {
                        if (!$util.isObject(object.values[i]))
                            throw $TypeError(".pupsentry.v1.SettingsChange.values: object expected");
                        message.values[i] = $root.pupsentry.v1.SettingValue.fromObject(object.values[i], _depth + 1);
                    }
                }
                return message;
            };

            SettingsChange.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.values = [];
                if (options.defaults)
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.revision = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.revision = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.revision = typeof message.revision === "number" ? $BigInt(message.revision) : $util.Long.fromBits(message.revision.low >>> 0, message.revision.high >>> 0, true).toBigInt();
                    else if (typeof message.revision === "number")
                        object.revision = options.longs === $String ? $String(message.revision) : message.revision;
                    else
                        object.revision = options.longs === $String ? $util.Long.prototype.toString.call(message.revision) : options.longs === $Number ? new $util.LongBits(message.revision.low >>> 0, message.revision.high >>> 0).toNumber(true) : message.revision;
                if (message.values && message.values.length) {
                    object.values = $Array(message.values.length);
                    for (let j = 0; j < message.values.length; ++j)
                        object.values[j] = $root.pupsentry.v1.SettingValue.toObject(message.values[j], options, _depth + 1);
                }
                return object;
            };

            SettingsChange.prototype.toJSON = function() {
                return SettingsChange.toObject(this, $protobuf.util.toJSONOptions);
            };

            return SettingsChange;
        })();

        v1.Event = (function() {

            const Event = function (properties) {
                this.labels = [];
                this.zones = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Event.prototype.id = "";
            Event.prototype.kind = 0;
            Event.prototype.phase = 0;
            Event.prototype.startedMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
            Event.prototype.endedMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
            Event.prototype.presses = 0;
            Event.prototype.snapshot = null;
            Event.prototype.labels = $util.emptyArray;
            Event.prototype.zones = $util.emptyArray;
            Event.prototype.peak = 0;
            Event.prototype.quiet = false;
            Event.prototype.clipFromMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
            Event.prototype.clipToMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
            Event.prototype.update = null;

            Event.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(10).string(message.id);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(16).int32(message.kind);
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== 0)
                    writer.uint32(24).int32(message.phase);
                if (message.startedMs != null && $Object.hasOwnProperty.call(message, "startedMs") && (typeof message.startedMs === "object" ? message.startedMs.low || message.startedMs.high : message.startedMs !== 0))
                    writer.uint32(32).int64(message.startedMs);
                if (message.endedMs != null && $Object.hasOwnProperty.call(message, "endedMs") && (typeof message.endedMs === "object" ? message.endedMs.low || message.endedMs.high : message.endedMs !== 0))
                    writer.uint32(40).int64(message.endedMs);
                if (message.presses != null && $Object.hasOwnProperty.call(message, "presses") && message.presses !== 0)
                    writer.uint32(48).uint32(message.presses);
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot"))
                    $root.pupsentry.v1.Snapshot.encode(message.snapshot, writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.labels != null && message.labels.length)
                    for (let i = 0; i < message.labels.length; ++i)
                        writer.uint32(66).string(message.labels[i]);
                if (message.zones != null && message.zones.length)
                    for (let i = 0; i < message.zones.length; ++i)
                        writer.uint32(74).string(message.zones[i]);
                if (message.peak != null && $Object.hasOwnProperty.call(message, "peak") && !$Object.is(message.peak, 0))
                    writer.uint32(81).double(message.peak);
                if (message.quiet != null && $Object.hasOwnProperty.call(message, "quiet") && message.quiet !== false)
                    writer.uint32(88).bool(message.quiet);
                if (message.clipFromMs != null && $Object.hasOwnProperty.call(message, "clipFromMs") && (typeof message.clipFromMs === "object" ? message.clipFromMs.low || message.clipFromMs.high : message.clipFromMs !== 0))
                    writer.uint32(96).int64(message.clipFromMs);
                if (message.clipToMs != null && $Object.hasOwnProperty.call(message, "clipToMs") && (typeof message.clipToMs === "object" ? message.clipToMs.low || message.clipToMs.high : message.clipToMs !== 0))
                    writer.uint32(104).int64(message.clipToMs);
                if (message.update != null && $Object.hasOwnProperty.call(message, "update"))
                    $root.pupsentry.v1.UpdateReport.encode(message.update, writer.uint32(114).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Event.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.Event();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.phase = value;
                            else
                                delete message.phase;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.startedMs = value;
                            else
                                delete message.startedMs;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.endedMs = value;
                            else
                                delete message.endedMs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.presses = value;
                            else
                                delete message.presses;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.snapshot = $root.pupsentry.v1.Snapshot.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshot);
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.labels && message.labels.length))
                                message.labels = [];
                            message.labels.push(reader.stringVerify());
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.zones && message.zones.length))
                                message.zones = [];
                            message.zones.push(reader.stringVerify());
                            continue;
                        }
                    case 10: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.peak = value;
                            else
                                delete message.peak;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.quiet = value;
                            else
                                delete message.quiet;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.clipFromMs = value;
                            else
                                delete message.clipFromMs;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.clipToMs = value;
                            else
                                delete message.clipToMs;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.update = $root.pupsentry.v1.UpdateReport.decode(reader, reader.size(), $undefined, _depth + 1, message.update);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Event.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    if (typeof message.kind !== "number" || (message.kind | 0) !== message.kind)
                        return "kind: enum value expected";
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase"))
                    if (typeof message.phase !== "number" || (message.phase | 0) !== message.phase)
                        return "phase: enum value expected";
                if (message.startedMs != null && $Object.hasOwnProperty.call(message, "startedMs"))
                    if (!$util.isInteger(message.startedMs) && !(message.startedMs && $util.isInteger(message.startedMs.low) && $util.isInteger(message.startedMs.high)))
                        return "startedMs: integer|Long expected";
                if (message.endedMs != null && $Object.hasOwnProperty.call(message, "endedMs"))
                    if (!$util.isInteger(message.endedMs) && !(message.endedMs && $util.isInteger(message.endedMs.low) && $util.isInteger(message.endedMs.high)))
                        return "endedMs: integer|Long expected";
                if (message.presses != null && $Object.hasOwnProperty.call(message, "presses"))
                    if (!$util.isInteger(message.presses))
                        return "presses: integer expected";
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot")) {
                    let error = $root.pupsentry.v1.Snapshot.verify(message.snapshot, _depth + 1);
                    if (error)
                        return "snapshot." + error;
                }
                if (message.labels != null && $Object.hasOwnProperty.call(message, "labels")) {
                    if (!$Array.isArray(message.labels))
                        return "labels: array expected";
                    for (let i = 0; i < message.labels.length; ++i)
                        if (!$util.isString(message.labels[i]))
                            return "labels: string[] expected";
                }
                if (message.zones != null && $Object.hasOwnProperty.call(message, "zones")) {
                    if (!$Array.isArray(message.zones))
                        return "zones: array expected";
                    for (let i = 0; i < message.zones.length; ++i)
                        if (!$util.isString(message.zones[i]))
                            return "zones: string[] expected";
                }
                if (message.peak != null && $Object.hasOwnProperty.call(message, "peak"))
                    if (typeof message.peak !== "number")
                        return "peak: number expected";
                if (message.quiet != null && $Object.hasOwnProperty.call(message, "quiet"))
                    if (typeof message.quiet !== "boolean")
                        return "quiet: boolean expected";
                if (message.clipFromMs != null && $Object.hasOwnProperty.call(message, "clipFromMs"))
                    if (!$util.isInteger(message.clipFromMs) && !(message.clipFromMs && $util.isInteger(message.clipFromMs.low) && $util.isInteger(message.clipFromMs.high)))
                        return "clipFromMs: integer|Long expected";
                if (message.clipToMs != null && $Object.hasOwnProperty.call(message, "clipToMs"))
                    if (!$util.isInteger(message.clipToMs) && !(message.clipToMs && $util.isInteger(message.clipToMs.low) && $util.isInteger(message.clipToMs.high)))
                        return "clipToMs: integer|Long expected";
                if (message.update != null && $Object.hasOwnProperty.call(message, "update")) {
                    let error = $root.pupsentry.v1.UpdateReport.verify(message.update, _depth + 1);
                    if (error)
                        return "update." + error;
                }
                return null;
            };

            Event.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.Event)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.Event: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.Event();
                if (object.id != null)
                    if (typeof object.id !== "string" || object.id.length)
                        message.id = $String(object.id);
                if (object.kind !== 0 && (typeof object.kind !== "string" || $root.pupsentry.v1.EventKind[object.kind] !== 0))
                    switch (object.kind) {
                    case "EVENT_KIND_UNSPECIFIED":
                    case 0:
                        message.kind = 0;
                        break;
                    case "EVENT_KIND_RING":
                    case 1:
                        message.kind = 1;
                        break;
                    case "EVENT_KIND_MOTION":
                    case 2:
                        message.kind = 2;
                        break;
                    case "EVENT_KIND_SOUND":
                    case 3:
                        message.kind = 3;
                        break;
                    case "EVENT_KIND_TAMPER":
                    case 4:
                        message.kind = 4;
                        break;
                    case "EVENT_KIND_UPDATE":
                    case 5:
                        message.kind = 5;
                        break;
                    default:
                        if (typeof object.kind === "number" && (object.kind | 0) === object.kind)
                            message.kind = object.kind;
                    }
                if (object.phase !== 0 && (typeof object.phase !== "string" || $root.pupsentry.v1.EventPhase[object.phase] !== 0))
                    switch (object.phase) {
                    case "EVENT_PHASE_UNSPECIFIED":
                    case 0:
                        message.phase = 0;
                        break;
                    case "EVENT_PHASE_STARTED":
                    case 1:
                        message.phase = 1;
                        break;
                    case "EVENT_PHASE_SNAPSHOT":
                    case 2:
                        message.phase = 2;
                        break;
                    case "EVENT_PHASE_ENDED":
                    case 3:
                        message.phase = 3;
                        break;
                    default:
                        if (typeof object.phase === "number" && (object.phase | 0) === object.phase)
                            message.phase = object.phase;
                    }
                if (object.startedMs != null)
                    if (typeof object.startedMs === "object" ? object.startedMs.low || object.startedMs.high : $Number(object.startedMs) !== 0)
                        if ($util.Long)
                            message.startedMs = $util.Long.fromValue(object.startedMs, false);
                        else if (typeof object.startedMs === "string")
                            message.startedMs = $parseInt(object.startedMs, 10);
                        else if (typeof object.startedMs === "number")
                            message.startedMs = object.startedMs;
                        else if (typeof object.startedMs === "object")
                            message.startedMs = new $util.LongBits(object.startedMs.low >>> 0, object.startedMs.high >>> 0).toNumber();
                if (object.endedMs != null)
                    if (typeof object.endedMs === "object" ? object.endedMs.low || object.endedMs.high : $Number(object.endedMs) !== 0)
                        if ($util.Long)
                            message.endedMs = $util.Long.fromValue(object.endedMs, false);
                        else if (typeof object.endedMs === "string")
                            message.endedMs = $parseInt(object.endedMs, 10);
                        else if (typeof object.endedMs === "number")
                            message.endedMs = object.endedMs;
                        else if (typeof object.endedMs === "object")
                            message.endedMs = new $util.LongBits(object.endedMs.low >>> 0, object.endedMs.high >>> 0).toNumber();
                if (object.presses != null)
                    if ($Number(object.presses) !== 0)
                        message.presses = object.presses >>> 0;
                if (object.snapshot != null) {
                    if (!$util.isObject(object.snapshot))
                        throw $TypeError(".pupsentry.v1.Event.snapshot: object expected");
                    message.snapshot = $root.pupsentry.v1.Snapshot.fromObject(object.snapshot, _depth + 1);
                }
                if (object.labels) {
                    if (!$Array.isArray(object.labels))
                        throw $TypeError(".pupsentry.v1.Event.labels: array expected");
                    message.labels = $Array(object.labels.length);
                    for (let i = 0; i < object.labels.length; ++i)
                        message.labels[i] = $String(object.labels[i]);
                }
                if (object.zones) {
                    if (!$Array.isArray(object.zones))
                        throw $TypeError(".pupsentry.v1.Event.zones: array expected");
                    message.zones = $Array(object.zones.length);
                    for (let i = 0; i < object.zones.length; ++i)
                        message.zones[i] = $String(object.zones[i]);
                }
                if (object.peak != null)
                    if (!$Object.is($Number(object.peak), 0))
                        message.peak = $Number(object.peak);
                if (object.quiet != null)
                    if (object.quiet)
                        message.quiet = $Boolean(object.quiet);
                if (object.clipFromMs != null)
                    if (typeof object.clipFromMs === "object" ? object.clipFromMs.low || object.clipFromMs.high : $Number(object.clipFromMs) !== 0)
                        if ($util.Long)
                            message.clipFromMs = $util.Long.fromValue(object.clipFromMs, false);
                        else if (typeof object.clipFromMs === "string")
                            message.clipFromMs = $parseInt(object.clipFromMs, 10);
                        else if (typeof object.clipFromMs === "number")
                            message.clipFromMs = object.clipFromMs;
                        else if (typeof object.clipFromMs === "object")
                            message.clipFromMs = new $util.LongBits(object.clipFromMs.low >>> 0, object.clipFromMs.high >>> 0).toNumber();
                if (object.clipToMs != null)
                    if (typeof object.clipToMs === "object" ? object.clipToMs.low || object.clipToMs.high : $Number(object.clipToMs) !== 0)
                        if ($util.Long)
                            message.clipToMs = $util.Long.fromValue(object.clipToMs, false);
                        else if (typeof object.clipToMs === "string")
                            message.clipToMs = $parseInt(object.clipToMs, 10);
                        else if (typeof object.clipToMs === "number")
                            message.clipToMs = object.clipToMs;
                        else if (typeof object.clipToMs === "object")
                            message.clipToMs = new $util.LongBits(object.clipToMs.low >>> 0, object.clipToMs.high >>> 0).toNumber();
                if (object.update != null) {
                    if (!$util.isObject(object.update))
                        throw $TypeError(".pupsentry.v1.Event.update: object expected");
                    message.update = $root.pupsentry.v1.UpdateReport.fromObject(object.update, _depth + 1);
                }
                return message;
            };

            Event.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.labels = [];
                    object.zones = [];
                }
                if (options.defaults) {
                    object.id = "";
                    object.kind = options.enums === $String ? "EVENT_KIND_UNSPECIFIED" : 0;
                    object.phase = options.enums === $String ? "EVENT_PHASE_UNSPECIFIED" : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, false);
                        object.startedMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.startedMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, false);
                        object.endedMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.endedMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.presses = 0;
                    object.snapshot = null;
                    object.peak = 0;
                    object.quiet = false;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, false);
                        object.clipFromMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.clipFromMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, false);
                        object.clipToMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.clipToMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.update = null;
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    object.kind = options.enums === $String ? $root.pupsentry.v1.EventKind[message.kind] === $undefined ? message.kind : $root.pupsentry.v1.EventKind[message.kind] : message.kind;
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase"))
                    object.phase = options.enums === $String ? $root.pupsentry.v1.EventPhase[message.phase] === $undefined ? message.phase : $root.pupsentry.v1.EventPhase[message.phase] : message.phase;
                if (message.startedMs != null && $Object.hasOwnProperty.call(message, "startedMs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.startedMs = typeof message.startedMs === "number" ? $BigInt(message.startedMs) : $util.Long.fromBits(message.startedMs.low >>> 0, message.startedMs.high >>> 0, false).toBigInt();
                    else if (typeof message.startedMs === "number")
                        object.startedMs = options.longs === $String ? $String(message.startedMs) : message.startedMs;
                    else
                        object.startedMs = options.longs === $String ? $util.Long.prototype.toString.call(message.startedMs) : options.longs === $Number ? new $util.LongBits(message.startedMs.low >>> 0, message.startedMs.high >>> 0).toNumber() : message.startedMs;
                if (message.endedMs != null && $Object.hasOwnProperty.call(message, "endedMs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.endedMs = typeof message.endedMs === "number" ? $BigInt(message.endedMs) : $util.Long.fromBits(message.endedMs.low >>> 0, message.endedMs.high >>> 0, false).toBigInt();
                    else if (typeof message.endedMs === "number")
                        object.endedMs = options.longs === $String ? $String(message.endedMs) : message.endedMs;
                    else
                        object.endedMs = options.longs === $String ? $util.Long.prototype.toString.call(message.endedMs) : options.longs === $Number ? new $util.LongBits(message.endedMs.low >>> 0, message.endedMs.high >>> 0).toNumber() : message.endedMs;
                if (message.presses != null && $Object.hasOwnProperty.call(message, "presses"))
                    object.presses = message.presses;
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot"))
                    object.snapshot = $root.pupsentry.v1.Snapshot.toObject(message.snapshot, options, _depth + 1);
                if (message.labels && message.labels.length) {
                    object.labels = $Array(message.labels.length);
                    for (let j = 0; j < message.labels.length; ++j)
                        object.labels[j] = message.labels[j];
                }
                if (message.zones && message.zones.length) {
                    object.zones = $Array(message.zones.length);
                    for (let j = 0; j < message.zones.length; ++j)
                        object.zones[j] = message.zones[j];
                }
                if (message.peak != null && $Object.hasOwnProperty.call(message, "peak"))
                    object.peak = options.json && !$isFinite(message.peak) ? $String(message.peak) : message.peak;
                if (message.quiet != null && $Object.hasOwnProperty.call(message, "quiet"))
                    object.quiet = message.quiet;
                if (message.clipFromMs != null && $Object.hasOwnProperty.call(message, "clipFromMs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.clipFromMs = typeof message.clipFromMs === "number" ? $BigInt(message.clipFromMs) : $util.Long.fromBits(message.clipFromMs.low >>> 0, message.clipFromMs.high >>> 0, false).toBigInt();
                    else if (typeof message.clipFromMs === "number")
                        object.clipFromMs = options.longs === $String ? $String(message.clipFromMs) : message.clipFromMs;
                    else
                        object.clipFromMs = options.longs === $String ? $util.Long.prototype.toString.call(message.clipFromMs) : options.longs === $Number ? new $util.LongBits(message.clipFromMs.low >>> 0, message.clipFromMs.high >>> 0).toNumber() : message.clipFromMs;
                if (message.clipToMs != null && $Object.hasOwnProperty.call(message, "clipToMs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.clipToMs = typeof message.clipToMs === "number" ? $BigInt(message.clipToMs) : $util.Long.fromBits(message.clipToMs.low >>> 0, message.clipToMs.high >>> 0, false).toBigInt();
                    else if (typeof message.clipToMs === "number")
                        object.clipToMs = options.longs === $String ? $String(message.clipToMs) : message.clipToMs;
                    else
                        object.clipToMs = options.longs === $String ? $util.Long.prototype.toString.call(message.clipToMs) : options.longs === $Number ? new $util.LongBits(message.clipToMs.low >>> 0, message.clipToMs.high >>> 0).toNumber() : message.clipToMs;
                if (message.update != null && $Object.hasOwnProperty.call(message, "update"))
                    object.update = $root.pupsentry.v1.UpdateReport.toObject(message.update, options, _depth + 1);
                return object;
            };

            Event.prototype.toJSON = function() {
                return Event.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Event;
        })();

        v1.UpdateReport = (function() {

            const UpdateReport = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            UpdateReport.prototype.outcome = 0;
            UpdateReport.prototype.version = "";
            UpdateReport.prototype.from = "";
            UpdateReport.prototype.security = false;
            UpdateReport.prototype.blocksKept = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            UpdateReport.prototype.blocksCopied = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            UpdateReport.prototype.blocksFetched = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            UpdateReport.prototype.fetchedBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            UpdateReport.prototype.writtenBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            UpdateReport.prototype.code = "";
            UpdateReport.prototype.reason = "";

            UpdateReport.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome") && message.outcome !== 0)
                    writer.uint32(8).int32(message.outcome);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                    writer.uint32(18).string(message.version);
                if (message.from != null && $Object.hasOwnProperty.call(message, "from") && message.from !== "")
                    writer.uint32(26).string(message.from);
                if (message.security != null && $Object.hasOwnProperty.call(message, "security") && message.security !== false)
                    writer.uint32(32).bool(message.security);
                if (message.blocksKept != null && $Object.hasOwnProperty.call(message, "blocksKept") && (typeof message.blocksKept === "object" ? message.blocksKept.low || message.blocksKept.high : message.blocksKept !== 0))
                    writer.uint32(40).uint64(message.blocksKept);
                if (message.blocksCopied != null && $Object.hasOwnProperty.call(message, "blocksCopied") && (typeof message.blocksCopied === "object" ? message.blocksCopied.low || message.blocksCopied.high : message.blocksCopied !== 0))
                    writer.uint32(48).uint64(message.blocksCopied);
                if (message.blocksFetched != null && $Object.hasOwnProperty.call(message, "blocksFetched") && (typeof message.blocksFetched === "object" ? message.blocksFetched.low || message.blocksFetched.high : message.blocksFetched !== 0))
                    writer.uint32(56).uint64(message.blocksFetched);
                if (message.fetchedBytes != null && $Object.hasOwnProperty.call(message, "fetchedBytes") && (typeof message.fetchedBytes === "object" ? message.fetchedBytes.low || message.fetchedBytes.high : message.fetchedBytes !== 0))
                    writer.uint32(64).uint64(message.fetchedBytes);
                if (message.writtenBytes != null && $Object.hasOwnProperty.call(message, "writtenBytes") && (typeof message.writtenBytes === "object" ? message.writtenBytes.low || message.writtenBytes.high : message.writtenBytes !== 0))
                    writer.uint32(72).uint64(message.writtenBytes);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(82).string(message.code);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(90).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            UpdateReport.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.UpdateReport();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.outcome = value;
                            else
                                delete message.outcome;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.from = value;
                            else
                                delete message.from;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.security = value;
                            else
                                delete message.security;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.blocksKept = value;
                            else
                                delete message.blocksKept;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.blocksCopied = value;
                            else
                                delete message.blocksCopied;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.blocksFetched = value;
                            else
                                delete message.blocksFetched;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.fetchedBytes = value;
                            else
                                delete message.fetchedBytes;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.writtenBytes = value;
                            else
                                delete message.writtenBytes;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            UpdateReport.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome"))
                    if (typeof message.outcome !== "number" || (message.outcome | 0) !== message.outcome)
                        return "outcome: enum value expected";
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    if (!$util.isString(message.version))
                        return "version: string expected";
                if (message.from != null && $Object.hasOwnProperty.call(message, "from"))
                    if (!$util.isString(message.from))
                        return "from: string expected";
                if (message.security != null && $Object.hasOwnProperty.call(message, "security"))
                    if (typeof message.security !== "boolean")
                        return "security: boolean expected";
                if (message.blocksKept != null && $Object.hasOwnProperty.call(message, "blocksKept"))
                    if (!$util.isInteger(message.blocksKept) && !(message.blocksKept && $util.isInteger(message.blocksKept.low) && $util.isInteger(message.blocksKept.high)))
                        return "blocksKept: integer|Long expected";
                if (message.blocksCopied != null && $Object.hasOwnProperty.call(message, "blocksCopied"))
                    if (!$util.isInteger(message.blocksCopied) && !(message.blocksCopied && $util.isInteger(message.blocksCopied.low) && $util.isInteger(message.blocksCopied.high)))
                        return "blocksCopied: integer|Long expected";
                if (message.blocksFetched != null && $Object.hasOwnProperty.call(message, "blocksFetched"))
                    if (!$util.isInteger(message.blocksFetched) && !(message.blocksFetched && $util.isInteger(message.blocksFetched.low) && $util.isInteger(message.blocksFetched.high)))
                        return "blocksFetched: integer|Long expected";
                if (message.fetchedBytes != null && $Object.hasOwnProperty.call(message, "fetchedBytes"))
                    if (!$util.isInteger(message.fetchedBytes) && !(message.fetchedBytes && $util.isInteger(message.fetchedBytes.low) && $util.isInteger(message.fetchedBytes.high)))
                        return "fetchedBytes: integer|Long expected";
                if (message.writtenBytes != null && $Object.hasOwnProperty.call(message, "writtenBytes"))
                    if (!$util.isInteger(message.writtenBytes) && !(message.writtenBytes && $util.isInteger(message.writtenBytes.low) && $util.isInteger(message.writtenBytes.high)))
                        return "writtenBytes: integer|Long expected";
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    if (!$util.isString(message.code))
                        return "code: string expected";
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    if (!$util.isString(message.reason))
                        return "reason: string expected";
                return null;
            };

            UpdateReport.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.UpdateReport)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.UpdateReport: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.UpdateReport();
                if (object.outcome !== 0 && (typeof object.outcome !== "string" || $root.pupsentry.v1.UpdateOutcome[object.outcome] !== 0))
                    switch (object.outcome) {
                    case "UPDATE_OUTCOME_UNSPECIFIED":
                    case 0:
                        message.outcome = 0;
                        break;
                    case "UPDATE_OUTCOME_OFFERED":
                    case 1:
                        message.outcome = 1;
                        break;
                    case "UPDATE_OUTCOME_UPDATED":
                    case 2:
                        message.outcome = 2;
                        break;
                    case "UPDATE_OUTCOME_REPAIRED":
                    case 3:
                        message.outcome = 3;
                        break;
                    case "UPDATE_OUTCOME_WENT_BACK":
                    case 4:
                        message.outcome = 4;
                        break;
                    case "UPDATE_OUTCOME_ROLLED_BACK":
                    case 5:
                        message.outcome = 5;
                        break;
                    case "UPDATE_OUTCOME_FAILED":
                    case 6:
                        message.outcome = 6;
                        break;
                    case "UPDATE_OUTCOME_REFUSED":
                    case 7:
                        message.outcome = 7;
                        break;
                    default:
                        if (typeof object.outcome === "number" && (object.outcome | 0) === object.outcome)
                            message.outcome = object.outcome;
                    }
                if (object.version != null)
                    if (typeof object.version !== "string" || object.version.length)
                        message.version = $String(object.version);
                if (object.from != null)
                    if (typeof object.from !== "string" || object.from.length)
                        message.from = $String(object.from);
                if (object.security != null)
                    if (object.security)
                        message.security = $Boolean(object.security);
                if (object.blocksKept != null)
                    if (typeof object.blocksKept === "object" ? object.blocksKept.low || object.blocksKept.high : $Number(object.blocksKept) !== 0)
                        if ($util.Long)
                            message.blocksKept = $util.Long.fromValue(object.blocksKept, true);
                        else if (typeof object.blocksKept === "string")
                            message.blocksKept = $parseInt(object.blocksKept, 10);
                        else if (typeof object.blocksKept === "number")
                            message.blocksKept = object.blocksKept;
                        else if (typeof object.blocksKept === "object")
                            message.blocksKept = new $util.LongBits(object.blocksKept.low >>> 0, object.blocksKept.high >>> 0).toNumber(true);
                if (object.blocksCopied != null)
                    if (typeof object.blocksCopied === "object" ? object.blocksCopied.low || object.blocksCopied.high : $Number(object.blocksCopied) !== 0)
                        if ($util.Long)
                            message.blocksCopied = $util.Long.fromValue(object.blocksCopied, true);
                        else if (typeof object.blocksCopied === "string")
                            message.blocksCopied = $parseInt(object.blocksCopied, 10);
                        else if (typeof object.blocksCopied === "number")
                            message.blocksCopied = object.blocksCopied;
                        else if (typeof object.blocksCopied === "object")
                            message.blocksCopied = new $util.LongBits(object.blocksCopied.low >>> 0, object.blocksCopied.high >>> 0).toNumber(true);
                if (object.blocksFetched != null)
                    if (typeof object.blocksFetched === "object" ? object.blocksFetched.low || object.blocksFetched.high : $Number(object.blocksFetched) !== 0)
                        if ($util.Long)
                            message.blocksFetched = $util.Long.fromValue(object.blocksFetched, true);
                        else if (typeof object.blocksFetched === "string")
                            message.blocksFetched = $parseInt(object.blocksFetched, 10);
                        else if (typeof object.blocksFetched === "number")
                            message.blocksFetched = object.blocksFetched;
                        else if (typeof object.blocksFetched === "object")
                            message.blocksFetched = new $util.LongBits(object.blocksFetched.low >>> 0, object.blocksFetched.high >>> 0).toNumber(true);
                if (object.fetchedBytes != null)
                    if (typeof object.fetchedBytes === "object" ? object.fetchedBytes.low || object.fetchedBytes.high : $Number(object.fetchedBytes) !== 0)
                        if ($util.Long)
                            message.fetchedBytes = $util.Long.fromValue(object.fetchedBytes, true);
                        else if (typeof object.fetchedBytes === "string")
                            message.fetchedBytes = $parseInt(object.fetchedBytes, 10);
                        else if (typeof object.fetchedBytes === "number")
                            message.fetchedBytes = object.fetchedBytes;
                        else if (typeof object.fetchedBytes === "object")
                            message.fetchedBytes = new $util.LongBits(object.fetchedBytes.low >>> 0, object.fetchedBytes.high >>> 0).toNumber(true);
                if (object.writtenBytes != null)
                    if (typeof object.writtenBytes === "object" ? object.writtenBytes.low || object.writtenBytes.high : $Number(object.writtenBytes) !== 0)
                        if ($util.Long)
                            message.writtenBytes = $util.Long.fromValue(object.writtenBytes, true);
                        else if (typeof object.writtenBytes === "string")
                            message.writtenBytes = $parseInt(object.writtenBytes, 10);
                        else if (typeof object.writtenBytes === "number")
                            message.writtenBytes = object.writtenBytes;
                        else if (typeof object.writtenBytes === "object")
                            message.writtenBytes = new $util.LongBits(object.writtenBytes.low >>> 0, object.writtenBytes.high >>> 0).toNumber(true);
                if (object.code != null)
                    if (typeof object.code !== "string" || object.code.length)
                        message.code = $String(object.code);
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                return message;
            };

            UpdateReport.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.outcome = options.enums === $String ? "UPDATE_OUTCOME_UNSPECIFIED" : 0;
                    object.version = "";
                    object.from = "";
                    object.security = false;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.blocksKept = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.blocksKept = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.blocksCopied = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.blocksCopied = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.blocksFetched = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.blocksFetched = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.fetchedBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.fetchedBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.writtenBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.writtenBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.code = "";
                    object.reason = "";
                }
                if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome"))
                    object.outcome = options.enums === $String ? $root.pupsentry.v1.UpdateOutcome[message.outcome] === $undefined ? message.outcome : $root.pupsentry.v1.UpdateOutcome[message.outcome] : message.outcome;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.from != null && $Object.hasOwnProperty.call(message, "from"))
                    object.from = message.from;
                if (message.security != null && $Object.hasOwnProperty.call(message, "security"))
                    object.security = message.security;
                if (message.blocksKept != null && $Object.hasOwnProperty.call(message, "blocksKept"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.blocksKept = typeof message.blocksKept === "number" ? $BigInt(message.blocksKept) : $util.Long.fromBits(message.blocksKept.low >>> 0, message.blocksKept.high >>> 0, true).toBigInt();
                    else if (typeof message.blocksKept === "number")
                        object.blocksKept = options.longs === $String ? $String(message.blocksKept) : message.blocksKept;
                    else
                        object.blocksKept = options.longs === $String ? $util.Long.prototype.toString.call(message.blocksKept) : options.longs === $Number ? new $util.LongBits(message.blocksKept.low >>> 0, message.blocksKept.high >>> 0).toNumber(true) : message.blocksKept;
                if (message.blocksCopied != null && $Object.hasOwnProperty.call(message, "blocksCopied"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.blocksCopied = typeof message.blocksCopied === "number" ? $BigInt(message.blocksCopied) : $util.Long.fromBits(message.blocksCopied.low >>> 0, message.blocksCopied.high >>> 0, true).toBigInt();
                    else if (typeof message.blocksCopied === "number")
                        object.blocksCopied = options.longs === $String ? $String(message.blocksCopied) : message.blocksCopied;
                    else
                        object.blocksCopied = options.longs === $String ? $util.Long.prototype.toString.call(message.blocksCopied) : options.longs === $Number ? new $util.LongBits(message.blocksCopied.low >>> 0, message.blocksCopied.high >>> 0).toNumber(true) : message.blocksCopied;
                if (message.blocksFetched != null && $Object.hasOwnProperty.call(message, "blocksFetched"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.blocksFetched = typeof message.blocksFetched === "number" ? $BigInt(message.blocksFetched) : $util.Long.fromBits(message.blocksFetched.low >>> 0, message.blocksFetched.high >>> 0, true).toBigInt();
                    else if (typeof message.blocksFetched === "number")
                        object.blocksFetched = options.longs === $String ? $String(message.blocksFetched) : message.blocksFetched;
                    else
                        object.blocksFetched = options.longs === $String ? $util.Long.prototype.toString.call(message.blocksFetched) : options.longs === $Number ? new $util.LongBits(message.blocksFetched.low >>> 0, message.blocksFetched.high >>> 0).toNumber(true) : message.blocksFetched;
                if (message.fetchedBytes != null && $Object.hasOwnProperty.call(message, "fetchedBytes"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.fetchedBytes = typeof message.fetchedBytes === "number" ? $BigInt(message.fetchedBytes) : $util.Long.fromBits(message.fetchedBytes.low >>> 0, message.fetchedBytes.high >>> 0, true).toBigInt();
                    else if (typeof message.fetchedBytes === "number")
                        object.fetchedBytes = options.longs === $String ? $String(message.fetchedBytes) : message.fetchedBytes;
                    else
                        object.fetchedBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.fetchedBytes) : options.longs === $Number ? new $util.LongBits(message.fetchedBytes.low >>> 0, message.fetchedBytes.high >>> 0).toNumber(true) : message.fetchedBytes;
                if (message.writtenBytes != null && $Object.hasOwnProperty.call(message, "writtenBytes"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.writtenBytes = typeof message.writtenBytes === "number" ? $BigInt(message.writtenBytes) : $util.Long.fromBits(message.writtenBytes.low >>> 0, message.writtenBytes.high >>> 0, true).toBigInt();
                    else if (typeof message.writtenBytes === "number")
                        object.writtenBytes = options.longs === $String ? $String(message.writtenBytes) : message.writtenBytes;
                    else
                        object.writtenBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.writtenBytes) : options.longs === $Number ? new $util.LongBits(message.writtenBytes.low >>> 0, message.writtenBytes.high >>> 0).toNumber(true) : message.writtenBytes;
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                return object;
            };

            UpdateReport.prototype.toJSON = function() {
                return UpdateReport.toObject(this, $protobuf.util.toJSONOptions);
            };

            return UpdateReport;
        })();

        v1.UpdateOutcome = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UPDATE_OUTCOME_UNSPECIFIED"] = 0;
            values[valuesById[1] = "UPDATE_OUTCOME_OFFERED"] = 1;
            values[valuesById[2] = "UPDATE_OUTCOME_UPDATED"] = 2;
            values[valuesById[3] = "UPDATE_OUTCOME_REPAIRED"] = 3;
            values[valuesById[4] = "UPDATE_OUTCOME_WENT_BACK"] = 4;
            values[valuesById[5] = "UPDATE_OUTCOME_ROLLED_BACK"] = 5;
            values[valuesById[6] = "UPDATE_OUTCOME_FAILED"] = 6;
            values[valuesById[7] = "UPDATE_OUTCOME_REFUSED"] = 7;
            return values;
        })();

        v1.EventKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "EVENT_KIND_UNSPECIFIED"] = 0;
            values[valuesById[1] = "EVENT_KIND_RING"] = 1;
            values[valuesById[2] = "EVENT_KIND_MOTION"] = 2;
            values[valuesById[3] = "EVENT_KIND_SOUND"] = 3;
            values[valuesById[4] = "EVENT_KIND_TAMPER"] = 4;
            values[valuesById[5] = "EVENT_KIND_UPDATE"] = 5;
            return values;
        })();

        v1.EventPhase = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "EVENT_PHASE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "EVENT_PHASE_STARTED"] = 1;
            values[valuesById[2] = "EVENT_PHASE_SNAPSHOT"] = 2;
            values[valuesById[3] = "EVENT_PHASE_ENDED"] = 3;
            return values;
        })();

        v1.Snapshot = (function() {

            const Snapshot = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Snapshot.prototype.jpeg = $util.newBuffer([]);
            Snapshot.prototype.width = 0;
            Snapshot.prototype.height = 0;
            Snapshot.prototype.takenMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            Snapshot.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.jpeg != null && $Object.hasOwnProperty.call(message, "jpeg") && message.jpeg.length)
                    writer.uint32(10).bytes(message.jpeg);
                if (message.width != null && $Object.hasOwnProperty.call(message, "width") && message.width !== 0)
                    writer.uint32(16).uint32(message.width);
                if (message.height != null && $Object.hasOwnProperty.call(message, "height") && message.height !== 0)
                    writer.uint32(24).uint32(message.height);
                if (message.takenMs != null && $Object.hasOwnProperty.call(message, "takenMs") && (typeof message.takenMs === "object" ? message.takenMs.low || message.takenMs.high : message.takenMs !== 0))
                    writer.uint32(32).int64(message.takenMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Snapshot.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.Snapshot();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.jpeg = value;
                            else
                                delete message.jpeg;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.width = value;
                            else
                                delete message.width;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.height = value;
                            else
                                delete message.height;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.takenMs = value;
                            else
                                delete message.takenMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Snapshot.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.jpeg != null && $Object.hasOwnProperty.call(message, "jpeg"))
                    if (!(message.jpeg && typeof message.jpeg.length === "number" || $util.isString(message.jpeg)))
                        return "jpeg: buffer expected";
                if (message.width != null && $Object.hasOwnProperty.call(message, "width"))
                    if (!$util.isInteger(message.width))
                        return "width: integer expected";
                if (message.height != null && $Object.hasOwnProperty.call(message, "height"))
                    if (!$util.isInteger(message.height))
                        return "height: integer expected";
                if (message.takenMs != null && $Object.hasOwnProperty.call(message, "takenMs"))
                    if (!$util.isInteger(message.takenMs) && !(message.takenMs && $util.isInteger(message.takenMs.low) && $util.isInteger(message.takenMs.high)))
                        return "takenMs: integer|Long expected";
                return null;
            };

            Snapshot.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.Snapshot)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.Snapshot: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.Snapshot();
                if (object.jpeg != null)
                    if (object.jpeg.length)
                        if (typeof object.jpeg === "string")
                            $util.base64.decode(object.jpeg, message.jpeg = $util.newBuffer($util.base64.length(object.jpeg)), 0);
                        else if (object.jpeg.length >= 0)
                            message.jpeg = object.jpeg;
                if (object.width != null)
                    if ($Number(object.width) !== 0)
                        message.width = object.width >>> 0;
                if (object.height != null)
                    if ($Number(object.height) !== 0)
                        message.height = object.height >>> 0;
                if (object.takenMs != null)
                    if (typeof object.takenMs === "object" ? object.takenMs.low || object.takenMs.high : $Number(object.takenMs) !== 0)
                        if ($util.Long)
                            message.takenMs = $util.Long.fromValue(object.takenMs, false);
                        else if (typeof object.takenMs === "string")
                            message.takenMs = $parseInt(object.takenMs, 10);
                        else if (typeof object.takenMs === "number")
                            message.takenMs = object.takenMs;
                        else if (typeof object.takenMs === "object")
                            message.takenMs = new $util.LongBits(object.takenMs.low >>> 0, object.takenMs.high >>> 0).toNumber();
                return message;
            };

            Snapshot.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.jpeg = "";
                    else {
                        object.jpeg = [];
                        if (options.bytes !== $Array)
                            object.jpeg = $util.newBuffer(object.jpeg);
                    }
                    object.width = 0;
                    object.height = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, false);
                        object.takenMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.takenMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.jpeg != null && $Object.hasOwnProperty.call(message, "jpeg"))
                    object.jpeg = options.bytes === $String ? $util.base64.encode(message.jpeg, 0, message.jpeg.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.jpeg) : message.jpeg;
                if (message.width != null && $Object.hasOwnProperty.call(message, "width"))
                    object.width = message.width;
                if (message.height != null && $Object.hasOwnProperty.call(message, "height"))
                    object.height = message.height;
                if (message.takenMs != null && $Object.hasOwnProperty.call(message, "takenMs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.takenMs = typeof message.takenMs === "number" ? $BigInt(message.takenMs) : $util.Long.fromBits(message.takenMs.low >>> 0, message.takenMs.high >>> 0, false).toBigInt();
                    else if (typeof message.takenMs === "number")
                        object.takenMs = options.longs === $String ? $String(message.takenMs) : message.takenMs;
                    else
                        object.takenMs = options.longs === $String ? $util.Long.prototype.toString.call(message.takenMs) : options.longs === $Number ? new $util.LongBits(message.takenMs.low >>> 0, message.takenMs.high >>> 0).toNumber() : message.takenMs;
                return object;
            };

            Snapshot.prototype.toJSON = function() {
                return Snapshot.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Snapshot;
        })();

        v1.Telemetry = (function() {

            const Telemetry = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Telemetry.prototype.uptimeS = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Telemetry.prototype.temperatureC = null;
            Telemetry.prototype.memoryUsedBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Telemetry.prototype.memoryTotalBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Telemetry.prototype.cpuPercent = 0;
            Telemetry.prototype.mainFps = 0;
            Telemetry.prototype.mainBitrateKbps = 0;
            Telemetry.prototype.subBitrateKbps = 0;
            Telemetry.prototype.viewers = 0;
            Telemetry.prototype.outboxMessages = 0;
            Telemetry.prototype.outboxBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Telemetry.prototype.mediaRestarts = 0;
            Telemetry.prototype.droppedMessages = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Telemetry.prototype.daemonMemoryBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Telemetry.prototype.mediaMemoryBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Telemetry.prototype, "_temperatureC", {
                get: $util.oneOfGetter($oneOfFields = ["temperatureC"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Telemetry.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.uptimeS != null && $Object.hasOwnProperty.call(message, "uptimeS") && (typeof message.uptimeS === "object" ? message.uptimeS.low || message.uptimeS.high : message.uptimeS !== 0))
                    writer.uint32(8).uint64(message.uptimeS);
                if (message.temperatureC != null && $Object.hasOwnProperty.call(message, "temperatureC"))
                    writer.uint32(17).double(message.temperatureC);
                if (message.memoryUsedBytes != null && $Object.hasOwnProperty.call(message, "memoryUsedBytes") && (typeof message.memoryUsedBytes === "object" ? message.memoryUsedBytes.low || message.memoryUsedBytes.high : message.memoryUsedBytes !== 0))
                    writer.uint32(24).uint64(message.memoryUsedBytes);
                if (message.memoryTotalBytes != null && $Object.hasOwnProperty.call(message, "memoryTotalBytes") && (typeof message.memoryTotalBytes === "object" ? message.memoryTotalBytes.low || message.memoryTotalBytes.high : message.memoryTotalBytes !== 0))
                    writer.uint32(32).uint64(message.memoryTotalBytes);
                if (message.cpuPercent != null && $Object.hasOwnProperty.call(message, "cpuPercent") && !$Object.is(message.cpuPercent, 0))
                    writer.uint32(41).double(message.cpuPercent);
                if (message.mainFps != null && $Object.hasOwnProperty.call(message, "mainFps") && !$Object.is(message.mainFps, 0))
                    writer.uint32(49).double(message.mainFps);
                if (message.mainBitrateKbps != null && $Object.hasOwnProperty.call(message, "mainBitrateKbps") && message.mainBitrateKbps !== 0)
                    writer.uint32(56).uint32(message.mainBitrateKbps);
                if (message.subBitrateKbps != null && $Object.hasOwnProperty.call(message, "subBitrateKbps") && message.subBitrateKbps !== 0)
                    writer.uint32(64).uint32(message.subBitrateKbps);
                if (message.viewers != null && $Object.hasOwnProperty.call(message, "viewers") && message.viewers !== 0)
                    writer.uint32(72).uint32(message.viewers);
                if (message.outboxMessages != null && $Object.hasOwnProperty.call(message, "outboxMessages") && message.outboxMessages !== 0)
                    writer.uint32(80).uint32(message.outboxMessages);
                if (message.outboxBytes != null && $Object.hasOwnProperty.call(message, "outboxBytes") && (typeof message.outboxBytes === "object" ? message.outboxBytes.low || message.outboxBytes.high : message.outboxBytes !== 0))
                    writer.uint32(88).uint64(message.outboxBytes);
                if (message.mediaRestarts != null && $Object.hasOwnProperty.call(message, "mediaRestarts") && message.mediaRestarts !== 0)
                    writer.uint32(96).uint32(message.mediaRestarts);
                if (message.droppedMessages != null && $Object.hasOwnProperty.call(message, "droppedMessages") && (typeof message.droppedMessages === "object" ? message.droppedMessages.low || message.droppedMessages.high : message.droppedMessages !== 0))
                    writer.uint32(104).uint64(message.droppedMessages);
                if (message.daemonMemoryBytes != null && $Object.hasOwnProperty.call(message, "daemonMemoryBytes") && (typeof message.daemonMemoryBytes === "object" ? message.daemonMemoryBytes.low || message.daemonMemoryBytes.high : message.daemonMemoryBytes !== 0))
                    writer.uint32(112).uint64(message.daemonMemoryBytes);
                if (message.mediaMemoryBytes != null && $Object.hasOwnProperty.call(message, "mediaMemoryBytes") && (typeof message.mediaMemoryBytes === "object" ? message.mediaMemoryBytes.low || message.mediaMemoryBytes.high : message.mediaMemoryBytes !== 0))
                    writer.uint32(120).uint64(message.mediaMemoryBytes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Telemetry.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.Telemetry();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.uptimeS = value;
                            else
                                delete message.uptimeS;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            message.temperatureC = reader.double();
                            message._temperatureC = "temperatureC";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.memoryUsedBytes = value;
                            else
                                delete message.memoryUsedBytes;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.memoryTotalBytes = value;
                            else
                                delete message.memoryTotalBytes;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.cpuPercent = value;
                            else
                                delete message.cpuPercent;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.mainFps = value;
                            else
                                delete message.mainFps;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.mainBitrateKbps = value;
                            else
                                delete message.mainBitrateKbps;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.subBitrateKbps = value;
                            else
                                delete message.subBitrateKbps;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.viewers = value;
                            else
                                delete message.viewers;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.outboxMessages = value;
                            else
                                delete message.outboxMessages;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.outboxBytes = value;
                            else
                                delete message.outboxBytes;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.mediaRestarts = value;
                            else
                                delete message.mediaRestarts;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.droppedMessages = value;
                            else
                                delete message.droppedMessages;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.daemonMemoryBytes = value;
                            else
                                delete message.daemonMemoryBytes;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.mediaMemoryBytes = value;
                            else
                                delete message.mediaMemoryBytes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Telemetry.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.uptimeS != null && $Object.hasOwnProperty.call(message, "uptimeS"))
                    if (!$util.isInteger(message.uptimeS) && !(message.uptimeS && $util.isInteger(message.uptimeS.low) && $util.isInteger(message.uptimeS.high)))
                        return "uptimeS: integer|Long expected";
                if (message.temperatureC != null && $Object.hasOwnProperty.call(message, "temperatureC")) {
                    properties._temperatureC = 1;
                    if (typeof message.temperatureC !== "number")
                        return "temperatureC: number expected";
                }
                if (message.memoryUsedBytes != null && $Object.hasOwnProperty.call(message, "memoryUsedBytes"))
                    if (!$util.isInteger(message.memoryUsedBytes) && !(message.memoryUsedBytes && $util.isInteger(message.memoryUsedBytes.low) && $util.isInteger(message.memoryUsedBytes.high)))
                        return "memoryUsedBytes: integer|Long expected";
                if (message.memoryTotalBytes != null && $Object.hasOwnProperty.call(message, "memoryTotalBytes"))
                    if (!$util.isInteger(message.memoryTotalBytes) && !(message.memoryTotalBytes && $util.isInteger(message.memoryTotalBytes.low) && $util.isInteger(message.memoryTotalBytes.high)))
                        return "memoryTotalBytes: integer|Long expected";
                if (message.cpuPercent != null && $Object.hasOwnProperty.call(message, "cpuPercent"))
                    if (typeof message.cpuPercent !== "number")
                        return "cpuPercent: number expected";
                if (message.mainFps != null && $Object.hasOwnProperty.call(message, "mainFps"))
                    if (typeof message.mainFps !== "number")
                        return "mainFps: number expected";
                if (message.mainBitrateKbps != null && $Object.hasOwnProperty.call(message, "mainBitrateKbps"))
                    if (!$util.isInteger(message.mainBitrateKbps))
                        return "mainBitrateKbps: integer expected";
                if (message.subBitrateKbps != null && $Object.hasOwnProperty.call(message, "subBitrateKbps"))
                    if (!$util.isInteger(message.subBitrateKbps))
                        return "subBitrateKbps: integer expected";
                if (message.viewers != null && $Object.hasOwnProperty.call(message, "viewers"))
                    if (!$util.isInteger(message.viewers))
                        return "viewers: integer expected";
                if (message.outboxMessages != null && $Object.hasOwnProperty.call(message, "outboxMessages"))
                    if (!$util.isInteger(message.outboxMessages))
                        return "outboxMessages: integer expected";
                if (message.outboxBytes != null && $Object.hasOwnProperty.call(message, "outboxBytes"))
                    if (!$util.isInteger(message.outboxBytes) && !(message.outboxBytes && $util.isInteger(message.outboxBytes.low) && $util.isInteger(message.outboxBytes.high)))
                        return "outboxBytes: integer|Long expected";
                if (message.mediaRestarts != null && $Object.hasOwnProperty.call(message, "mediaRestarts"))
                    if (!$util.isInteger(message.mediaRestarts))
                        return "mediaRestarts: integer expected";
                if (message.droppedMessages != null && $Object.hasOwnProperty.call(message, "droppedMessages"))
                    if (!$util.isInteger(message.droppedMessages) && !(message.droppedMessages && $util.isInteger(message.droppedMessages.low) && $util.isInteger(message.droppedMessages.high)))
                        return "droppedMessages: integer|Long expected";
                if (message.daemonMemoryBytes != null && $Object.hasOwnProperty.call(message, "daemonMemoryBytes"))
                    if (!$util.isInteger(message.daemonMemoryBytes) && !(message.daemonMemoryBytes && $util.isInteger(message.daemonMemoryBytes.low) && $util.isInteger(message.daemonMemoryBytes.high)))
                        return "daemonMemoryBytes: integer|Long expected";
                if (message.mediaMemoryBytes != null && $Object.hasOwnProperty.call(message, "mediaMemoryBytes"))
                    if (!$util.isInteger(message.mediaMemoryBytes) && !(message.mediaMemoryBytes && $util.isInteger(message.mediaMemoryBytes.low) && $util.isInteger(message.mediaMemoryBytes.high)))
                        return "mediaMemoryBytes: integer|Long expected";
                return null;
            };

            Telemetry.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.Telemetry)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.Telemetry: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.Telemetry();
                if (object.uptimeS != null)
                    if (typeof object.uptimeS === "object" ? object.uptimeS.low || object.uptimeS.high : $Number(object.uptimeS) !== 0)
                        if ($util.Long)
                            message.uptimeS = $util.Long.fromValue(object.uptimeS, true);
                        else if (typeof object.uptimeS === "string")
                            message.uptimeS = $parseInt(object.uptimeS, 10);
                        else if (typeof object.uptimeS === "number")
                            message.uptimeS = object.uptimeS;
                        else if (typeof object.uptimeS === "object")
                            message.uptimeS = new $util.LongBits(object.uptimeS.low >>> 0, object.uptimeS.high >>> 0).toNumber(true);
                if (object.temperatureC != null)
                    message.temperatureC = $Number(object.temperatureC);
                if (object.memoryUsedBytes != null)
                    if (typeof object.memoryUsedBytes === "object" ? object.memoryUsedBytes.low || object.memoryUsedBytes.high : $Number(object.memoryUsedBytes) !== 0)
                        if ($util.Long)
                            message.memoryUsedBytes = $util.Long.fromValue(object.memoryUsedBytes, true);
                        else if (typeof object.memoryUsedBytes === "string")
                            message.memoryUsedBytes = $parseInt(object.memoryUsedBytes, 10);
                        else if (typeof object.memoryUsedBytes === "number")
                            message.memoryUsedBytes = object.memoryUsedBytes;
                        else if (typeof object.memoryUsedBytes === "object")
                            message.memoryUsedBytes = new $util.LongBits(object.memoryUsedBytes.low >>> 0, object.memoryUsedBytes.high >>> 0).toNumber(true);
                if (object.memoryTotalBytes != null)
                    if (typeof object.memoryTotalBytes === "object" ? object.memoryTotalBytes.low || object.memoryTotalBytes.high : $Number(object.memoryTotalBytes) !== 0)
                        if ($util.Long)
                            message.memoryTotalBytes = $util.Long.fromValue(object.memoryTotalBytes, true);
                        else if (typeof object.memoryTotalBytes === "string")
                            message.memoryTotalBytes = $parseInt(object.memoryTotalBytes, 10);
                        else if (typeof object.memoryTotalBytes === "number")
                            message.memoryTotalBytes = object.memoryTotalBytes;
                        else if (typeof object.memoryTotalBytes === "object")
                            message.memoryTotalBytes = new $util.LongBits(object.memoryTotalBytes.low >>> 0, object.memoryTotalBytes.high >>> 0).toNumber(true);
                if (object.cpuPercent != null)
                    if (!$Object.is($Number(object.cpuPercent), 0))
                        message.cpuPercent = $Number(object.cpuPercent);
                if (object.mainFps != null)
                    if (!$Object.is($Number(object.mainFps), 0))
                        message.mainFps = $Number(object.mainFps);
                if (object.mainBitrateKbps != null)
                    if ($Number(object.mainBitrateKbps) !== 0)
                        message.mainBitrateKbps = object.mainBitrateKbps >>> 0;
                if (object.subBitrateKbps != null)
                    if ($Number(object.subBitrateKbps) !== 0)
                        message.subBitrateKbps = object.subBitrateKbps >>> 0;
                if (object.viewers != null)
                    if ($Number(object.viewers) !== 0)
                        message.viewers = object.viewers >>> 0;
                if (object.outboxMessages != null)
                    if ($Number(object.outboxMessages) !== 0)
                        message.outboxMessages = object.outboxMessages >>> 0;
                if (object.outboxBytes != null)
                    if (typeof object.outboxBytes === "object" ? object.outboxBytes.low || object.outboxBytes.high : $Number(object.outboxBytes) !== 0)
                        if ($util.Long)
                            message.outboxBytes = $util.Long.fromValue(object.outboxBytes, true);
                        else if (typeof object.outboxBytes === "string")
                            message.outboxBytes = $parseInt(object.outboxBytes, 10);
                        else if (typeof object.outboxBytes === "number")
                            message.outboxBytes = object.outboxBytes;
                        else if (typeof object.outboxBytes === "object")
                            message.outboxBytes = new $util.LongBits(object.outboxBytes.low >>> 0, object.outboxBytes.high >>> 0).toNumber(true);
                if (object.mediaRestarts != null)
                    if ($Number(object.mediaRestarts) !== 0)
                        message.mediaRestarts = object.mediaRestarts >>> 0;
                if (object.droppedMessages != null)
                    if (typeof object.droppedMessages === "object" ? object.droppedMessages.low || object.droppedMessages.high : $Number(object.droppedMessages) !== 0)
                        if ($util.Long)
                            message.droppedMessages = $util.Long.fromValue(object.droppedMessages, true);
                        else if (typeof object.droppedMessages === "string")
                            message.droppedMessages = $parseInt(object.droppedMessages, 10);
                        else if (typeof object.droppedMessages === "number")
                            message.droppedMessages = object.droppedMessages;
                        else if (typeof object.droppedMessages === "object")
                            message.droppedMessages = new $util.LongBits(object.droppedMessages.low >>> 0, object.droppedMessages.high >>> 0).toNumber(true);
                if (object.daemonMemoryBytes != null)
                    if (typeof object.daemonMemoryBytes === "object" ? object.daemonMemoryBytes.low || object.daemonMemoryBytes.high : $Number(object.daemonMemoryBytes) !== 0)
                        if ($util.Long)
                            message.daemonMemoryBytes = $util.Long.fromValue(object.daemonMemoryBytes, true);
                        else if (typeof object.daemonMemoryBytes === "string")
                            message.daemonMemoryBytes = $parseInt(object.daemonMemoryBytes, 10);
                        else if (typeof object.daemonMemoryBytes === "number")
                            message.daemonMemoryBytes = object.daemonMemoryBytes;
                        else if (typeof object.daemonMemoryBytes === "object")
                            message.daemonMemoryBytes = new $util.LongBits(object.daemonMemoryBytes.low >>> 0, object.daemonMemoryBytes.high >>> 0).toNumber(true);
                if (object.mediaMemoryBytes != null)
                    if (typeof object.mediaMemoryBytes === "object" ? object.mediaMemoryBytes.low || object.mediaMemoryBytes.high : $Number(object.mediaMemoryBytes) !== 0)
                        if ($util.Long)
                            message.mediaMemoryBytes = $util.Long.fromValue(object.mediaMemoryBytes, true);
                        else if (typeof object.mediaMemoryBytes === "string")
                            message.mediaMemoryBytes = $parseInt(object.mediaMemoryBytes, 10);
                        else if (typeof object.mediaMemoryBytes === "number")
                            message.mediaMemoryBytes = object.mediaMemoryBytes;
                        else if (typeof object.mediaMemoryBytes === "object")
                            message.mediaMemoryBytes = new $util.LongBits(object.mediaMemoryBytes.low >>> 0, object.mediaMemoryBytes.high >>> 0).toNumber(true);
                return message;
            };

            Telemetry.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.uptimeS = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.uptimeS = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.memoryUsedBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.memoryUsedBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.memoryTotalBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.memoryTotalBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.cpuPercent = 0;
                    object.mainFps = 0;
                    object.mainBitrateKbps = 0;
                    object.subBitrateKbps = 0;
                    object.viewers = 0;
                    object.outboxMessages = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.outboxBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.outboxBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.mediaRestarts = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.droppedMessages = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.droppedMessages = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.daemonMemoryBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.daemonMemoryBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.mediaMemoryBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.mediaMemoryBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.uptimeS != null && $Object.hasOwnProperty.call(message, "uptimeS"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.uptimeS = typeof message.uptimeS === "number" ? $BigInt(message.uptimeS) : $util.Long.fromBits(message.uptimeS.low >>> 0, message.uptimeS.high >>> 0, true).toBigInt();
                    else if (typeof message.uptimeS === "number")
                        object.uptimeS = options.longs === $String ? $String(message.uptimeS) : message.uptimeS;
                    else
                        object.uptimeS = options.longs === $String ? $util.Long.prototype.toString.call(message.uptimeS) : options.longs === $Number ? new $util.LongBits(message.uptimeS.low >>> 0, message.uptimeS.high >>> 0).toNumber(true) : message.uptimeS;
                if (message.temperatureC != null && $Object.hasOwnProperty.call(message, "temperatureC"))
                    object.temperatureC = options.json && !$isFinite(message.temperatureC) ? $String(message.temperatureC) : message.temperatureC;
                if (message.memoryUsedBytes != null && $Object.hasOwnProperty.call(message, "memoryUsedBytes"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.memoryUsedBytes = typeof message.memoryUsedBytes === "number" ? $BigInt(message.memoryUsedBytes) : $util.Long.fromBits(message.memoryUsedBytes.low >>> 0, message.memoryUsedBytes.high >>> 0, true).toBigInt();
                    else if (typeof message.memoryUsedBytes === "number")
                        object.memoryUsedBytes = options.longs === $String ? $String(message.memoryUsedBytes) : message.memoryUsedBytes;
                    else
                        object.memoryUsedBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.memoryUsedBytes) : options.longs === $Number ? new $util.LongBits(message.memoryUsedBytes.low >>> 0, message.memoryUsedBytes.high >>> 0).toNumber(true) : message.memoryUsedBytes;
                if (message.memoryTotalBytes != null && $Object.hasOwnProperty.call(message, "memoryTotalBytes"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.memoryTotalBytes = typeof message.memoryTotalBytes === "number" ? $BigInt(message.memoryTotalBytes) : $util.Long.fromBits(message.memoryTotalBytes.low >>> 0, message.memoryTotalBytes.high >>> 0, true).toBigInt();
                    else if (typeof message.memoryTotalBytes === "number")
                        object.memoryTotalBytes = options.longs === $String ? $String(message.memoryTotalBytes) : message.memoryTotalBytes;
                    else
                        object.memoryTotalBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.memoryTotalBytes) : options.longs === $Number ? new $util.LongBits(message.memoryTotalBytes.low >>> 0, message.memoryTotalBytes.high >>> 0).toNumber(true) : message.memoryTotalBytes;
                if (message.cpuPercent != null && $Object.hasOwnProperty.call(message, "cpuPercent"))
                    object.cpuPercent = options.json && !$isFinite(message.cpuPercent) ? $String(message.cpuPercent) : message.cpuPercent;
                if (message.mainFps != null && $Object.hasOwnProperty.call(message, "mainFps"))
                    object.mainFps = options.json && !$isFinite(message.mainFps) ? $String(message.mainFps) : message.mainFps;
                if (message.mainBitrateKbps != null && $Object.hasOwnProperty.call(message, "mainBitrateKbps"))
                    object.mainBitrateKbps = message.mainBitrateKbps;
                if (message.subBitrateKbps != null && $Object.hasOwnProperty.call(message, "subBitrateKbps"))
                    object.subBitrateKbps = message.subBitrateKbps;
                if (message.viewers != null && $Object.hasOwnProperty.call(message, "viewers"))
                    object.viewers = message.viewers;
                if (message.outboxMessages != null && $Object.hasOwnProperty.call(message, "outboxMessages"))
                    object.outboxMessages = message.outboxMessages;
                if (message.outboxBytes != null && $Object.hasOwnProperty.call(message, "outboxBytes"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.outboxBytes = typeof message.outboxBytes === "number" ? $BigInt(message.outboxBytes) : $util.Long.fromBits(message.outboxBytes.low >>> 0, message.outboxBytes.high >>> 0, true).toBigInt();
                    else if (typeof message.outboxBytes === "number")
                        object.outboxBytes = options.longs === $String ? $String(message.outboxBytes) : message.outboxBytes;
                    else
                        object.outboxBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.outboxBytes) : options.longs === $Number ? new $util.LongBits(message.outboxBytes.low >>> 0, message.outboxBytes.high >>> 0).toNumber(true) : message.outboxBytes;
                if (message.mediaRestarts != null && $Object.hasOwnProperty.call(message, "mediaRestarts"))
                    object.mediaRestarts = message.mediaRestarts;
                if (message.droppedMessages != null && $Object.hasOwnProperty.call(message, "droppedMessages"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.droppedMessages = typeof message.droppedMessages === "number" ? $BigInt(message.droppedMessages) : $util.Long.fromBits(message.droppedMessages.low >>> 0, message.droppedMessages.high >>> 0, true).toBigInt();
                    else if (typeof message.droppedMessages === "number")
                        object.droppedMessages = options.longs === $String ? $String(message.droppedMessages) : message.droppedMessages;
                    else
                        object.droppedMessages = options.longs === $String ? $util.Long.prototype.toString.call(message.droppedMessages) : options.longs === $Number ? new $util.LongBits(message.droppedMessages.low >>> 0, message.droppedMessages.high >>> 0).toNumber(true) : message.droppedMessages;
                if (message.daemonMemoryBytes != null && $Object.hasOwnProperty.call(message, "daemonMemoryBytes"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.daemonMemoryBytes = typeof message.daemonMemoryBytes === "number" ? $BigInt(message.daemonMemoryBytes) : $util.Long.fromBits(message.daemonMemoryBytes.low >>> 0, message.daemonMemoryBytes.high >>> 0, true).toBigInt();
                    else if (typeof message.daemonMemoryBytes === "number")
                        object.daemonMemoryBytes = options.longs === $String ? $String(message.daemonMemoryBytes) : message.daemonMemoryBytes;
                    else
                        object.daemonMemoryBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.daemonMemoryBytes) : options.longs === $Number ? new $util.LongBits(message.daemonMemoryBytes.low >>> 0, message.daemonMemoryBytes.high >>> 0).toNumber(true) : message.daemonMemoryBytes;
                if (message.mediaMemoryBytes != null && $Object.hasOwnProperty.call(message, "mediaMemoryBytes"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.mediaMemoryBytes = typeof message.mediaMemoryBytes === "number" ? $BigInt(message.mediaMemoryBytes) : $util.Long.fromBits(message.mediaMemoryBytes.low >>> 0, message.mediaMemoryBytes.high >>> 0, true).toBigInt();
                    else if (typeof message.mediaMemoryBytes === "number")
                        object.mediaMemoryBytes = options.longs === $String ? $String(message.mediaMemoryBytes) : message.mediaMemoryBytes;
                    else
                        object.mediaMemoryBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.mediaMemoryBytes) : options.longs === $Number ? new $util.LongBits(message.mediaMemoryBytes.low >>> 0, message.mediaMemoryBytes.high >>> 0).toNumber(true) : message.mediaMemoryBytes;
                return object;
            };

            Telemetry.prototype.toJSON = function() {
                return Telemetry.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Telemetry;
        })();

        v1.Command = (function() {

            const Command = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Command.prototype.expiresMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
            Command.prototype.snapshot = null;
            Command.prototype.settings = null;
            Command.prototype.restart = null;
            Command.prototype.identify = null;
            Command.prototype.ping = null;
            Command.prototype.cloudRecording = null;
            Command.prototype.update = null;

            let $oneOfFields;

            $Object.defineProperty(Command.prototype, "action", {
                get: $util.oneOfGetter($oneOfFields = ["snapshot", "settings", "restart", "identify", "ping", "cloudRecording", "update"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Command.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.expiresMs != null && $Object.hasOwnProperty.call(message, "expiresMs") && (typeof message.expiresMs === "object" ? message.expiresMs.low || message.expiresMs.high : message.expiresMs !== 0))
                    writer.uint32(8).int64(message.expiresMs);
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot"))
                    $root.pupsentry.v1.SnapshotCommand.encode(message.snapshot, writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.settings != null && $Object.hasOwnProperty.call(message, "settings"))
                    $root.pupsentry.v1.SettingsChange.encode(message.settings, writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.restart != null && $Object.hasOwnProperty.call(message, "restart"))
                    $root.pupsentry.v1.RestartCommand.encode(message.restart, writer.uint32(98).fork(), _depth + 1).ldelim();
                if (message.identify != null && $Object.hasOwnProperty.call(message, "identify"))
                    $root.pupsentry.v1.IdentifyCommand.encode(message.identify, writer.uint32(106).fork(), _depth + 1).ldelim();
                if (message.ping != null && $Object.hasOwnProperty.call(message, "ping"))
                    $root.pupsentry.v1.PingCommand.encode(message.ping, writer.uint32(114).fork(), _depth + 1).ldelim();
                if (message.cloudRecording != null && $Object.hasOwnProperty.call(message, "cloudRecording"))
                    $root.pupsentry.v1.CloudRecording.encode(message.cloudRecording, writer.uint32(162).fork(), _depth + 1).ldelim();
                if (message.update != null && $Object.hasOwnProperty.call(message, "update"))
                    $root.pupsentry.v1.UpdateCommand.encode(message.update, writer.uint32(170).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Command.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.Command();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.expiresMs = value;
                            else
                                delete message.expiresMs;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.snapshot = $root.pupsentry.v1.SnapshotCommand.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshot);
                            message.action = "snapshot";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.settings = $root.pupsentry.v1.SettingsChange.decode(reader, reader.size(), $undefined, _depth + 1, message.settings);
                            message.action = "settings";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.restart = $root.pupsentry.v1.RestartCommand.decode(reader, reader.size(), $undefined, _depth + 1, message.restart);
                            message.action = "restart";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.identify = $root.pupsentry.v1.IdentifyCommand.decode(reader, reader.size(), $undefined, _depth + 1, message.identify);
                            message.action = "identify";
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.ping = $root.pupsentry.v1.PingCommand.decode(reader, reader.size(), $undefined, _depth + 1, message.ping);
                            message.action = "ping";
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            message.cloudRecording = $root.pupsentry.v1.CloudRecording.decode(reader, reader.size(), $undefined, _depth + 1, message.cloudRecording);
                            message.action = "cloudRecording";
                            continue;
                        }
                    case 21: {
                            if (wireType !== 2)
                                break;
                            message.update = $root.pupsentry.v1.UpdateCommand.decode(reader, reader.size(), $undefined, _depth + 1, message.update);
                            message.action = "update";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Command.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.expiresMs != null && $Object.hasOwnProperty.call(message, "expiresMs"))
                    if (!$util.isInteger(message.expiresMs) && !(message.expiresMs && $util.isInteger(message.expiresMs.low) && $util.isInteger(message.expiresMs.high)))
                        return "expiresMs: integer|Long expected";
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot")) {
                    properties.action = 1;
                    {
                        let error = $root.pupsentry.v1.SnapshotCommand.verify(message.snapshot, _depth + 1);
                        if (error)
                            return "snapshot." + error;
                    }
                }
                if (message.settings != null && $Object.hasOwnProperty.call(message, "settings")) {
                    if (properties.action === 1)
                        return "action: multiple values";
                    properties.action = 1;
                    {
                        let error = $root.pupsentry.v1.SettingsChange.verify(message.settings, _depth + 1);
                        if (error)
                            return "settings." + error;
                    }
                }
                if (message.restart != null && $Object.hasOwnProperty.call(message, "restart")) {
                    if (properties.action === 1)
                        return "action: multiple values";
                    properties.action = 1;
                    {
                        let error = $root.pupsentry.v1.RestartCommand.verify(message.restart, _depth + 1);
                        if (error)
                            return "restart." + error;
                    }
                }
                if (message.identify != null && $Object.hasOwnProperty.call(message, "identify")) {
                    if (properties.action === 1)
                        return "action: multiple values";
                    properties.action = 1;
                    {
                        let error = $root.pupsentry.v1.IdentifyCommand.verify(message.identify, _depth + 1);
                        if (error)
                            return "identify." + error;
                    }
                }
                if (message.ping != null && $Object.hasOwnProperty.call(message, "ping")) {
                    if (properties.action === 1)
                        return "action: multiple values";
                    properties.action = 1;
                    {
                        let error = $root.pupsentry.v1.PingCommand.verify(message.ping, _depth + 1);
                        if (error)
                            return "ping." + error;
                    }
                }
                if (message.cloudRecording != null && $Object.hasOwnProperty.call(message, "cloudRecording")) {
                    if (properties.action === 1)
                        return "action: multiple values";
                    properties.action = 1;
                    {
                        let error = $root.pupsentry.v1.CloudRecording.verify(message.cloudRecording, _depth + 1);
                        if (error)
                            return "cloudRecording." + error;
                    }
                }
                if (message.update != null && $Object.hasOwnProperty.call(message, "update")) {
                    if (properties.action === 1)
                        return "action: multiple values";
                    properties.action = 1;
                    {
                        let error = $root.pupsentry.v1.UpdateCommand.verify(message.update, _depth + 1);
                        if (error)
                            return "update." + error;
                    }
                }
                return null;
            };

            Command.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.Command)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.Command: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.Command();
                if (object.expiresMs != null)
                    if (typeof object.expiresMs === "object" ? object.expiresMs.low || object.expiresMs.high : $Number(object.expiresMs) !== 0)
                        if ($util.Long)
                            message.expiresMs = $util.Long.fromValue(object.expiresMs, false);
                        else if (typeof object.expiresMs === "string")
                            message.expiresMs = $parseInt(object.expiresMs, 10);
                        else if (typeof object.expiresMs === "number")
                            message.expiresMs = object.expiresMs;
                        else if (typeof object.expiresMs === "object")
                            message.expiresMs = new $util.LongBits(object.expiresMs.low >>> 0, object.expiresMs.high >>> 0).toNumber();
                if (object.snapshot != null) {
                    if (!$util.isObject(object.snapshot))
                        throw $TypeError(".pupsentry.v1.Command.snapshot: object expected");
                    message.snapshot = $root.pupsentry.v1.SnapshotCommand.fromObject(object.snapshot, _depth + 1);
                }
                if (object.settings != null) {
                    if (!$util.isObject(object.settings))
                        throw $TypeError(".pupsentry.v1.Command.settings: object expected");
                    message.settings = $root.pupsentry.v1.SettingsChange.fromObject(object.settings, _depth + 1);
                }
                if (object.restart != null) {
                    if (!$util.isObject(object.restart))
                        throw $TypeError(".pupsentry.v1.Command.restart: object expected");
                    message.restart = $root.pupsentry.v1.RestartCommand.fromObject(object.restart, _depth + 1);
                }
                if (object.identify != null) {
                    if (!$util.isObject(object.identify))
                        throw $TypeError(".pupsentry.v1.Command.identify: object expected");
                    message.identify = $root.pupsentry.v1.IdentifyCommand.fromObject(object.identify, _depth + 1);
                }
                if (object.ping != null) {
                    if (!$util.isObject(object.ping))
                        throw $TypeError(".pupsentry.v1.Command.ping: object expected");
                    message.ping = $root.pupsentry.v1.PingCommand.fromObject(object.ping, _depth + 1);
                }
                if (object.cloudRecording != null) {
                    if (!$util.isObject(object.cloudRecording))
                        throw $TypeError(".pupsentry.v1.Command.cloudRecording: object expected");
                    message.cloudRecording = $root.pupsentry.v1.CloudRecording.fromObject(object.cloudRecording, _depth + 1);
                }
                if (object.update != null) {
                    if (!$util.isObject(object.update))
                        throw $TypeError(".pupsentry.v1.Command.update: object expected");
                    message.update = $root.pupsentry.v1.UpdateCommand.fromObject(object.update, _depth + 1);
                }
                return message;
            };

            Command.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, false);
                        object.expiresMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.expiresMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                if (message.expiresMs != null && $Object.hasOwnProperty.call(message, "expiresMs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.expiresMs = typeof message.expiresMs === "number" ? $BigInt(message.expiresMs) : $util.Long.fromBits(message.expiresMs.low >>> 0, message.expiresMs.high >>> 0, false).toBigInt();
                    else if (typeof message.expiresMs === "number")
                        object.expiresMs = options.longs === $String ? $String(message.expiresMs) : message.expiresMs;
                    else
                        object.expiresMs = options.longs === $String ? $util.Long.prototype.toString.call(message.expiresMs) : options.longs === $Number ? new $util.LongBits(message.expiresMs.low >>> 0, message.expiresMs.high >>> 0).toNumber() : message.expiresMs;
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot")) {
                    object.snapshot = $root.pupsentry.v1.SnapshotCommand.toObject(message.snapshot, options, _depth + 1);
                    if (options.oneofs)
                        object.action = "snapshot";
                }
                if (message.settings != null && $Object.hasOwnProperty.call(message, "settings")) {
                    object.settings = $root.pupsentry.v1.SettingsChange.toObject(message.settings, options, _depth + 1);
                    if (options.oneofs)
                        object.action = "settings";
                }
                if (message.restart != null && $Object.hasOwnProperty.call(message, "restart")) {
                    object.restart = $root.pupsentry.v1.RestartCommand.toObject(message.restart, options, _depth + 1);
                    if (options.oneofs)
                        object.action = "restart";
                }
                if (message.identify != null && $Object.hasOwnProperty.call(message, "identify")) {
                    object.identify = $root.pupsentry.v1.IdentifyCommand.toObject(message.identify, options, _depth + 1);
                    if (options.oneofs)
                        object.action = "identify";
                }
                if (message.ping != null && $Object.hasOwnProperty.call(message, "ping")) {
                    object.ping = $root.pupsentry.v1.PingCommand.toObject(message.ping, options, _depth + 1);
                    if (options.oneofs)
                        object.action = "ping";
                }
                if (message.cloudRecording != null && $Object.hasOwnProperty.call(message, "cloudRecording")) {
                    object.cloudRecording = $root.pupsentry.v1.CloudRecording.toObject(message.cloudRecording, options, _depth + 1);
                    if (options.oneofs)
                        object.action = "cloudRecording";
                }
                if (message.update != null && $Object.hasOwnProperty.call(message, "update")) {
                    object.update = $root.pupsentry.v1.UpdateCommand.toObject(message.update, options, _depth + 1);
                    if (options.oneofs)
                        object.action = "update";
                }
                return object;
            };

            Command.prototype.toJSON = function() {
                return Command.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Command;
        })();

        v1.UpdateCommand = (function() {

            const UpdateCommand = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            UpdateCommand.prototype.action = 0;
            UpdateCommand.prototype.hours = 0;

            UpdateCommand.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.action != null && $Object.hasOwnProperty.call(message, "action") && message.action !== 0)
                    writer.uint32(8).int32(message.action);
                if (message.hours != null && $Object.hasOwnProperty.call(message, "hours") && message.hours !== 0)
                    writer.uint32(16).uint32(message.hours);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            UpdateCommand.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.UpdateCommand();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.action = value;
                            else
                                delete message.action;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.hours = value;
                            else
                                delete message.hours;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            UpdateCommand.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.action != null && $Object.hasOwnProperty.call(message, "action"))
                    if (typeof message.action !== "number" || (message.action | 0) !== message.action)
                        return "action: enum value expected";
                if (message.hours != null && $Object.hasOwnProperty.call(message, "hours"))
                    if (!$util.isInteger(message.hours))
                        return "hours: integer expected";
                return null;
            };

            UpdateCommand.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.UpdateCommand)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.UpdateCommand: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.UpdateCommand();
                if (object.action !== 0 && (typeof object.action !== "string" || $root.pupsentry.v1.UpdateAction[object.action] !== 0))
                    switch (object.action) {
                    case "UPDATE_ACTION_UNSPECIFIED":
                    case 0:
                        message.action = 0;
                        break;
                    case "UPDATE_ACTION_CHECK":
                    case 1:
                        message.action = 1;
                        break;
                    case "UPDATE_ACTION_NOW":
                    case 2:
                        message.action = 2;
                        break;
                    case "UPDATE_ACTION_POSTPONE":
                    case 3:
                        message.action = 3;
                        break;
                    case "UPDATE_ACTION_ROLLBACK":
                    case 4:
                        message.action = 4;
                        break;
                    default:
                        if (typeof object.action === "number" && (object.action | 0) === object.action)
                            message.action = object.action;
                    }
                if (object.hours != null)
                    if ($Number(object.hours) !== 0)
                        message.hours = object.hours >>> 0;
                return message;
            };

            UpdateCommand.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.action = options.enums === $String ? "UPDATE_ACTION_UNSPECIFIED" : 0;
                    object.hours = 0;
                }
                if (message.action != null && $Object.hasOwnProperty.call(message, "action"))
                    object.action = options.enums === $String ? $root.pupsentry.v1.UpdateAction[message.action] === $undefined ? message.action : $root.pupsentry.v1.UpdateAction[message.action] : message.action;
                if (message.hours != null && $Object.hasOwnProperty.call(message, "hours"))
                    object.hours = message.hours;
                return object;
            };

            UpdateCommand.prototype.toJSON = function() {
                return UpdateCommand.toObject(this, $protobuf.util.toJSONOptions);
            };

            return UpdateCommand;
        })();

        v1.UpdateAction = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UPDATE_ACTION_UNSPECIFIED"] = 0;
            values[valuesById[1] = "UPDATE_ACTION_CHECK"] = 1;
            values[valuesById[2] = "UPDATE_ACTION_NOW"] = 2;
            values[valuesById[3] = "UPDATE_ACTION_POSTPONE"] = 3;
            values[valuesById[4] = "UPDATE_ACTION_ROLLBACK"] = 4;
            return values;
        })();

        v1.SnapshotCommand = (function() {

            const SnapshotCommand = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SnapshotCommand.prototype.width = 0;

            SnapshotCommand.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.width != null && $Object.hasOwnProperty.call(message, "width") && message.width !== 0)
                    writer.uint32(8).uint32(message.width);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SnapshotCommand.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.SnapshotCommand();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.width = value;
                            else
                                delete message.width;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            SnapshotCommand.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.width != null && $Object.hasOwnProperty.call(message, "width"))
                    if (!$util.isInteger(message.width))
                        return "width: integer expected";
                return null;
            };

            SnapshotCommand.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.SnapshotCommand)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.SnapshotCommand: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.SnapshotCommand();
                if (object.width != null)
                    if ($Number(object.width) !== 0)
                        message.width = object.width >>> 0;
                return message;
            };

            SnapshotCommand.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.width = 0;
                if (message.width != null && $Object.hasOwnProperty.call(message, "width"))
                    object.width = message.width;
                return object;
            };

            SnapshotCommand.prototype.toJSON = function() {
                return SnapshotCommand.toObject(this, $protobuf.util.toJSONOptions);
            };

            return SnapshotCommand;
        })();

        v1.RestartCommand = (function() {

            const RestartCommand = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RestartCommand.prototype.what = "";

            RestartCommand.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.what != null && $Object.hasOwnProperty.call(message, "what") && message.what !== "")
                    writer.uint32(10).string(message.what);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RestartCommand.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.RestartCommand();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.what = value;
                            else
                                delete message.what;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            RestartCommand.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.what != null && $Object.hasOwnProperty.call(message, "what"))
                    if (!$util.isString(message.what))
                        return "what: string expected";
                return null;
            };

            RestartCommand.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.RestartCommand)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.RestartCommand: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.RestartCommand();
                if (object.what != null)
                    if (typeof object.what !== "string" || object.what.length)
                        message.what = $String(object.what);
                return message;
            };

            RestartCommand.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.what = "";
                if (message.what != null && $Object.hasOwnProperty.call(message, "what"))
                    object.what = message.what;
                return object;
            };

            RestartCommand.prototype.toJSON = function() {
                return RestartCommand.toObject(this, $protobuf.util.toJSONOptions);
            };

            return RestartCommand;
        })();

        v1.IdentifyCommand = (function() {

            const IdentifyCommand = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            IdentifyCommand.prototype.seconds = 0;

            IdentifyCommand.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.seconds != null && $Object.hasOwnProperty.call(message, "seconds") && message.seconds !== 0)
                    writer.uint32(8).uint32(message.seconds);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            IdentifyCommand.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.IdentifyCommand();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.seconds = value;
                            else
                                delete message.seconds;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            IdentifyCommand.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.seconds != null && $Object.hasOwnProperty.call(message, "seconds"))
                    if (!$util.isInteger(message.seconds))
                        return "seconds: integer expected";
                return null;
            };

            IdentifyCommand.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.IdentifyCommand)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.IdentifyCommand: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.IdentifyCommand();
                if (object.seconds != null)
                    if ($Number(object.seconds) !== 0)
                        message.seconds = object.seconds >>> 0;
                return message;
            };

            IdentifyCommand.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.seconds = 0;
                if (message.seconds != null && $Object.hasOwnProperty.call(message, "seconds"))
                    object.seconds = message.seconds;
                return object;
            };

            IdentifyCommand.prototype.toJSON = function() {
                return IdentifyCommand.toObject(this, $protobuf.util.toJSONOptions);
            };

            return IdentifyCommand;
        })();

        v1.PingCommand = (function() {

            const PingCommand = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PingCommand.prototype.payload = $util.newBuffer([]);

            PingCommand.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.payload != null && $Object.hasOwnProperty.call(message, "payload") && message.payload.length)
                    writer.uint32(10).bytes(message.payload);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PingCommand.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.PingCommand();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.payload = value;
                            else
                                delete message.payload;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            PingCommand.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.payload != null && $Object.hasOwnProperty.call(message, "payload"))
                    if (!(message.payload && typeof message.payload.length === "number" || $util.isString(message.payload)))
                        return "payload: buffer expected";
                return null;
            };

            PingCommand.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.PingCommand)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.PingCommand: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.PingCommand();
                if (object.payload != null)
                    if (object.payload.length)
                        if (typeof object.payload === "string")
                            $util.base64.decode(object.payload, message.payload = $util.newBuffer($util.base64.length(object.payload)), 0);
                        else if (object.payload.length >= 0)
                            message.payload = object.payload;
                return message;
            };

            PingCommand.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    if (options.bytes === $String)
                        object.payload = "";
                    else {
                        object.payload = [];
                        if (options.bytes !== $Array)
                            object.payload = $util.newBuffer(object.payload);
                    }
                if (message.payload != null && $Object.hasOwnProperty.call(message, "payload"))
                    object.payload = options.bytes === $String ? $util.base64.encode(message.payload, 0, message.payload.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.payload) : message.payload;
                return object;
            };

            PingCommand.prototype.toJSON = function() {
                return PingCommand.toObject(this, $protobuf.util.toJSONOptions);
            };

            return PingCommand;
        })();

        v1.CloudRecording = (function() {

            const CloudRecording = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CloudRecording.prototype.on = false;
            CloudRecording.prototype.uploadUrl = "";
            CloudRecording.prototype.uploadToken = "";
            CloudRecording.prototype.expiresMs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
            CloudRecording.prototype.keys = null;
            CloudRecording.prototype.maxKbps = 0;

            CloudRecording.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.on != null && $Object.hasOwnProperty.call(message, "on") && message.on !== false)
                    writer.uint32(8).bool(message.on);
                if (message.uploadUrl != null && $Object.hasOwnProperty.call(message, "uploadUrl") && message.uploadUrl !== "")
                    writer.uint32(18).string(message.uploadUrl);
                if (message.uploadToken != null && $Object.hasOwnProperty.call(message, "uploadToken") && message.uploadToken !== "")
                    writer.uint32(26).string(message.uploadToken);
                if (message.expiresMs != null && $Object.hasOwnProperty.call(message, "expiresMs") && (typeof message.expiresMs === "object" ? message.expiresMs.low || message.expiresMs.high : message.expiresMs !== 0))
                    writer.uint32(32).int64(message.expiresMs);
                if (message.keys != null && $Object.hasOwnProperty.call(message, "keys"))
                    $root.pupsentry.v1.SignedKeyList.encode(message.keys, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.maxKbps != null && $Object.hasOwnProperty.call(message, "maxKbps") && message.maxKbps !== 0)
                    writer.uint32(48).uint32(message.maxKbps);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CloudRecording.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.CloudRecording();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.on = value;
                            else
                                delete message.on;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.uploadUrl = value;
                            else
                                delete message.uploadUrl;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.uploadToken = value;
                            else
                                delete message.uploadToken;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.int64()) === "object" ? value.low || value.high : value !== 0)
                                message.expiresMs = value;
                            else
                                delete message.expiresMs;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.keys = $root.pupsentry.v1.SignedKeyList.decode(reader, reader.size(), $undefined, _depth + 1, message.keys);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.maxKbps = value;
                            else
                                delete message.maxKbps;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            CloudRecording.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.on != null && $Object.hasOwnProperty.call(message, "on"))
                    if (typeof message.on !== "boolean")
                        return "on: boolean expected";
                if (message.uploadUrl != null && $Object.hasOwnProperty.call(message, "uploadUrl"))
                    if (!$util.isString(message.uploadUrl))
                        return "uploadUrl: string expected";
                if (message.uploadToken != null && $Object.hasOwnProperty.call(message, "uploadToken"))
                    if (!$util.isString(message.uploadToken))
                        return "uploadToken: string expected";
                if (message.expiresMs != null && $Object.hasOwnProperty.call(message, "expiresMs"))
                    if (!$util.isInteger(message.expiresMs) && !(message.expiresMs && $util.isInteger(message.expiresMs.low) && $util.isInteger(message.expiresMs.high)))
                        return "expiresMs: integer|Long expected";
                if (message.keys != null && $Object.hasOwnProperty.call(message, "keys")) {
                    let error = $root.pupsentry.v1.SignedKeyList.verify(message.keys, _depth + 1);
                    if (error)
                        return "keys." + error;
                }
                if (message.maxKbps != null && $Object.hasOwnProperty.call(message, "maxKbps"))
                    if (!$util.isInteger(message.maxKbps))
                        return "maxKbps: integer expected";
                return null;
            };

            CloudRecording.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.CloudRecording)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.CloudRecording: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.CloudRecording();
                if (object.on != null)
                    if (object.on)
                        message.on = $Boolean(object.on);
                if (object.uploadUrl != null)
                    if (typeof object.uploadUrl !== "string" || object.uploadUrl.length)
                        message.uploadUrl = $String(object.uploadUrl);
                if (object.uploadToken != null)
                    if (typeof object.uploadToken !== "string" || object.uploadToken.length)
                        message.uploadToken = $String(object.uploadToken);
                if (object.expiresMs != null)
                    if (typeof object.expiresMs === "object" ? object.expiresMs.low || object.expiresMs.high : $Number(object.expiresMs) !== 0)
                        if ($util.Long)
                            message.expiresMs = $util.Long.fromValue(object.expiresMs, false);
                        else if (typeof object.expiresMs === "string")
                            message.expiresMs = $parseInt(object.expiresMs, 10);
                        else if (typeof object.expiresMs === "number")
                            message.expiresMs = object.expiresMs;
                        else if (typeof object.expiresMs === "object")
                            message.expiresMs = new $util.LongBits(object.expiresMs.low >>> 0, object.expiresMs.high >>> 0).toNumber();
                if (object.keys != null) {
                    if (!$util.isObject(object.keys))
                        throw $TypeError(".pupsentry.v1.CloudRecording.keys: object expected");
                    message.keys = $root.pupsentry.v1.SignedKeyList.fromObject(object.keys, _depth + 1);
                }
                if (object.maxKbps != null)
                    if ($Number(object.maxKbps) !== 0)
                        message.maxKbps = object.maxKbps >>> 0;
                return message;
            };

            CloudRecording.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.on = false;
                    object.uploadUrl = "";
                    object.uploadToken = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, false);
                        object.expiresMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.expiresMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.keys = null;
                    object.maxKbps = 0;
                }
                if (message.on != null && $Object.hasOwnProperty.call(message, "on"))
                    object.on = message.on;
                if (message.uploadUrl != null && $Object.hasOwnProperty.call(message, "uploadUrl"))
                    object.uploadUrl = message.uploadUrl;
                if (message.uploadToken != null && $Object.hasOwnProperty.call(message, "uploadToken"))
                    object.uploadToken = message.uploadToken;
                if (message.expiresMs != null && $Object.hasOwnProperty.call(message, "expiresMs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.expiresMs = typeof message.expiresMs === "number" ? $BigInt(message.expiresMs) : $util.Long.fromBits(message.expiresMs.low >>> 0, message.expiresMs.high >>> 0, false).toBigInt();
                    else if (typeof message.expiresMs === "number")
                        object.expiresMs = options.longs === $String ? $String(message.expiresMs) : message.expiresMs;
                    else
                        object.expiresMs = options.longs === $String ? $util.Long.prototype.toString.call(message.expiresMs) : options.longs === $Number ? new $util.LongBits(message.expiresMs.low >>> 0, message.expiresMs.high >>> 0).toNumber() : message.expiresMs;
                if (message.keys != null && $Object.hasOwnProperty.call(message, "keys"))
                    object.keys = $root.pupsentry.v1.SignedKeyList.toObject(message.keys, options, _depth + 1);
                if (message.maxKbps != null && $Object.hasOwnProperty.call(message, "maxKbps"))
                    object.maxKbps = message.maxKbps;
                return object;
            };

            CloudRecording.prototype.toJSON = function() {
                return CloudRecording.toObject(this, $protobuf.util.toJSONOptions);
            };

            return CloudRecording;
        })();

        v1.SignedKeyList = (function() {

            const SignedKeyList = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SignedKeyList.prototype.text = "";
            SignedKeyList.prototype.signedBy = "";
            SignedKeyList.prototype.signature = "";

            SignedKeyList.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.text != null && $Object.hasOwnProperty.call(message, "text") && message.text !== "")
                    writer.uint32(10).string(message.text);
                if (message.signedBy != null && $Object.hasOwnProperty.call(message, "signedBy") && message.signedBy !== "")
                    writer.uint32(18).string(message.signedBy);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature !== "")
                    writer.uint32(26).string(message.signature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SignedKeyList.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.SignedKeyList();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.text = value;
                            else
                                delete message.text;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.signedBy = value;
                            else
                                delete message.signedBy;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            SignedKeyList.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.text != null && $Object.hasOwnProperty.call(message, "text"))
                    if (!$util.isString(message.text))
                        return "text: string expected";
                if (message.signedBy != null && $Object.hasOwnProperty.call(message, "signedBy"))
                    if (!$util.isString(message.signedBy))
                        return "signedBy: string expected";
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature"))
                    if (!$util.isString(message.signature))
                        return "signature: string expected";
                return null;
            };

            SignedKeyList.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.SignedKeyList)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.SignedKeyList: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.SignedKeyList();
                if (object.text != null)
                    if (typeof object.text !== "string" || object.text.length)
                        message.text = $String(object.text);
                if (object.signedBy != null)
                    if (typeof object.signedBy !== "string" || object.signedBy.length)
                        message.signedBy = $String(object.signedBy);
                if (object.signature != null)
                    if (typeof object.signature !== "string" || object.signature.length)
                        message.signature = $String(object.signature);
                return message;
            };

            SignedKeyList.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.text = "";
                    object.signedBy = "";
                    object.signature = "";
                }
                if (message.text != null && $Object.hasOwnProperty.call(message, "text"))
                    object.text = message.text;
                if (message.signedBy != null && $Object.hasOwnProperty.call(message, "signedBy"))
                    object.signedBy = message.signedBy;
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature"))
                    object.signature = message.signature;
                return object;
            };

            SignedKeyList.prototype.toJSON = function() {
                return SignedKeyList.toObject(this, $protobuf.util.toJSONOptions);
            };

            return SignedKeyList;
        })();

        v1.Reply = (function() {

            const Reply = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Reply.prototype.status = 0;
            Reply.prototype.code = "";
            Reply.prototype.message = "";
            Reply.prototype.snapshot = null;
            Reply.prototype.settings = null;
            Reply.prototype.pong = null;
            Reply.prototype.update = null;

            let $oneOfFields;

            $Object.defineProperty(Reply.prototype, "result", {
                get: $util.oneOfGetter($oneOfFields = ["snapshot", "settings", "pong", "update"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Reply.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                    writer.uint32(8).int32(message.status);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(18).string(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(26).string(message.message);
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot"))
                    $root.pupsentry.v1.Snapshot.encode(message.snapshot, writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.settings != null && $Object.hasOwnProperty.call(message, "settings"))
                    $root.pupsentry.v1.SettingsReport.encode(message.settings, writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.pong != null && $Object.hasOwnProperty.call(message, "pong"))
                    $root.pupsentry.v1.Pong.encode(message.pong, writer.uint32(98).fork(), _depth + 1).ldelim();
                if (message.update != null && $Object.hasOwnProperty.call(message, "update"))
                    $root.pupsentry.v1.UpdateState.encode(message.update, writer.uint32(106).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Reply.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.Reply();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.status = value;
                            else
                                delete message.status;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.snapshot = $root.pupsentry.v1.Snapshot.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshot);
                            message.result = "snapshot";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.settings = $root.pupsentry.v1.SettingsReport.decode(reader, reader.size(), $undefined, _depth + 1, message.settings);
                            message.result = "settings";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.pong = $root.pupsentry.v1.Pong.decode(reader, reader.size(), $undefined, _depth + 1, message.pong);
                            message.result = "pong";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.update = $root.pupsentry.v1.UpdateState.decode(reader, reader.size(), $undefined, _depth + 1, message.update);
                            message.result = "update";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Reply.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                    if (typeof message.status !== "number" || (message.status | 0) !== message.status)
                        return "status: enum value expected";
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    if (!$util.isString(message.code))
                        return "code: string expected";
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    if (!$util.isString(message.message))
                        return "message: string expected";
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot")) {
                    properties.result = 1;
                    {
                        let error = $root.pupsentry.v1.Snapshot.verify(message.snapshot, _depth + 1);
                        if (error)
                            return "snapshot." + error;
                    }
                }
                if (message.settings != null && $Object.hasOwnProperty.call(message, "settings")) {
                    if (properties.result === 1)
                        return "result: multiple values";
                    properties.result = 1;
                    {
                        let error = $root.pupsentry.v1.SettingsReport.verify(message.settings, _depth + 1);
                        if (error)
                            return "settings." + error;
                    }
                }
                if (message.pong != null && $Object.hasOwnProperty.call(message, "pong")) {
                    if (properties.result === 1)
                        return "result: multiple values";
                    properties.result = 1;
                    {
                        let error = $root.pupsentry.v1.Pong.verify(message.pong, _depth + 1);
                        if (error)
                            return "pong." + error;
                    }
                }
                if (message.update != null && $Object.hasOwnProperty.call(message, "update")) {
                    if (properties.result === 1)
                        return "result: multiple values";
                    properties.result = 1;
                    {
                        let error = $root.pupsentry.v1.UpdateState.verify(message.update, _depth + 1);
                        if (error)
                            return "update." + error;
                    }
                }
                return null;
            };

            Reply.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.Reply)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.Reply: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.Reply();
                if (object.status !== 0 && (typeof object.status !== "string" || $root.pupsentry.v1.ReplyStatus[object.status] !== 0))
                    switch (object.status) {
                    case "REPLY_STATUS_UNSPECIFIED":
                    case 0:
                        message.status = 0;
                        break;
                    case "REPLY_STATUS_DONE":
                    case 1:
                        message.status = 1;
                        break;
                    case "REPLY_STATUS_REFUSED":
                    case 2:
                        message.status = 2;
                        break;
                    case "REPLY_STATUS_FAILED":
                    case 3:
                        message.status = 3;
                        break;
                    default:
                        if (typeof object.status === "number" && (object.status | 0) === object.status)
                            message.status = object.status;
                    }
                if (object.code != null)
                    if (typeof object.code !== "string" || object.code.length)
                        message.code = $String(object.code);
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                if (object.snapshot != null) {
                    if (!$util.isObject(object.snapshot))
                        throw $TypeError(".pupsentry.v1.Reply.snapshot: object expected");
                    message.snapshot = $root.pupsentry.v1.Snapshot.fromObject(object.snapshot, _depth + 1);
                }
                if (object.settings != null) {
                    if (!$util.isObject(object.settings))
                        throw $TypeError(".pupsentry.v1.Reply.settings: object expected");
                    message.settings = $root.pupsentry.v1.SettingsReport.fromObject(object.settings, _depth + 1);
                }
                if (object.pong != null) {
                    if (!$util.isObject(object.pong))
                        throw $TypeError(".pupsentry.v1.Reply.pong: object expected");
                    message.pong = $root.pupsentry.v1.Pong.fromObject(object.pong, _depth + 1);
                }
                if (object.update != null) {
                    if (!$util.isObject(object.update))
                        throw $TypeError(".pupsentry.v1.Reply.update: object expected");
                    message.update = $root.pupsentry.v1.UpdateState.fromObject(object.update, _depth + 1);
                }
                return message;
            };

            Reply.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.status = options.enums === $String ? "REPLY_STATUS_UNSPECIFIED" : 0;
                    object.code = "";
                    object.message = "";
                }
                if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                    object.status = options.enums === $String ? $root.pupsentry.v1.ReplyStatus[message.status] === $undefined ? message.status : $root.pupsentry.v1.ReplyStatus[message.status] : message.status;
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot")) {
                    object.snapshot = $root.pupsentry.v1.Snapshot.toObject(message.snapshot, options, _depth + 1);
                    if (options.oneofs)
                        object.result = "snapshot";
                }
                if (message.settings != null && $Object.hasOwnProperty.call(message, "settings")) {
                    object.settings = $root.pupsentry.v1.SettingsReport.toObject(message.settings, options, _depth + 1);
                    if (options.oneofs)
                        object.result = "settings";
                }
                if (message.pong != null && $Object.hasOwnProperty.call(message, "pong")) {
                    object.pong = $root.pupsentry.v1.Pong.toObject(message.pong, options, _depth + 1);
                    if (options.oneofs)
                        object.result = "pong";
                }
                if (message.update != null && $Object.hasOwnProperty.call(message, "update")) {
                    object.update = $root.pupsentry.v1.UpdateState.toObject(message.update, options, _depth + 1);
                    if (options.oneofs)
                        object.result = "update";
                }
                return object;
            };

            Reply.prototype.toJSON = function() {
                return Reply.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Reply;
        })();

        v1.ReplyStatus = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "REPLY_STATUS_UNSPECIFIED"] = 0;
            values[valuesById[1] = "REPLY_STATUS_DONE"] = 1;
            values[valuesById[2] = "REPLY_STATUS_REFUSED"] = 2;
            values[valuesById[3] = "REPLY_STATUS_FAILED"] = 3;
            return values;
        })();

        v1.SettingsReport = (function() {

            const SettingsReport = function (properties) {
                this.values = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SettingsReport.prototype.revision = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SettingsReport.prototype.values = $util.emptyArray;

            SettingsReport.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && (typeof message.revision === "object" ? message.revision.low || message.revision.high : message.revision !== 0))
                    writer.uint32(8).uint64(message.revision);
                if (message.values != null && message.values.length)
                    for (let i = 0; i < message.values.length; ++i)
                        $root.pupsentry.v1.SettingValue.encode(message.values[i], writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SettingsReport.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.SettingsReport();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.revision = value;
                            else
                                delete message.revision;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.values && message.values.length))
                                message.values = [];
                            message.values.push($root.pupsentry.v1.SettingValue.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            SettingsReport.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                    if (!$util.isInteger(message.revision) && !(message.revision && $util.isInteger(message.revision.low) && $util.isInteger(message.revision.high)))
                        return "revision: integer|Long expected";
                if (message.values != null && $Object.hasOwnProperty.call(message, "values")) {
                    if (!$Array.isArray(message.values))
                        return "values: array expected";
                    for (let i = 0; i < message.values.length; ++i) {
                        let error = $root.pupsentry.v1.SettingValue.verify(message.values[i], _depth + 1);
                        if (error)
                            return "values." + error;
                    }
                }
                return null;
            };

            SettingsReport.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.SettingsReport)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.SettingsReport: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.SettingsReport();
                if (object.revision != null)
                    if (typeof object.revision === "object" ? object.revision.low || object.revision.high : $Number(object.revision) !== 0)
                        if ($util.Long)
                            message.revision = $util.Long.fromValue(object.revision, true);
                        else if (typeof object.revision === "string")
                            message.revision = $parseInt(object.revision, 10);
                        else if (typeof object.revision === "number")
                            message.revision = object.revision;
                        else if (typeof object.revision === "object")
                            message.revision = new $util.LongBits(object.revision.low >>> 0, object.revision.high >>> 0).toNumber(true);
                if (object.values) {
                    if (!$Array.isArray(object.values))
                        throw $TypeError(".pupsentry.v1.SettingsReport.values: array expected");
                    message.values = $Array(object.values.length);
                    for (let i = 0; i < object.values.length; ++i) {
                        if (!$util.isObject(object.values[i]))
                            throw $TypeError(".pupsentry.v1.SettingsReport.values: object expected");
                        message.values[i] = $root.pupsentry.v1.SettingValue.fromObject(object.values[i], _depth + 1);
                    }
                }
                return message;
            };

            SettingsReport.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.values = [];
                if (options.defaults)
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.revision = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.revision = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.revision = typeof message.revision === "number" ? $BigInt(message.revision) : $util.Long.fromBits(message.revision.low >>> 0, message.revision.high >>> 0, true).toBigInt();
                    else if (typeof message.revision === "number")
                        object.revision = options.longs === $String ? $String(message.revision) : message.revision;
                    else
                        object.revision = options.longs === $String ? $util.Long.prototype.toString.call(message.revision) : options.longs === $Number ? new $util.LongBits(message.revision.low >>> 0, message.revision.high >>> 0).toNumber(true) : message.revision;
                if (message.values && message.values.length) {
                    object.values = $Array(message.values.length);
                    for (let j = 0; j < message.values.length; ++j)
                        object.values[j] = $root.pupsentry.v1.SettingValue.toObject(message.values[j], options, _depth + 1);
                }
                return object;
            };

            SettingsReport.prototype.toJSON = function() {
                return SettingsReport.toObject(this, $protobuf.util.toJSONOptions);
            };

            return SettingsReport;
        })();

        v1.Pong = (function() {

            const Pong = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Pong.prototype.payload = $util.newBuffer([]);

            Pong.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.payload != null && $Object.hasOwnProperty.call(message, "payload") && message.payload.length)
                    writer.uint32(10).bytes(message.payload);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Pong.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.Pong();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.payload = value;
                            else
                                delete message.payload;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Pong.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.payload != null && $Object.hasOwnProperty.call(message, "payload"))
                    if (!(message.payload && typeof message.payload.length === "number" || $util.isString(message.payload)))
                        return "payload: buffer expected";
                return null;
            };

            Pong.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.Pong)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.Pong: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.Pong();
                if (object.payload != null)
                    if (object.payload.length)
                        if (typeof object.payload === "string")
                            $util.base64.decode(object.payload, message.payload = $util.newBuffer($util.base64.length(object.payload)), 0);
                        else if (object.payload.length >= 0)
                            message.payload = object.payload;
                return message;
            };

            Pong.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    if (options.bytes === $String)
                        object.payload = "";
                    else {
                        object.payload = [];
                        if (options.bytes !== $Array)
                            object.payload = $util.newBuffer(object.payload);
                    }
                if (message.payload != null && $Object.hasOwnProperty.call(message, "payload"))
                    object.payload = options.bytes === $String ? $util.base64.encode(message.payload, 0, message.payload.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.payload) : message.payload;
                return object;
            };

            Pong.prototype.toJSON = function() {
                return Pong.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Pong;
        })();

        v1.Signal = (function() {

            const Signal = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Signal.prototype.sessionId = "";
            Signal.prototype.offer = null;
            Signal.prototype.answer = null;
            Signal.prototype.candidate = null;
            Signal.prototype.bye = null;
            Signal.prototype.refusal = null;

            let $oneOfFields;

            $Object.defineProperty(Signal.prototype, "kind", {
                get: $util.oneOfGetter($oneOfFields = ["offer", "answer", "candidate", "bye", "refusal"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Signal.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sessionId != null && $Object.hasOwnProperty.call(message, "sessionId") && message.sessionId !== "")
                    writer.uint32(10).string(message.sessionId);
                if (message.offer != null && $Object.hasOwnProperty.call(message, "offer"))
                    $root.pupsentry.v1.Offer.encode(message.offer, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.answer != null && $Object.hasOwnProperty.call(message, "answer"))
                    $root.pupsentry.v1.Answer.encode(message.answer, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.candidate != null && $Object.hasOwnProperty.call(message, "candidate"))
                    $root.pupsentry.v1.Candidate.encode(message.candidate, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.bye != null && $Object.hasOwnProperty.call(message, "bye"))
                    $root.pupsentry.v1.Bye.encode(message.bye, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.refusal != null && $Object.hasOwnProperty.call(message, "refusal"))
                    $root.pupsentry.v1.Refusal.encode(message.refusal, writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Signal.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.Signal();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.sessionId = value;
                            else
                                delete message.sessionId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.offer = $root.pupsentry.v1.Offer.decode(reader, reader.size(), $undefined, _depth + 1, message.offer);
                            message.kind = "offer";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.answer = $root.pupsentry.v1.Answer.decode(reader, reader.size(), $undefined, _depth + 1, message.answer);
                            message.kind = "answer";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.candidate = $root.pupsentry.v1.Candidate.decode(reader, reader.size(), $undefined, _depth + 1, message.candidate);
                            message.kind = "candidate";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.bye = $root.pupsentry.v1.Bye.decode(reader, reader.size(), $undefined, _depth + 1, message.bye);
                            message.kind = "bye";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.refusal = $root.pupsentry.v1.Refusal.decode(reader, reader.size(), $undefined, _depth + 1, message.refusal);
                            message.kind = "refusal";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Signal.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.sessionId != null && $Object.hasOwnProperty.call(message, "sessionId"))
                    if (!$util.isString(message.sessionId))
                        return "sessionId: string expected";
                if (message.offer != null && $Object.hasOwnProperty.call(message, "offer")) {
                    properties.kind = 1;
                    {
                        let error = $root.pupsentry.v1.Offer.verify(message.offer, _depth + 1);
                        if (error)
                            return "offer." + error;
                    }
                }
                if (message.answer != null && $Object.hasOwnProperty.call(message, "answer")) {
                    if (properties.kind === 1)
                        return "kind: multiple values";
                    properties.kind = 1;
                    {
                        let error = $root.pupsentry.v1.Answer.verify(message.answer, _depth + 1);
                        if (error)
                            return "answer." + error;
                    }
                }
                if (message.candidate != null && $Object.hasOwnProperty.call(message, "candidate")) {
                    if (properties.kind === 1)
                        return "kind: multiple values";
                    properties.kind = 1;
                    {
                        let error = $root.pupsentry.v1.Candidate.verify(message.candidate, _depth + 1);
                        if (error)
                            return "candidate." + error;
                    }
                }
                if (message.bye != null && $Object.hasOwnProperty.call(message, "bye")) {
                    if (properties.kind === 1)
                        return "kind: multiple values";
                    properties.kind = 1;
                    {
                        let error = $root.pupsentry.v1.Bye.verify(message.bye, _depth + 1);
                        if (error)
                            return "bye." + error;
                    }
                }
                if (message.refusal != null && $Object.hasOwnProperty.call(message, "refusal")) {
                    if (properties.kind === 1)
                        return "kind: multiple values";
                    properties.kind = 1;
                    {
                        let error = $root.pupsentry.v1.Refusal.verify(message.refusal, _depth + 1);
                        if (error)
                            return "refusal." + error;
                    }
                }
                return null;
            };

            Signal.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.Signal)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.Signal: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.Signal();
                if (object.sessionId != null)
                    if (typeof object.sessionId !== "string" || object.sessionId.length)
                        message.sessionId = $String(object.sessionId);
                if (object.offer != null) {
                    if (!$util.isObject(object.offer))
                        throw $TypeError(".pupsentry.v1.Signal.offer: object expected");
                    message.offer = $root.pupsentry.v1.Offer.fromObject(object.offer, _depth + 1);
                }
                if (object.answer != null) {
                    if (!$util.isObject(object.answer))
                        throw $TypeError(".pupsentry.v1.Signal.answer: object expected");
                    message.answer = $root.pupsentry.v1.Answer.fromObject(object.answer, _depth + 1);
                }
                if (object.candidate != null) {
                    if (!$util.isObject(object.candidate))
                        throw $TypeError(".pupsentry.v1.Signal.candidate: object expected");
                    message.candidate = $root.pupsentry.v1.Candidate.fromObject(object.candidate, _depth + 1);
                }
                if (object.bye != null) {
                    if (!$util.isObject(object.bye))
                        throw $TypeError(".pupsentry.v1.Signal.bye: object expected");
                    message.bye = $root.pupsentry.v1.Bye.fromObject(object.bye, _depth + 1);
                }
                if (object.refusal != null) {
                    if (!$util.isObject(object.refusal))
                        throw $TypeError(".pupsentry.v1.Signal.refusal: object expected");
                    message.refusal = $root.pupsentry.v1.Refusal.fromObject(object.refusal, _depth + 1);
                }
                return message;
            };

            Signal.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.sessionId = "";
                if (message.sessionId != null && $Object.hasOwnProperty.call(message, "sessionId"))
                    object.sessionId = message.sessionId;
                if (message.offer != null && $Object.hasOwnProperty.call(message, "offer")) {
                    object.offer = $root.pupsentry.v1.Offer.toObject(message.offer, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "offer";
                }
                if (message.answer != null && $Object.hasOwnProperty.call(message, "answer")) {
                    object.answer = $root.pupsentry.v1.Answer.toObject(message.answer, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "answer";
                }
                if (message.candidate != null && $Object.hasOwnProperty.call(message, "candidate")) {
                    object.candidate = $root.pupsentry.v1.Candidate.toObject(message.candidate, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "candidate";
                }
                if (message.bye != null && $Object.hasOwnProperty.call(message, "bye")) {
                    object.bye = $root.pupsentry.v1.Bye.toObject(message.bye, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "bye";
                }
                if (message.refusal != null && $Object.hasOwnProperty.call(message, "refusal")) {
                    object.refusal = $root.pupsentry.v1.Refusal.toObject(message.refusal, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "refusal";
                }
                return object;
            };

            Signal.prototype.toJSON = function() {
                return Signal.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Signal;
        })();

        v1.Offer = (function() {

            const Offer = function (properties) {
                this.iceServers = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Offer.prototype.sdp = "";
            Offer.prototype.iceServers = $util.emptyArray;
            Offer.prototype.quality = 0;
            Offer.prototype.recordings = false;

            Offer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sdp != null && $Object.hasOwnProperty.call(message, "sdp") && message.sdp !== "")
                    writer.uint32(10).string(message.sdp);
                if (message.iceServers != null && message.iceServers.length)
                    for (let i = 0; i < message.iceServers.length; ++i)
                        $root.pupsentry.v1.IceServer.encode(message.iceServers[i], writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.quality != null && $Object.hasOwnProperty.call(message, "quality") && message.quality !== 0)
                    writer.uint32(24).int32(message.quality);
                if (message.recordings != null && $Object.hasOwnProperty.call(message, "recordings") && message.recordings !== false)
                    writer.uint32(32).bool(message.recordings);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Offer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.Offer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.sdp = value;
                            else
                                delete message.sdp;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.iceServers && message.iceServers.length))
                                message.iceServers = [];
                            message.iceServers.push($root.pupsentry.v1.IceServer.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.quality = value;
                            else
                                delete message.quality;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.recordings = value;
                            else
                                delete message.recordings;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Offer.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.sdp != null && $Object.hasOwnProperty.call(message, "sdp"))
                    if (!$util.isString(message.sdp))
                        return "sdp: string expected";
                if (message.iceServers != null && $Object.hasOwnProperty.call(message, "iceServers")) {
                    if (!$Array.isArray(message.iceServers))
                        return "iceServers: array expected";
                    for (let i = 0; i < message.iceServers.length; ++i) {
                        let error = $root.pupsentry.v1.IceServer.verify(message.iceServers[i], _depth + 1);
                        if (error)
                            return "iceServers." + error;
                    }
                }
                if (message.quality != null && $Object.hasOwnProperty.call(message, "quality"))
                    if (typeof message.quality !== "number" || (message.quality | 0) !== message.quality)
                        return "quality: enum value expected";
                if (message.recordings != null && $Object.hasOwnProperty.call(message, "recordings"))
                    if (typeof message.recordings !== "boolean")
                        return "recordings: boolean expected";
                return null;
            };

            Offer.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.Offer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.Offer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.Offer();
                if (object.sdp != null)
                    if (typeof object.sdp !== "string" || object.sdp.length)
                        message.sdp = $String(object.sdp);
                if (object.iceServers) {
                    if (!$Array.isArray(object.iceServers))
                        throw $TypeError(".pupsentry.v1.Offer.iceServers: array expected");
                    message.iceServers = $Array(object.iceServers.length);
                    for (let i = 0; i < object.iceServers.length; ++i) {
                        if (!$util.isObject(object.iceServers[i]))
                            throw $TypeError(".pupsentry.v1.Offer.iceServers: object expected");
                        message.iceServers[i] = $root.pupsentry.v1.IceServer.fromObject(object.iceServers[i], _depth + 1);
                    }
                }
                if (object.quality !== 0 && (typeof object.quality !== "string" || $root.pupsentry.v1.Quality[object.quality] !== 0))
                    switch (object.quality) {
                    case "QUALITY_AUTO":
                    case 0:
                        message.quality = 0;
                        break;
                    case "QUALITY_SHARP":
                    case 1:
                        message.quality = 1;
                        break;
                    case "QUALITY_LIGHT":
                    case 2:
                        message.quality = 2;
                        break;
                    default:
                        if (typeof object.quality === "number" && (object.quality | 0) === object.quality)
                            message.quality = object.quality;
                    }
                if (object.recordings != null)
                    if (object.recordings)
                        message.recordings = $Boolean(object.recordings);
                return message;
            };

            Offer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.iceServers = [];
                if (options.defaults) {
                    object.sdp = "";
                    object.quality = options.enums === $String ? "QUALITY_AUTO" : 0;
                    object.recordings = false;
                }
                if (message.sdp != null && $Object.hasOwnProperty.call(message, "sdp"))
                    object.sdp = message.sdp;
                if (message.iceServers && message.iceServers.length) {
                    object.iceServers = $Array(message.iceServers.length);
                    for (let j = 0; j < message.iceServers.length; ++j)
                        object.iceServers[j] = $root.pupsentry.v1.IceServer.toObject(message.iceServers[j], options, _depth + 1);
                }
                if (message.quality != null && $Object.hasOwnProperty.call(message, "quality"))
                    object.quality = options.enums === $String ? $root.pupsentry.v1.Quality[message.quality] === $undefined ? message.quality : $root.pupsentry.v1.Quality[message.quality] : message.quality;
                if (message.recordings != null && $Object.hasOwnProperty.call(message, "recordings"))
                    object.recordings = message.recordings;
                return object;
            };

            Offer.prototype.toJSON = function() {
                return Offer.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Offer;
        })();

        v1.Quality = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "QUALITY_AUTO"] = 0;
            values[valuesById[1] = "QUALITY_SHARP"] = 1;
            values[valuesById[2] = "QUALITY_LIGHT"] = 2;
            return values;
        })();

        v1.IceServer = (function() {

            const IceServer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            IceServer.prototype.url = "";
            IceServer.prototype.username = "";
            IceServer.prototype.credential = "";

            IceServer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.url != null && $Object.hasOwnProperty.call(message, "url") && message.url !== "")
                    writer.uint32(10).string(message.url);
                if (message.username != null && $Object.hasOwnProperty.call(message, "username") && message.username !== "")
                    writer.uint32(18).string(message.username);
                if (message.credential != null && $Object.hasOwnProperty.call(message, "credential") && message.credential !== "")
                    writer.uint32(26).string(message.credential);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            IceServer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.IceServer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.url = value;
                            else
                                delete message.url;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.username = value;
                            else
                                delete message.username;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.credential = value;
                            else
                                delete message.credential;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            IceServer.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.url != null && $Object.hasOwnProperty.call(message, "url"))
                    if (!$util.isString(message.url))
                        return "url: string expected";
                if (message.username != null && $Object.hasOwnProperty.call(message, "username"))
                    if (!$util.isString(message.username))
                        return "username: string expected";
                if (message.credential != null && $Object.hasOwnProperty.call(message, "credential"))
                    if (!$util.isString(message.credential))
                        return "credential: string expected";
                return null;
            };

            IceServer.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.IceServer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.IceServer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.IceServer();
                if (object.url != null)
                    if (typeof object.url !== "string" || object.url.length)
                        message.url = $String(object.url);
                if (object.username != null)
                    if (typeof object.username !== "string" || object.username.length)
                        message.username = $String(object.username);
                if (object.credential != null)
                    if (typeof object.credential !== "string" || object.credential.length)
                        message.credential = $String(object.credential);
                return message;
            };

            IceServer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.url = "";
                    object.username = "";
                    object.credential = "";
                }
                if (message.url != null && $Object.hasOwnProperty.call(message, "url"))
                    object.url = message.url;
                if (message.username != null && $Object.hasOwnProperty.call(message, "username"))
                    object.username = message.username;
                if (message.credential != null && $Object.hasOwnProperty.call(message, "credential"))
                    object.credential = message.credential;
                return object;
            };

            IceServer.prototype.toJSON = function() {
                return IceServer.toObject(this, $protobuf.util.toJSONOptions);
            };

            return IceServer;
        })();

        v1.Answer = (function() {

            const Answer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Answer.prototype.sdp = "";

            Answer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sdp != null && $Object.hasOwnProperty.call(message, "sdp") && message.sdp !== "")
                    writer.uint32(10).string(message.sdp);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Answer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.Answer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.sdp = value;
                            else
                                delete message.sdp;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Answer.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.sdp != null && $Object.hasOwnProperty.call(message, "sdp"))
                    if (!$util.isString(message.sdp))
                        return "sdp: string expected";
                return null;
            };

            Answer.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.Answer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.Answer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.Answer();
                if (object.sdp != null)
                    if (typeof object.sdp !== "string" || object.sdp.length)
                        message.sdp = $String(object.sdp);
                return message;
            };

            Answer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.sdp = "";
                if (message.sdp != null && $Object.hasOwnProperty.call(message, "sdp"))
                    object.sdp = message.sdp;
                return object;
            };

            Answer.prototype.toJSON = function() {
                return Answer.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Answer;
        })();

        v1.Candidate = (function() {

            const Candidate = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Candidate.prototype.candidate = "";
            Candidate.prototype.mid = "";

            Candidate.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.candidate != null && $Object.hasOwnProperty.call(message, "candidate") && message.candidate !== "")
                    writer.uint32(10).string(message.candidate);
                if (message.mid != null && $Object.hasOwnProperty.call(message, "mid") && message.mid !== "")
                    writer.uint32(18).string(message.mid);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Candidate.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.Candidate();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.candidate = value;
                            else
                                delete message.candidate;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.mid = value;
                            else
                                delete message.mid;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Candidate.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.candidate != null && $Object.hasOwnProperty.call(message, "candidate"))
                    if (!$util.isString(message.candidate))
                        return "candidate: string expected";
                if (message.mid != null && $Object.hasOwnProperty.call(message, "mid"))
                    if (!$util.isString(message.mid))
                        return "mid: string expected";
                return null;
            };

            Candidate.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.Candidate)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.Candidate: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.Candidate();
                if (object.candidate != null)
                    if (typeof object.candidate !== "string" || object.candidate.length)
                        message.candidate = $String(object.candidate);
                if (object.mid != null)
                    if (typeof object.mid !== "string" || object.mid.length)
                        message.mid = $String(object.mid);
                return message;
            };

            Candidate.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.candidate = "";
                    object.mid = "";
                }
                if (message.candidate != null && $Object.hasOwnProperty.call(message, "candidate"))
                    object.candidate = message.candidate;
                if (message.mid != null && $Object.hasOwnProperty.call(message, "mid"))
                    object.mid = message.mid;
                return object;
            };

            Candidate.prototype.toJSON = function() {
                return Candidate.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Candidate;
        })();

        v1.Bye = (function() {

            const Bye = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Bye.prototype.reason = "";

            Bye.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(10).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Bye.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.Bye();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Bye.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    if (!$util.isString(message.reason))
                        return "reason: string expected";
                return null;
            };

            Bye.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.Bye)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.Bye: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.Bye();
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                return message;
            };

            Bye.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.reason = "";
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                return object;
            };

            Bye.prototype.toJSON = function() {
                return Bye.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Bye;
        })();

        v1.Refusal = (function() {

            const Refusal = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Refusal.prototype.code = "";
            Refusal.prototype.message = "";

            Refusal.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(10).string(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(18).string(message.message);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Refusal.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.Refusal();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Refusal.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    if (!$util.isString(message.code))
                        return "code: string expected";
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    if (!$util.isString(message.message))
                        return "message: string expected";
                return null;
            };

            Refusal.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.Refusal)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.Refusal: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.Refusal();
                if (object.code != null)
                    if (typeof object.code !== "string" || object.code.length)
                        message.code = $String(object.code);
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                return message;
            };

            Refusal.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.code = "";
                    object.message = "";
                }
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                return object;
            };

            Refusal.prototype.toJSON = function() {
                return Refusal.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Refusal;
        })();

        v1.Log = (function() {

            const Log = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Log.prototype.level = "";
            Log.prototype.component = "";
            Log.prototype.message = "";
            Log.prototype.code = "";

            Log.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.level != null && $Object.hasOwnProperty.call(message, "level") && message.level !== "")
                    writer.uint32(10).string(message.level);
                if (message.component != null && $Object.hasOwnProperty.call(message, "component") && message.component !== "")
                    writer.uint32(18).string(message.component);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(26).string(message.message);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(34).string(message.code);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Log.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.pupsentry.v1.Log();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.level = value;
                            else
                                delete message.level;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.component = value;
                            else
                                delete message.component;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            Log.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.level != null && $Object.hasOwnProperty.call(message, "level"))
                    if (!$util.isString(message.level))
                        return "level: string expected";
                if (message.component != null && $Object.hasOwnProperty.call(message, "component"))
                    if (!$util.isString(message.component))
                        return "component: string expected";
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    if (!$util.isString(message.message))
                        return "message: string expected";
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    if (!$util.isString(message.code))
                        return "code: string expected";
                return null;
            };

            Log.fromObject = function (object, _depth) {
                if (object instanceof $root.pupsentry.v1.Log)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".pupsentry.v1.Log: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.pupsentry.v1.Log();
                if (object.level != null)
                    if (typeof object.level !== "string" || object.level.length)
                        message.level = $String(object.level);
                if (object.component != null)
                    if (typeof object.component !== "string" || object.component.length)
                        message.component = $String(object.component);
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                if (object.code != null)
                    if (typeof object.code !== "string" || object.code.length)
                        message.code = $String(object.code);
                return message;
            };

            Log.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.level = "";
                    object.component = "";
                    object.message = "";
                    object.code = "";
                }
                if (message.level != null && $Object.hasOwnProperty.call(message, "level"))
                    object.level = message.level;
                if (message.component != null && $Object.hasOwnProperty.call(message, "component"))
                    object.component = message.component;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                return object;
            };

            Log.prototype.toJSON = function() {
                return Log.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Log;
        })();

        return v1;
    })();

    return pupsentry;
})();

export {
  $root as default
};
