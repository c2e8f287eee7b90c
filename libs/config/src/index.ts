export { AccessEnvironment } from './access-environment.js';
export { DatabaseEnvironment } from './database-environment.js';
export { readEnvironment } from './environment.js';
