// Reads env[*].name of spec.{initContainers,containers,ephemeralContainers}[*].
// Allowed: each name stands once. Where it stands again, the last one counts.

import Documents
import Kubernetes

extension Rule {
  static let duplicateEnv = Rule(
    id: "config/duplicate-env",
    title: "Environment variables are set once",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .pods,
    fields: ["spec.{initContainers,containers,ephemeralContainers}[*].env[*].name"],
    why: "Of a variable that is set twice the last value counts, kubectl apply merges the two by "
      + "their name, and what runs then depends on what was there before.",
    source: "https://kubernetes.io/docs/tasks/inject-data-application/"
      + "define-environment-variable-container/",
    remedy: "Remove one of the two.",
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec:
          containers:
            - name: api
              image: api:1.4.2
              env:
                - {name: LOG_LEVEL, value: info}
                - {name: LOG_LEVEL, value: debug}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec:
          containers:
            - name: api
              image: api:1.4.2
              env:
                - {name: LOG_LEVEL, value: debug}
        """),
    aliases: [
      Alias(.kubeLinter, "duplicate-env-var"),
      Alias(.kubeScore, "environment-variable-key-duplication"),
    ],
    makeCheck: { _, _ in
      .container { container, pod, findings in
        guard let variables = container[.env], variables.count > 1 else { return }
        // Few names are compared with each other; of many a set is made.
        if variables.count <= 8, !hasEqualNames(variables) { return }
        var seen: Set<String> = []
        var position = -1
        for variable in variables.elements {
          position += 1
          guard let name = variable["name"]?.string, !seen.insert(name).inserted else { continue }
          findings.report(
            container, of: pod, at: ["env", String(position)], on: variable,
            "the variable \(quoted(name)) of container \(container.label) is set again: the last "
              + "value counts")
        }
      }
    })

  private static func hasEqualNames(_ variables: Node) -> Bool {
    var rest = variables.elements
    while let variable = rest.next() {
      guard let name = variable["name"], name.isString else { continue }
      var others = rest
      while let other = others.next() {
        guard let second = other["name"], second.isString else { continue }
        if name.withText({ second.hasText($0) }) { return true }
      }
    }
    return false
  }
}
