import Documents
import Foundation
import HTTPServer
import JSONSyntax
import TestSupport
import Testing
import YAMLSyntax

@Suite("Printing webhook configurations")
struct ConfigTests {
  private static let policy = """
    apiVersion: kpatch.dev/v1alpha1
    kind: Policy
    metadata: {name: test}
    spec:
      preset: none
      rules: {availability/pdb-has-policy: deny}
      mutators: {prometheus: {targets: [services]}}

    """

  private func config(_ line: String, in place: Workplace) throws -> Tool.Result {
    try place.write("policy.yaml", Self.policy)
    return try Tool.shell("kpatch-webhook config \(line)", in: place.url)
  }

  @Test("A configuration names what the policy needs, and where the server is")
  func yaml() throws {
    let place = try Workplace()
    let result = try config("--url https://10.0.0.7:8443/kpatch/ -p policy.yaml", in: place)
    #expect(result.status == 0)
    #expect(
      result.errorText
        == "kpatch-webhook: there is no --ca-bundle: until somebody fills in caBundle, no API "
        + "server trusts the server\n")
    let rules = """
        rules:
        - apiGroups:
          - policy
          apiVersions:
          - "*"
          operations:
          - CREATE
          - UPDATE
          resources:
          - poddisruptionbudgets
          scope: Namespaced

      """
    #expect(result.outputText.contains(rules), "\(result.outputText)")
    #expect(result.outputText.contains("    url: https://10.0.0.7:8443/kpatch/mutate\n"))
    #expect(result.outputText.contains("    url: https://10.0.0.7:8443/kpatch/validate\n"))
    let kinds = try YAMLParser.parse(Source(result.outputText)).map { $0.root["kind"]?.string }
    #expect(kinds == ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"])
  }

  @Test("Both formats say the same")
  func formats() throws {
    let place = try Webhook.workplace()
    let line =
      "--service guard/kpatch:8443 --path-prefix /a/b --ca-bundle ca.crt -p policy.yaml "
      + "--failure-policy Fail --timeout 3 --name a.kpatch --exclude-namespace legacy"
    let yaml = try config(line, in: place)
    let json = try config(line + " --format json", in: place)
    #expect(yaml.status == 0 && json.status == 0)
    #expect(yaml.errorText.isEmpty)
    let list = try JSONParser.parse(Source(json.output)).root
    let objects = try YAMLParser.parse(Source(yaml.outputText)).map { Value($0.root) }
    #expect(list["items"].map(Value.init) == .sequence(objects))
    let configurations = try #require(list["items"]).elements.map { $0 }
    let webhook = try #require(configurations.last?["webhooks"]?.elements.map { $0 }.first)
    #expect(webhook["failurePolicy"]?.string == "Fail")
    #expect(webhook["timeoutSeconds"]?.integer == 3)
    #expect(webhook["clientConfig", "service", "path"]?.string == "/a/b/validate")
    let bundle = try #require(webhook["clientConfig", "caBundle"]?.string)
    let pem = try #require(Data(base64Encoded: bundle))
    #expect(String(decoding: pem, as: UTF8.self) == (try place.read("ca.crt")))
  }

  /// What kubectl reads without a server it also accepts.
  @Test("kubectl reads what is printed")
  func kubectl() throws {
    let place = try Webhook.workplace()
    let known = try Tool.shell("command -v kubectl", in: place.url)
    guard known.status == 0 else {
      print("kubectl is not there: it was not asked")
      return
    }
    for format in ["yaml", "json"] {
      let line = "--service guard/kpatch --ca-bundle ca.crt --format \(format)"
      try place.write("config", try config(line, in: place).outputText)
      let result = try Tool.shell(
        "kubectl label --local --dry-run=client -f config a=b -o name", in: place.url)
      #expect(
        result.outputText
          == "validatingwebhookconfiguration.admissionregistration.k8s.io/kpatch\n",
        "\(result.errorText)")
    }
  }

  /// Words of the command line, and what has to stand in the error.
  static let mistakes: [(words: String, error: String)] = [
    ("", "where is the server? Give --service NAMESPACE/NAME or --url URL"),
    ("--url https://a --service a/b", "exclude each other"),
    ("--url http://a", "--url is https://"),
    ("--url https://", "--url is https://"),
    ("--url https://a:0", "--url is https://"),
    ("--url https://a:+1", "--url is https://"),
    ("--url https://u@a", "--url is https://"),
    ("--url 'https://a?b'", "--url is https://"),
    ("--url 'https://a/#b'", "--url is https://"),
    ("--url 'https://[::1'", "--url is https://"),
    ("--service kpatch", "--service is written NAMESPACE/NAME"),
    ("--service a/b/c", "--service is written NAMESPACE/NAME"),
    ("--service A/b", "--service: 'A': a lowercase RFC 1123 label"),
    ("--service a/b:0", "the port of --service is a number from 1 to 65535"),
    ("--service a/b:65536", "the port of --service is a number from 1 to 65535"),
    ("--service a/b --path-prefix x", "--path-prefix begins with /"),
    ("--service a/b --path-prefix /x//y", "--path-prefix: ''"),
    ("--service a/b --timeout 31", "--timeout is a number of seconds from 1 to 30"),
    ("--service a/b --timeout 0", "--timeout is a number of seconds from 1 to 30"),
    ("--service a/b --name A", "--name: 'A'"),
    ("--service a/b --exclude-namespace a.b", "--exclude-namespace: 'a.b'"),
    ("--service a/b --failure-policy Never", "option '--failure-policy' is Ignore or Fail"),
    ("--service a/b --format xml", "option '--format' is yaml or json"),
    ("--service a/b --ca-bundle gone", "kpatch-webhook: gone: no such file or directory\n"),
    ("--service a/b --ca-bundle policy.yaml", "policy.yaml: there is no certificate in the file"),
    ("--service a/b --ca-bundle both.pem", "both.pem: there is a private key in the file"),
    ("--service a/b --ca-bundle tls.key", "tls.key: there is a private key in the file"),
    ("--service a/b -p gone.yaml", "kpatch-webhook: gone.yaml: no such file or directory\n"),
  ]

  @Test("A mistake is an error, and nothing is printed", arguments: mistakes)
  func mistake(words: String, error: String) throws {
    let place = try Webhook.workplace()
    try place.write("both.pem", try place.read("tls.crt") + place.read("tls.key"))
    let result = try config(words, in: place)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errorText.contains(error), "\(result.errorText)")
    #expect(!result.errorText.contains("BEGIN"))
  }

  @Test("What the user should know is said on standard error")
  func remarks() throws {
    let place = try Webhook.workplace()
    let late = try config("--service a/b --ca-bundle ca.crt --name zz", in: place)
    #expect(late.status == 0)
    #expect(late.errorText.contains("'zz' comes after the configurations of Linkerd or EKS"))
    let expired = try Webhook.issue(["localhost"], validSeconds: -60)
    try Webhook.write(expired, "old", to: place)
    let old = try config("--service a/b --ca-bundle old.crt", in: place)
    #expect(old.errorText == "kpatch-webhook: old.crt: the certificate 'localhost' has expired\n")
    try place.write(
      "nothing.yaml", "apiVersion: kpatch.dev/v1alpha1\nkind: Policy\nspec: {preset: none}\n")
    let nothing = try config("--service a/b --ca-bundle ca.crt -p nothing.yaml", in: place)
    #expect(nothing.status == 0 && nothing.output.isEmpty)
    #expect(nothing.errorText.contains("no configuration is needed"))
  }
}
