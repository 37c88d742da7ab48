// Reads env[*].valueFrom.secretKeyRef and envFrom[*].secretRef of
// spec.{initContainers,containers,ephemeralContainers}[*].
// Allowed: secrets in volumes. Contested: the environment is how most programs take them.

import Documents
import Kubernetes

extension Rule {
  static let secretEnvRef = Rule(
    id: "config/secret-env-ref",
    title: "Secrets are read from files, not from the environment",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: [
      "spec.{initContainers,containers,ephemeralContainers}[*].env[*].valueFrom.secretKeyRef",
      "spec.{initContainers,containers,ephemeralContainers}[*].envFrom[*].secretRef",
    ],
    why: "The environment is inherited by every child process, ends up in crash reports, and does "
      + "not change when the Secret does.",
    source:
      "https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod",
    remedy: "Mount the Secret as a volume and have the program read the file.",
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
                - name: TOKEN
                  valueFrom: {secretKeyRef: {name: api, key: token}}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec:
          containers:
            - name: api
              image: api:1.4.2
              volumeMounts: [{name: api, mountPath: /run/secrets, readOnly: true}]
          volumes: [{name: api, secret: {secretName: api}}]
        """),
    aliases: [
      Alias(.kubeLinter, "read-secret-from-env-var"),
      Alias(.kyverno, "secrets-not-from-env-vars"),
      Alias(.checkov, "CKV_K8S_35"),
    ],
    makeCheck: { _, _ in
      .container { container, pod, findings in
        var position = -1
        if let variables = container[.env] {
          for variable in variables.elements {
            position += 1
            guard let reference = variable["valueFrom", "secretKeyRef"], !reference.isNull else {
              continue
            }
            let name = variable["name"]?.string ?? ""
            findings.report(
              container, of: pod, at: ["env", String(position), "valueFrom", "secretKeyRef"],
              on: reference,
              "the variable \(quoted(name)) of container \(container.label) is taken from a Secret")
          }
        }
        guard let sources = container[.envFrom] else { return }
        position = -1
        for source in sources.elements {
          position += 1
          guard let reference = source["secretRef"], !reference.isNull else { continue }
          findings.report(
            container, of: pod, at: ["envFrom", String(position), "secretRef"], on: reference,
            "the environment of container \(container.label) is taken from a Secret")
        }
      }
    })
}
