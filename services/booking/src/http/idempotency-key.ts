export { idempotencyKey } from '#errors';
