/** What Mosquitto is told: its configuration and its access list, as text. Pure. */
import { MAX_ENVELOPE_BYTES } from '#protocol/codec.ts';

/** User name (certificate CN) of the stub itself. No device can have it: device ids have no capitals. */
export const STUB_USER = 'Pupsentry-Cloud';

export interface MosquittoPlan {
  host: string;
  port: number;
  /** Absolute paths; `memory` is a name in the folder. */
  files: { ca: string; cert: string; key: string; acl: string; folder: string; memory: string };
  /** Account it runs as; it would leave root for "mosquitto", which cannot read our folder. */
  user: string;
}

export function mosquittoConfig(plan: MosquittoPlan): string {
  const { files } = plan;
  return `# Written by pupsentry-cloud at every start; changes made here are lost.
user ${plan.user}

listener ${plan.port} ${plan.host}
cafile ${files.ca}
certfile ${files.cert}
keyfile ${files.key}
# The certificate says who it is; the client id follows it, so that nobody can take over the session
# of another by its client id.
require_certificate true
use_identity_as_username true
use_username_as_clientid true
allow_anonymous false
acl_file ${files.acl}

# Saved after every change: what the broker has acknowledged to a device, the device forgets.
persistence true
persistence_location ${files.folder}/
persistence_file ${files.memory}
autosave_on_changes true
autosave_interval 1
persistent_client_expiration 3m

message_size_limit ${MAX_ENVELOPE_BYTES}
max_inflight_messages 100
max_queued_messages 100000
max_queued_bytes ${512 * 1024 * 1024}
max_keepalive 600
set_tcp_nodelay true
sys_interval 0

log_dest stderr
log_type error
log_type warning
log_type notice
log_type information
log_timestamp false
connection_messages true
`;
}

/**
 * The rules any broker must hold: a device writes its own `up/#` and reads its own `down/#`, nothing
 * else; the stub the reverse for all; subscribers read what devices write.
 * @param subscribers user names
 */
export function mosquittoAcl(subscribers: readonly string[] = []): string {
  const readers = subscribers.map((user) => `user ${user}\ntopic read pupsentry/v1/+/up/#\n\n`).join('');
  return `# Written by pupsentry-cloud; changes made here are lost.
user ${STUB_USER}
topic read pupsentry/v1/+/up/#
topic write pupsentry/v1/+/down/#

${readers}pattern write pupsentry/v1/%u/up/#
pattern read pupsentry/v1/%u/down/#
`;
}
