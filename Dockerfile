# The wheel and its locked dependencies, then an image that holds nothing else.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python -m venv /opt/boite
COPY requirements.lock ./
RUN /opt/boite/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml hatch_build.py package.json package-lock.json .npmrc README.md ./
COPY migrations migrations
COPY templates templates
COPY storage storage
COPY boite boite
# pip has done its work: the service needs no installer.
RUN /opt/boite/bin/pip install --no-deps . && /opt/boite/bin/pip uninstall --yes pip

FROM python:3.13-slim
RUN useradd --uid 10001 --home-dir /donnees --shell /usr/sbin/nologin boite \
    && install -d -o 10001 -g 10001 -m 0700 /donnees
COPY --from=build /opt/boite /opt/boite
ENV PATH=/opt/boite/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    BOITE_DATA=/donnees \
    BOITE_HOST=0.0.0.0 \
    BOITE_PORT=8000
USER 10001
WORKDIR /donnees
# Everything that must outlive the container: the embedded database, the papers, the secret.
VOLUME /donnees
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"BOITE_PORT\"]}/sante', timeout=4)"]
CMD ["boite", "serve"]
