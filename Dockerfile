# The command in an image: docker build -t descent . ; docker run --rm -v "$PWD:/data" descent train people.csv --target bought
# Not built where this is kept, which has no Docker. Its commands are those of `make build`, and its packages those of Scripts/setup.
FROM swift:6.3-bookworm AS build
RUN apt-get update && apt-get install --yes --no-install-recommends libopenblas-dev liblapacke-dev pkg-config
WORKDIR /descent
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
COPY Benchmarks Benchmarks
COPY Figures Figures
RUN swift build -c release --static-swift-stdlib --product descent

FROM debian:bookworm-slim
RUN apt-get update && apt-get install --yes --no-install-recommends libopenblas0-pthread liblapacke libstdc++6 && rm -rf /var/lib/apt/lists/*
COPY --from=build /descent/.build/release/descent /usr/local/bin/descent
WORKDIR /data
ENTRYPOINT ["descent"]
