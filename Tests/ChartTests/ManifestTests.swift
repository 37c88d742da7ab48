import Documents
import Foundation
import TestSupport
import Testing
import YAMLSyntax

/// What lies in `manifests`, and beside it for pipelines.
@Suite("The manifests")
struct ManifestTests {
  private static func yamlFiles(in folder: String) throws -> [String] {
    try FileManager.default
      .subpathsOfDirectory(atPath: Suites.root.appendingPathComponent(folder).path)
      .filter { $0.hasSuffix(".yaml") }.map { "\(folder)/\($0)" }.sorted()
  }

  private static func documents(_ path: String) throws -> [Node] {
    let text = String(decoding: try Suites.projectFile(path), as: UTF8.self)
    return try YAMLParser.parse(Source(text)).map(\.root)
  }

  // MARK: Rendered

  /// A rendering without what is Helm's own.
  private static func plain(_ values: String) throws -> String? {
    guard let result = try Chart.template(values, by: Chart.ownRenderer) else { return nil }
    try #require(result.status == 0, "\(result.errorText)")
    let lines = result.outputText.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.filter { line in
      !["helm.sh/chart:", "app.kubernetes.io/managed-by:", "# Source:"].contains {
        line.contains($0)
      }
    }.joined(separator: "\n")
  }

  @Test("install.yaml is the chart with its default values")
  func install() throws {
    guard let objects = try Self.plain("tests: {enabled: false}") else { return }
    let head = """
      # The admission server in the namespace kpatch, as the chart makes it with its default values.
      # Written by `KPATCH_UPDATE=1 swift test --filter ChartTests`.
      apiVersion: v1
      kind: Namespace
      metadata:
        name: kpatch
        labels:
          app.kubernetes.io/name: kpatch
          pod-security.kubernetes.io/enforce: restricted

      """
    try Written.file("manifests/install/install.yaml", is: head + objects)
  }

