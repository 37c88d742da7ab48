// Scenario S22: a ConfigMap or Secret key that does not exist.
// Reads env, envFrom and volumes (configMap, secret, projected, with the keys of their items) of
// pods, and ConfigMaps and Secrets of the namespace with their keys: data, binaryData, stringData.
// Allowed: what is there; optional: true; kube-root-ca.crt, which each namespace has; Secrets that
// something in the input makes (SealedSecret, ExternalSecret, Certificate and the like); what a
// kustomization of the input generates. A variable is taken from data alone, not from binaryData.

import Kubernetes

extension Rule {
  static let envRefExists = Rule(
    id: "config/env-ref-exists",
    title: "Pods read ConfigMaps, Secrets and keys that exist",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .pods,
    others: .needed,
    fields: [
      "spec.containers[*].{env[*].valueFrom,envFrom[*]}",
      "spec.volumes[*].{configMap,secret,projected}",
    ],
    why: "A container whose ConfigMap, Secret or key is missing is not started, and the roll-out "
      + "hangs.",
    source: "https://kubernetes.io/docs/concepts/configuration/configmap/#configmaps-and-pods",
    remedy: "Add what is missing, correct the name, or say optional: true where the program does "
      + "without.",
    parameters: [
      Parameter(
        "assumeComplete", .boolean, default: false,
        "Whether the input holds all ConfigMaps and Secrets that there are; else a ConfigMap that "
          + "it lacks is reported only where it holds others of the namespace, a Secret never.")
    ],
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
            - name: web
              image: web:1.4.2
              env:
                - name: LOG_LEVEL
                  valueFrom: {configMapKeyRef: {name: settings, key: log_level}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {LOG_LEVEL: info}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
            - name: web
              image: web:1.4.2
              env:
                - name: LOG_LEVEL
                  valueFrom: {configMapKeyRef: {name: settings, key: LOG_LEVEL}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {LOG_LEVEL: info}
        """),
    aliases: [
      Alias(.kubeLinter, "env-value-from")
    ],
    makeCheck: { parameters, _ in
      let isComplete = parameters.assumesComplete
      return .reach { scope, reach, findings in
        let namespace = scope.namespace
        for pod in scope.pods {
          for container in pod.containers {
            ConfigReference.forEach(in: container.view) { reference in
              guard let fault = reference.fault(reach, namespace, isComplete) else { return }
              findings.report(
                container, of: pod, at: reference.path, on: reference.node, FindingMessage(fault))
            }
          }
          ConfigReference.forEachVolume(of: pod.template) { reference in
            guard let fault = reference.fault(reach, namespace, isComplete) else { return }
            findings.report(
              pod, at: reference.path, on: reference.node, FindingMessage(fault))
          }
        }
      }
    })
}

extension ConfigReference {
  /// What is wrong with it; `nil` where nothing is.
  fileprivate func fault(
    _ reach: ObjectIndex, _ namespace: String, _ isComplete: Bool
  ) -> String? {
    if isOptional || name.isEmpty || reach.isGenerated(kind, named: name) { return nil }
    guard let found = reach.object(kind, in: namespace, named: name)?.object.node else {
      // The controller manager and OpenShift put these into each namespace.
      if kind == .configMap, name == "kube-root-ca.crt" || name == "openshift-service-ca.crt" {
        return nil
      }
      if kind == .secret, reach.makesSecret(in: namespace, named: name) { return nil }
      // Secrets are kept out of files for good reason: that others are there says nothing.
      guard isComplete || kind == .configMap && reach.holds(kind, in: namespace) else { return nil }
      return "there is no \(kind.kind) \(quoted(name)) in the namespace: the pod does not start"
    }
    guard let key else { return nil }
    let fields = kind == .secret ? ["data", "stringData"] : ["data", "binaryData"]
    if let field = fields.first(where: { found[named: $0]?[named: key] != nil }) {
      guard field == "binaryData", case .variable = place else { return nil }
      return "ConfigMap \(quoted(name)) has the key \(quoted(key)) in binaryData, from which no "
        + "variable can be taken: the pod does not start"
    }
    return "\(kind.kind) \(quoted(name)) has no key \(quoted(key)): the pod does not start"
  }
}
