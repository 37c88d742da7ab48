import Documents
import Edits
import JSONSyntax
import Policy

@testable import Reports

/// Findings made by hand, so that reports are tested apart from rules.
enum Samples {
  static let source = Source(
    """
    {"kind": "Deployment", "spec": {
    \t"image": "größe:latest"
    }}
    """)

  static func finding(
    _ path: [String], in source: Source = source, rule: String = "image/tag-pinned",
    action: Action = .deny, kind: String = "Deployment", name: String = "web",
    container: String? = "app", pointer: [String]? = nil,
    message: String = "the tag \"latest\" moves, so two pods of one version can differ",
    remedy: String = "name a version", fix: JSONPatch? = nil
  ) throws -> Finding {
    let root = try JSONParser.parse(source).root
    return Finding(
      rule: rule, severity: .error, action: action,
      object: ObjectReference(
        apiVersion: "apps/v1", kind: kind, namespace: "shop", name: name),
      container: container, node: root.at(path[...]) ?? root,
      pointer: JSONPointer(pointer ?? path), message: message, remedy: remedy, fix: fix)
  }

  static func file(
    _ findings: [Finding], excused: [(Finding, Exemption)] = [], name: String = "web.json",
    source: Source = source
  ) -> ReportedFile {
    ReportedFile(
      name: name, source: source, findings: findings.map { ReportedFinding($0, documentIndex: 2) },
      excused: excused.map { ReportedFinding($0, documentIndex: 2, excuse: .exemption($1)) })
  }

  static let exception: Exemption =
    CalendarDate(parsing: "2027-06-30").map { .policy(reason: "reads logs", expires: $0) }
    ?? .annotation(reason: "no such day")

  static func text(_ file: ReportedFile, _ layout: TextLayout = TextLayout()) -> String {
    var report = TextReport(layout)
    var output = ""
    report.append(file, to: &output)
    return output
  }
}

extension TextReport {
  /// The findings as text, for what expects text.
  mutating func append(_ file: ReportedFile, to text: inout String) {
    var output: [UInt8] = []
    append(file, to: &output)
    text += String(decoding: output, as: UTF8.self)
  }
}
