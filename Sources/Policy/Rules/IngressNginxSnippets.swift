// Reads metadata.annotations and spec.rules[*].http.paths[*].path of Ingresses.
// Allowed: annotations of ingress-nginx that are no snippet or that `allowed` matches (by the part
// after the slash), whose value has no directive that serves files and names no file with secrets;
// paths that name no such file.

import Documents
import Kubernetes
import Patterns

extension Rule {
  static let ingressNginxSnippets = Rule(
    id: "network/ingress-nginx-snippets",
    title: "Ingresses write no configuration of nginx",
    severity: .error,
    presets: .ours(recommended: .warn, everything: .deny),
    subject: .kinds([.ingress]),
    fields: ["metadata.annotations", "spec.rules[*].http.paths[*].path"],
    why: "Whoever may write an Ingress gets the controller's own token by a snippet, and with it "
      + "every Secret of the cluster (CVE-2021-25742, CVE-2021-25745, CVE-2021-25746).",
    source:
      "https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations-risk/",
    remedy: "Use the annotations that ingress-nginx has for the purpose.",
    parameters: [
      Parameter(
        "allowed", .patterns, default: nil,
        "Snippets that are allowed, such as configuration-snippet.")
    ],
    example: Example(
      fails: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/configuration-snippet: |
              more_set_headers "X-Frame-Options: DENY";
        spec:
          rules: [{host: shop.example.com}]
        """,
      passes: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/custom-headers: shop/headers
        spec:
          rules: [{host: shop.example.com}]
        """),
    aliases: [
      Alias(.kyverno, "disallow-ingress-nginx-custom-snippets"),
      Alias(.kyverno, "restrict-annotations"),
      Alias(.kyverno, "restrict-ingress-paths"),
      Alias(.checkov, "CKV_K8S_152"),
      Alias(.checkov, "CKV_K8S_153"),
      Alias(.checkov, "CKV_K8S_154"),
    ],
    makeCheck: { parameters, _ in
      let allowed = parameters.globs("allowed")
      return .object { scope, findings in
        check(annotations: scope.object.annotations, allowed, &findings)
        guard let rules = scope.object.node["spec", "rules"] else { return }
        for (position, rule) in rules.elements.enumerated() {
          guard let paths = rule["http", "paths"] else { continue }
          for (place, path) in paths.elements.enumerated() {
            guard let text = path["path"], let file = secretFile(in: text) else { continue }
            findings.report(
              at: ["spec", "rules", String(position), "http", "paths", String(place), "path"],
              on: text, "the path names \(file), a file of the controller's own",
              remedy: "Write the path of a URL.")
          }
        }
      }
    })

  private static let prefix = "nginx.ingress.kubernetes.io/"

  private static func check(
    annotations: Node?, _ allowed: [Glob], _ findings: inout FindingSink
  ) {
    guard let annotations, annotations.isMapping else { return }
    for (key, value) in annotations.entries where key.hasPrefix(prefix) {
      let name = String(decoding: key.text.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
      let path = ["metadata", "annotations", key.text]
      if name.hasSuffix("-snippet"), !allowed.contains(where: { $0.matches(name) }) {
        findings.report(
          at: path, on: value,
          "the annotation \(quoted(name)) writes into the configuration of nginx")
      } else if let file = secretFile(in: value) {
        findings.report(
          at: path, on: value,
          "the annotation \(quoted(name)) names \(file), a file of the controller's own",
          remedy: "Remove the annotation.")
      } else if !name.hasSuffix("-snippet"), let directive = directive(in: value) {
        findings.report(
          at: path, on: value,
          "the annotation \(quoted(name)) has the directive \(directive) of nginx, "
            + "which serves files",
          remedy: "Remove the annotation.")
      }
    }
  }

  /// Files of the controller that hold its token, its keys or its configuration.
  private static func secretFile(in node: Node) -> String? {
    [
      "/var/run/secrets", "/run/secrets", "/etc/passwd", "/etc/shadow", "/etc/nginx",
      "/etc/ingress-controller", "/etc/kubernetes",
    ].first { node.contains($0) }
  }

  /// A directive with which a value that is no snippet would break out of its place.
  private static func directive(in node: Node) -> String? {
    guard node.contains(";") else { return nil }
    return ["alias ", "root ", "_by_lua"].first { node.contains($0) }
      .map { $0.last == " " ? String($0.dropLast()) : "*" + $0 }
  }
}