  @Test(
    "static configurations are the chart's, with an address",
    arguments: ["mutating", "validating"])
  func staticManifests(sort: String) throws {
    let isMutating = sort == "mutating"
    let policy = String(
      decoding: try Suites.projectFile("manifests/policies/linkerd-mesh.yaml"), as: UTF8.self)
    let text = policy.split(separator: "\n").map { "    \($0)\n" }.joined()
    guard let objects = try Self.plain(isMutating ? "policy:\n  text: |\n" + text : "") else {
      return
    }
    let kind = isMutating ? "MutatingWebhookConfiguration" : "ValidatingWebhookConfiguration"
    let found = objects.split(separator: "---\n").first { $0.contains("\nkind: \(kind)\n") }
    let service = try Regex("      service:\n(?:        .*\n){4}")
    let verb = isMutating ? "mutate" : "validate"
    let own = try #require(found).replacing(
      service, with: "      url: https://127.0.0.1:8443/\(verb)\n"
    ).replacing("\n  name: kpatch\n", with: "\n  name: kpatch.static.k8s.io\n")
    #expect(own.contains("url:"))
    #expect(own.contains("static.k8s.io"))
    let head = "# Written by `KPATCH_UPDATE=1 swift test --filter ChartTests`.\n"
    try Written.file("manifests/static/\(sort)/kpatch.yaml", is: head + own)
  }

  @Test("kustomize builds the base and the overlay")
  func kustomize() throws {
    guard try Tool.shell("command -v kubectl", in: Suites.root).status == 0 else {
      print("chart: kubectl is not here, kustomizations are not built")
      return
    }
    let base = try Tool.shell("kubectl kustomize manifests/install", in: Suites.root)
    #expect(base.status == 0, "\(base.errorText)")
    let plain = try Self.documents("manifests/install/install.yaml")
    #expect(try YAMLParser.parse(Source(base.outputText)).count == plain.count)
    let overlay = try Tool.shell("kubectl kustomize manifests/overlay", in: Suites.root)
    #expect(overlay.status == 0, "\(overlay.errorText)")
    let objects = try YAMLParser.parse(Source(overlay.outputText)).map(\.root)
    #expect(objects.count == plain.count)
    let deployment = try objects.only("Deployment")
    #expect(deployment["spec", "replicas"]?.integer == 3)
    #expect(overlay.outputText.contains("image: registry.example.com/platform/kpatch:0.1.0"))
    let policy = try objects.only("ConfigMap")
    #expect(policy["metadata", "name"]?.text == "kpatch-policy")
    #expect(policy["data", "policy.yaml"]?.text.contains("name: platform") == true)
  }

  // MARK: Policies and recipes

  @Test("every policy can be used")
  func policies() throws {
    let files =
      try Self.yamlFiles(in: "manifests/policies") + [
        "manifests/kpatch.yaml", "manifests/overlay/policy.yaml", "manifests/examples/kpatch.yaml",
      ]
    #expect(files.count > 7)
    for file in files {
      let result = try Tool.run(["policy", "check", file], in: Suites.root)
      #expect(result.outputText == "\(file): ok\n", "\(result.errorText)")
    }
  }

  @Test("each policy acts on the shop")
  func effects() throws {
    func patched(_ policy: String, _ arguments: [String] = []) throws -> String {
      try Tool.run(
        ["patch", "-p", "manifests/policies/\(policy).yaml", "--diff"] + arguments
          + ["manifests/examples"], in: Suites.root
      ).outputText
    }
    #expect(try patched("linkerd-mesh").contains("+        linkerd.io/inject: enabled"))
    let request = "+        config.linkerd.io/proxy-cpu-request: 20m"
    #expect(try patched("linkerd-mesh").contains(request))
    #expect(try patched("eks-irsa").contains("arn:aws:iam::123456789012:role/shop/api"))
    #expect(try patched("starter").isEmpty)
    func denied(_ policy: String, namespace: String) throws -> Int32 {
      let pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec: {containers: [{name: app, image: "registry.example.com/app:1.0.0"}]}
        """
      return try Tool.run(
        [
          "check", "-p", "manifests/policies/\(policy).yaml", "--namespace", namespace, "-",
        ], in: Suites.root, input: Data(pod.utf8)
      ).status
    }
    #expect(try denied("starter", namespace: "shop") == 0)
    #expect(try denied("restricted", namespace: "shop") == 1)
    #expect(try denied("per-environment", namespace: "shop") == 1)
    #expect(try denied("per-environment", namespace: "staging-eu") == 0)
    #expect(try denied("per-environment", namespace: "sandbox") == 0)
  }

  @Test("this folder is held to its own policy")
  func clean() throws {
    for folder in ["install", "overlay", "static", "ci", "policies"] {
      let result = try Tool.run(
        ["check", "-p", "manifests/kpatch.yaml", "--fail-on", "warn", "manifests/\(folder)"],
        in: Suites.root)
      #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
    }
    let all = try Tool.run(["check", "manifests"], in: Suites.root)
    #expect(all.status == 0, "\(all.outputText)\(all.errorText)")
  }

  @Test("an exemption has its reason")
  func reasons() throws {
    for policy in try Self.documents("manifests/kpatch.yaml") {
      for exception in policy["spec", "exceptions"]?.elements.map(\.self) ?? [] {
        #expect((exception["reason"]?.text.count ?? 0) > 20)
      }
    }
  }

  @Test("recipes are YAML, and run commands that there are")
  func recipes() throws {
    let files =
      try Self.yamlFiles(in: "manifests/ci") + [
        ".pre-commit-hooks.yaml", "charts/kpatch-postrenderer/plugin.yaml",
      ]
    #expect(files.count > 7)
    let help = try Tool.run(["--help"], in: Suites.root).outputText
    for file in files {
      #expect(try Self.documents(file).count == 1, "\(file)")
      let text = String(decoding: try Suites.projectFile(file), as: UTF8.self)
      let commands = text.matches(of: /(?m)(?:^ *|- |entry: |\| *\n? *)kpatch ([a-z]+)/)
      for command in commands { #expect(help.contains("  \(command.1) "), "\(file): \(command.1)") }
    }
  }

  @Test("the plugin of Helm 4 has no key that Helm refuses")
  func plugin() throws {
    let plugin = try #require(try Self.documents("charts/kpatch-postrenderer/plugin.yaml").first)
    let known = [
      "apiVersion", "type", "name", "version", "runtime", "sourceURL", "config", "runtimeConfig",
    ]
    #expect(plugin.entries.allSatisfy { known.contains($0.key.text) })
    #expect(plugin["type"]?.text == "postrenderer/v1")
    let command = try #require(plugin["runtimeConfig", "platformCommand"]?[element: 0])
    let words = [command["command"]?.text ?? ""] + (command["args"]?.texts ?? [])
    #expect(words == ["kpatch", "patch"])
  }
}
