import Documents
import Edits
import JSONSyntax
import Policy
import Testing

@testable import Reports

@Suite("JSON report")
struct JSONReportTests {
  private func report(
    _ files: [ReportedFile], _ problems: [ReportedProblem] = []
  ) throws -> Value {
    var report = JSONReport()
    var output: [UInt8] = []
    report.begin(to: &output)
    for file in files { report.append(file, to: &output) }
    for problem in problems { report.append(problem) }
    report.end(
      ReportTotals(files: 3, documents: 5, objects: 4, excluded: 1, excepted: 2), to: &output)
    #expect(output.last == UInt8(ascii: "\n"))
    return Value(try JSONParser.parse(Source(output)).root)
  }

  private func findings(_ report: Value) throws -> [Value] {
    guard case .sequence(let findings)? = report["findings"] else {
      throw Missing.findings
    }
    return findings
  }

  private enum Missing: Error { case findings }

  @Test("A finding has every member of the contract")
  func finding() throws {
    let fix = JSONPatch([.replace(path: JSONPointer(["spec", "image"]), value: "a:1")])
    let value = try report([
      Samples.file([try Samples.finding(["spec", "image"], fix: fix)])
    ])
    #expect(
      value == [
        "version": 1,
        "findings": [
          [
            "rule": "image/tag-pinned", "category": "image", "severity": "error",
            "action": "deny",
            "object": [
              "apiVersion": "apps/v1", "kind": "Deployment", "namespace": "shop", "name": "web",
            ],
            "container": "app", "pointer": "/spec/image", "file": "web.json", "documentIndex": 2,
            "line": 2, "column": 11, "endLine": 2, "endColumn": 25,
            "message": "the tag \"latest\" moves, so two pods of one version can differ",
            "remedy": "name a version",
            "fix": [["op": "replace", "path": "/spec/image", "value": "a:1"]],
          ]
        ],
        "excepted": [],
        "problems": [],
        "summary": [
          "files": 3, "documents": 5, "objects": 4, "findings": 1, "deny": 1, "warn": 0,
          "audit": 0, "problems": 0, "excepted": 2, "baseline": 0, "excluded": 1,
          "score": [
            "percent": 66,
            "categories": ["image": ["findings": 1, "objects": 1, "percent": 66]],
            "severities": ["error": ["findings": 1, "objects": 1, "percent": 66]],
          ],
        ],
      ])
  }

  @Test("What a finding has not is left out")
  func optionalMembers() throws {
    let value = try report([Samples.file([try Samples.finding([], container: nil)])])
    let findings = try findings(value)
    #expect(findings.count == 1)
    #expect(findings[0]["container"] == nil)
    #expect(findings[0]["fix"] == nil)
    // The edit of a Secret would hold what is secret.
    let fix = JSONPatch([.replace(path: JSONPointer(["data"]), value: "hush")])
    let secret = try report([Samples.file([try Samples.finding([], kind: "Secret", fix: fix)])])
    #expect(try self.findings(secret)[0]["fix"] == nil)
  }

  @Test("What is excused stands beside the findings, with who excuses it and why")
  func excused() throws {
    let day = try #require(CalendarDate(parsing: "2027-06-30"))
    let finding = try Samples.finding(["spec", "image"])
    let value = try report([
      Samples.file(
        [finding],
        excused: [
          (finding, .policy(reason: "reads logs", expires: day)),
          (finding, .ignore(annotation: "checkov.io/skip1", reason: "")),
        ])
    ])
    #expect(try findings(value).map { $0["exemption"] } == [nil])
    guard case .sequence(let excepted)? = value["excepted"] else { throw Missing.findings }
    #expect(
      excepted.map { $0["exemption"] } == [
        ["origin": "exception", "reason": "reads logs", "expires": "2027-06-30"],
        ["origin": "checkov.io/skip1", "reason": ""],
      ])
    #expect(excepted.map { $0["rule"] } == ["image/tag-pinned", "image/tag-pinned"])
    #expect(excepted.map { $0["line"] } == [2, 2])
    // They do not count.
    #expect(value["summary"]?["findings"] == 1)
    #expect(value["summary"]?["deny"] == 1)
  }

  @Test("Problems stand beside the findings, with the place where there is one")
  func problems() throws {
    let value = try report(
      [],
      [
        ReportedProblem(file: "a.yaml", id: "unreadable", message: "permission denied"),
        ReportedProblem(
          file: "b.yaml", error: SyntaxError(.tooDeep, at: 2, related: 0), in: Source("a\nb")),
      ])
    #expect(
      value["problems"] == [
        ["file": "a.yaml", "id": "unreadable", "message": "permission denied"],
        [
          "file": "b.yaml", "id": "too-deep", "line": 2, "column": 1,
          "related": ["line": 1, "column": 1],
          "message": "containers are nested deeper than this tool reads",
        ],
      ])
    #expect(value["summary"]?["problems"] == 2)
  }

  @Test("Names of any characters come out as they are")
  func names() throws {
    let name = "a\"\\\n\u{1B}é😀\u{2028}"
    let value = try report([
      Samples.file([try Samples.finding([], name: name)], name: name)
    ])
    let finding = try findings(value)[0]
    #expect(finding["file"] == .string(name))
    #expect(finding["object"]?["name"] == .string(name))
  }

  @Test("Several files make one list")
  func severalFiles() throws {
    let finding = try Samples.finding(["spec"], action: .warn)
    let value = try report([
      Samples.file([finding, finding]), Samples.file([]), Samples.file([finding], name: "b"),
    ])
    #expect(try findings(value).map { $0["file"] } == ["web.json", "web.json", "b"])
    #expect(value["summary"]?["warn"] == 3)
  }
}
