# One image for the service, the development identity and the auditor's command line. docs/operations.md says how it is run.
#
# Node is the base image's. The package "node", which brings it everywhere else, is left out; both are the same version, which
# test/containers.spec.ts sees to. glibc, not musl: that is what the client of KurrentDB is used with most.
ARG NODE=24.21.0

FROM node:${NODE}-bookworm-slim AS build
WORKDIR /remit
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY nest-cli.json tsconfig.json .swcrc ./
COPY scripts scripts
COPY libs libs
COPY workflows workflows
COPY demonstration demonstration
COPY apps apps
RUN npm run build

FROM node:${NODE}-bookworm-slim AS dependencies
WORKDIR /remit
COPY package.json package-lock.json ./
# Never without the optional ones: the client of KurrentDB reads through one of them. No package here has an install script it needs.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && rm -rf node_modules/node node_modules/.bin/node

FROM node:${NODE}-bookworm-slim
WORKDIR /remit
ENV NODE_ENV=production REMIT_HOST=0.0.0.0 REMIT_DATA=/data
COPY --from=dependencies /remit/node_modules node_modules
COPY --from=build /remit/dist dist
COPY package.json ./
# Nothing else is ever written to: the root file system can be read-only. A new volume takes over the owner.
RUN mkdir /data /documents && chown 1000:1000 /data /documents
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.REMIT_PORT || 3000}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# As in "npm start": the heap is collected once it has grown by two fifths of what lives in it, and not only when it fills the machine.
CMD ["node", "--heap-growing-percent=20", "--max-semi-space-size=16", "--disable-warning=ExperimentalWarning", "dist/apps/service/main.js"]
