# One image for servers, media worker and commands: `twinspace serve`, `twinspace media`, `twinspace migrate`.

FROM node:22-slim AS web
WORKDIR /app/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --ignore-scripts
COPY web/ ./
RUN npm run build

FROM python:3.11-slim
# Compiled while building: a running container writes nowhere but to its volumes.
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 UV_SYSTEM_PYTHON=1 UV_NO_CACHE=1 UV_COMPILE_BYTECODE=1
# Documents on stage: office files are converted by LibreOffice, shut in by bubblewrap. Without them, PDF and pictures only.
RUN apt-get update \
 && apt-get install -y --no-install-recommends bubblewrap fonts-dejavu-core fonts-noto-core \
    libreoffice-impress-nogui libreoffice-writer-nogui libreoffice-calc-nogui \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements-uv.lock requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements-uv.lock \
 && uv pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY server/ server/
COPY platform/ platform/
# The locked builder is there already: nothing is fetched for this step.
RUN uv pip install --no-deps --no-build-isolation --offline -e . \
 && python -m compileall -q server platform
COPY --from=web /app/web/dist web/dist

# Named volumes take over the owner of these folders.
RUN useradd --uid 10001 --no-create-home twinspace \
 && install -d -o twinspace -g twinspace -m 700 /data /data/recordings /run/twinspace
USER twinspace
ENV HOST=0.0.0.0 PORT=8000 TLS=off DATA_DIR=/data
EXPOSE 8000
ENTRYPOINT ["twinspace"]
CMD ["serve"]
