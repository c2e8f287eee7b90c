export { Access, WHO, type Who } from './access.js';
export { AccessModule } from './access.module.js';
export { type DeclaredRoute } from './declared-routes.js';
export { withAccess } from './described.js';
export { type AccessSettings, bearerToken, exists, sameSecret } from './gate.js';
