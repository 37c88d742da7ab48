import Testing

/// Values of the matrix that the chart is rendered with.
struct ValueSet: Sendable, CustomTestStringConvertible {
  let name: String
  let yaml: String

  var testDescription: String { name }

  /// Each source of certificates with each policy, with and without everything optional.
  static let all: [ValueSet] = certificates.flatMap { certificate in
    policies.flatMap { policy in
      extras.map { extra in
        ValueSet(
          name: [certificate.name, policy.name, extra.name].joined(separator: ", "),
          yaml: [certificate.yaml, policy.yaml, extra.yaml].joined(separator: "\n"))
      }
    }
  }

  static let certificates = [
    ValueSet(name: "self", yaml: "certificates: {source: self}"),
    ValueSet(name: "cert-manager", yaml: "certificates: {source: cert-manager}"),
    ValueSet(
      name: "an issuer of cert-manager",
      yaml: """
        certificates:
          source: cert-manager
          secretName: own-name
          certManager: {issuerRef: {name: corporate, kind: ClusterIssuer}, duration: 720h}
        """),
    ValueSet(
      name: "secret",
      yaml: """
        certificates:
          source: secret
          secretName: brought-along
          caBundle: |
            -----BEGIN CERTIFICATE-----
            MIIBtDCCAVqgAwIBAgIUQWlsIG9mIHRoaXMgaXMgbWFkZSB1cA==
            -----END CERTIFICATE-----
        """),
  ]

  static let policies = [
    ValueSet(name: "the default policy", yaml: ""),
    ValueSet(name: "no rule", yaml: "policy: {spec: {preset: none}}"),
    ValueSet(
      name: "mutators",
      yaml: """
        policy:
          spec:
            preset: restricted
            mutators:
              prometheus: {targets: [services]}
              linkerd: {exclude: {kinds: [Job, CronJob]}}
              irsa: {accountID: "123456789012", roleName: "x-${serviceAccount}"}
        """),
    ValueSet(
      name: "labels of everything",
      yaml: """
        policy:
          spec: {preset: everything, mutators: {labels: {set: {team: platform}}}}
        """),
    ValueSet(
      name: "a policy as text",
      yaml: """
        policy:
          text: |
            # Kept with its comments.
            apiVersion: kpatch.dev/v1alpha1
            kind: Policy
            metadata: {name: shop}
            spec:
              rules: {"*": off, pss/*: warn, availability/hpa-max-above-min: deny}
              exclude: {namespaces: [calico-system, "dev-*"]}
        """),
    ValueSet(
      name: "a ConfigMap of one's own",
      yaml: """
        policy: {existingConfigMap: policies}
        webhooks:
          mutating: {enabled: false}
          validating:
            failurePolicy: Fail
            rules:
              - {apiGroups: [""], apiVersions: ["*"], operations: [CREATE], resources: [pods]}
        """),
  ]

  static let extras = [
    ValueSet(name: "nothing more", yaml: ""),
    ValueSet(
      name: "everything optional",
      yaml: """
        fullnameOverride: zebra
        commonLabels: {team: platform}
        image: {digest: "sha256:\(String(repeating: "0a", count: 32))"}
        imagePullSecrets: [{name: registry}]
        clientAuthentication: {secretName: clients, names: [kube-apiserver]}
        server: {threads: 0, logLevel: warn, extraArgs: ["--max-body=4Mi"]}
        priorityClassName: system-cluster-critical
        podLabels: {a: b}
        podAnnotations: {c: "1"}
        tolerations: [{key: node-role.kubernetes.io/control-plane, operator: Exists}]
        affinity:
          nodeAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
              nodeSelectorTerms:
                - matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [arm64]}]
        topologySpreadConstraints:
          - maxSkew: 1
            topologyKey: zone
            whenUnsatisfiable: DoNotSchedule
            labelSelector: {matchLabels: {app.kubernetes.io/instance: kpatch}}
        hostNetwork: true
        serviceAccount: {name: kpatch-account, annotations: {d: e}}
        service: {port: 8443, annotations: {f: g}}
        autoscaling: {enabled: true}
        networkPolicy:
          apiServerCIDRs: [10.0.0.0/28]
          metricsFrom: [{namespaceSelector: {matchLabels: {name: monitoring}}}]
        metrics:
          serviceMonitor: {enabled: true, labels: {release: prometheus}}
          prometheusRule: {enabled: true, labels: {release: prometheus}}
          dashboard: {enabled: true, annotations: {grafana_folder: Platform}}
        tests: {enabled: false}
        """),
    ValueSet(
      name: "nothing optional",
      yaml: """
        serviceAccount: {create: false}
        rbac: {create: false}
        podDisruptionBudget: {enabled: false}
        networkPolicy: {enabled: false}
        tests: {enabled: false}
        nodeSelector: null
        """),
  ]
}
