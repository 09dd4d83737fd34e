import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace pupsentry. */
export namespace pupsentry {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of an Envelope.
         * @deprecated Use pupsentry.v1.Envelope.$Properties instead.
         */
        interface IEnvelope extends pupsentry.v1.Envelope.$Properties {
        }

        /** Represents an Envelope. */
        class Envelope {

            /**
             * Constructs a new Envelope.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.Envelope.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Envelope protocolVersion. */
            protocolVersion: number;

            /** Envelope deviceId. */
            deviceId: string;

            /** Envelope bootEpoch. */
            bootEpoch: number;

            /** Envelope seq. */
            seq: number;

            /** Envelope timeMs. */
            timeMs: number;

            /** Envelope clockQuality. */
            clockQuality: pupsentry.v1.ClockQuality;

            /** Envelope correlationId. */
            correlationId: string;

            /** Envelope traceId. */
            traceId: string;

            /** Envelope delayMs. */
            delayMs: number;

            /** Envelope late. */
            late: boolean;

            /** Envelope status. */
            status?: (pupsentry.v1.Status.$Properties|null);

            /** Envelope state. */
            state?: (pupsentry.v1.State.$Properties|null);

            /** Envelope event. */
            event?: (pupsentry.v1.Event.$Properties|null);

            /** Envelope telemetry. */
            telemetry?: (pupsentry.v1.Telemetry.$Properties|null);

            /** Envelope reply. */
            reply?: (pupsentry.v1.Reply.$Properties|null);

            /** Envelope signal. */
            signal?: (pupsentry.v1.Signal.$Properties|null);

            /** Envelope log. */
            log?: (pupsentry.v1.Log.$Properties|null);

            /** Envelope command. */
            command?: (pupsentry.v1.Command.$Properties|null);

            /** Envelope settings. */
            settings?: (pupsentry.v1.SettingsChange.$Properties|null);

            /** Envelope body. */
            body?: ("status"|"state"|"event"|"telemetry"|"reply"|"signal"|"log"|"command"|"settings");

            /**
             * Encodes the specified Envelope message. Does not implicitly {@link pupsentry.v1.Envelope.verify|verify} messages.
             * @param message Envelope message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.Envelope.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Envelope message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.Envelope & pupsentry.v1.Envelope.$Shape} Envelope
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.Envelope & pupsentry.v1.Envelope.$Shape;

            /**
             * Verifies an Envelope message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an Envelope message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Envelope
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.Envelope;

            /**
             * Creates a plain object from an Envelope message. Also converts values to other types if specified.
             * @param message Envelope
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.Envelope, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Envelope to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Envelope {

            /** Properties of an Envelope. */
            interface $Properties {

                /** Envelope protocolVersion */
                protocolVersion?: (number|null);

                /** Envelope deviceId */
                deviceId?: (string|null);

                /** Envelope bootEpoch */
                bootEpoch?: (number|null);

                /** Envelope seq */
                seq?: (number|null);

                /** Envelope timeMs */
                timeMs?: (number|null);

                /** Envelope clockQuality */
                clockQuality?: (pupsentry.v1.ClockQuality|null);

                /** Envelope correlationId */
                correlationId?: (string|null);

                /** Envelope traceId */
                traceId?: (string|null);

                /** Envelope delayMs */
                delayMs?: (number|null);

                /** Envelope late */
                late?: (boolean|null);

                /** Envelope status */
                status?: (pupsentry.v1.Status.$Properties|null);

                /** Envelope state */
                state?: (pupsentry.v1.State.$Properties|null);

                /** Envelope event */
                event?: (pupsentry.v1.Event.$Properties|null);

                /** Envelope telemetry */
                telemetry?: (pupsentry.v1.Telemetry.$Properties|null);

                /** Envelope reply */
                reply?: (pupsentry.v1.Reply.$Properties|null);

                /** Envelope signal */
                signal?: (pupsentry.v1.Signal.$Properties|null);

                /** Envelope log */
                log?: (pupsentry.v1.Log.$Properties|null);

                /** Envelope command */
                command?: (pupsentry.v1.Command.$Properties|null);

                /** Envelope settings */
                settings?: (pupsentry.v1.SettingsChange.$Properties|null);

