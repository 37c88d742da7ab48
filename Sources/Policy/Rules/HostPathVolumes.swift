// Pod Security Standards, baseline, from 1.0: "HostPath Volumes".
// Reads spec.volumes[*].hostPath.
// Allowed: missing, null.

import Documents

extension Rule {
  static let hostPathVolumes = Rule(
    id: "pss/host-path-volumes",
    title: "Pods mount no path of the node",
    severity: .error,
    presets: .baseline(recommended: .deny),
    subject: .pods,
    fields: [
      "spec.volumes[*].hostPath"
    ],
    why: "Whoever can write to the node's files can take the node over, and whoever can "
      + "read them finds the credentials of others.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    remedy: "Use a persistentVolumeClaim, emptyDir, configMap or secret instead.",
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
          volumes:
            - name: data
              hostPath: {path: /var/lib/app}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
          volumes:
            - name: data
              persistentVolumeClaim: {claimName: app}
        """),
    aliases: [
      Alias(.podSecurity, "hostPathVolumes"),
      Alias(.polaris, "hostPathSet"),
      Alias(.kyverno, "disallow-host-path"),
      Alias(.gatekeeper, "K8sPSPHostFilesystem"),
    ],
    makeCheck: { _, _ in
      .pod { pod, findings in
        guard let volumes = pod.volumes else { return }
        for (position, volume) in volumes.elements.enumerated() {
          guard let source = volume["hostPath"], !source.isNull else { continue }
          findings.report(
            pod, at: ["volumes", String(position), "hostPath"], on: source,
            "hostPath volumes (volume \(volume.label(at: position))): "
              + "it is a path of the node's own file system")
        }
      }
    })
}
