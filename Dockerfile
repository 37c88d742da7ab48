# Both executables in an image of nothing else: no shell, no package manager, no root.
#
#   docker build -t registry.example.com/kpatch:0.1.0 .
#   docker buildx build --platform linux/amd64,linux/arm64 -t registry.example.com/kpatch:0.1.0 --push .
#
# For the same bytes each time, name the base by digest: --build-arg SWIFT_IMAGE=swift@sha256:...
# Tests/Image/prove runs these steps without a container engine.
ARG SWIFT_IMAGE=swift:6.3.1-bookworm

FROM ${SWIFT_IMAGE} AS build
RUN apt-get update -q && apt-get install -y -q --no-install-recommends libssl-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.swift ./
COPY Sources ./Sources
COPY Tests ./Tests
# Without this name the linker takes the archive beside it: no start has to look up the library's thousands of symbols.
RUN rm "$(clang --print-file-name=libstdc++.so)"
RUN swift build -c release --static-swift-stdlib --product kpatch
RUN swift build -c release --static-swift-stdlib --product kpatch-webhook
# What the final image holds: the stripped executables, the system libraries they name, a user.
RUN mkdir -p /image/usr/local/bin /image/etc
RUN for name in kpatch kpatch-webhook; do strip -o /image/usr/local/bin/$name .build/release/$name || exit 1; done
RUN for file in $(ldd /image/usr/local/bin/* | grep -o '/[^ :]*' | grep -v '^/image/' | sort -u); do cp -L --parents $file /image || exit 1; done
RUN echo 'kpatch:x:65532:65532:kpatch:/:/nonexistent' > /image/etc/passwd && echo 'kpatch:x:65532:' > /image/etc/group && echo 'hosts: files dns' > /image/etc/nsswitch.conf
# Times are no part of what is built.
RUN find /image -exec touch -h -d @0 {} +

FROM scratch
LABEL org.opencontainers.image.title="kpatch" \
  org.opencontainers.image.description="Patches Kubernetes objects at admission and judges them against policy" \
  org.opencontainers.image.version="0.1.0" \
  org.opencontainers.image.base.name="scratch"
COPY --from=build /image/ /
ENV PATH=/usr/local/bin
USER 65532:65532
EXPOSE 8443 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["/usr/local/bin/kpatch-webhook", "health", "127.0.0.1:8080"]
ENTRYPOINT ["/usr/local/bin/kpatch-webhook"]
CMD ["serve", "--policy=/etc/kpatch/policy", "--tls-cert=/etc/kpatch/tls/tls.crt", "--tls-key=/etc/kpatch/tls/tls.key", "--metrics-listen=0.0.0.0:8080"]