                /** Envelope body */
                body?: ("status"|"state"|"event"|"telemetry"|"reply"|"signal"|"log"|"command"|"settings");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of an Envelope. */
            type $Shape = {
              protocolVersion?: number|null;
              deviceId?: string|null;
              bootEpoch?: number|null;
              seq?: number|null;
              timeMs?: number|null;
              clockQuality?: pupsentry.v1.ClockQuality|null;
              correlationId?: string|null;
              traceId?: string|null;
              delayMs?: number|null;
              late?: boolean|null;
              status?: pupsentry.v1.Status.$Shape|null;
              state?: pupsentry.v1.State.$Shape|null;
              event?: pupsentry.v1.Event.$Shape|null;
              telemetry?: pupsentry.v1.Telemetry.$Shape|null;
              reply?: pupsentry.v1.Reply.$Shape|null;
              signal?: pupsentry.v1.Signal.$Shape|null;
              log?: pupsentry.v1.Log.$Shape|null;
              command?: pupsentry.v1.Command.$Shape|null;
              settings?: pupsentry.v1.SettingsChange.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; status?: null; state?: null; event?: null; telemetry?: null; reply?: null; signal?: null; log?: null; command?: null; settings?: null }|{ body?: "status"; status: pupsentry.v1.Status.$Shape; state?: null; event?: null; telemetry?: null; reply?: null; signal?: null; log?: null; command?: null; settings?: null }|{ body?: "state"; status?: null; state: pupsentry.v1.State.$Shape; event?: null; telemetry?: null; reply?: null; signal?: null; log?: null; command?: null; settings?: null }|{ body?: "event"; status?: null; state?: null; event: pupsentry.v1.Event.$Shape; telemetry?: null; reply?: null; signal?: null; log?: null; command?: null; settings?: null }|{ body?: "telemetry"; status?: null; state?: null; event?: null; telemetry: pupsentry.v1.Telemetry.$Shape; reply?: null; signal?: null; log?: null; command?: null; settings?: null }|{ body?: "reply"; status?: null; state?: null; event?: null; telemetry?: null; reply: pupsentry.v1.Reply.$Shape; signal?: null; log?: null; command?: null; settings?: null }|{ body?: "signal"; status?: null; state?: null; event?: null; telemetry?: null; reply?: null; signal: pupsentry.v1.Signal.$Shape; log?: null; command?: null; settings?: null }|{ body?: "log"; status?: null; state?: null; event?: null; telemetry?: null; reply?: null; signal?: null; log: pupsentry.v1.Log.$Shape; command?: null; settings?: null }|{ body?: "command"; status?: null; state?: null; event?: null; telemetry?: null; reply?: null; signal?: null; log?: null; command: pupsentry.v1.Command.$Shape; settings?: null }|{ body?: "settings"; status?: null; state?: null; event?: null; telemetry?: null; reply?: null; signal?: null; log?: null; command?: null; settings: pupsentry.v1.SettingsChange.$Shape })
            );
        }

        /** ClockQuality enum. */
        enum ClockQuality {

            /** CLOCK_QUALITY_UNKNOWN value */
            CLOCK_QUALITY_UNKNOWN = 0,

            /** CLOCK_QUALITY_FLOOR value */
            CLOCK_QUALITY_FLOOR = 1,

            /** CLOCK_QUALITY_SYNCED value */
            CLOCK_QUALITY_SYNCED = 2
        }

        /**
         * Properties of a Status.
         * @deprecated Use pupsentry.v1.Status.$Properties instead.
         */
        interface IStatus extends pupsentry.v1.Status.$Properties {
        }

        /** Represents a Status. */
        class Status {

            /**
             * Constructs a new Status.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.Status.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Status online. */
            online: boolean;

            /** Status reason. */
            reason: pupsentry.v1.StatusReason;

            /**
             * Encodes the specified Status message. Does not implicitly {@link pupsentry.v1.Status.verify|verify} messages.
             * @param message Status message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.Status.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Status message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.Status & pupsentry.v1.Status.$Shape} Status
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.Status & pupsentry.v1.Status.$Shape;

            /**
             * Verifies a Status message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Status message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Status
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.Status;

            /**
             * Creates a plain object from a Status message. Also converts values to other types if specified.
             * @param message Status
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.Status, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Status to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Status {

            /** Properties of a Status. */
            interface $Properties {

                /** Status online */
                online?: (boolean|null);

                /** Status reason */
                reason?: (pupsentry.v1.StatusReason|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Status. */
            type $Shape = pupsentry.v1.Status.$Properties;
        }

        /** StatusReason enum. */
        enum StatusReason {

            /** STATUS_REASON_UNSPECIFIED value */
            STATUS_REASON_UNSPECIFIED = 0,

            /** STATUS_REASON_CONNECTED value */
            STATUS_REASON_CONNECTED = 1,

            /** STATUS_REASON_LINK_LOST value */
            STATUS_REASON_LINK_LOST = 2,

            /** STATUS_REASON_SHUTDOWN value */
            STATUS_REASON_SHUTDOWN = 3,

            /** STATUS_REASON_RESTART value */
            STATUS_REASON_RESTART = 4
        }

        /**
         * Properties of a State.
         * @deprecated Use pupsentry.v1.State.$Properties instead.
         */
        interface IState extends pupsentry.v1.State.$Properties {
        }

        /** Represents a State. */
        class State {

            /**
             * Constructs a new State.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.State.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** State name. */
            name: string;

            /** State product. */
            product: pupsentry.v1.Product;

            /** State board. */
            board: string;

            /** State versions. */
            versions?: (pupsentry.v1.Versions.$Properties|null);

            /** State video. */
            video?: (pupsentry.v1.VideoState.$Properties|null);

            /** State subVideo. */
            subVideo?: (pupsentry.v1.VideoState.$Properties|null);

            /** State audio. */
            audio?: (pupsentry.v1.AudioState.$Properties|null);

            /** State settings. */
            settings: pupsentry.v1.SettingValue.$Properties[];

            /** State settingsRevision. */
            settingsRevision: number;

            /** State faults. */
            faults: pupsentry.v1.Fault.$Properties[];

            /** State startedMs. */
            startedMs: number;

            /** State capabilities. */
            capabilities: string[];

            /** State update. */
            update?: (pupsentry.v1.UpdateState.$Properties|null);

            /**
             * Encodes the specified State message. Does not implicitly {@link pupsentry.v1.State.verify|verify} messages.
             * @param message State message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.State.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a State message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.State & pupsentry.v1.State.$Shape} State
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.State & pupsentry.v1.State.$Shape;

            /**
             * Verifies a State message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a State message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns State
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.State;

            /**
             * Creates a plain object from a State message. Also converts values to other types if specified.
             * @param message State
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.State, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this State to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace State {

            /** Properties of a State. */
            interface $Properties {

                /** State name */
                name?: (string|null);

                /** State product */
                product?: (pupsentry.v1.Product|null);

                /** State board */
                board?: (string|null);

                /** State versions */
                versions?: (pupsentry.v1.Versions.$Properties|null);

                /** State video */
                video?: (pupsentry.v1.VideoState.$Properties|null);

                /** State subVideo */
                subVideo?: (pupsentry.v1.VideoState.$Properties|null);

                /** State audio */
                audio?: (pupsentry.v1.AudioState.$Properties|null);

                /** State settings */
                settings?: (pupsentry.v1.SettingValue.$Properties[]|null);

                /** State settingsRevision */
                settingsRevision?: (number|null);

                /** State faults */
                faults?: (pupsentry.v1.Fault.$Properties[]|null);

                /** State startedMs */
                startedMs?: (number|null);

                /** State capabilities */
                capabilities?: (string[]|null);

                /** State update */
                update?: (pupsentry.v1.UpdateState.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a State. */
            type $Shape = {
              name?: string|null;
              product?: pupsentry.v1.Product|null;
              board?: string|null;
              versions?: pupsentry.v1.Versions.$Shape|null;
              video?: pupsentry.v1.VideoState.$Shape|null;
              subVideo?: pupsentry.v1.VideoState.$Shape|null;
              audio?: pupsentry.v1.AudioState.$Shape|null;
              settings?: pupsentry.v1.SettingValue.$Shape[]|null;
              settingsRevision?: number|null;
              faults?: pupsentry.v1.Fault.$Shape[]|null;
              startedMs?: number|null;
              capabilities?: string[]|null;
              update?: pupsentry.v1.UpdateState.$Shape|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of an UpdateState.
         * @deprecated Use pupsentry.v1.UpdateState.$Properties instead.
         */
        interface IUpdateState extends pupsentry.v1.UpdateState.$Properties {
        }

        /** Represents an UpdateState. */
        class UpdateState {

            /**
             * Constructs a new UpdateState.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.UpdateState.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** UpdateState phase. */
            phase: string;

            /** UpdateState version. */
            version: string;

            /** UpdateState offered. */
            offered: string;

            /** UpdateState security. */
            security: boolean;

            /** UpdateState progressPercent. */
            progressPercent: number;

            /** UpdateState waitsFor. */
            waitsFor: string;

            /** UpdateState code. */
            code: string;

            /** UpdateState message. */
            message: string;

            /** UpdateState slot. */
            slot: string;

            /**
             * Encodes the specified UpdateState message. Does not implicitly {@link pupsentry.v1.UpdateState.verify|verify} messages.
             * @param message UpdateState message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.UpdateState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an UpdateState message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.UpdateState & pupsentry.v1.UpdateState.$Shape} UpdateState
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.UpdateState & pupsentry.v1.UpdateState.$Shape;

            /**
             * Verifies an UpdateState message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an UpdateState message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns UpdateState
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.UpdateState;

            /**
             * Creates a plain object from an UpdateState message. Also converts values to other types if specified.
             * @param message UpdateState
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.UpdateState, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this UpdateState to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace UpdateState {

            /** Properties of an UpdateState. */
            interface $Properties {

                /** UpdateState phase */
                phase?: (string|null);

                /** UpdateState version */
                version?: (string|null);

                /** UpdateState offered */
                offered?: (string|null);

                /** UpdateState security */
                security?: (boolean|null);

                /** UpdateState progressPercent */
                progressPercent?: (number|null);

                /** UpdateState waitsFor */
                waitsFor?: (string|null);

                /** UpdateState code */
                code?: (string|null);

                /** UpdateState message */
                message?: (string|null);

                /** UpdateState slot */
                slot?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an UpdateState. */
            type $Shape = pupsentry.v1.UpdateState.$Properties;
        }

        /** Product enum. */
        enum Product {

            /** PRODUCT_UNSPECIFIED value */
            PRODUCT_UNSPECIFIED = 0,

            /** PRODUCT_CAMERA value */
            PRODUCT_CAMERA = 1,

            /** PRODUCT_DOORBELL value */
            PRODUCT_DOORBELL = 2
        }

        /**
         * Properties of a Versions.
         * @deprecated Use pupsentry.v1.Versions.$Properties instead.
         */
        interface IVersions extends pupsentry.v1.Versions.$Properties {
        }

        /** Represents a Versions. */
        class Versions {

            /**
             * Constructs a new Versions.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.Versions.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Versions firmware. */
            firmware: string;

            /** Versions node. */
            node: string;

            /** Versions gstreamer. */
            gstreamer: string;

            /** Versions kernel. */
            kernel: string;

            /** Versions protocol. */
            protocol: number;

            /**
             * Encodes the specified Versions message. Does not implicitly {@link pupsentry.v1.Versions.verify|verify} messages.
             * @param message Versions message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.Versions.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Versions message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.Versions & pupsentry.v1.Versions.$Shape} Versions
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.Versions & pupsentry.v1.Versions.$Shape;

            /**
             * Verifies a Versions message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Versions message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Versions
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.Versions;

            /**
             * Creates a plain object from a Versions message. Also converts values to other types if specified.
             * @param message Versions
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.Versions, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Versions to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Versions {

            /** Properties of a Versions. */
            interface $Properties {

                /** Versions firmware */
                firmware?: (string|null);

                /** Versions node */
                node?: (string|null);

                /** Versions gstreamer */
                gstreamer?: (string|null);

                /** Versions kernel */
                kernel?: (string|null);

                /** Versions protocol */
                protocol?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Versions. */
            type $Shape = pupsentry.v1.Versions.$Properties;
        }

        /**
         * Properties of a VideoState.
         * @deprecated Use pupsentry.v1.VideoState.$Properties instead.
         */
        interface IVideoState extends pupsentry.v1.VideoState.$Properties {
        }

        /** Represents a VideoState. */
        class VideoState {

            /**
             * Constructs a new VideoState.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.VideoState.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** VideoState encoder. */
            encoder: string;

            /** VideoState encoderReason. */
            encoderReason: string;

            /** VideoState width. */
            width: number;

            /** VideoState height. */
            height: number;

            /** VideoState fps. */
            fps: number;

            /** VideoState bitrateKbps. */
            bitrateKbps: number;

            /** VideoState source. */
            source: string;

            /**
             * Encodes the specified VideoState message. Does not implicitly {@link pupsentry.v1.VideoState.verify|verify} messages.
             * @param message VideoState message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.VideoState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a VideoState message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.VideoState & pupsentry.v1.VideoState.$Shape} VideoState
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.VideoState & pupsentry.v1.VideoState.$Shape;

            /**
             * Verifies a VideoState message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a VideoState message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns VideoState
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.VideoState;

            /**
             * Creates a plain object from a VideoState message. Also converts values to other types if specified.
             * @param message VideoState
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.VideoState, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this VideoState to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace VideoState {

            /** Properties of a VideoState. */
            interface $Properties {

                /** VideoState encoder */
                encoder?: (string|null);

                /** VideoState encoderReason */
                encoderReason?: (string|null);

                /** VideoState width */
                width?: (number|null);

                /** VideoState height */
                height?: (number|null);

                /** VideoState fps */
                fps?: (number|null);

                /** VideoState bitrateKbps */
                bitrateKbps?: (number|null);

                /** VideoState source */
                source?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a VideoState. */
            type $Shape = pupsentry.v1.VideoState.$Properties;
        }

        /**
         * Properties of an AudioState.
         * @deprecated Use pupsentry.v1.AudioState.$Properties instead.
         */
        interface IAudioState extends pupsentry.v1.AudioState.$Properties {
        }

        /** Represents an AudioState. */
        class AudioState {

            /**
             * Constructs a new AudioState.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.AudioState.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AudioState codec. */
            codec: string;

            /** AudioState sampleRateHz. */
            sampleRateHz: number;

            /** AudioState source. */
            source: string;

            /** AudioState on. */
            on: boolean;

            /**
             * Encodes the specified AudioState message. Does not implicitly {@link pupsentry.v1.AudioState.verify|verify} messages.
             * @param message AudioState message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.AudioState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AudioState message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.AudioState & pupsentry.v1.AudioState.$Shape} AudioState
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.AudioState & pupsentry.v1.AudioState.$Shape;

            /**
             * Verifies an AudioState message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an AudioState message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AudioState
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.AudioState;

            /**
             * Creates a plain object from an AudioState message. Also converts values to other types if specified.
             * @param message AudioState
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.AudioState, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AudioState to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace AudioState {

            /** Properties of an AudioState. */
            interface $Properties {

                /** AudioState codec */
                codec?: (string|null);

                /** AudioState sampleRateHz */
                sampleRateHz?: (number|null);

                /** AudioState source */
                source?: (string|null);

                /** AudioState on */
                on?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AudioState. */
            type $Shape = pupsentry.v1.AudioState.$Properties;
        }

        /**
         * Properties of a Fault.
         * @deprecated Use pupsentry.v1.Fault.$Properties instead.
         */
        interface IFault extends pupsentry.v1.Fault.$Properties {
        }

        /** Represents a Fault. */
        class Fault {

            /**
             * Constructs a new Fault.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.Fault.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Fault component. */
            component: string;

            /** Fault code. */
            code: string;

            /** Fault message. */
            message: string;

            /** Fault remedy. */
            remedy: string;

            /** Fault sinceMs. */
            sinceMs: number;

            /**
             * Encodes the specified Fault message. Does not implicitly {@link pupsentry.v1.Fault.verify|verify} messages.
             * @param message Fault message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.Fault.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Fault message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.Fault & pupsentry.v1.Fault.$Shape} Fault
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.Fault & pupsentry.v1.Fault.$Shape;

            /**
             * Verifies a Fault message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Fault message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Fault
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.Fault;

            /**
             * Creates a plain object from a Fault message. Also converts values to other types if specified.
             * @param message Fault
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.Fault, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Fault to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Fault {

            /** Properties of a Fault. */
            interface $Properties {

                /** Fault component */
                component?: (string|null);

                /** Fault code */
                code?: (string|null);

                /** Fault message */
                message?: (string|null);

                /** Fault remedy */
                remedy?: (string|null);

                /** Fault sinceMs */
                sinceMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Fault. */
            type $Shape = pupsentry.v1.Fault.$Properties;
        }

        /**
         * Properties of a SettingValue.
         * @deprecated Use pupsentry.v1.SettingValue.$Properties instead.
         */
        interface ISettingValue extends pupsentry.v1.SettingValue.$Properties {
        }

        /** Represents a SettingValue. */
        class SettingValue {

            /**
             * Constructs a new SettingValue.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.SettingValue.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SettingValue key. */
            key: string;

            /** SettingValue flag. */
            flag?: (boolean|null);

            /** SettingValue number. */
            number?: (number|null);

            /** SettingValue text. */
            text?: (string|null);

            /** SettingValue value. */
            value?: ("flag"|"number"|"text");

            /**
             * Encodes the specified SettingValue message. Does not implicitly {@link pupsentry.v1.SettingValue.verify|verify} messages.
             * @param message SettingValue message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.SettingValue.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SettingValue message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.SettingValue & pupsentry.v1.SettingValue.$Shape} SettingValue
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.SettingValue & pupsentry.v1.SettingValue.$Shape;

            /**
             * Verifies a SettingValue message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a SettingValue message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SettingValue
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.SettingValue;

            /**
             * Creates a plain object from a SettingValue message. Also converts values to other types if specified.
             * @param message SettingValue
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.SettingValue, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SettingValue to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SettingValue {

            /** Properties of a SettingValue. */
            interface $Properties {

                /** SettingValue key */
                key?: (string|null);

                /** SettingValue flag */
                flag?: (boolean|null);

                /** SettingValue number */
                number?: (number|null);

                /** SettingValue text */
                text?: (string|null);

                /** SettingValue value */
                value?: ("flag"|"number"|"text");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a SettingValue. */
            type $Shape = {
              key?: string|null;
              flag?: boolean|null;
              number?: number|null;
              text?: string|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ value?: undefined; flag?: null; number?: null; text?: null }|{ value?: "flag"; flag: boolean; number?: null; text?: null }|{ value?: "number"; flag?: null; number: number; text?: null }|{ value?: "text"; flag?: null; number?: null; text: string })
            );
        }

        /**
         * Properties of a SettingsChange.
         * @deprecated Use pupsentry.v1.SettingsChange.$Properties instead.
         */
        interface ISettingsChange extends pupsentry.v1.SettingsChange.$Properties {
        }

        /** Represents a SettingsChange. */
        class SettingsChange {

            /**
             * Constructs a new SettingsChange.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.SettingsChange.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SettingsChange revision. */
            revision: number;

            /** SettingsChange values. */
            values: pupsentry.v1.SettingValue.$Properties[];

            /**
             * Encodes the specified SettingsChange message. Does not implicitly {@link pupsentry.v1.SettingsChange.verify|verify} messages.
             * @param message SettingsChange message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.SettingsChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SettingsChange message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.SettingsChange & pupsentry.v1.SettingsChange.$Shape} SettingsChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.SettingsChange & pupsentry.v1.SettingsChange.$Shape;

            /**
             * Verifies a SettingsChange message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a SettingsChange message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SettingsChange
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.SettingsChange;

            /**
             * Creates a plain object from a SettingsChange message. Also converts values to other types if specified.
             * @param message SettingsChange
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.SettingsChange, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SettingsChange to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SettingsChange {

            /** Properties of a SettingsChange. */
            interface $Properties {

                /** SettingsChange revision */
                revision?: (number|null);

                /** SettingsChange values */
                values?: (pupsentry.v1.SettingValue.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SettingsChange. */
            type $Shape = {
              revision?: number|null;
              values?: pupsentry.v1.SettingValue.$Shape[]|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of an Event.
         * @deprecated Use pupsentry.v1.Event.$Properties instead.
         */
        interface IEvent extends pupsentry.v1.Event.$Properties {
        }

        /** Represents an Event. */
        class Event {

            /**
             * Constructs a new Event.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.Event.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Event id. */
            id: string;

            /** Event kind. */
            kind: pupsentry.v1.EventKind;

            /** Event phase. */
            phase: pupsentry.v1.EventPhase;

            /** Event startedMs. */
            startedMs: number;

            /** Event endedMs. */
            endedMs: number;

            /** Event presses. */
            presses: number;

            /** Event snapshot. */
            snapshot?: (pupsentry.v1.Snapshot.$Properties|null);

            /** Event labels. */
            labels: string[];

            /** Event zones. */
            zones: string[];

            /** Event peak. */
            peak: number;

            /** Event quiet. */
            quiet: boolean;

            /** Event clipFromMs. */
            clipFromMs: number;

            /** Event clipToMs. */
            clipToMs: number;

            /** Event update. */
            update?: (pupsentry.v1.UpdateReport.$Properties|null);

            /**
             * Encodes the specified Event message. Does not implicitly {@link pupsentry.v1.Event.verify|verify} messages.
             * @param message Event message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.Event.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Event message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.Event & pupsentry.v1.Event.$Shape} Event
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.Event & pupsentry.v1.Event.$Shape;

            /**
             * Verifies an Event message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an Event message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Event
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.Event;

            /**
             * Creates a plain object from an Event message. Also converts values to other types if specified.
             * @param message Event
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.Event, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Event to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Event {

            /** Properties of an Event. */
            interface $Properties {

                /** Event id */
                id?: (string|null);

                /** Event kind */
                kind?: (pupsentry.v1.EventKind|null);

                /** Event phase */
                phase?: (pupsentry.v1.EventPhase|null);

                /** Event startedMs */
                startedMs?: (number|null);

                /** Event endedMs */
                endedMs?: (number|null);

                /** Event presses */
                presses?: (number|null);

                /** Event snapshot */
                snapshot?: (pupsentry.v1.Snapshot.$Properties|null);

                /** Event labels */
                labels?: (string[]|null);

                /** Event zones */
                zones?: (string[]|null);

                /** Event peak */
                peak?: (number|null);

                /** Event quiet */
                quiet?: (boolean|null);

                /** Event clipFromMs */
                clipFromMs?: (number|null);

                /** Event clipToMs */
                clipToMs?: (number|null);

                /** Event update */
                update?: (pupsentry.v1.UpdateReport.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Event. */
            type $Shape = pupsentry.v1.Event.$Properties;
        }

        /**
         * Properties of an UpdateReport.
         * @deprecated Use pupsentry.v1.UpdateReport.$Properties instead.
         */
        interface IUpdateReport extends pupsentry.v1.UpdateReport.$Properties {
        }

        /** Represents an UpdateReport. */
        class UpdateReport {

            /**
             * Constructs a new UpdateReport.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.UpdateReport.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** UpdateReport outcome. */
            outcome: pupsentry.v1.UpdateOutcome;

            /** UpdateReport version. */
            version: string;

            /** UpdateReport from. */
            from: string;

            /** UpdateReport security. */
            security: boolean;

            /** UpdateReport blocksKept. */
            blocksKept: number;

            /** UpdateReport blocksCopied. */
            blocksCopied: number;

            /** UpdateReport blocksFetched. */
            blocksFetched: number;

            /** UpdateReport fetchedBytes. */
            fetchedBytes: number;

            /** UpdateReport writtenBytes. */
            writtenBytes: number;

            /** UpdateReport code. */
            code: string;

            /** UpdateReport reason. */
            reason: string;

            /**
             * Encodes the specified UpdateReport message. Does not implicitly {@link pupsentry.v1.UpdateReport.verify|verify} messages.
             * @param message UpdateReport message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.UpdateReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an UpdateReport message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.UpdateReport & pupsentry.v1.UpdateReport.$Shape} UpdateReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.UpdateReport & pupsentry.v1.UpdateReport.$Shape;

            /**
             * Verifies an UpdateReport message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an UpdateReport message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns UpdateReport
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.UpdateReport;

            /**
             * Creates a plain object from an UpdateReport message. Also converts values to other types if specified.
             * @param message UpdateReport
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.UpdateReport, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this UpdateReport to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace UpdateReport {

            /** Properties of an UpdateReport. */
            interface $Properties {

                /** UpdateReport outcome */
                outcome?: (pupsentry.v1.UpdateOutcome|null);

                /** UpdateReport version */
                version?: (string|null);

                /** UpdateReport from */
                from?: (string|null);

                /** UpdateReport security */
                security?: (boolean|null);

                /** UpdateReport blocksKept */
                blocksKept?: (number|null);

                /** UpdateReport blocksCopied */
                blocksCopied?: (number|null);

                /** UpdateReport blocksFetched */
                blocksFetched?: (number|null);

                /** UpdateReport fetchedBytes */
                fetchedBytes?: (number|null);

                /** UpdateReport writtenBytes */
                writtenBytes?: (number|null);

                /** UpdateReport code */
                code?: (string|null);

                /** UpdateReport reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an UpdateReport. */
            type $Shape = pupsentry.v1.UpdateReport.$Properties;
        }

        /** UpdateOutcome enum. */
        enum UpdateOutcome {

            /** UPDATE_OUTCOME_UNSPECIFIED value */
            UPDATE_OUTCOME_UNSPECIFIED = 0,

            /** UPDATE_OUTCOME_OFFERED value */
            UPDATE_OUTCOME_OFFERED = 1,

            /** UPDATE_OUTCOME_UPDATED value */
            UPDATE_OUTCOME_UPDATED = 2,

            /** UPDATE_OUTCOME_REPAIRED value */
            UPDATE_OUTCOME_REPAIRED = 3,

            /** UPDATE_OUTCOME_WENT_BACK value */
            UPDATE_OUTCOME_WENT_BACK = 4,

            /** UPDATE_OUTCOME_ROLLED_BACK value */
            UPDATE_OUTCOME_ROLLED_BACK = 5,

            /** UPDATE_OUTCOME_FAILED value */
            UPDATE_OUTCOME_FAILED = 6,

            /** UPDATE_OUTCOME_REFUSED value */
            UPDATE_OUTCOME_REFUSED = 7
        }

        /** EventKind enum. */
        enum EventKind {

            /** EVENT_KIND_UNSPECIFIED value */
            EVENT_KIND_UNSPECIFIED = 0,

            /** EVENT_KIND_RING value */
            EVENT_KIND_RING = 1,

            /** EVENT_KIND_MOTION value */
            EVENT_KIND_MOTION = 2,

            /** EVENT_KIND_SOUND value */
            EVENT_KIND_SOUND = 3,

            /** EVENT_KIND_TAMPER value */
            EVENT_KIND_TAMPER = 4,

            /** EVENT_KIND_UPDATE value */
            EVENT_KIND_UPDATE = 5
        }

        /** EventPhase enum. */
        enum EventPhase {

            /** EVENT_PHASE_UNSPECIFIED value */
            EVENT_PHASE_UNSPECIFIED = 0,

            /** EVENT_PHASE_STARTED value */
            EVENT_PHASE_STARTED = 1,

            /** EVENT_PHASE_SNAPSHOT value */
            EVENT_PHASE_SNAPSHOT = 2,

            /** EVENT_PHASE_ENDED value */
            EVENT_PHASE_ENDED = 3
        }

        /**
         * Properties of a Snapshot.
         * @deprecated Use pupsentry.v1.Snapshot.$Properties instead.
         */
        interface ISnapshot extends pupsentry.v1.Snapshot.$Properties {
        }

        /** Represents a Snapshot. */
        class Snapshot {

            /**
             * Constructs a new Snapshot.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.Snapshot.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Snapshot jpeg. */
            jpeg: Uint8Array;

            /** Snapshot width. */
            width: number;

            /** Snapshot height. */
            height: number;

            /** Snapshot takenMs. */
            takenMs: number;

            /**
             * Encodes the specified Snapshot message. Does not implicitly {@link pupsentry.v1.Snapshot.verify|verify} messages.
             * @param message Snapshot message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.Snapshot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Snapshot message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.Snapshot & pupsentry.v1.Snapshot.$Shape} Snapshot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.Snapshot & pupsentry.v1.Snapshot.$Shape;

            /**
             * Verifies a Snapshot message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Snapshot message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Snapshot
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.Snapshot;

            /**
             * Creates a plain object from a Snapshot message. Also converts values to other types if specified.
             * @param message Snapshot
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.Snapshot, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Snapshot to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Snapshot {

            /** Properties of a Snapshot. */
            interface $Properties {

                /** Snapshot jpeg */
                jpeg?: (Uint8Array|null);

                /** Snapshot width */
                width?: (number|null);

                /** Snapshot height */
                height?: (number|null);

                /** Snapshot takenMs */
                takenMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Snapshot. */
            type $Shape = pupsentry.v1.Snapshot.$Properties;
        }

        /**
         * Properties of a Telemetry.
         * @deprecated Use pupsentry.v1.Telemetry.$Properties instead.
         */
        interface ITelemetry extends pupsentry.v1.Telemetry.$Properties {
        }

        /** Represents a Telemetry. */
        class Telemetry {

            /**
             * Constructs a new Telemetry.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.Telemetry.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Telemetry uptimeS. */
            uptimeS: number;

            /** Telemetry temperatureC. */
            temperatureC?: (number|null);

            /** Telemetry memoryUsedBytes. */
            memoryUsedBytes: number;

            /** Telemetry memoryTotalBytes. */
            memoryTotalBytes: number;

            /** Telemetry cpuPercent. */
            cpuPercent: number;

            /** Telemetry mainFps. */
            mainFps: number;

            /** Telemetry mainBitrateKbps. */
            mainBitrateKbps: number;

            /** Telemetry subBitrateKbps. */
            subBitrateKbps: number;

            /** Telemetry viewers. */
            viewers: number;

            /** Telemetry outboxMessages. */
            outboxMessages: number;

            /** Telemetry outboxBytes. */
            outboxBytes: number;

            /** Telemetry mediaRestarts. */
            mediaRestarts: number;

            /** Telemetry droppedMessages. */
            droppedMessages: number;

            /** Telemetry daemonMemoryBytes. */
            daemonMemoryBytes: number;

            /** Telemetry mediaMemoryBytes. */
            mediaMemoryBytes: number;

            /**
             * Encodes the specified Telemetry message. Does not implicitly {@link pupsentry.v1.Telemetry.verify|verify} messages.
             * @param message Telemetry message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.Telemetry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Telemetry message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.Telemetry & pupsentry.v1.Telemetry.$Shape} Telemetry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.Telemetry & pupsentry.v1.Telemetry.$Shape;

            /**
             * Verifies a Telemetry message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Telemetry message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Telemetry
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.Telemetry;

            /**
             * Creates a plain object from a Telemetry message. Also converts values to other types if specified.
             * @param message Telemetry
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.Telemetry, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Telemetry to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Telemetry {

            /** Properties of a Telemetry. */
            interface $Properties {

                /** Telemetry uptimeS */
                uptimeS?: (number|null);

                /** Telemetry temperatureC */
                temperatureC?: (number|null);

                /** Telemetry memoryUsedBytes */
                memoryUsedBytes?: (number|null);

                /** Telemetry memoryTotalBytes */
                memoryTotalBytes?: (number|null);

                /** Telemetry cpuPercent */
                cpuPercent?: (number|null);

                /** Telemetry mainFps */
                mainFps?: (number|null);

                /** Telemetry mainBitrateKbps */
                mainBitrateKbps?: (number|null);

                /** Telemetry subBitrateKbps */
                subBitrateKbps?: (number|null);

                /** Telemetry viewers */
                viewers?: (number|null);

                /** Telemetry outboxMessages */
                outboxMessages?: (number|null);

                /** Telemetry outboxBytes */
                outboxBytes?: (number|null);

                /** Telemetry mediaRestarts */
                mediaRestarts?: (number|null);

                /** Telemetry droppedMessages */
                droppedMessages?: (number|null);

                /** Telemetry daemonMemoryBytes */
                daemonMemoryBytes?: (number|null);

                /** Telemetry mediaMemoryBytes */
                mediaMemoryBytes?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Telemetry. */
            type $Shape = pupsentry.v1.Telemetry.$Properties;
        }

        /**
         * Properties of a Command.
         * @deprecated Use pupsentry.v1.Command.$Properties instead.
         */
        interface ICommand extends pupsentry.v1.Command.$Properties {
        }

        /** Represents a Command. */
        class Command {

            /**
             * Constructs a new Command.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.Command.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Command expiresMs. */
            expiresMs: number;

            /** Command snapshot. */
            snapshot?: (pupsentry.v1.SnapshotCommand.$Properties|null);

            /** Command settings. */
            settings?: (pupsentry.v1.SettingsChange.$Properties|null);

            /** Command restart. */
            restart?: (pupsentry.v1.RestartCommand.$Properties|null);

            /** Command identify. */
            identify?: (pupsentry.v1.IdentifyCommand.$Properties|null);

            /** Command ping. */
            ping?: (pupsentry.v1.PingCommand.$Properties|null);

            /** Command cloudRecording. */
            cloudRecording?: (pupsentry.v1.CloudRecording.$Properties|null);

            /** Command update. */
            update?: (pupsentry.v1.UpdateCommand.$Properties|null);

            /** Command action. */
            action?: ("snapshot"|"settings"|"restart"|"identify"|"ping"|"cloudRecording"|"update");

            /**
             * Encodes the specified Command message. Does not implicitly {@link pupsentry.v1.Command.verify|verify} messages.
             * @param message Command message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.Command.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Command message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.Command & pupsentry.v1.Command.$Shape} Command
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.Command & pupsentry.v1.Command.$Shape;

            /**
             * Verifies a Command message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Command message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Command
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.Command;

            /**
             * Creates a plain object from a Command message. Also converts values to other types if specified.
             * @param message Command
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.Command, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Command to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Command {

            /** Properties of a Command. */
            interface $Properties {

                /** Command expiresMs */
                expiresMs?: (number|null);

                /** Command snapshot */
                snapshot?: (pupsentry.v1.SnapshotCommand.$Properties|null);

                /** Command settings */
                settings?: (pupsentry.v1.SettingsChange.$Properties|null);

                /** Command restart */
                restart?: (pupsentry.v1.RestartCommand.$Properties|null);

                /** Command identify */
                identify?: (pupsentry.v1.IdentifyCommand.$Properties|null);

                /** Command ping */
                ping?: (pupsentry.v1.PingCommand.$Properties|null);

                /** Command cloudRecording */
                cloudRecording?: (pupsentry.v1.CloudRecording.$Properties|null);

                /** Command update */
                update?: (pupsentry.v1.UpdateCommand.$Properties|null);

                /** Command action */
                action?: ("snapshot"|"settings"|"restart"|"identify"|"ping"|"cloudRecording"|"update");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Command. */
            type $Shape = {
              expiresMs?: number|null;
              snapshot?: pupsentry.v1.SnapshotCommand.$Shape|null;
              settings?: pupsentry.v1.SettingsChange.$Shape|null;
              restart?: pupsentry.v1.RestartCommand.$Shape|null;
              identify?: pupsentry.v1.IdentifyCommand.$Shape|null;
              ping?: pupsentry.v1.PingCommand.$Shape|null;
              cloudRecording?: pupsentry.v1.CloudRecording.$Shape|null;
              update?: pupsentry.v1.UpdateCommand.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ action?: undefined; snapshot?: null; settings?: null; restart?: null; identify?: null; ping?: null; cloudRecording?: null; update?: null }|{ action?: "snapshot"; snapshot: pupsentry.v1.SnapshotCommand.$Shape; settings?: null; restart?: null; identify?: null; ping?: null; cloudRecording?: null; update?: null }|{ action?: "settings"; snapshot?: null; settings: pupsentry.v1.SettingsChange.$Shape; restart?: null; identify?: null; ping?: null; cloudRecording?: null; update?: null }|{ action?: "restart"; snapshot?: null; settings?: null; restart: pupsentry.v1.RestartCommand.$Shape; identify?: null; ping?: null; cloudRecording?: null; update?: null }|{ action?: "identify"; snapshot?: null; settings?: null; restart?: null; identify: pupsentry.v1.IdentifyCommand.$Shape; ping?: null; cloudRecording?: null; update?: null }|{ action?: "ping"; snapshot?: null; settings?: null; restart?: null; identify?: null; ping: pupsentry.v1.PingCommand.$Shape; cloudRecording?: null; update?: null }|{ action?: "cloudRecording"; snapshot?: null; settings?: null; restart?: null; identify?: null; ping?: null; cloudRecording: pupsentry.v1.CloudRecording.$Shape; update?: null }|{ action?: "update"; snapshot?: null; settings?: null; restart?: null; identify?: null; ping?: null; cloudRecording?: null; update: pupsentry.v1.UpdateCommand.$Shape })
            );
        }

        /**
         * Properties of an UpdateCommand.
         * @deprecated Use pupsentry.v1.UpdateCommand.$Properties instead.
         */
        interface IUpdateCommand extends pupsentry.v1.UpdateCommand.$Properties {
        }

        /** Represents an UpdateCommand. */
        class UpdateCommand {

            /**
             * Constructs a new UpdateCommand.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.UpdateCommand.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** UpdateCommand action. */
            action: pupsentry.v1.UpdateAction;

            /** UpdateCommand hours. */
            hours: number;

            /**
             * Encodes the specified UpdateCommand message. Does not implicitly {@link pupsentry.v1.UpdateCommand.verify|verify} messages.
             * @param message UpdateCommand message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.UpdateCommand.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an UpdateCommand message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.UpdateCommand & pupsentry.v1.UpdateCommand.$Shape} UpdateCommand
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.UpdateCommand & pupsentry.v1.UpdateCommand.$Shape;

            /**
             * Verifies an UpdateCommand message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an UpdateCommand message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns UpdateCommand
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.UpdateCommand;

            /**
             * Creates a plain object from an UpdateCommand message. Also converts values to other types if specified.
             * @param message UpdateCommand
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.UpdateCommand, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this UpdateCommand to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace UpdateCommand {

            /** Properties of an UpdateCommand. */
            interface $Properties {

                /** UpdateCommand action */
                action?: (pupsentry.v1.UpdateAction|null);

                /** UpdateCommand hours */
                hours?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an UpdateCommand. */
            type $Shape = pupsentry.v1.UpdateCommand.$Properties;
        }

        /** UpdateAction enum. */
        enum UpdateAction {

            /** UPDATE_ACTION_UNSPECIFIED value */
            UPDATE_ACTION_UNSPECIFIED = 0,

            /** UPDATE_ACTION_CHECK value */
            UPDATE_ACTION_CHECK = 1,

            /** UPDATE_ACTION_NOW value */
            UPDATE_ACTION_NOW = 2,

            /** UPDATE_ACTION_POSTPONE value */
            UPDATE_ACTION_POSTPONE = 3,

            /** UPDATE_ACTION_ROLLBACK value */
            UPDATE_ACTION_ROLLBACK = 4
        }

        /**
         * Properties of a SnapshotCommand.
         * @deprecated Use pupsentry.v1.SnapshotCommand.$Properties instead.
         */
        interface ISnapshotCommand extends pupsentry.v1.SnapshotCommand.$Properties {
        }

        /** Represents a SnapshotCommand. */
        class SnapshotCommand {

            /**
             * Constructs a new SnapshotCommand.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.SnapshotCommand.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SnapshotCommand width. */
            width: number;

            /**
             * Encodes the specified SnapshotCommand message. Does not implicitly {@link pupsentry.v1.SnapshotCommand.verify|verify} messages.
             * @param message SnapshotCommand message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.SnapshotCommand.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SnapshotCommand message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.SnapshotCommand & pupsentry.v1.SnapshotCommand.$Shape} SnapshotCommand
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.SnapshotCommand & pupsentry.v1.SnapshotCommand.$Shape;

            /**
             * Verifies a SnapshotCommand message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a SnapshotCommand message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SnapshotCommand
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.SnapshotCommand;

            /**
             * Creates a plain object from a SnapshotCommand message. Also converts values to other types if specified.
             * @param message SnapshotCommand
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.SnapshotCommand, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SnapshotCommand to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SnapshotCommand {

            /** Properties of a SnapshotCommand. */
            interface $Properties {

                /** SnapshotCommand width */
                width?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SnapshotCommand. */
            type $Shape = pupsentry.v1.SnapshotCommand.$Properties;
        }

        /**
         * Properties of a RestartCommand.
         * @deprecated Use pupsentry.v1.RestartCommand.$Properties instead.
         */
        interface IRestartCommand extends pupsentry.v1.RestartCommand.$Properties {
        }

        /** Represents a RestartCommand. */
        class RestartCommand {

            /**
             * Constructs a new RestartCommand.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.RestartCommand.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RestartCommand what. */
            what: string;

            /**
             * Encodes the specified RestartCommand message. Does not implicitly {@link pupsentry.v1.RestartCommand.verify|verify} messages.
             * @param message RestartCommand message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.RestartCommand.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RestartCommand message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.RestartCommand & pupsentry.v1.RestartCommand.$Shape} RestartCommand
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.RestartCommand & pupsentry.v1.RestartCommand.$Shape;

            /**
             * Verifies a RestartCommand message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RestartCommand message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RestartCommand
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.RestartCommand;

            /**
             * Creates a plain object from a RestartCommand message. Also converts values to other types if specified.
             * @param message RestartCommand
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.RestartCommand, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RestartCommand to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RestartCommand {

            /** Properties of a RestartCommand. */
            interface $Properties {

                /** RestartCommand what */
                what?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RestartCommand. */
            type $Shape = pupsentry.v1.RestartCommand.$Properties;
        }

        /**
         * Properties of an IdentifyCommand.
         * @deprecated Use pupsentry.v1.IdentifyCommand.$Properties instead.
         */
        interface IIdentifyCommand extends pupsentry.v1.IdentifyCommand.$Properties {
        }

        /** Represents an IdentifyCommand. */
        class IdentifyCommand {

            /**
             * Constructs a new IdentifyCommand.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.IdentifyCommand.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** IdentifyCommand seconds. */
            seconds: number;

            /**
             * Encodes the specified IdentifyCommand message. Does not implicitly {@link pupsentry.v1.IdentifyCommand.verify|verify} messages.
             * @param message IdentifyCommand message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.IdentifyCommand.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an IdentifyCommand message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.IdentifyCommand & pupsentry.v1.IdentifyCommand.$Shape} IdentifyCommand
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.IdentifyCommand & pupsentry.v1.IdentifyCommand.$Shape;

            /**
             * Verifies an IdentifyCommand message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an IdentifyCommand message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns IdentifyCommand
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.IdentifyCommand;

            /**
             * Creates a plain object from an IdentifyCommand message. Also converts values to other types if specified.
             * @param message IdentifyCommand
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.IdentifyCommand, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this IdentifyCommand to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace IdentifyCommand {

            /** Properties of an IdentifyCommand. */
            interface $Properties {

                /** IdentifyCommand seconds */
                seconds?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an IdentifyCommand. */
            type $Shape = pupsentry.v1.IdentifyCommand.$Properties;
        }

        /**
         * Properties of a PingCommand.
         * @deprecated Use pupsentry.v1.PingCommand.$Properties instead.
         */
        interface IPingCommand extends pupsentry.v1.PingCommand.$Properties {
        }

        /** Represents a PingCommand. */
        class PingCommand {

            /**
             * Constructs a new PingCommand.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.PingCommand.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PingCommand payload. */
            payload: Uint8Array;

            /**
             * Encodes the specified PingCommand message. Does not implicitly {@link pupsentry.v1.PingCommand.verify|verify} messages.
             * @param message PingCommand message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.PingCommand.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PingCommand message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.PingCommand & pupsentry.v1.PingCommand.$Shape} PingCommand
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.PingCommand & pupsentry.v1.PingCommand.$Shape;

            /**
             * Verifies a PingCommand message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a PingCommand message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PingCommand
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.PingCommand;

            /**
             * Creates a plain object from a PingCommand message. Also converts values to other types if specified.
             * @param message PingCommand
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.PingCommand, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PingCommand to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace PingCommand {

            /** Properties of a PingCommand. */
            interface $Properties {

                /** PingCommand payload */
                payload?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PingCommand. */
            type $Shape = pupsentry.v1.PingCommand.$Properties;
        }

        /**
         * Properties of a CloudRecording.
         * @deprecated Use pupsentry.v1.CloudRecording.$Properties instead.
         */
        interface ICloudRecording extends pupsentry.v1.CloudRecording.$Properties {
        }

        /** Represents a CloudRecording. */
        class CloudRecording {

            /**
             * Constructs a new CloudRecording.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.CloudRecording.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CloudRecording on. */
            on: boolean;

            /** CloudRecording uploadUrl. */
            uploadUrl: string;

            /** CloudRecording uploadToken. */
            uploadToken: string;

            /** CloudRecording expiresMs. */
            expiresMs: number;

            /** CloudRecording keys. */
            keys?: (pupsentry.v1.SignedKeyList.$Properties|null);

            /** CloudRecording maxKbps. */
            maxKbps: number;

            /**
             * Encodes the specified CloudRecording message. Does not implicitly {@link pupsentry.v1.CloudRecording.verify|verify} messages.
             * @param message CloudRecording message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.CloudRecording.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CloudRecording message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.CloudRecording & pupsentry.v1.CloudRecording.$Shape} CloudRecording
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.CloudRecording & pupsentry.v1.CloudRecording.$Shape;

            /**
             * Verifies a CloudRecording message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a CloudRecording message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CloudRecording
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.CloudRecording;

            /**
             * Creates a plain object from a CloudRecording message. Also converts values to other types if specified.
             * @param message CloudRecording
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.CloudRecording, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CloudRecording to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace CloudRecording {

            /** Properties of a CloudRecording. */
            interface $Properties {

                /** CloudRecording on */
                on?: (boolean|null);

                /** CloudRecording uploadUrl */
                uploadUrl?: (string|null);

                /** CloudRecording uploadToken */
                uploadToken?: (string|null);

                /** CloudRecording expiresMs */
                expiresMs?: (number|null);

                /** CloudRecording keys */
                keys?: (pupsentry.v1.SignedKeyList.$Properties|null);

                /** CloudRecording maxKbps */
                maxKbps?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CloudRecording. */
            type $Shape = pupsentry.v1.CloudRecording.$Properties;
        }

        /**
         * Properties of a SignedKeyList.
         * @deprecated Use pupsentry.v1.SignedKeyList.$Properties instead.
         */
        interface ISignedKeyList extends pupsentry.v1.SignedKeyList.$Properties {
        }

        /** Represents a SignedKeyList. */
        class SignedKeyList {

            /**
             * Constructs a new SignedKeyList.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.SignedKeyList.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SignedKeyList text. */
            text: string;

            /** SignedKeyList signedBy. */
            signedBy: string;

            /** SignedKeyList signature. */
            signature: string;

            /**
             * Encodes the specified SignedKeyList message. Does not implicitly {@link pupsentry.v1.SignedKeyList.verify|verify} messages.
             * @param message SignedKeyList message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.SignedKeyList.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SignedKeyList message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.SignedKeyList & pupsentry.v1.SignedKeyList.$Shape} SignedKeyList
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.SignedKeyList & pupsentry.v1.SignedKeyList.$Shape;

            /**
             * Verifies a SignedKeyList message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a SignedKeyList message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SignedKeyList
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.SignedKeyList;

            /**
             * Creates a plain object from a SignedKeyList message. Also converts values to other types if specified.
             * @param message SignedKeyList
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.SignedKeyList, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SignedKeyList to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SignedKeyList {

            /** Properties of a SignedKeyList. */
            interface $Properties {

                /** SignedKeyList text */
                text?: (string|null);

                /** SignedKeyList signedBy */
                signedBy?: (string|null);

                /** SignedKeyList signature */
                signature?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SignedKeyList. */
            type $Shape = pupsentry.v1.SignedKeyList.$Properties;
        }

        /**
         * Properties of a Reply.
         * @deprecated Use pupsentry.v1.Reply.$Properties instead.
         */
        interface IReply extends pupsentry.v1.Reply.$Properties {
        }

        /** Represents a Reply. */
        class Reply {

            /**
             * Constructs a new Reply.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.Reply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Reply status. */
            status: pupsentry.v1.ReplyStatus;

            /** Reply code. */
            code: string;

            /** Reply message. */
            message: string;

            /** Reply snapshot. */
            snapshot?: (pupsentry.v1.Snapshot.$Properties|null);

            /** Reply settings. */
            settings?: (pupsentry.v1.SettingsReport.$Properties|null);

            /** Reply pong. */
            pong?: (pupsentry.v1.Pong.$Properties|null);

            /** Reply update. */
            update?: (pupsentry.v1.UpdateState.$Properties|null);

            /** Reply result. */
            result?: ("snapshot"|"settings"|"pong"|"update");

            /**
             * Encodes the specified Reply message. Does not implicitly {@link pupsentry.v1.Reply.verify|verify} messages.
             * @param message Reply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.Reply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Reply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.Reply & pupsentry.v1.Reply.$Shape} Reply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.Reply & pupsentry.v1.Reply.$Shape;

            /**
             * Verifies a Reply message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Reply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Reply
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.Reply;

            /**
             * Creates a plain object from a Reply message. Also converts values to other types if specified.
             * @param message Reply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.Reply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Reply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Reply {

            /** Properties of a Reply. */
            interface $Properties {

                /** Reply status */
                status?: (pupsentry.v1.ReplyStatus|null);

                /** Reply code */
                code?: (string|null);

                /** Reply message */
                message?: (string|null);

                /** Reply snapshot */
                snapshot?: (pupsentry.v1.Snapshot.$Properties|null);

                /** Reply settings */
                settings?: (pupsentry.v1.SettingsReport.$Properties|null);

                /** Reply pong */
                pong?: (pupsentry.v1.Pong.$Properties|null);

                /** Reply update */
                update?: (pupsentry.v1.UpdateState.$Properties|null);

                /** Reply result */
                result?: ("snapshot"|"settings"|"pong"|"update");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Reply. */
            type $Shape = {
              status?: pupsentry.v1.ReplyStatus|null;
              code?: string|null;
              message?: string|null;
              snapshot?: pupsentry.v1.Snapshot.$Shape|null;
              settings?: pupsentry.v1.SettingsReport.$Shape|null;
              pong?: pupsentry.v1.Pong.$Shape|null;
              update?: pupsentry.v1.UpdateState.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ result?: undefined; snapshot?: null; settings?: null; pong?: null; update?: null }|{ result?: "snapshot"; snapshot: pupsentry.v1.Snapshot.$Shape; settings?: null; pong?: null; update?: null }|{ result?: "settings"; snapshot?: null; settings: pupsentry.v1.SettingsReport.$Shape; pong?: null; update?: null }|{ result?: "pong"; snapshot?: null; settings?: null; pong: pupsentry.v1.Pong.$Shape; update?: null }|{ result?: "update"; snapshot?: null; settings?: null; pong?: null; update: pupsentry.v1.UpdateState.$Shape })
            );
        }

        /** ReplyStatus enum. */
        enum ReplyStatus {

            /** REPLY_STATUS_UNSPECIFIED value */
            REPLY_STATUS_UNSPECIFIED = 0,

            /** REPLY_STATUS_DONE value */
            REPLY_STATUS_DONE = 1,

            /** REPLY_STATUS_REFUSED value */
            REPLY_STATUS_REFUSED = 2,

            /** REPLY_STATUS_FAILED value */
            REPLY_STATUS_FAILED = 3
        }

        /**
         * Properties of a SettingsReport.
         * @deprecated Use pupsentry.v1.SettingsReport.$Properties instead.
         */
        interface ISettingsReport extends pupsentry.v1.SettingsReport.$Properties {
        }

        /** Represents a SettingsReport. */
        class SettingsReport {

            /**
             * Constructs a new SettingsReport.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.SettingsReport.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SettingsReport revision. */
            revision: number;

            /** SettingsReport values. */
            values: pupsentry.v1.SettingValue.$Properties[];

            /**
             * Encodes the specified SettingsReport message. Does not implicitly {@link pupsentry.v1.SettingsReport.verify|verify} messages.
             * @param message SettingsReport message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.SettingsReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SettingsReport message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.SettingsReport & pupsentry.v1.SettingsReport.$Shape} SettingsReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.SettingsReport & pupsentry.v1.SettingsReport.$Shape;

            /**
             * Verifies a SettingsReport message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a SettingsReport message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SettingsReport
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.SettingsReport;

            /**
             * Creates a plain object from a SettingsReport message. Also converts values to other types if specified.
             * @param message SettingsReport
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.SettingsReport, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SettingsReport to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SettingsReport {

            /** Properties of a SettingsReport. */
            interface $Properties {

                /** SettingsReport revision */
                revision?: (number|null);

                /** SettingsReport values */
                values?: (pupsentry.v1.SettingValue.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SettingsReport. */
            type $Shape = {
              revision?: number|null;
              values?: pupsentry.v1.SettingValue.$Shape[]|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a Pong.
         * @deprecated Use pupsentry.v1.Pong.$Properties instead.
         */
        interface IPong extends pupsentry.v1.Pong.$Properties {
        }

        /** Represents a Pong. */
        class Pong {

            /**
             * Constructs a new Pong.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.Pong.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Pong payload. */
            payload: Uint8Array;

            /**
             * Encodes the specified Pong message. Does not implicitly {@link pupsentry.v1.Pong.verify|verify} messages.
             * @param message Pong message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.Pong.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Pong message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.Pong & pupsentry.v1.Pong.$Shape} Pong
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.Pong & pupsentry.v1.Pong.$Shape;

            /**
             * Verifies a Pong message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Pong message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Pong
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.Pong;

            /**
             * Creates a plain object from a Pong message. Also converts values to other types if specified.
             * @param message Pong
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.Pong, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Pong to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Pong {

            /** Properties of a Pong. */
            interface $Properties {

                /** Pong payload */
                payload?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Pong. */
            type $Shape = pupsentry.v1.Pong.$Properties;
        }

        /**
         * Properties of a Signal.
         * @deprecated Use pupsentry.v1.Signal.$Properties instead.
         */
        interface ISignal extends pupsentry.v1.Signal.$Properties {
        }

        /** Represents a Signal. */
        class Signal {

            /**
             * Constructs a new Signal.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.Signal.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Signal sessionId. */
            sessionId: string;

            /** Signal offer. */
            offer?: (pupsentry.v1.Offer.$Properties|null);

            /** Signal answer. */
            answer?: (pupsentry.v1.Answer.$Properties|null);

            /** Signal candidate. */
            candidate?: (pupsentry.v1.Candidate.$Properties|null);

            /** Signal bye. */
            bye?: (pupsentry.v1.Bye.$Properties|null);

            /** Signal refusal. */
            refusal?: (pupsentry.v1.Refusal.$Properties|null);

            /** Signal kind. */
            kind?: ("offer"|"answer"|"candidate"|"bye"|"refusal");

            /**
             * Encodes the specified Signal message. Does not implicitly {@link pupsentry.v1.Signal.verify|verify} messages.
             * @param message Signal message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.Signal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Signal message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.Signal & pupsentry.v1.Signal.$Shape} Signal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.Signal & pupsentry.v1.Signal.$Shape;

            /**
             * Verifies a Signal message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Signal message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Signal
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.Signal;

            /**
             * Creates a plain object from a Signal message. Also converts values to other types if specified.
             * @param message Signal
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.Signal, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Signal to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Signal {

            /** Properties of a Signal. */
            interface $Properties {

                /** Signal sessionId */
                sessionId?: (string|null);

                /** Signal offer */
                offer?: (pupsentry.v1.Offer.$Properties|null);

                /** Signal answer */
                answer?: (pupsentry.v1.Answer.$Properties|null);

                /** Signal candidate */
                candidate?: (pupsentry.v1.Candidate.$Properties|null);

                /** Signal bye */
                bye?: (pupsentry.v1.Bye.$Properties|null);

                /** Signal refusal */
                refusal?: (pupsentry.v1.Refusal.$Properties|null);

                /** Signal kind */
                kind?: ("offer"|"answer"|"candidate"|"bye"|"refusal");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Signal. */
            type $Shape = {
              sessionId?: string|null;
              offer?: pupsentry.v1.Offer.$Shape|null;
              answer?: pupsentry.v1.Answer.$Shape|null;
              candidate?: pupsentry.v1.Candidate.$Shape|null;
              bye?: pupsentry.v1.Bye.$Shape|null;
              refusal?: pupsentry.v1.Refusal.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ kind?: undefined; offer?: null; answer?: null; candidate?: null; bye?: null; refusal?: null }|{ kind?: "offer"; offer: pupsentry.v1.Offer.$Shape; answer?: null; candidate?: null; bye?: null; refusal?: null }|{ kind?: "answer"; offer?: null; answer: pupsentry.v1.Answer.$Shape; candidate?: null; bye?: null; refusal?: null }|{ kind?: "candidate"; offer?: null; answer?: null; candidate: pupsentry.v1.Candidate.$Shape; bye?: null; refusal?: null }|{ kind?: "bye"; offer?: null; answer?: null; candidate?: null; bye: pupsentry.v1.Bye.$Shape; refusal?: null }|{ kind?: "refusal"; offer?: null; answer?: null; candidate?: null; bye?: null; refusal: pupsentry.v1.Refusal.$Shape })
            );
        }

        /**
         * Properties of an Offer.
         * @deprecated Use pupsentry.v1.Offer.$Properties instead.
         */
        interface IOffer extends pupsentry.v1.Offer.$Properties {
        }

        /** Represents an Offer. */
        class Offer {

            /**
             * Constructs a new Offer.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.Offer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Offer sdp. */
            sdp: string;

            /** Offer iceServers. */
            iceServers: pupsentry.v1.IceServer.$Properties[];

            /** Offer quality. */
            quality: pupsentry.v1.Quality;

            /** Offer recordings. */
            recordings: boolean;

            /**
             * Encodes the specified Offer message. Does not implicitly {@link pupsentry.v1.Offer.verify|verify} messages.
             * @param message Offer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.Offer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Offer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.Offer & pupsentry.v1.Offer.$Shape} Offer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.Offer & pupsentry.v1.Offer.$Shape;

            /**
             * Verifies an Offer message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an Offer message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Offer
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.Offer;

            /**
             * Creates a plain object from an Offer message. Also converts values to other types if specified.
             * @param message Offer
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.Offer, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Offer to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Offer {

            /** Properties of an Offer. */
            interface $Properties {

                /** Offer sdp */
                sdp?: (string|null);

                /** Offer iceServers */
                iceServers?: (pupsentry.v1.IceServer.$Properties[]|null);

                /** Offer quality */
                quality?: (pupsentry.v1.Quality|null);

                /** Offer recordings */
                recordings?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Offer. */
            type $Shape = pupsentry.v1.Offer.$Properties;
        }

        /** Quality enum. */
        enum Quality {

            /** QUALITY_AUTO value */
            QUALITY_AUTO = 0,

            /** QUALITY_SHARP value */
            QUALITY_SHARP = 1,

            /** QUALITY_LIGHT value */
            QUALITY_LIGHT = 2
        }

        /**
         * Properties of an IceServer.
         * @deprecated Use pupsentry.v1.IceServer.$Properties instead.
         */
        interface IIceServer extends pupsentry.v1.IceServer.$Properties {
        }

        /** Represents an IceServer. */
        class IceServer {

            /**
             * Constructs a new IceServer.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.IceServer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** IceServer url. */
            url: string;

            /** IceServer username. */
            username: string;

            /** IceServer credential. */
            credential: string;

            /**
             * Encodes the specified IceServer message. Does not implicitly {@link pupsentry.v1.IceServer.verify|verify} messages.
             * @param message IceServer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.IceServer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an IceServer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.IceServer & pupsentry.v1.IceServer.$Shape} IceServer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.IceServer & pupsentry.v1.IceServer.$Shape;

            /**
             * Verifies an IceServer message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an IceServer message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns IceServer
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.IceServer;

            /**
             * Creates a plain object from an IceServer message. Also converts values to other types if specified.
             * @param message IceServer
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.IceServer, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this IceServer to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace IceServer {

            /** Properties of an IceServer. */
            interface $Properties {

                /** IceServer url */
                url?: (string|null);

                /** IceServer username */
                username?: (string|null);

                /** IceServer credential */
                credential?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an IceServer. */
            type $Shape = pupsentry.v1.IceServer.$Properties;
        }

        /**
         * Properties of an Answer.
         * @deprecated Use pupsentry.v1.Answer.$Properties instead.
         */
        interface IAnswer extends pupsentry.v1.Answer.$Properties {
        }

        /** Represents an Answer. */
        class Answer {

            /**
             * Constructs a new Answer.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.Answer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Answer sdp. */
            sdp: string;

            /**
             * Encodes the specified Answer message. Does not implicitly {@link pupsentry.v1.Answer.verify|verify} messages.
             * @param message Answer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.Answer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Answer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.Answer & pupsentry.v1.Answer.$Shape} Answer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.Answer & pupsentry.v1.Answer.$Shape;

            /**
             * Verifies an Answer message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an Answer message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Answer
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.Answer;

            /**
             * Creates a plain object from an Answer message. Also converts values to other types if specified.
             * @param message Answer
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.Answer, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Answer to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Answer {

            /** Properties of an Answer. */
            interface $Properties {

                /** Answer sdp */
                sdp?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Answer. */
            type $Shape = pupsentry.v1.Answer.$Properties;
        }

        /**
         * Properties of a Candidate.
         * @deprecated Use pupsentry.v1.Candidate.$Properties instead.
         */
        interface ICandidate extends pupsentry.v1.Candidate.$Properties {
        }

        /** Represents a Candidate. */
        class Candidate {

            /**
             * Constructs a new Candidate.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.Candidate.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Candidate candidate. */
            candidate: string;

            /** Candidate mid. */
            mid: string;

            /**
             * Encodes the specified Candidate message. Does not implicitly {@link pupsentry.v1.Candidate.verify|verify} messages.
             * @param message Candidate message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.Candidate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Candidate message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.Candidate & pupsentry.v1.Candidate.$Shape} Candidate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.Candidate & pupsentry.v1.Candidate.$Shape;

            /**
             * Verifies a Candidate message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Candidate message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Candidate
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.Candidate;

            /**
             * Creates a plain object from a Candidate message. Also converts values to other types if specified.
             * @param message Candidate
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.Candidate, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Candidate to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Candidate {

            /** Properties of a Candidate. */
            interface $Properties {

                /** Candidate candidate */
                candidate?: (string|null);

                /** Candidate mid */
                mid?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Candidate. */
            type $Shape = pupsentry.v1.Candidate.$Properties;
        }

        /**
         * Properties of a Bye.
         * @deprecated Use pupsentry.v1.Bye.$Properties instead.
         */
        interface IBye extends pupsentry.v1.Bye.$Properties {
        }

        /** Represents a Bye. */
        class Bye {

            /**
             * Constructs a new Bye.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.Bye.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Bye reason. */
            reason: string;

            /**
             * Encodes the specified Bye message. Does not implicitly {@link pupsentry.v1.Bye.verify|verify} messages.
             * @param message Bye message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.Bye.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Bye message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.Bye & pupsentry.v1.Bye.$Shape} Bye
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.Bye & pupsentry.v1.Bye.$Shape;

            /**
             * Verifies a Bye message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Bye message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Bye
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.Bye;

            /**
             * Creates a plain object from a Bye message. Also converts values to other types if specified.
             * @param message Bye
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.Bye, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Bye to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Bye {

            /** Properties of a Bye. */
            interface $Properties {

                /** Bye reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Bye. */
            type $Shape = pupsentry.v1.Bye.$Properties;
        }

        /**
         * Properties of a Refusal.
         * @deprecated Use pupsentry.v1.Refusal.$Properties instead.
         */
        interface IRefusal extends pupsentry.v1.Refusal.$Properties {
        }

        /** Represents a Refusal. */
        class Refusal {

            /**
             * Constructs a new Refusal.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.Refusal.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Refusal code. */
            code: string;

            /** Refusal message. */
            message: string;

            /**
             * Encodes the specified Refusal message. Does not implicitly {@link pupsentry.v1.Refusal.verify|verify} messages.
             * @param message Refusal message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.Refusal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Refusal message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.Refusal & pupsentry.v1.Refusal.$Shape} Refusal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.Refusal & pupsentry.v1.Refusal.$Shape;

            /**
             * Verifies a Refusal message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Refusal message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Refusal
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.Refusal;

            /**
             * Creates a plain object from a Refusal message. Also converts values to other types if specified.
             * @param message Refusal
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.Refusal, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Refusal to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Refusal {

            /** Properties of a Refusal. */
            interface $Properties {

                /** Refusal code */
                code?: (string|null);

                /** Refusal message */
                message?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Refusal. */
            type $Shape = pupsentry.v1.Refusal.$Properties;
        }

        /**
         * Properties of a Log.
         * @deprecated Use pupsentry.v1.Log.$Properties instead.
         */
        interface ILog extends pupsentry.v1.Log.$Properties {
        }

        /** Represents a Log. */
        class Log {

            /**
             * Constructs a new Log.
             * @param [properties] Properties to set
             */
            constructor(properties?: pupsentry.v1.Log.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Log level. */
            level: string;

            /** Log component. */
            component: string;

            /** Log message. */
            message: string;

            /** Log code. */
            code: string;

            /**
             * Encodes the specified Log message. Does not implicitly {@link pupsentry.v1.Log.verify|verify} messages.
             * @param message Log message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pupsentry.v1.Log.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Log message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pupsentry.v1.Log & pupsentry.v1.Log.$Shape} Log
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pupsentry.v1.Log & pupsentry.v1.Log.$Shape;

            /**
             * Verifies a Log message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Log message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Log
             */
            static fromObject(object: { [k: string]: any }): pupsentry.v1.Log;

            /**
             * Creates a plain object from a Log message. Also converts values to other types if specified.
             * @param message Log
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: pupsentry.v1.Log, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Log to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Log {

            /** Properties of a Log. */
            interface $Properties {

                /** Log level */
                level?: (string|null);

                /** Log component */
                component?: (string|null);

                /** Log message */
                message?: (string|null);

                /** Log code */
                code?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Log. */
            type $Shape = pupsentry.v1.Log.$Properties;
        }
    }
}
