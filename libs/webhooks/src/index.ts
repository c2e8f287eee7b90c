export {
  sign,
  signedHeaders,
  verify,
  type Message,
  type ReceivedHeaders,
  type Verification,
} from './signature.js';
export { DEVELOPMENT_SECRETS, SharedKeysEnvironment, WebhookSecrets } from './secrets.js';
