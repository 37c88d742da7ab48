// Pod Security Standards, baseline, from 1.0: "Host Namespaces".
// Reads spec.hostNetwork, spec.hostPID, spec.hostIPC.
// Allowed: missing, null, false.

extension Rule {
  static let hostNamespaces = Rule(
    id: "pss/host-namespaces",
    title: "Pods do not share namespaces of the node",
    severity: .error,
    presets: .baseline(recommended: .deny),
    subject: .pods,
    fields: [
      "spec.hostNetwork",
      "spec.hostPID",
      "spec.hostIPC",
    ],
    why: "In the namespaces of the node a pod sees and reaches what belongs to the node "
      + "and to other pods.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    remedy: "Remove hostNetwork, hostPID and hostIPC, or set them to false.",
    fix: .review,
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          hostNetwork: true
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          hostNetwork: false
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """),
    aliases: [
      Alias(.podSecurity, "hostNamespaces"),
      Alias(.polaris, "hostNetworkSet", at: "hostNetwork"),
      Alias(.polaris, "hostPIDSet", at: "hostPID"),
      Alias(.polaris, "hostIPCSet", at: "hostIPC"),
      Alias(.kubeLinter, "host-network", at: "hostNetwork"),
      Alias(.kubeLinter, "host-pid", at: "hostPID"),
      Alias(.kubeLinter, "host-ipc", at: "hostIPC"),
      Alias(.kyverno, "disallow-host-namespaces"),
      Alias(.gatekeeper, "K8sPSPHostNamespace"),
      Alias(.checkov, "CKV_K8S_17", at: "hostPID"),
      Alias(.checkov, "CKV_K8S_18", at: "hostIPC"),
      Alias(.checkov, "CKV_K8S_19", at: "hostNetwork"),
    ],
    makeCheck: { _, _ in
      .pod { pod, findings in
        if pod.hostNamespaces.isEmpty { return }
        if pod.hostNamespaces.contains(.network) {
          report("hostNetwork", "the pod is on the node's network", pod, &findings)
        }
        if pod.hostNamespaces.contains(.pid) {
          report("hostPID", "the pod sees all processes of the node", pod, &findings)
        }
        if pod.hostNamespaces.contains(.ipc) {
          report("hostIPC", "the pod shares the memory of the node's processes", pod, &findings)
        }
      }
    })

  private static func report(
    _ field: String, _ meaning: String, _ pod: PodScope, _ findings: inout FindingSink
  ) {
    findings.report(
      pod, at: [field], "host namespaces (\(field)=true): \(meaning)", fix: .set(false))
  }
}
