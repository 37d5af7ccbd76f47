# A server of your own that embeds the package: copy this beside its Package.swift, put its product's name for `server`, and
# docker build -f Server.Dockerfile -t server .
# Not built where this is kept, which has no Docker. A dependency is fetched and built with the server; OpenBLAS comes from Debian.
FROM swift:6.3-bookworm AS build
RUN apt-get update && apt-get install --yes --no-install-recommends libopenblas-dev liblapacke-dev pkg-config
WORKDIR /server
COPY . .
RUN swift build -c release --static-swift-stdlib --product server

FROM debian:bookworm-slim
RUN apt-get update && apt-get install --yes --no-install-recommends libopenblas0-pthread liblapacke libstdc++6 && rm -rf /var/lib/apt/lists/*
COPY --from=build /server/.build/release/server /usr/local/bin/server
# OpenBLAS reads it when it is loaded, and would start threads beside Descent's. A model goes where the server looks for it.
ENV OPENBLAS_NUM_THREADS=1 MALLOC_ARENA_MAX=1
USER nobody
ENTRYPOINT ["server"]
