// Reads spec.volumes[*].hostPath.path.
// Allowed: every path that none of `paths` matches; `/var/run` and `/run` are the same. A folder
// in the list does not stand for what is in it: `/var/lib/docker/containers` is for collectors of
// logs.

extension Rule {
  static let sensitiveHostMounts = Rule(
    id: "security/sensitive-host-mounts",
    title: "Pods do not mount the node's own system",
    severity: .error,
    presets: .ours(recommended: .warn, everything: .deny),
    subject: .pods,
    fields: ["spec.volumes[*].hostPath.path"],
    why: "The node's system folders hold its passwords, its programs and the credentials of every "
      + "pod on it.",
    source: "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath",
    remedy: "Mount the one file or folder that is needed, read-only, or do without.",
    parameters: [
      Parameter(
        "paths", .patterns,
        default: [
          "/", "/bin", "/boot", "/dev", "/etc", "/etc/kubernetes", "/etc/kubernetes/*", "/home",
          "/lib", "/lib64", "/proc", "/root", "/run", "/sbin", "/sys", "/usr",
          "/usr/bin", "/usr/lib", "/usr/local/bin", "/usr/sbin", "/var", "/var/lib",
          "/var/lib/containerd", "/var/lib/docker", "/var/lib/etcd", "/var/lib/etcd/*",
          "/var/lib/kubelet", "/var/lib/kubelet/pki", "/var/lib/kubelet/pki/*",
          "/var/lib/kubelet/config.yaml", "/var/spool/cron", "/var/spool/cron/*",
        ],
        "Paths that are not to be mounted, with * for any characters.")
    ],
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: agent}
        spec:
          containers:
            - name: agent
              image: registry.example.com/agent:1.4.2
          volumes:
            - name: etc
              hostPath: {path: /etc}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: agent}
        spec:
          containers:
            - name: agent
              image: registry.example.com/agent:1.4.2
          volumes:
            - name: release
              hostPath: {path: /etc/os-release, type: File}
        """),
    aliases: [
      Alias(.kubeLinter, "sensitive-host-mounts"),
      Alias(.kyverno, "limit-hostpath-vols"),
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
            "volume \(volume.label(at: position)) is \(quoted(node.text)) of the node: "
              + "what is there belongs to the node's own system")
        }
      }
    })
}
