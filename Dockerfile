# docker build -t docconvert .
# docker run --rm -v "$PWD:/work" docconvert report.txt --to pdf
# On Linux, files belong to the user 1000; --user "$(id -u):$(id -g)" makes them yours.
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE THIRD-PARTY-NOTICES.md ./
COPY src src
COPY fonts fonts
COPY templates templates
RUN python -m venv /opt/docconvert && /opt/docconvert/bin/pip install --no-cache-dir .

# All that docconvert needs comes in wheels: no package of the system is installed.
FROM python:3.13-slim
COPY --from=build /opt/docconvert /opt/docconvert
RUN useradd --uid 1000 --create-home docconvert
USER 1000
WORKDIR /work
ENTRYPOINT ["/opt/docconvert/bin/docconvert"]
CMD ["--help"]
