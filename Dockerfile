# Builds an image that holds the command and nothing else:
#
#   docker build -t dkr-ls .
#   docker run --rm -v /var/run/docker.sock:/var/run/docker.sock dkr-ls tags
#
# Times are in UTC unless /usr/share/zoneinfo is mounted, too, and TZ is set.

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
