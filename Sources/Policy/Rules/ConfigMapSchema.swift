// Scenarios S05, S30, S31, S32, S33, S34, S35, S36, S38.
// Reads data, binaryData and immutable of ConfigMaps; of Secrets data and stringData where the
// policy says so, and then says no value.
// Allowed: what the API server takes (keys, sizes, each key once; of a file that SOPS has encrypted
// the values are not looked at) and what the schemas of the
// policy's `configMaps` want; without such an entry nothing more is asked.

import Documents
import Embedded
import Kubernetes

extension Rule {
  static let configMapSchema = Rule(
    id: "config/configmap-schema",
    title: "ConfigMaps carry what the policy's schemas want",
    severity: .error,
    presets: .ours(recommended: .deny, everything: .deny),
    subject: .kinds([.configMap, .secret]),
    others: .considered,
    fields: ["data", "binaryData", "stringData", "immutable"],
    why: "A pool size that is no number, a wildcard origin or a missing key is found by nobody "
      + "until a program reads it in production.",
    source: "https://kubernetes.io/docs/concepts/configuration/configmap/",
    remedy: "Give it a value that the policy's schema allows.",
    example: Example(
      fails: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data:
          LOG LEVEL: info
        """,
      passes: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data:
          LOG_LEVEL: info
        """),
    makeCheck: { _, _ in
      .object { scope, findings in
        guard let judge = ConfigJudge(scope) else { return }
        judge.judgeAPI(&findings)
        if !scope.configMaps.isEmpty, !judge.data.isEncrypted { judge.judge(&findings) }
      }
    })
}

extension ConfigJudge {
  /// What the API server itself refuses: core/validation ValidateConfigMap and ValidateSecret.
  fileprivate func judgeAPI(_ findings: inout FindingSink) {
    var bytes = 0
    for item in data.items {
      if let problem = item.key.withText({ NameRule.configMapKey.problem(in: $0) }) {
        findings.report(
          at: [item.field, item.key.text], on: item.key,
          "the API server refuses the key \(quoted(item.key.text)): \(problem.message)",
          remedy: "Use letters, digits, '-', '_' and '.' only.")
      }
      guard item.value.isString else { continue }
      bytes += item.value.withText { text in
        // Four characters are three bytes; what is left over of line breaks does not matter.
        item.isEncoded ? text.count / 4 * 3 : text.count
      }
      if item.isEncoded, !data.isEncrypted, !item.value.withText({ Base64.isBase64($0) }) {
        findings.report(
          at: [item.field, item.key.text], on: item.value,
          "\(quoted(item.key.text)) of \(item.field) is not base64",
          remedy: data.isSecret
            ? "Encode it, or write it under stringData." : "Encode it, or write it under data.")
      }
    }
    if bytes > APILimits.configMapBytes {
      findings.report(
        at: [data.field], on: data.place,
        "the values have \(bytes) bytes, and the API server takes \(APILimits.configMapBytes)",
        remedy: "Divide it, or put large files into a volume.")
    }
    guard !data.isSecret, let binary = scope.object.node["binaryData"],
      let text = scope.object.node["data"], binary.count > 0
    else { return }
    let keys = Set(text.entries.map { $0.key.text })
    for (key, _) in binary.entries where keys.contains(key.text) {
      findings.report(
        at: ["binaryData", key.text], on: key,
        "the key \(quoted(key.text)) is in data and in binaryData",
        remedy: "Keep one of the two.")
    }
  }
}
