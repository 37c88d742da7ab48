// Reads securityContext.{runAsUser,runAsGroup} of pods and of all containers, and spec.hostUsers.
// Allowed: a user of at least `minimumUser` and a group of at least `minimumGroup`, of the
// container or else of the pod. Missing ones only where `required` is false.
// Not asked for: pods with hostUsers: false, whose users are high ones on the node, and pods for
// Windows, where neither can be set.

import Documents

extension Rule {
  static let highUidGid = Rule(
    id: "security/high-uid-gid",
    title: "Containers run as users and groups that no node has",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: [
      "spec.securityContext.{runAsUser,runAsGroup}",
      "spec.{initContainers,containers,ephemeralContainers}[*].securityContext"
        + ".{runAsUser,runAsGroup}",
      "spec.hostUsers",
    ],
    why: "A process that breaks out of its container has the rights of whoever has its number on "
      + "the node, and the low numbers are taken there.",
    source:
      "https://kubernetes.io/docs/concepts/security/security-checklist/",
    remedy: "Set securityContext.runAsUser and runAsGroup to 10000 or more.",
    parameters: [
      Parameter(
        "minimumUser", .integer(1...4_294_967_294), default: 10_000,
        "The lowest user number that is allowed."),
      Parameter(
        "minimumGroup", .integer(1...4_294_967_294), default: 10_000,
        "The lowest group number that is allowed."),
      Parameter(
        "required", .boolean, default: true,
        "Whether both must be there; else what the image says is taken to be fine."),
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
              securityContext: {runAsUser: 1000, runAsGroup: 1000}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              securityContext: {runAsUser: 10001, runAsGroup: 10001}
        """),
    aliases: [
      Alias(.kubeScore, "container-security-context-user-group-id"),
      Alias(.kyverno, "require-non-root-groups"),
      Alias(.gatekeeper, "K8sPSPAllowedUsers"),
      Alias(.checkov, "CKV_K8S_40"),
    ],
    makeCheck: { parameters, _ in
      let user = Number(
        .runAsUser, "runAsUser", "user", least: parameters.integer("minimumUser"))
      let group = Number(
        .runAsGroup, "runAsGroup", "group", least: parameters.integer("minimumGroup"))
      let isRequired = parameters.boolean("required")
      return .pod { pod, findings in
        if pod.hasOwnUsers || pod.isWindows { return }
        checkShared(user, pod, &findings)
        checkShared(group, pod, &findings)
        for container in pod.containers {
          checkOwn(user, container, pod, &findings)
          checkOwn(group, container, pod, &findings)
          guard isRequired else { continue }
          // Of both missing one word is enough.
          if user.isMissing(container, pod) {
            report(
              user, container, pod, group.isMissing(container, pod) ? "user and group" : "user",
              &findings)
          } else if group.isMissing(container, pod) {
            report(group, container, pod, "group", &findings)
          }
        }
      }
    })

  private struct Number: Sendable {
    let field: SecurityContextScope.Field
    let name: String
    let noun: String
    let least: Int64

    init(_ field: SecurityContextScope.Field, _ name: String, _ noun: String, least: Int64) {
      self.field = field
      self.name = name
      self.noun = noun
      self.least = least
    }

    /// What is no number is the business of another rule.
    func isLow(_ node: Node) -> Bool { node.integer.map { $0 < least } ?? false }

    func isMissing(_ container: ContainerScope, _ pod: PodScope) -> Bool {
      container.security[field] == nil && pod.security[field] == nil
    }

    var remedy: String { "Set securityContext.\(name) to \(least) or more." }
  }

  /// The pod's own, where a container relies on it.
  private static func checkShared(
    _ number: Number, _ pod: PodScope, _ findings: inout FindingSink
  ) {
    guard let shared = pod.security[number.field], number.isLow(shared),
      pod.containers.contains(where: { $0.security[number.field] == nil })
    else { return }
    findings.report(
      pod, at: ["securityContext", number.name], on: shared,
      "the pod's containers run as \(number.noun) \(shared.text), below \(number.least): "
        + "the node may have the same one",
      remedy: number.remedy)
  }

  private static func checkOwn(
    _ number: Number, _ container: ContainerScope, _ pod: PodScope, _ findings: inout FindingSink
  ) {
    guard let own = container.security[number.field], number.isLow(own) else { return }
    findings.report(
      container, of: pod, at: ["securityContext", number.name], on: own,
      "container \(container.label) runs as \(number.noun) \(own.text), below \(number.least): "
        + "the node may have the same one",
      remedy: number.remedy)
  }

  private static func report(
    _ number: Number, _ container: ContainerScope, _ pod: PodScope, _ what: String,
    _ findings: inout FindingSink
  ) {
    findings.report(
      container, of: pod, at: ["securityContext", number.name],
      "container \(container.label) does not say as which \(what) it runs: it is what the image "
        + "says, whatever that is")
  }
}
