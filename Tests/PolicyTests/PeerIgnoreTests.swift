import Documents
import Policy
import Testing

@Suite("Other tools' annotations")
struct PeerIgnoreTests {
  private static let all = "[polaris, kube-linter, kube-score, checkov]"

  private static func deployment(_ annotations: String, template: String = "{}") -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, annotations: \(annotations)}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}, annotations: \(template)}
        spec:
          hostNetwork: true
          hostPID: true
          containers:
          - {name: app, image: "app:latest", securityContext: {privileged: true}}
    """
  }

  private static let rules =
    "{pss/host-namespaces: deny, pss/privileged: deny, image/tag-pinned: warn, resources/*: warn}"

  private static func evaluation(_ text: String, honoring tools: String) throws -> Evaluation {
    let spec = "preset: none\nhonorIgnores: \(tools)\nrules: \(rules)"
    let document = try #require(documents(text).first)
    return try Engine(compiled([layer(spec)])).evaluate(object: document.root)
  }

  /// Rule and last part of the pointer of what is excused.
  private static func excused(_ text: String, honoring tools: String = all) throws -> [String] {
    try evaluation(text, honoring: tools).excepted.map {
      "\($0.finding.rule) \($0.finding.pointer.tokens.last ?? "")"
    }
  }

  private static let network = "pss/host-namespaces hostNetwork"
  private static let process = "pss/host-namespaces hostPID"
  private static let privileged = "pss/privileged privileged"
  private static let tag = "image/tag-pinned image"

  @Test(
    "An annotation excuses what the check that it names finds, and no more",
    arguments: [
      ("{polaris.fairwinds.com/runAsPrivileged-exempt: \"true\"}", [privileged]),
      ("{polaris.fairwinds.com/runAsPrivileged-exempt: \"TRUE\"}", [privileged]),
      ("{polaris.fairwinds.com/runAsPrivileged-exempt: \"false\"}", []),
      ("{polaris.fairwinds.com/hostNetworkSet-exempt: \"true\"}", [network]),
      ("{polaris.fairwinds.com/privileged-container-exempt: \"true\"}", []),
      ("{ignore-check.kube-linter.io/latest-tag: local image}", [tag]),
      ("{ignore-check.kube-linter.io/host-pid: \"\"}", [process]),
      ("{ignore-check.kube-linter.io/unheard-of: x}", []),
      ("{kube-score/ignore: \"container-image-tag , nothing\"}", [tag]),
      ("{kube-score/enable: container-image-tag}", []),
      ("{checkov.io/skip1: CKV_K8S_16=drivers}", [privileged]),
      ("{checkov.io/skip: CKV_K8S_19, checkov.io/skip2: CKV_K8S_17}", [network, process]),
      ("{checkov.io/skip1: CKV2_OWN_1=x}", []),
      ("{kube-linter.io/ignored: x}", []),
    ])
  func named(annotations: String, excused: [String]) throws {
    #expect(try Self.excused(Self.deployment(annotations)) == excused)
  }

  @Test(
    "An annotation for all checks excuses the rules that the tool has a check for",
    arguments: [
      ("{polaris.fairwinds.com/exempt: \"true\"}", Rule.Alias.Tool.polaris),
      ("{kube-linter.io/ignore-all: generated}", .kubeLinter),
      ("{kube-score/ignore: \"*\"}", .kubeScore),
      ("{kube-score/skip: \"true\"}", .kubeScore),
    ])
  func wildcard(annotations: String, tool: Rule.Alias.Tool) throws {
    let evaluation = try Self.evaluation(Self.deployment(annotations), honoring: Self.all)
    #expect(!evaluation.excepted.isEmpty)
    for finding in evaluation.findings {
      #expect(Catalogue.rule(finding.rule)?.aliases.contains { $0.tool == tool } == false)
    }
    for finding in evaluation.excepted.map(\.finding) {
      #expect(Catalogue.rule(finding.rule)?.aliases.contains { $0.tool == tool } == true)
    }
  }

  @Test("The pod template counts where the tool reads it")
  func templates() throws {
    func excused(_ annotation: String) throws -> [String] {
      try Self.excused(Self.deployment("{}", template: annotation))
    }
    #expect(try excused("{kube-score/ignore: container-image-tag}") == [Self.tag])
    #expect(try excused("{checkov.io/skip1: CKV_K8S_16=x}") == [Self.privileged])
    #expect(try excused("{polaris.fairwinds.com/runAsPrivileged-exempt: \"true\"}") == [])
    #expect(try excused("{ignore-check.kube-linter.io/latest-tag: x}") == [])
  }

  @Test("Nothing is honoured that the policy does not name")
  func switches() throws {
    let text = Self.deployment(
      """
      {polaris.fairwinds.com/runAsPrivileged-exempt: "true", \
      ignore-check.kube-linter.io/latest-tag: x, checkov.io/skip1: CKV_K8S_19}
      """)
    #expect(try Self.excused(text, honoring: "[]") == [])
    #expect(try Self.excused(text, honoring: "[polaris]") == [Self.privileged])
    #expect(try Self.excused(text, honoring: "[kube-linter]") == [Self.tag])
    #expect(try Self.excused(text, honoring: "[checkov]") == [Self.network])
  }

  @Test(
    "What is excused says by which annotation, and why",
    arguments: [
      ("{checkov.io/skip1: CKV_K8S_16=a=b }", "checkov.io/skip1", "a=b"),
      ("{checkov.io/skip: CKV_K8S_16}", "checkov.io/skip", ""),
      (
        "{ignore-check.kube-linter.io/privileged-container: needs the kernel}",
        "ignore-check.kube-linter.io/privileged-container", "needs the kernel"
      ),
    ])
  func reasons(annotations: String, key: String, reason: String) throws {
    let excepted = try Self.evaluation(Self.deployment(annotations), honoring: Self.all).excepted
    #expect(excepted.map(\.exemption) == [.ignore(annotation: key, reason: reason)])
    #expect(excepted.map(\.exemption.origin) == [key])
  }

  @Test(
    "Annotations of the wrong type excuse nothing and break nothing",
    arguments: [
      "null", "7", "[kube-score/ignore]", "{kube-score/ignore: [a]}", "{checkov.io/skip1: {a: b}}",
      "{checkov.io/skip1: \"=\"}", "{kube-score/ignore: \",,\"}",
      "{polaris.fairwinds.com/-exempt: \"true\"}", "{polaris.fairwinds.com/exempt: yes}",
    ])
  func wrong(annotations: String) throws {
    #expect(try Self.excused(Self.deployment(annotations, template: annotations)) == [])
  }

  @Test("A tool that is not known is an error with the nearest one")
  func unknownTool() throws {
    let problems = PolicyCompiler.compile(
      [try layer("honorIgnores: [kubelinter, datree]")], today: nil
    ).problems
    #expect(problems.map(\.message) == ["unknown tool \"kubelinter\"", "unknown tool \"datree\""])
    #expect(problems.first?.remedy == "did you mean \"kube-linter\"?")
  }
}
