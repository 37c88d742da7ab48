// Reads spec.volumes[*].hostPath and
//   spec.{initContainers,containers,ephemeralContainers}[*].volumeMounts[*].{name,readOnly}.
// Allowed: readOnly: true on each mount of a path of the node. Of sockets and devices it is not
// asked (hostPath.type Socket, CharDevice, BlockDevice, or a name that ends in .sock): they do what
// they do through a read-only mount as well.

import Documents

extension Rule {
  static let writableHostMount = Rule(
    id: "security/writable-host-mount",
    title: "Paths of the node are mounted read-only",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .pods,
    fields: [
      "spec.volumes[*].hostPath",
      "spec.{initContainers,containers,ephemeralContainers}[*].volumeMounts[*].readOnly",
    ],
    why: "What a container writes to the node's files outlives it, and other pods and the node "
      + "itself read it.",
    source: "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath",
    remedy: "Set readOnly to true on the mount, or use an emptyDir or a persistentVolumeClaim for "
      + "what is written.",
    fix: .review,
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: agent}
        spec:
          containers:
            - name: agent
              image: registry.example.com/agent:1.4.2
              volumeMounts:
                - {name: logs, mountPath: /logs}
          volumes:
            - name: logs
              hostPath: {path: /var/log/pods}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: agent}
        spec:
          containers:
            - name: agent
              image: registry.example.com/agent:1.4.2
              volumeMounts:
                - {name: logs, mountPath: /logs, readOnly: true}
          volumes:
            - name: logs
              hostPath: {path: /var/log/pods}
        """),
    aliases: [
      Alias(.kubeLinter, "writable-host-mount"),
      Alias(.kyverno, "ensure-readonly-hostpath"),
    ],
    makeCheck: { _, _ in
      .pod { pod, findings in
        var paths: [String: String] = [:]
        pod.forEachHostPath { _, volume, path in
          let text = path.text
          guard let name = volume["name"]?.string, !isDevice(volume["hostPath"]?["type"]),
            !text.hasSuffix(".sock")
          else { return }
          paths[name] = text
        }
        if paths.isEmpty { return }
        for container in pod.containers {
          guard let mounts = container[.volumeMounts] else { continue }
          for (position, mount) in mounts.elements.enumerated() {
            guard let name = mount["name"]?.string, let path = paths[name],
              mount["readOnly"]?.boolean != true
            else { continue }
            findings.report(
              container, of: pod, in: "volumeMounts", position, mount, at: ["readOnly"],
              "container \(container.label) can write to \(quoted(path)) of the node",
              fix: .set(true))
          }
        }
      }
    })

  private static func isDevice(_ type: Node?) -> Bool {
    guard let type else { return false }
    return ["Socket", "CharDevice", "BlockDevice"].contains { type.isString($0) }
  }
}
