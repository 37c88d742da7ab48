// Reads spec.volumes[*].hostPath.path.
// Allowed: every path that none of `paths` matches. `/var/run` and `/run` are the same.

extension Rule {
  static let containerRuntimeSocket = Rule(
    id: "security/container-runtime-socket",
    title: "Pods do not talk to the container runtime",
    severity: .error,
    presets: .ours(recommended: .deny, everything: .deny),
    subject: .pods,
    fields: ["spec.volumes[*].hostPath.path"],
    why: "Whoever can talk to the container runtime starts a privileged container and owns the "
      + "node; a read-only mount does not prevent it.",
    source:
      "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
    remedy: "Remove the volume; build images with a tool that needs no daemon, and read logs and "
      + "metrics from the kubelet or the API server.",
    parameters: [
      Parameter(
        "paths", .patterns,
        default: [
          "*/docker.sock", "*/dockershim.sock", "*/cri-dockerd.sock", "*/containerd.sock",
          "*/crio.sock", "*/podman.sock", "/run/containerd", "/run/k3s/containerd", "/run/crio",
          "/run/podman", "*/pipe/docker_engine", "*/pipe/containerd-containerd",
        ],
        "Sockets, and the folders that they are in.")
    ],
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: builder}
        spec:
          containers:
            - name: builder
              image: registry.example.com/builder:1.4.2
          volumes:
            - name: docker
              hostPath: {path: /var/run/docker.sock}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: builder}
        spec:
          containers:
            - name: builder
              image: registry.example.com/builder:1.4.2
          volumes:
            - name: work
              emptyDir: {sizeLimit: 4Gi}
        """),
    aliases: [
      Alias(.kubeLinter, "docker-sock"),
      Alias(.kyverno, "disallow-container-sock-mounts"),
      Alias(.gatekeeper, "K8sPSPHostFilesystem"),
      Alias(.checkov, "CKV_K8S_27"),
    ],
    makeCheck: { parameters, _ in
      let patterns = parameters.globs("paths")
      return .pod { pod, findings in
        pod.forEachHostPath { position, volume, node in
          let path = HostPath(node.text)
          guard path.matches(where: { path in patterns.contains { $0.matches(path) } }) else {
            return
          }
          findings.report(
            pod, at: ["volumes", String(position), "hostPath", "path"], on: node,
            "volume \(volume.label(at: position)) is the socket of the container runtime, "
              + "\(quoted(node.text)): whoever can talk to it owns the node")
        }
      }
    })
}
