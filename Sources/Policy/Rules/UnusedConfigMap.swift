// Scenario S22: a ConfigMap that nobody reads.
// Reads metadata.name and labels of ConfigMaps, and env, envFrom and volumes of all pods of the
// namespace.
// Allowed: one that a pod reads, optional or not; one in a namespace without pods in the input;
// one with a label of `readByOthers`; kube-root-ca.crt. What a program reads over the API cannot
// be seen.

import Kubernetes

extension Rule {
  static let unusedConfigMap = Rule(
    id: "refs/unused-config-map",
    title: "Somebody reads each ConfigMap",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds([.configMap]),
    others: .needed,
    fields: ["metadata.name"],
    why: "A ConfigMap that no pod reads is configuration that somebody believes to be in force.",
    source: "https://kubernetes.io/docs/concepts/configuration/configmap/",
    remedy: "Read it in a pod by envFrom, env or a volume, or remove it.",
    parameters: [
      Parameter(
        "readByOthers", .patterns,
        default: ["grafana_dashboard", "grafana_datasource", "grafana_alert"],
        "Names of labels by which programs find ConfigMaps in the API; what has one is read.")
    ],
    example: Example(
      fails: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {LOG_LEVEL: info}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
            - {name: web, image: web:1.4.2, envFrom: [{configMapRef: {name: config}}]}
        """,
      passes: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {LOG_LEVEL: info}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
            - {name: web, image: web:1.4.2, envFrom: [{configMapRef: {name: settings}}]}
        """),
    makeCheck: { parameters, _ in
      let others = parameters.globs("readByOthers")
      return .reach { scope, reach, findings in
        let object = scope.object
        guard let name = object.name, name != "kube-root-ca.crt",
          reach.holdsPods(in: scope.namespace),
          !reach.references.readsConfigMap(name, in: scope.namespace)
        else { return }
        if let labels = object.labels, labels.isMapping {
          for (key, _) in labels.entries where others.contains(where: { $0.matches(key) }) {
            return
          }
        }
        findings.report(at: ["metadata", "name"], "no pod of the namespace reads this ConfigMap")
      }
    })
}
