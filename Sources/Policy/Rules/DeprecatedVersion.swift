// Reads apiVersion and kind of every object; the table is in APIs/DeprecatedAPI.swift.
// Allowed: versions of an API that the policy's kubernetesVersion serves and that are not
// deprecated in it, nor in as many minor versions after it as `ahead` says. Kinds that are not
// Kubernetes' own are no concern of this rule.

import Documents
import Kubernetes

extension Rule {
  static let deprecatedVersion = Rule(
    id: "api/deprecated-version",
    title: "Objects are written for versions of the API that stay",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .objects,
    isSettledByServer: true,
    fields: ["apiVersion", "kind"],
    why:
      "An API server that no longer serves a version refuses the object, and the next upgrade of "
      + "the cluster is when that shows.",
    source: "https://kubernetes.io/docs/reference/using-api/deprecation-guide/",
    remedy: "Write the object for the version that replaces it.",
    parameters: [
      Parameter(
        "ahead", .integer(0...20), default: 0,
        "How many minor versions to look ahead of kubernetesVersion: what is deprecated or gone by "
          + "then is reported now.")
    ],
    fix: .review,
    example: Example(
      fails: """
        apiVersion: batch/v1beta1
        kind: CronJob
        metadata: {name: cleanup}
        """,
      passes: """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: cleanup}
        """),
    aliases: [
      Alias(.kubeLinter, "no-extensions-v1beta"),
      Alias(.kubeScore, "stable-version"),
      Alias(.kyverno, "check-deprecated-apis"),
      Alias(.gatekeeper, "VerifyDeprecatedAPI"),
    ],
    makeCheck: { parameters, version in
      let ahead = Int(parameters.integer("ahead"))
      let horizon = KubernetesVersion(1, version.minor + ahead)
      return .object { scope, findings in
        let object = scope.object
        guard let entry = DeprecatedAPI.entry(object.apiVersion, object.kind) else {
          reportUnserved(object, version, &findings)
          return
        }
        guard entry.deprecated <= horizon else { return }
        let what = "\(object.apiVersion) \(object.kind)"
        let message: FindingMessage =
          if let removed = entry.removed, removed <= version {
            "\(what) is not served since Kubernetes \(removed): the API server refuses the object"
          } else if let removed = entry.removed {
            "\(what) is deprecated since Kubernetes \(entry.deprecated) and not served from "
              + "\(removed) on"
          } else {
            "\(what) is deprecated since Kubernetes \(entry.deprecated)"
          }
        guard let successor = entry.successor else {
          findings.report(
            at: ["apiVersion"], message, remedy: "Remove the object: nothing replaces its kind.")
          return
        }
        let target = "\(successor.apiVersion) \(successor.kind ?? object.kind)"
        let isThere = successor.since <= version
        findings.report(
          at: ["apiVersion"], message,
          remedy: isThere
            ? "Write it as \(target)."
            : "Write it as \(target), which Kubernetes serves from \(successor.since) on.",
          fix: isThere && successor.isSame ? .set(.string(successor.apiVersion)) : nil)
      }
    })

  /// A version that is not deprecated, but that this version of Kubernetes does not serve yet.
  private static func reportUnserved(
    _ object: KubernetesObject, _ version: KubernetesVersion, _ findings: inout FindingSink
  ) {
    guard let kind = APIShapes.known.kind(object.kind, in: object.apiVersion),
      version.minor < Int(kind.versions.first)
    else { return }
    findings.report(
      at: ["apiVersion"],
      "\(object.apiVersion) \(object.kind) is served from Kubernetes 1.\(kind.versions.first) on, "
        + "and the policy judges by \(version)",
      remedy: "Write it for a version that the cluster serves, or set kubernetesVersion to what "
        + "the cluster runs.")
  }
}
