import { Registry, collectDefaultMetrics } from 'prom-client';

const SAMPLE_EVERY_MS = 10_000;

/** The process's registry, in Prometheus text: `GET /metrics`. */
export const metrics = new Registry();
collectDefaultMetrics({ register: metrics, eventLoopMonitoringPrecision: SAMPLE_EVERY_MS / 1_000 });
