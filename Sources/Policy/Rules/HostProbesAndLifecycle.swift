// Pod Security Standards, baseline, from 1.34: "Host Probes / Lifecycle Hooks".
// Reads, of spec.{initContainers,containers,ephemeralContainers}[*], the `host` of httpGet and
//   tcpSocket in livenessProbe, readinessProbe, startupProbe, lifecycle.postStart and
//   lifecycle.preStop.
// Allowed: missing, null, empty; not even the pod's own addresses.

import Documents

extension Rule {
  static let hostProbesAndLifecycle = Rule(
    id: "pss/host-probes-and-lifecycle",
    title: "Probes and hooks ask the pod and nobody else",
    severity: .error,
    presets: .baseline(recommended: .deny),
    subject: .pods,
    fields: [
      "spec.{initContainers,containers,ephemeralContainers}[*].{liveness,readiness,startup}Probe"
        + ".{httpGet,tcpSocket}.host",
      "spec.{initContainers,containers,ephemeralContainers}[*].lifecycle.{postStart,preStop}"
        + ".{httpGet,tcpSocket}.host",
    ],
    why: "The kubelet sends the request from the node, so a host makes it reach what "
      + "the pod itself may not.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    remedy: "Remove host, so that the kubelet asks the pod's own address.",
    fix: .review,
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              livenessProbe:
                httpGet: {host: 169.254.169.254, path: /, port: 80}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              livenessProbe:
                httpGet: {path: /, port: 80}
        """),
    aliases: [
      Alias(.podSecurity, "hostProbesAndHostLifecycle"),
      Alias(.gatekeeper, "K8sPSPHostProbesLifecycle"),
    ],
    makeCheck: { _, version in
      if version < KubernetesVersion(1, 34) { return nil }
      return .container { container, pod, findings in
        for (field, name) in probes {
          guard let probe = container[field] else { continue }
          check(probe, at: [name], container, pod, &findings)
        }
        guard let lifecycle = container[.lifecycle] else { return }
        if let hook = lifecycle["postStart"] {
          check(hook, at: ["lifecycle", "postStart"], container, pod, &findings)
        }
        if let hook = lifecycle["preStop"] {
          check(hook, at: ["lifecycle", "preStop"], container, pod, &findings)
        }
      }
    })

  private static let probes: [(field: ContainerScope.Field, name: String)] = [
    (.livenessProbe, "livenessProbe"), (.readinessProbe, "readinessProbe"),
    (.startupProbe, "startupProbe"),
  ]

  private static func check(
    _ handler: Node, at path: @autoclosure () -> [String], _ container: ContainerScope,
    _ pod: PodScope, _ findings: inout FindingSink
  ) {
    report(handler["httpGet"]?["host"], path() + ["httpGet", "host"], container, pod, &findings)
    report(
      handler["tcpSocket"]?["host"], path() + ["tcpSocket", "host"], container, pod, &findings)
  }

  private static func report(
    _ host: Node?, _ path: @autoclosure () -> [String], _ container: ContainerScope,
    _ pod: PodScope, _ findings: inout FindingSink
  ) {
    guard let host, let name = host.string, !name.isEmpty else { return }
    findings.report(
      container, of: pod, at: path(), on: host,
      "probe or lifecycle host (container \(container.label) uses probe or lifecycle host "
        + "\(quoted(name))): the kubelet asks it from the node",
      fix: .remove)
  }
}
