// Scenario S03: probes fail while slow dependencies start, and the pod is killed in a loop.
// Reads spec.{containers,initContainers}[*].livenessProbe
//   .{initialDelaySeconds,periodSeconds,failureThreshold} and .startupProbe.
// Allowed: no liveness probe; a startup probe; or a liveness probe that lets the container live for
// at least `startSeconds`. The kubelet kills it with the failure number failureThreshold: not
// before initialDelaySeconds + (failureThreshold - 1) * periodSeconds after its start. Not asked
// for: init containers that end, ephemeral containers.

import Documents

extension Rule {
  static let startup = Rule(
    id: "probes/startup",
    title: "Liveness probes leave time to start",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: [
      "spec.{containers,initContainers}[*].livenessProbe",
      "spec.{containers,initContainers}[*].startupProbe",
    ],
    why:
      "A liveness probe with less patience than the start needs kills the container before it is "
      + "up, again and again.",
    source: "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",
    remedy: "Add a startupProbe with the patience that the slowest start needs.",
    parameters: [
      Parameter(
        "startSeconds", .integer(1...86_400), default: 30,
        "How many seconds a container may need to start.")
    ],
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
                httpGet: {path: /live, port: 8080}
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
                httpGet: {path: /live, port: 8080}
              startupProbe:
                httpGet: {path: /live, port: 8080}
                failureThreshold: 30
        """),
    aliases: [
      Alias(.kyverno, "require-pod-probes"),
      Alias(.gatekeeper, "K8sRequiredProbes"),
    ],
    makeCheck: { parameters, _ in
      let startSeconds = parameters.integer("startSeconds")
      return .container { container, pod, findings in
        guard container.view.isLongRunning, container.hasProbe(.livenessProbe),
          !container.hasProbe(.startupProbe), let probe = container[.livenessProbe]
        else { return }
        let patience = patience(of: probe)
        guard patience < startSeconds else { return }
        findings.report(
          container, of: pod, at: ["livenessProbe"],
          "container \(container.label) has no startup probe, and its liveness probe can kill it "
            + "\(patience) s after its start, less than the \(startSeconds) s that a start may need"
        )
      }
    })

  /// The seconds after which a container can be killed at the earliest. Unset numbers have the
  /// API's defaults; so have null and zero, which the API server replaces by them.
  private static func patience(of probe: Node) -> Int64 {
    func number(_ key: String, default built: Int64) -> Int64 {
      guard let value = probe[named: key]?.integer, value > 0 else { return built }
      // The API's type has 32 bits, so nothing below overflows.
      return min(value, Int64(Int32.max))
    }
    let delay = number("initialDelaySeconds", default: 0)
    let failures = number("failureThreshold", default: 3)
    return delay + (failures - 1) * number("periodSeconds", default: 10)
  }
}
