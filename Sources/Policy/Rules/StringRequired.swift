// Reads, of every object: metadata.labels, metadata.annotations and spec.selector; of every pod
// template the same metadata, spec.nodeSelector and of each container command, args and env; data
// of ConfigMaps, data and stringData of Secrets; metadata of volume claim templates and job
// templates. Allowed: strings, null (the API takes it for an empty string). A plain scalar such as
// `8080`, `true` or `on` is a number or a boolean, and the API server refuses it there.

import Documents
import Kubernetes

extension Rule {
  static let stringRequired = Rule(
    id: "api/string-required",
    title: "Values that must be strings are strings",
    severity: .error,
    presets: .ours(recommended: .deny, everything: .deny),
    subject: .objects,
    isSettledByServer: true,
    fields: [
      "metadata.labels", "metadata.annotations", "spec.selector", "spec.nodeSelector",
      "spec.{initContainers,containers,ephemeralContainers}[*].{command,args,env}",
      "data", "stringData",
    ],
    why: "A number, true or on without quotes is no string, and the API server refuses the object "
      + "with a message that names no line.",
    source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/",
    remedy: "Put the value in quotes.",
    fix: .safe,
    example: Example(
      fails: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data:
          PORT: 8080
          DEBUG: on
        """,
      passes: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data:
          PORT: "8080"
          DEBUG: "on"
        """),
    makeCheck: { _, _ in
      .object { scope, findings in
        let object = scope.object
        checkMetadata(object.metadata, ["metadata"], &findings)
        for pod in scope.pods {
          if !pod.template.isPod {
            checkMetadata(pod.template.metadata, pod.template.metadataPath, &findings)
          }
          checkMapping(
            pod.spec["nodeSelector"], pod.template.specPath + ["nodeSelector"], &findings)
          for container in pod.containers { checkContainer(container, pod, &findings) }
        }
        switch object.kind {
        case "ConfigMap" where object.group.isEmpty:
          checkMapping(object.node["data"], ["data"], &findings)
        case "Secret" where object.group.isEmpty:
          checkMapping(object.node["stringData"], ["stringData"], &findings)
          // In quotes a number would be taken for base64, which is hardly what was meant.
          checkMapping(object.node["data"], ["data"], &findings, fixes: false)
        default: checkSpec(object, &findings)
        }
      }
    })

  private static func checkMetadata(
    _ metadata: Node?, _ path: [String], _ findings: inout FindingSink
  ) {
    guard let metadata else { return }
    for (key, value) in metadata.entries where value.isMapping {
      if value.hasOnlyPlainStrings { continue }
      if key.textEquals("labels") || key.textEquals("annotations") {
        for (name, value) in value.entries where value.isNotPlainlyString {
          report(value, path + [key.text, name.text], &findings)
        }
      }
    }
  }

  private static func checkMapping(
    _ mapping: Node?, _ path: @autoclosure () -> [String], _ findings: inout FindingSink,
    fixes: Bool = true
  ) {
    guard let mapping, !mapping.hasOnlyPlainStrings else { return }
    for (key, value) in mapping.entries where value.isNotPlainlyString {
      report(value, path() + [key.text], &findings, fixes: fixes)
    }
  }

  private static func checkContainer(
    _ container: ContainerScope, _ pod: PodScope, _ findings: inout FindingSink
  ) {
    checkElements(.command, container, pod, &findings)
    checkElements(.args, container, pod, &findings)
    guard let variables = container[.env] else { return }
    var position = 0
    for variable in variables.elements {
      defer { position += 1 }
      if variable.hasOnlyPlainStrings { continue }
      for (key, value) in variable.entries where value.isNotPlainlyString {
        if key.textEquals("value") || key.textEquals("name") {
          report(value, container, pod, ["env", String(position), key.text], &findings)
        }
      }
    }
  }

  private static func checkElements(
    _ field: ContainerScope.Field, _ container: ContainerScope, _ pod: PodScope,
    _ findings: inout FindingSink
  ) {
    guard let sequence = container[field], !sequence.hasOnlyPlainStrings else { return }
    var position = 0
    for element in sequence.elements {
      if element.isNotPlainlyString {
        report(element, container, pod, ["\(field)", String(position)], &findings)
      }
      position += 1
    }
  }

  /// What only some kinds have: selectors and further templates of metadata.
  private static func checkSpec(_ object: KubernetesObject, _ findings: inout FindingSink) {
    guard let spec = object.node["spec"] else { return }
    for (key, value) in spec.entries {
      if key.textEquals("selector") {
        if let labels = value["matchLabels"] {
          checkMapping(labels, ["spec", "selector", "matchLabels"], &findings)
        } else if object.kind == "Service" || object.kind == "ReplicationController" {
          checkMapping(value, ["spec", "selector"], &findings)
        }
      } else if key.textEquals("jobTemplate") {
        checkMetadata(value["metadata"], ["spec", "jobTemplate", "metadata"], &findings)
      } else if key.textEquals("volumeClaimTemplates") {
        var position = 0
        for claim in value.elements {
          checkMetadata(
            claim["metadata"], ["spec", "volumeClaimTemplates", String(position), "metadata"],
            &findings)
          position += 1
        }
      }
    }
  }

  private static func report(
    _ value: Node, _ path: [String], _ findings: inout FindingSink, fixes: Bool = true
  ) {
    findings.report(
      at: path, on: value, FindingMessage(message(value, path.last ?? "")),
      fix: fixes ? value.quotedAsWritten : nil)
  }

  private static func report(
    _ value: Node, _ container: ContainerScope, _ pod: PodScope, _ path: [String],
    _ findings: inout FindingSink
  ) {
    findings.report(
      container, of: pod, at: path, on: value,
      FindingMessage(message(value, path.joined(separator: "."))),
      fix: value.quotedAsWritten)
  }

  private static func message(_ value: Node, _ name: String) -> String {
    if value.isString {
      return "\(quoted(name)) is a string for Kubernetes and another type for YAML 1.2, "
        + "so other tools change it"
    }
    return "\(quoted(name)) must be a string and is \(value.kind.phrase), "
      + "which the API server refuses"
  }
}

extension Node {
  /// Whether this is something that a field for a string does not take, or that readers of YAML
  /// disagree about.
  fileprivate var isNotPlainlyString: Bool { !record.isPlainlyString }

  /// Whether all values of a mapping, or elements of a sequence, are strings or null.
  fileprivate var hasOnlyPlainStrings: Bool { everyChild { $0.isPlainlyString } }

  /// The edit that makes a string of a scalar, with the characters that its author wrote: `0777`
  /// stays `"0777"` though it is read as 511. `nil` where there is no such edit.
  fileprivate var quotedAsWritten: FindingSink.Fix? {
    let record = record
    if record.isContainer || record.kind == .string { return nil }
    var written = record
    if record.has(.aliasRoot) {
      let alias = document.decorations.first { $0.kind == .alias && $0.row == index }
      guard let alias else { return .set(.string(text)) }
      written = document.records[Int(alias.target)]
    }
    if written.has(.synthetic) { return .set(.string(text)) }
    let source = document.source.text(of: written.range)
    // Behind a tag such as `!!int "8080"` the quotes are not part of the text.
    guard let first = source.utf8.first, first != UInt8(ascii: "\""), first != UInt8(ascii: "'")
    else { return .set(.string(text)) }
    return .set(.string(source))
  }
}

extension NodeRecord {
  fileprivate var isPlainlyString: Bool {
    kind == .string ? !has(.ambiguous) : kind == .null
  }
}
