// Scenario S35.
// Reads the values of data and binaryData of ConfigMaps whose key ends in .json, .yaml, .yml,
// .toml, .properties, .env or .ini, or that the policy's `configMaps` names; of Secrets only the
// latter.
// Allowed: what the readers of Sources/Embedded read; text with template actions, which becomes a
// document elsewhere; the empty text; values whose syntax config/configmap-schema judges.

import Documents
import Embedded
import Kubernetes

extension Rule {
  static let configMapParses = Rule(
    id: "config/configmap-parses",
    title: "Documents in ConfigMaps can be parsed",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .kinds([.configMap, .secret]),
    fields: ["data", "binaryData"],
    why: "A file in a ConfigMap that does not parse stops the program that reads it, long after "
      + "the ConfigMap was applied.",
    source: "https://kubernetes.io/docs/concepts/configuration/configmap/",
    remedy: "Mend it there.",
    example: Example(
      fails: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data:
          app.json: |
            {"level": "info",}
        """,
      passes: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data:
          app.json: |
            {"level": "info"}
        """),
    makeCheck: { _, _ in
      .object { scope, findings in
        guard let data = ConfigData(scope.object), !data.isEncrypted else { return }
        let entries = scope.configMaps.filter { !$0.documents.isEmpty && $0.covers(scope) }
        if data.isSecret, entries.isEmpty { return }
        for item in data.items {
          guard let format = format(of: item, in: data, entries), let text = item.text,
            text.source.count > 0
          else { continue }
          do throws(SyntaxError) {
            _ = try EmbeddedDocument.parse(text.source, as: format)
          } catch {
            if EmbeddedDocument.isTemplate(error) { continue }
            ConfigJudge.report(error, format, item, data.isSecret, &findings)
          }
        }
      }
    })

  /// The format that a value should have; `nil` where nobody says so, or somebody else judges it.
  private static func format(
    of item: ConfigData.Item, in data: ConfigData, _ entries: [ConfigMapEntry]
  ) -> EmbeddedFormat? {
    let key = item.key.text
    let named = entries.compactMap { $0.document(for: key) }
    if named.contains(where: { $0.schema != nil }) { return nil }
    if let first = named.first { return first.format(of: key) }
    return data.isSecret ? nil : EmbeddedFormat(key: key)
  }
}
