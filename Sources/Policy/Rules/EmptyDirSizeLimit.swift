// Reads spec.volumes[*].emptyDir.{sizeLimit,medium}; a volume with only a name is an emptyDir.
// Allowed: a sizeLimit above 0; with `memoryOnly` everything whose medium is not Memory.

import Documents
import Kubernetes

extension Rule {
  static let emptyDirSizeLimit = Rule(
    id: "resources/empty-dir-size-limit",
    title: "emptyDir volumes have a limit",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: ["spec.volumes[*].emptyDir.{sizeLimit,medium}"],
    why: "An emptyDir without a limit fills the node's disk, and one in memory the node's memory, "
      + "until other pods are evicted.",
    source: "https://kubernetes.io/docs/concepts/storage/volumes/#emptydir",
    remedy: "Set emptyDir.sizeLimit to the most that the pod may write there.",
    parameters: [
      Parameter(
        "memoryOnly", .boolean, default: false, "Whether only volumes in memory are asked for it.")
    ],
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
            - {name: tmp, emptyDir: {}}
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
            - {name: tmp, emptyDir: {sizeLimit: 64Mi}}
        """),
    aliases: [Alias(.kyverno, "add-emptydir-sizelimit")],
    makeCheck: { parameters, _ in
      let memoryOnly = parameters.boolean("memoryOnly")
      return .pod { pod, findings in
        guard let volumes = pod.volumes else { return }
        for (position, volume) in volumes.elements.enumerated() where isEmptyDir(volume) {
          let source = volume["emptyDir"]
          let isInMemory = source?["medium"]?.isString("Memory") == true
          if memoryOnly, !isInMemory { continue }
          // Without a positive limit the kubelet counts none.
          if let limit = source?["sizeLimit"], !limit.isNull, !isZero(limit) { continue }
          findings.report(
            pod, in: "volumes", position, volume, at: ["emptyDir", "sizeLimit"],
            "volume \(volume.label(at: position)) is an emptyDir without a limit: "
              + (isInMemory ? "it may fill its node's memory" : "it may fill its node's disk"))
        }
      }
    })

  /// Whether the volume is an emptyDir, by name or because it is nothing else.
  private static func isEmptyDir(_ volume: Node) -> Bool {
    guard volume.isMapping else { return false }
    if let source = volume["emptyDir"], !source.isNull { return source.isMapping }
    return volume.entries.allSatisfy { $0.isString("name") || $1.isNull }
  }

  private static func isZero(_ limit: Node) -> Bool {
    (try? Quantity(limit))?.isZero == true
  }
}
