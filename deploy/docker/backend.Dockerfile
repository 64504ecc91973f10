# The API. Built from the repository's root: docker build -f deploy/docker/backend.Dockerfile .
FROM python:3.12-slim-bookworm AS build
WORKDIR /var/lib/argus
WORKDIR /srv/argus/deploy
COPY deploy/local local
COPY backend/requirements.txt ../backend/
RUN python3 -m local install backend

FROM python:3.12-slim-bookworm
WORKDIR /srv/argus/backend
COPY --from=build /srv/argus/backend/.venv/pyvenv.cfg .venv/pyvenv.cfg
COPY --from=build /srv/argus/backend/.venv/bin .venv/bin
COPY --from=build /srv/argus/backend/.venv/lib .venv/lib
COPY backend/argus argus
COPY --from=build --chown=10001:10001 /var/lib/argus /var/lib/argus
ENV ARGUS_ENV=production ARGUS_HOST=0.0.0.0 ARGUS_HOME=/var/lib/argus ARGUS_SANDBOX=never ARGUS_IMPORT=never \
    PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
EXPOSE 8080
CMD ["/srv/argus/backend/.venv/bin/argus", "serve"]
