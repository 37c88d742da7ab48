// Scenario S20: uploads written to the container's own disk.
// Reads spec.volumes, spec.{containers,initContainers}[*].volumeMounts and, of StatefulSets,
// spec.volumeClaimTemplates.
// Allowed: each of `paths` is on a persistent volume in at least one container, and in none on
// another one; the volumes that `volumes` matches are persistent. Persistent is what outlives the
// pod and its node: a PersistentVolumeClaim, a claim template of the StatefulSet, a network file
// system. A hostPath is not, an emptyDir, an ephemeral volume and the container's own disk are not.
// The mount that counts is the one nearest to the path. Which workloads are meant says the match.

import Documents
import Kubernetes
import Patterns

extension Rule {
  static let ephemeralData = Rule(
    id: "storage/ephemeral-data",
    title: "What must outlive the pod is on a persistent volume",
    severity: .error,
    presets: .untilSet,
    subject: .pods,
    fields: ["spec.volumes", "spec.{containers,initContainers}[*].volumeMounts"],
    why: "What a container writes to its own disk or to an emptyDir is gone with the pod, and no "
      + "other replica ever sees it.",
    source: "https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/",
    remedy: "Mount a volume with a persistentVolumeClaim there, or write to an object store.",
    parameters: [
      Parameter(
        "paths", .strings, default: nil, required: true,
        "Paths in containers whose files must outlive the pod, such as /app/uploads."),
      Parameter(
        "volumes", .patterns, default: nil,
        "Names of volumes that must be persistent wherever they are."),
    ],
    example: Example(
      fails: """
        # rules: {storage/ephemeral-data: {action: deny, paths: [/app/uploads]}}
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
            - name: web
              image: web:1.4.2
              volumeMounts: [{name: uploads, mountPath: /app/uploads}]
          volumes: [{name: uploads, emptyDir: {}}]
        """,
      passes: """
        # rules: {storage/ephemeral-data: {action: deny, paths: [/app/uploads]}}
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
            - name: web
              image: web:1.4.2
              volumeMounts: [{name: uploads, mountPath: /app/uploads}]
          volumes: [{name: uploads, persistentVolumeClaim: {claimName: uploads}}]
        """),
    makeCheck: { parameters, _ in
      let paths = parameters.strings("paths").map { trimmed($0) }
      let names = parameters.globs("volumes")
      return .pod { pod, findings in
        let volumes = PodVolumes(pod)
        if !names.isEmpty { check(names, pod, &findings) }
        for path in paths { check(path, pod, volumes, &findings) }
      }
    })

  private static func check(_ names: [Glob], _ pod: PodScope, _ findings: inout FindingSink) {
    guard let volumes = pod.volumes else { return }
    for (position, volume) in volumes.elements.enumerated() {
      guard let name = volume["name"], name.isString, names.contains(where: { $0.matches(name) }),
        !PodVolumes.isPersistent(volume)
      else { continue }
      findings.report(
        pod, at: ["volumes", String(position)], on: volume,
        "volume \(quoted(name.text)) is \(PodVolumes.phrase(volume)): it does not outlive the pod",
        remedy: "Make it a persistentVolumeClaim.")
    }
  }

  private static func check(
    _ path: String, _ pod: PodScope, _ volumes: PodVolumes, _ findings: inout FindingSink
  ) {
    var isMounted = false
    for container in pod.containers where container.sort != .ephemeral {
      guard let (position, mount) = nearestMount(to: path, in: container) else { continue }
      isMounted = true
      guard let name = mount["name"]?.string, let problem = volumes.problem(of: name) else {
        continue
      }
      findings.report(
        container, of: pod, at: ["volumeMounts", String(position)], on: mount,
        "container \(container.label) has \(quoted(path)) on volume \(quoted(name)), which is "
          + "\(problem): it does not outlive the pod")
    }
    if isMounted { return }
    findings.report(
      pod, at: ["volumes"],
      "no container mounts \(quoted(path)): what is written there is gone with the container")
  }

  /// The mount at the path or nearest above it.
  private static func nearestMount(
    to path: String, in container: ContainerScope
  ) -> (position: Int, mount: Node)? {
    guard let mounts = container[.volumeMounts] else { return nil }
    var nearest: (position: Int, mount: Node)?
    var length = 0
    for (position, mount) in mounts.elements.enumerated() {
      guard let text = mount["mountPath"]?.string else { continue }
      let place = trimmed(text)
      guard place.utf8.count > length, contains(place, path) else { continue }
      nearest = (position, mount)
      length = place.utf8.count
    }
    return nearest
  }

  /// Without the slashes at its end.
  private static func trimmed(_ path: String) -> String {
    guard path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") else { return path }
    var bytes = path.utf8[...]
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes = bytes.dropLast() }
    return String(decoding: Array(bytes), as: UTF8.self)
  }

  private static func contains(_ folder: String, _ path: String) -> Bool {
    guard path.utf8.starts(with: folder.utf8) else { return false }
    if path.utf8.count == folder.utf8.count || folder == "/" { return true }
    return path.utf8.dropFirst(folder.utf8.count).first == UInt8(ascii: "/")
  }
}

/// The volumes of a pod by name, and what they are made of.
private struct PodVolumes {
  private var volumes: [String: Node] = [:]
  private var claims: Set<String> = []

  init(_ pod: PodScope) {
    if let list = pod.volumes {
      for volume in list.elements {
        if let name = volume["name"]?.string { volumes[name] = volume }
      }
    }
    guard pod.object.kind == "StatefulSet",
      let templates = pod.object.node["spec", "volumeClaimTemplates"]
    else { return }
    for template in templates.elements {
      if let name = template["metadata", "name"]?.string { claims.insert(name) }
    }
  }

  /// Why a volume does not outlive the pod, as a phrase; `nil` where it does, and where there is
  /// none of that name, which the API server refuses.
  func problem(of name: String) -> String? {
    guard !claims.contains(name), let volume = volumes[name], !Self.isPersistent(volume) else {
      return nil
    }
    return Self.phrase(volume)
  }

  private static let transient = [
    "emptyDir", "ephemeral", "hostPath", "configMap", "secret", "downwardAPI", "projected", "image",
    "gitRepo", "csi",
  ]

  static func isPersistent(_ volume: Node) -> Bool {
    var hasSource = false
    for (key, value) in volume.entries where !value.isNull && !key.textEquals("name") {
      hasSource = true
      if transient.contains(where: { key.textEquals($0) }) { return false }
    }
    return hasSource
  }

  static func phrase(_ volume: Node) -> String {
    for (key, value) in volume.entries where !value.isNull && !key.textEquals("name") {
      switch key.text {
      case "emptyDir": return "an emptyDir"
      case "ephemeral": return "an ephemeral volume"
      case "csi": return "an inline CSI volume"
      default: return "of type \(printable(key.text))"
      }
    }
    return "an emptyDir"
  }
}
