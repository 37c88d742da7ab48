import Documents
import JSONSyntax
import Policy
import Testing

@testable import Reports

@Suite("Baseline")
struct BaselineTests {
  private static func baseline(_ findings: [Finding], in file: String = "a.yaml") throws -> Baseline
  {
    var report = JSONReport()
    var output: [UInt8] = []
    report.begin(to: &output)
    report.append(Samples.file(findings, name: file), to: &output)
    report.end(ReportTotals(), to: &output)
    return try Baseline(report: JSONParser.parse(Source(output)))
  }

  @Test("Each known finding is met once, and what is left over is told")
  func counts() throws {
    let finding = try Samples.finding(["spec", "image"])
    var baseline = try Self.baseline([finding, finding, try Samples.finding(["spec"])])
    #expect(baseline.unmet(in: ["./a.yaml"]) == 3)
    #expect(baseline.unmet(in: ["b.yaml"]) == 0)
    let met = ["a.yaml", "./a.yaml", "a.yaml"].map { baseline.takes(finding, in: $0) }
    #expect(met == [true, true, false])
    #expect(baseline.unmet(in: ["a.yaml", "b.yaml"]) == 1)
  }

  @Test(
    "Another file, rule, object, container or place is another finding; positions of lists are not",
    arguments: [
      ("a.yaml", "r/a", "web", "app", "/spec/containers/0/image", true),
      ("a.yaml", "r/a", "web", "app", "/spec/containers/12/image", true),
      ("b.yaml", "r/a", "web", "app", "/spec/containers/0/image", false),
      ("a.yaml", "r/b", "web", "app", "/spec/containers/0/image", false),
      ("a.yaml", "r/a", "api", "app", "/spec/containers/0/image", false),
      ("a.yaml", "r/a", "web", "log", "/spec/containers/0/image", false),
      ("a.yaml", "r/a", "web", nil, "/spec/containers/0/image", false),
      ("a.yaml", "r/a", "web", "app", "/spec/containers/0", false),
      ("a.yaml", "r/a", "web", "app", "/spec/containers/0/name", false),
      ("a.yaml", "r/a", "web", "app", "/spec/containers//image", false),
      ("a.yaml", "r/a", "web", "app", "/spec/containers/0a/image", false),
    ])
  func keys(
    file: String, rule: String, object: String, container: String?, pointer: String, isKnown: Bool
  ) throws {
    func finding(_ rule: String, _ name: String, _ container: String?, _ pointer: String) throws
      -> Finding
    {
      try Samples.finding(
        ["spec"], rule: rule, name: name, container: container,
        pointer: pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
          .map(String.init))
    }
    var baseline = try Self.baseline([try finding("r/a", "web", "app", "/spec/containers/0/image")])
    let met = baseline.takes(try finding(rule, object, container, pointer), in: file)
    #expect(met == isKnown)
  }

  @Test(
    "A key of digits is a key and no position",
    arguments: ["data", "stringData", "binaryData", "labels", "annotations", "nodeSelector"])
  func keysOfDigits(field: String) throws {
    let old = try Samples.finding(["spec"], pointer: [field, "8080"])
    var baseline = try Self.baseline([old])
    let met = try [[field, "9090"], [field, "8080"]].map {
      baseline.takes(try Samples.finding(["spec"], pointer: $0), in: "a.yaml")
    }
    #expect(met == [false, true])
  }

  @Test(
    "What is no report is refused, with the place",
    arguments: [
      ("[]", "this is no report of 'kpatch check --format json', which has version and findings"),
      ("null", "this is no report of 'kpatch check --format json', which has version and findings"),
      (
        "{\"version\":1,\"findings\":{}}",
        "this is no report of 'kpatch check --format json', which has version and findings"
      ),
      ("{\"version\":2,\"findings\":[]}", "the report has version \"2\" and not 1"),
      (
        "{\"version\":1,\"findings\":[{\"file\":\"a\",\"rule\":\"b\",\"pointer\":\"\"}]}",
        "this finding lacks one of file, rule, object and pointer"
      ),
      (
        "{\"version\":1,\"findings\":[null]}",
        "this finding lacks one of file, rule, object and pointer"
      ),
    ])
  func refused(text: String, message: String) throws {
    let document = try JSONParser.parse(Source(text))
    let problem = #expect(throws: Baseline.Problem.self) { try Baseline(report: document) }
    #expect(problem?.message == message)
  }
}
