export { MessagingLink, NotConnected, type LinkOptions } from './messaging-link.js';
export { EventStream, type StreamState } from './event-stream.js';
export {
  JetStreamContext,
  JetStreamTransport,
  type DeadLetter,
  type JetStreamTransportOptions,
} from './jetstream-transport.js';
export { PassOnFilter } from './pass-on.filter.js';
export { exitWhenGivenUp } from './given-up.js';
export { Questions } from './questions.js';
export { Backoff } from './backoff.js';
export { OutageLog } from './outage-log.js';
export { WakeUp } from './wake-up.js';
