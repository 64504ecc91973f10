# The dashboard. Built from the repository's root: docker build -f deploy/docker/frontend.Dockerfile .
FROM node:22-bookworm-slim AS build
WORKDIR /srv/argus/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-fund --no-audit --loglevel=error
COPY openapi/sdk ../openapi/sdk
COPY frontend ./
ENV NEXT_TELEMETRY_DISABLED=1
RUN npm run --silent build

FROM node:22-bookworm-slim
WORKDIR /srv/argus
COPY --from=build /srv/argus/frontend/.next/standalone ./
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000 ARGUS_API_URL=http://backend:8080
USER 1000:1000
EXPOSE 3000
CMD ["node", "server.js"]
