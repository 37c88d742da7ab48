// Scenario S16: `JWT_SECRET_KEY` and database credentials in plain env.
// Reads name and value of spec.{initContainers,containers,ephemeralContainers}[*].env[*].
// Allowed: valueFrom; values that are no secret. A secret is told by its form (tokens with a known
// prefix, private keys, connection strings with a password), or by its name where the value stands
// for itself: no path, address, reference, switch or number. Where the name leaves it open, what
// looks random is one. What the value is stands in no message.

import Documents
import Kubernetes

extension Rule {
  static let secretInEnvLiteral = Rule(
    id: "config/secret-in-env-literal",
    title: "Environment variables hold no secret in plain text",
    severity: .error,
    presets: .ours(recommended: .warn, everything: .deny),
    subject: .pods,
    fields: ["spec.{initContainers,containers,ephemeralContainers}[*].env[*].value"],
    why: "Whoever reads the manifest, its history or the pod's description has the secret, and to "
      + "rotate it everything must be deployed again.",
    source: "https://kubernetes.io/docs/concepts/configuration/secret/",
    remedy: "Move it to a Secret, name that in valueFrom.secretKeyRef, and replace the secret: it "
      + "has been read.",
    parameters: SecretFinder.parameters,
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
                - {name: JWT_SECRET_KEY, value: kD83hsPw0aLmvQ2x}
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
                - name: JWT_SECRET_KEY
                  valueFrom: {secretKeyRef: {name: api, key: jwt}}
        """),
    aliases: [
      Alias(.polaris, "sensitiveContainerEnvVar"),
      Alias(.kubeLinter, "env-var-secret"),
      Alias(.kyverno, "check-env-vars"),
    ],
    hidesSource: true,
    makeCheck: { parameters, _ in
      let finder = SecretFinder(parameters)
      return .container { container, pod, findings in
        guard let variables = container[.env] else { return }
        var position = -1
        for variable in variables.elements {
          position += 1
          guard let name = variable["name"], name.isString, let value = variable["value"],
            let reason = finder.reason(for: value, named: name)
          else { continue }
          findings.report(
            container, of: pod, at: ["env", String(position), "value"], on: value,
            "the variable \(quoted(name.text)) of container \(container.label) holds a secret in "
              + "plain text: \(reason.clause)")
        }
      }
    })
}
