import Documents
import Foundation
import TestSupport
import Testing
import YAMLSyntax

@Suite("The chart, rendered")
struct RenderingTests {
  @Test("every combination of values makes valid objects", arguments: ValueSet.all)
  func valid(_ values: ValueSet) throws {
    guard let result = try Chart.template(values.yaml) else { return }
    try #require(result.status == 0, "\(result.errorText)")
    let rules = ["api/schema-valid", "api/string-required", "api/duplicate-key"]
    let checked = try Tool.run(
      ["check", "--preset", "none"] + rules.flatMap { ["--rule", "\($0)=deny"] } + ["-"],
      in: Suites.root, input: Data(result.output))
    #expect(checked.status == 0, "\(checked.outputText)\(checked.errorText)")
    let objects = try YAMLParser.parse(Source(result.outputText)).map(\.root)
    #expect(objects.count >= 3)
    let names = objects.map {
      "\($0["kind"]?.text ?? "") \($0["metadata", "name"]?.text ?? "")"
    }
    #expect(Set(names).count == names.count, "an object comes twice: \(names)")
  }

  @Test("a broken rendering would be seen")
  func canary() throws {
    let values = "affinity: {nodeAfinity: {}}\nresources: {limits: {cpu: [1]}}"
    guard let result = try Chart.template(values) else { return }
    let checked = try Tool.run(
      ["check", "--preset", "none", "--rule", "api/schema-valid=deny", "-"],
      in: Suites.root, input: Data(result.output))
    #expect(checked.status == 1)
    #expect(checked.outputText.contains("nodeAfinity"))
  }

  @Test("what is missing or contradicts itself stops the rendering")
  func refusals() throws {
    let cases = [
      ("certificates: {source: secret}", "certificates.secretName"),
      ("policy: {existingConfigMap: x}", "webhooks.mutating.rules"),
      ("policy: {text: \"kind: ConfigMap\"}", "policy.text"),
      ("autoscaling: {enabled: true, minReplicas: 7}", "autoscaling.minReplicas"),
    ]
    for (values, words) in cases {
      guard let result = try Chart.template(values) else { return }
      #expect(result.status == 1)
      #expect(result.errorText.contains(words), "\(result.errorText)")
    }
  }

  @Test("the server's arguments are options that it has", arguments: ValueSet.certificates)
  func arguments(_ values: ValueSet) throws {
    let yaml = values.yaml + "\n" + ValueSet.extras[1].yaml
    guard let objects = try Chart.objects(yaml) else { return }
    let help = try Tool.shell("kpatch-webhook serve --help", in: Suites.root).outputText
    let container = try objects.only("Deployment")["spec", "template", "spec", "containers"]?
      .elements.first(where: { _ in true })
    let arguments = try #require(container?["args"]).texts
    #expect(arguments.first == "serve")
    #expect(arguments.count > 5)
    for argument in arguments.dropFirst() {
      let option = String(argument.prefix { $0 != "=" })
      #expect(help.contains("\(option) ") || help.contains("\(option)\n"), "\(option)")
    }
  }

  @Test(
    "a release of any name has a Service with a name that Services can have",
    arguments: [
      ("kpatch.prod", "kpatch-prod"), ("1st", "kpatch-1st-kpatch"), ("web", "web-kpatch"),
      ("a." + String(repeating: "b", count: 51), "a-" + String(repeating: "b", count: 46)),
    ])
  func names(release: String, name: String) throws {
    guard let objects = try Chart.objects(release: release) else { return }
    #expect(try objects.only("Service")["metadata", "name"]?.text == name)
    let webhook = try objects.only("ValidatingWebhookConfiguration")["webhooks"]?[element: 0]
    #expect(webhook?["clientConfig", "service", "name"]?.text == name)
  }

  @Test("a label of the pods counts more than one of all objects")
  func podLabels() throws {
    let values = "commonLabels: {team: platform, a: b}\npodLabels: {team: edge}"
    guard let objects = try Chart.objects(values) else { return }
    let labels = try objects.only("Deployment")["spec", "template", "metadata", "labels"]
    #expect(labels?["team"]?.text == "edge")
    #expect(labels?["a"]?.text == "b")
    #expect(try objects.only("Service")["metadata", "labels", "team"]?.text == "platform")
  }

  @Test("the pod's grace is longer than the server's end")
  func grace() throws {
    let values = "server: {shutdownDelaySeconds: 30, shutdownTimeoutSeconds: 50}"
    guard let objects = try Chart.objects(values) else { return }
    let pod = try objects.only("Deployment")["spec", "template", "spec"]
    #expect(pod?["terminationGracePeriodSeconds"]?.integer == 85)
  }

  @Test("only the server's own certificates need rights and a token")
  func rights() throws {
    for set in ValueSet.certificates {
      guard let objects = try Chart.objects(set.yaml) else { return }
      let isSelf = set.name == "self"
      #expect(objects.has("ClusterRole") == isSelf, "\(set.name)")
      #expect(objects.has("Role") == isSelf)
      let pod = try objects.only("Deployment")["spec", "template", "spec"]
      #expect(pod?["automountServiceAccountToken"]?.boolean == isSelf)
    }
  }

  @Test("the server's rights are its own Secret and its own configurations")
  func minimalRights() throws {
    guard let objects = try Chart.objects() else { return }
    var granted: [String] = []
    for kind in ["Role", "ClusterRole"] {
      for rule in try objects.only(kind)["rules"]?.elements.map(\.self) ?? [] {
        let names = rule["resourceNames"]?.texts ?? ["any"]
        granted.append(
          "\(kind): \(rule["verbs"]?.texts ?? []) \(rule["resources"]?.texts ?? []) \(names)")
      }
    }
    #expect(
      granted == [
        #"Role: ["get", "update"] ["secrets"] ["kpatch-tls"]"#,
        #"Role: ["create"] ["secrets"] ["any"]"#,
        #"ClusterRole: ["get", "update"] "#
          + #"["mutatingwebhookconfigurations", "validatingwebhookconfigurations"] ["kpatch"]"#,
      ])
  }

  @Test("every rule is content with it")
  func everything() throws {
    // The network of the node is for clusters that leave no choice, and who overrides names wants
    // others than the release's.
    let optional = ValueSet.extras[1].yaml.replacing("hostNetwork: true", with: "")
      .replacing("fullnameOverride: zebra", with: "")
    for values in ["", optional] {
      guard let result = try Chart.template(values) else { return }
      let checked = try Tool.run(
        ["check", "-p", "manifests/kpatch.yaml", "--fail-on", "warn", "-"],
        in: Suites.root, input: Data(result.output))
      #expect(checked.status == 0, "\(checked.outputText)\(checked.errorText)")
    }
  }

  @Test("the notes name what is there")
  func notes() throws {
    func notes(_ values: String) throws -> String? {
      try Chart.template(values, options: "--notes", by: Chart.ownRenderer)?.outputText
    }
    guard let text = try notes("") else { return }
    #expect(text.contains("deployment/kpatch"))
    #expect(text.contains("validatingwebhookconfiguration,mutatingwebhookconfiguration kpatch\n"))
    #expect(text.contains("no mutating webhook"))
    #expect(text.contains("placeholder"))
    let other = try #require(
      try notes("policy: {spec: {mutators: {linkerd: {}}}}\nimage: {repository: r.example/k}"))
    #expect(!other.contains("no mutating webhook"))
    #expect(!other.contains("placeholder"))
  }
}
