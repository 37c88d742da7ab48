// Pod Security Standards, restricted, from 1.0: "Volume Types".
// Reads spec.volumes[*].
// Allowed: the types below, `image` at every version, since upstream does. A volume with only a
// name is an emptyDir; so is one whose types are all null.

import Documents

extension Rule {
  static let restrictedVolumes = Rule(
    id: "pss/restricted-volumes",
    title: "Pods use only volumes that the cluster provides",
    severity: .error,
    presets: .restricted(recommended: .warn),
    subject: .pods,
    fields: [
      "spec.volumes[*]"
    ],
    why: "Other types of volumes reach storage past the cluster's administrators, some "
      + "with the node's own rights.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    remedy: "Use a persistentVolumeClaim, or one of configMap, csi, downwardAPI, emptyDir, "
      + "ephemeral, image, projected, secret.",
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
              nfs: {server: nfs.example.com, path: /data}
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
      Alias(.podSecurity, "restrictedVolumes"),
      Alias(.kyverno, "restrict-volume-types"),
      Alias(.gatekeeper, "K8sPSPVolumeTypes"),
      Alias(.gatekeeper, "K8sPSPFlexVolumes"),
    ],
    replaces: "pss/host-path-volumes",
    makeCheck: { _, _ in
      .pod { pod, findings in
        guard let volumes = pod.volumes else { return }
        for (position, volume) in volumes.elements.enumerated() {
          for (key, source) in volume.entries where !source.isNull {
            if allowed.contains(where: { key.textEquals($0) }) { continue }
            findings.report(
              pod, at: ["volumes", String(position), key.text], on: source,
              "restricted volume types (volume \(volume.label(at: position)) uses restricted "
                + "volume type \(quoted(key.text))): it reaches storage past the cluster's "
                + "administrators")
          }
        }
      }
    })

  /// The types, and the volume's name.
  private static let allowed = [
    "name", "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image",
    "persistentVolumeClaim", "projected", "secret",
  ]
}
