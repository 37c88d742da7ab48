// Pod Security Standards, baseline, from 1.0: "HostProcess".
// Reads spec.securityContext.windowsOptions.hostProcess and
//   spec.{initContainers,containers,ephemeralContainers}[*].securityContext.windowsOptions
//   .hostProcess.
// Allowed: missing, null, false.

extension Rule {
  static let windowsHostProcess = Rule(
    id: "pss/windows-host-process",
    title: "Windows pods are no host processes",
    severity: .error,
    presets: .baseline(recommended: .deny),
    subject: .pods,
    fields: [
      "spec.securityContext.windowsOptions.hostProcess",
      "spec.{initContainers,containers,ephemeralContainers}[*].securityContext"
        + ".windowsOptions.hostProcess",
    ],
    why: "A HostProcess container of Windows runs on the node itself, with all that a "
      + "process there may do.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    remedy: "Set securityContext.windowsOptions.hostProcess to false, or let a namespace "
      + "that may do so run it.",
    fix: .review,
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          os: {name: windows}
          hostNetwork: true
          securityContext:
            windowsOptions: {hostProcess: true}
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          os: {name: windows}
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """),
    aliases: [
      Alias(.podSecurity, "windowsHostProcess"),
      Alias(.polaris, "hostProcess"),
      Alias(.kyverno, "disallow-host-process"),
      Alias(.gatekeeper, "K8sPSPHostProcess"),
    ],
    makeCheck: { _, _ in
      .pod { pod, findings in
        if isHostProcess(pod.security) {
          findings.report(
            pod, at: place, "hostProcess (pod must not set \(setting)): \(meaning)",
            fix: .set(false))
        }
        for container in pod.containers where isHostProcess(container.security) {
          findings.report(
            container, of: pod, at: place,
            "hostProcess (container \(container.label) must not set \(setting)): \(meaning)",
            fix: .set(false))
        }
      }
    })

  private static let place = ["securityContext", "windowsOptions", "hostProcess"]
  private static let setting = "securityContext.windowsOptions.hostProcess=true"
  private static let meaning = "it would run on the node itself"

  private static func isHostProcess(_ security: SecurityContextScope) -> Bool {
    security[.windowsOptions]?["hostProcess"]?.boolean == true
  }
}
