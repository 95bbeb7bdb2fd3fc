# Builds an image that holds the command and nothing else:
#
#   docker build -t dkr-ls .
#   docker run --rm -v /var/run/docker.sock:/var/run/docker.sock dkr-ls tags

FROM debian:bookworm-slim AS build
WORKDIR /src
COPY scripts scripts
RUN scripts/install-deps build && rm -rf /var/lib/apt/lists/*
COPY . .
RUN cmake --preset release \
 && cmake --build --preset release --parallel --target dkr-ls

FROM scratch
COPY --from=build /src/build/release/bin/dkr-ls /dkr-ls
ENTRYPOINT ["/dkr-ls"]
