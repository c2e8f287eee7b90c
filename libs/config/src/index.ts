export { AccessEnvironment } from './access-environment.js';
export { DatabaseEnvironment } from './database-environment.js';
export { giveToPrograms, readEnvironment } from './environment.js';
