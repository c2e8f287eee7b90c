export { FailpointError, Failpoints, type Passing } from './failpoints.js';
export { FailpointsController } from './failpoints.controller.js';
