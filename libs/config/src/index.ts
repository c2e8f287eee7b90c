export { AccessEnvironment } from './access-environment.js';
export { DatabaseEnvironment } from './database-environment.js';
export { passOn, readEnvironment } from './environment.js';
