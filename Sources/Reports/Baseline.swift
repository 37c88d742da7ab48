import Documents
import Policy

/// Findings that are known from an earlier run, by its report in JSON. Those of a run that are
/// among them do not count, so that an old repository can begin to be strict today.
package struct Baseline: Sendable {
  /// How many findings of each sort are known and were not met yet.
  private var left: [Fingerprint: Int] = [:]
  /// Why a document is no baseline.
  package struct Problem: Error {
    /// Without a capital and without a full stop.
    package let message: String
    package let node: Node
  }

  /// Reads what `kpatch check --format json` printed. What it says of excused findings is left out:
  /// who excuses them does so in this run as well.
  package init(report: Document) throws(Problem) {
    let root = report.root
    guard let version = root["version"], let findings = root["findings"], findings.isSequence
    else {
      throw Problem(
        message:
          "this is no report of 'kpatch check --format json', which has version and findings",
        node: root)
    }
    guard version.text == String(JSONReport.version) else {
      throw Problem(
        message: "the report has version \(quoted(version.text)) and not \(JSONReport.version)",
        node: version)
    }
    for finding in findings.elements {
      guard let file = finding["file"]?.string, let rule = finding["rule"]?.string,
        let object = finding["object"], let pointer = finding["pointer"]?.string
      else {
        throw Problem(
          message: "this finding lacks one of file, rule, object and pointer", node: finding)
      }
      let reference = ObjectReference(
        apiVersion: object["apiVersion"]?.string ?? "", kind: object["kind"]?.string ?? "",
        namespace: object["namespace"]?.string, name: object["name"]?.string ?? "")
      let fingerprint = Fingerprint(
        file: file, rule: rule, object: reference, container: finding["container"]?.string,
        pointer: pointer)
      left[fingerprint, default: 0] += 1
    }
  }

  /// Whether a finding is a known one; each that is known is met once.
  package mutating func takes(_ finding: Finding, in file: String) -> Bool {
    let fingerprint = Fingerprint(finding, in: file)
    guard let known = left[fingerprint], known > 0 else { return false }
    left[fingerprint] = known - 1
    return true
  }

  /// Findings of files that are known and were not met: they are mended, or at another place.
  package func unmet(in files: some Sequence<String>) -> Int {
    let read = Set(files.map(FileURI.plain))
    return left.reduce(0) { read.contains($1.key.file) ? $0 + $1.value : $0 }
  }
}
