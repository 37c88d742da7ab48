// Reads spec.{initContainers,containers,ephemeralContainers}[*].ports[*].containerPort and the
//   sysctl net.ipv4.ip_unprivileged_port_start in spec.securityContext.sysctls.
// Allowed: ports from `first` up; those from the sysctl up where the pod sets it.

import Documents

extension Rule {
  static let privilegedPorts = Rule(
    id: "security/privileged-ports",
    title: "Containers listen on ports that need no privilege",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: [
      "spec.{initContainers,containers,ephemeralContainers}[*].ports[*].containerPort",
      "spec.securityContext.sysctls",
    ],
    why: "A program that listens below 1024 may need root or NET_BIND_SERVICE, and a Service can "
      + "offer the low port just as well.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    remedy: "Listen on a port of 1024 or more, and keep the low one in the Service's port.",
    parameters: [
      Parameter(
        "first", .integer(1...65_535), default: 1024, "The lowest port that is allowed.")
    ],
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
            - name: web
              image: registry.example.com/web:1.4.2
              ports:
                - {containerPort: 80}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
            - name: web
              image: registry.example.com/web:1.4.2
              ports:
                - {containerPort: 8080}
        """),
    aliases: [Alias(.kubeLinter, "privileged-ports")],
    makeCheck: { parameters, _ in
      let first = parameters.integer("first")
      return .pod { pod, findings in
        var start: Int64?
        for container in pod.containers {
          guard let ports = container[.ports] else { continue }
          for (position, port) in ports.elements.enumerated() {
            guard let number = port["containerPort"]?.integer, number > 0, number < first else {
              continue
            }
            let unprivileged = start ?? unprivilegedStart(pod)
            start = unprivileged
            if number >= unprivileged { continue }
            findings.report(
              container, of: pod, in: "ports", position, port, at: ["containerPort"],
              "container \(container.label) listens on port \(number), which may take a privilege")
          }
        }
      }
    })

  /// The first port that needs no privilege in this pod, where it says so; else none is.
  private static func unprivilegedStart(_ pod: PodScope) -> Int64 {
    let sysctl = pod.security[.sysctls]?.elements.first {
      $0["name"]?.isString("net.ipv4.ip_unprivileged_port_start") == true
    }
    return sysctl?["value"]?.string.flatMap { Int64($0) } ?? .max
  }
}
