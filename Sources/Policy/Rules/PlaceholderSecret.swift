// Scenario S16: the default `your-secret-key-change-in-production`, in production.
// Reads data and stringData of Secrets, data of ConfigMaps, and name and value of
// spec.{initContainers,containers,ephemeralContainers}[*].env[*].
// Allowed: what is no placeholder. `changeme` and its like are one in every key of a Secret and
// under every name that says secret; honest words such as `admin` only under a name that says
// secret.
// What the value is stands in no message.

import Documents
import Kubernetes

extension Rule {
  static let placeholderSecret = Rule(
    id: "config/placeholder-secret",
    title: "Secrets are filled in",
    severity: .error,
    presets: .ours(recommended: .warn, everything: .deny),
    subject: .podsAnd([.configMap, .secret]),
    fields: [
      "data", "stringData",
      "spec.{initContainers,containers,ephemeralContainers}[*].env[*].value",
    ],
    why: "A default that stands in an example is the first that an attacker tries.",
    source: "https://cwe.mitre.org/data/definitions/1392.html",
    remedy: "Replace it by a random value that is made for this environment alone.",
    example: Example(
      fails: """
        apiVersion: v1
        kind: Secret
        metadata: {name: api}
        stringData:
          jwt-secret-key: your-secret-key-change-in-production
        """,
      passes: """
        apiVersion: v1
        kind: Secret
        metadata: {name: api}
        stringData:
          jwt-secret-key: vJ3kW9qTz7RfYb1LhN5c
        """),
    hidesSource: true,
    makeCheck: { _, _ in
      .object { scope, findings in
        let object = scope.object
        for pod in scope.pods {
          for container in pod.containers { check(container, pod, &findings) }
        }
        guard object.group.isEmpty else { return }
        switch object.kind {
        case "Secret":
          check(object.node, "stringData", isSecret: true, isEncoded: false, &findings)
          check(object.node, "data", isSecret: true, isEncoded: true, &findings)
        case "ConfigMap":
          check(object.node, "data", isSecret: false, isEncoded: false, &findings)
        default: return
        }
      }
    })

  private static func check(
    _ container: ContainerScope, _ pod: PodScope, _ findings: inout FindingSink
  ) {
    guard let variables = container[.env] else { return }
    var position = -1
    for variable in variables.elements {
      position += 1
      guard let name = variable["name"], name.isString, let value = variable["value"],
        isPlaceholder(value, named: name, isSecret: false, isEncoded: false)
      else { continue }
      findings.report(
        container, of: pod, at: ["env", String(position), "value"], on: value,
        "the variable \(quoted(name.text)) of container \(container.label) is a secret that was "
          + "never filled in: its value is a placeholder or a default that everybody knows")
    }
  }

  private static func check(
    _ object: Node, _ field: String, isSecret: Bool, isEncoded: Bool,
    _ findings: inout FindingSink
  ) {
    guard let data = object[named: field] else { return }
    for (key, value) in data.entries
    where isPlaceholder(value, named: key, isSecret: isSecret, isEncoded: isEncoded) {
      findings.report(
        at: [field, key.text], on: value,
        "the key \(quoted(key.text)) is a secret that was never filled in: its value is a "
          + "placeholder or a default that everybody knows")
    }
  }

  private static func isPlaceholder(
    _ value: Node, named name: Node, isSecret: Bool, isEncoded: Bool
  ) -> Bool {
    guard value.isString else { return false }
    let meaning = SecretName.meaning(of: name)
    guard isSecret || meaning == .password || meaning == .token else { return false }
    let isNamed = meaning != .nothing
    return value.withText { text in
      guard isEncoded else {
        return Placeholder.matches(
          text.extracting(0..<SecretText.end(of: text)), isNamed: isNamed)
      }
      guard let bytes = Base64Prefix.decoded(text) else { return false }
      let decoded = bytes.span
      return Placeholder.matches(
        decoded.extracting(0..<SecretText.end(of: decoded)), isNamed: isNamed)
    }
  }
}
