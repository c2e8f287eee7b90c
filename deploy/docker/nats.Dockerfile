# NATS with a way to ask it how it is. The official image holds the server and nothing else, no shell either, so no
# health check can run inside it; here the same server stands beside the Node that our services have anyway.
FROM nats:2.12 AS server

FROM node:24-slim
# the official image keeps it in /, the Alpine variant in /usr/local/bin, Debian's package in /usr/sbin: a name with a
# bracket may match nothing, so the one that exists is taken
COPY --from=server /nats-serve[r] /usr/local/bin/nats-serve[r] /usr/sbin/nats-serve[r] /usr/bin/nats-serve[r] /usr/local/bin/
COPY deploy/docker/health.mjs /app/
# a new named volume takes its owner from here
RUN mkdir /data && chown node:node /data
USER node
WORKDIR /app
EXPOSE 4222 8222
CMD ["nats-server", "--jetstream", "--store_dir", "/data", "--http_port", "8222"]
